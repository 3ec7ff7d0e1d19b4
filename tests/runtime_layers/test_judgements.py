"""The pure parts: what a task's end, a target, a container and a round mean."""

from __future__ import annotations

import pytest

from synth.runtime.ecs.values import Container, Target, Task
from synth.runtime.expectation import Check
from synth.runtime.layers import containers_layer, targets_layer
from synth.runtime.layers.baseline import Baseline, Before
from synth.runtime.layers.judging import Sight, at_deadline, gone_bad
from synth.runtime.layers.look import Look
from synth.runtime.layers.tasks import failed, obituary
from synth.runtime.layers.verification import Verification
from synth.runtime.probe import Observation
from synth.runtime.probe import Target as Probed
from synth.runtime.screen import Screen
from synth.runtime.watch import Plan
from tests.runtime.fakes import seen

HIDING = Screen()


def task(stop_code: str, reason: str, *containers: Container) -> Task:
    return Task("arn:x/task/0123456789abcdef", "web:1", "STOPPED", "UNKNOWN", "ecs-svc/1", 0.0, None, 1.0, stop_code, reason, containers)


@pytest.mark.parametrize(
    ("stop_code", "reason", "own"),
    [
        ("EssentialContainerExited", "Essential container in task exited", True),
        ("TaskFailedToStart", "CannotPullContainerError: not found", True),
        ("TaskFailedToStart", "ResourceInitializationError: unable to pull secrets", True),
        ("TaskFailedToStart", "Capacity is unavailable at this time. Please try again later", False),
        ("TaskFailedToStart", "Timeout waiting for network interface provisioning to complete.", False),
        ("ServiceSchedulerInitiated", "Task failed ELB health checks in (target-group x)", True),
        ("ServiceSchedulerInitiated", "Task failed container health checks", True),
        ("ServiceSchedulerInitiated", "Scaling activity initiated by (deployment ecs-svc/1)", False),
        ("SpotInterruption", "Your Spot Task was interrupted.", False),
        ("UserInitiated", "Task stopped by user", False),
        ("", "", False),
    ],
)
def test_which_ends_speak_against_the_release(stop_code: str, reason: str, own: bool) -> None:
    assert own == failed(task(stop_code, reason))


def test_an_obituary_has_the_exit_code_and_what_it_means() -> None:
    ended = task(
        "EssentialContainerExited", "Essential\ncontainer", Container("app", "STOPPED", "UNKNOWN", 139), Container("sidecar", "STOPPED", "", 0)
    )
    wanted = "task 01234567: EssentialContainerExited, Essential\\ncontainer, app exit code 139 (segmentation fault), sidecar exit code 0"
    assert wanted == obituary(ended, HIDING)


@pytest.mark.parametrize(
    ("states", "least", "result", "observed"),
    [
        (["healthy", "healthy"], 2, "passed", "2 healthy"),
        (["healthy", "initial", "draining"], 1, "passed", "1 healthy, 1 initial, 1 draining"),
        (["healthy", "unhealthy"], 1, "failed", "1 healthy, 1 unhealthy"),
        (["initial"], 1, "failed", "1 initial"),
        (["unused"], 1, "inconclusive", "1 unused"),
        (["unavailable"], 1, "inconclusive", "1 unavailable"),
        ([], 1, "failed", "no targets"),
        ([], 0, "passed", "no targets"),
    ],
)
def test_what_targets_mean(states: list[str], least: int, result: str, observed: str) -> None:
    targets = [Target("10.0.0.1", 80, state, "Target.X") for state in states]
    check = targets_layer.judged("web", targets, least, HIDING)
    assert ("target health web", result, observed) == check[:3]


def test_an_unhealthy_target_is_named_with_its_reason() -> None:
    targets = [Target("10.0.0.1", 80, "unhealthy", "Target.FailedHealthChecks", "Health checks failed with these codes: [500]")]
    assert "10.0.0.1:80 unhealthy: Health checks failed with these codes: [500]" == targets_layer.judged("web", targets, 1, HIDING).evidence


@pytest.mark.parametrize(
    ("health", "guarded", "result", "observed"),
    [
        ("UNKNOWN", set[str](), "passed", "no container has a health check"),
        ("UNKNOWN", {"app"}, "failed", "1 UNKNOWN"),
        ("HEALTHY", {"app"}, "passed", "1 HEALTHY"),
        ("UNHEALTHY", set[str](), "failed", "1 UNHEALTHY"),
    ],
)
def test_what_a_container_s_health_means(health: str, guarded: set[str], result: str, observed: str) -> None:
    running = task("", "", Container("app", "RUNNING", health))._replace(status="RUNNING")
    check = containers_layer.judged([running], guarded, HIDING)
    assert (result, observed) == (check.result, check.observed)


def answers(*statuses: int | None) -> list[Sight]:
    def one(status: int | None) -> Observation:
        return seen("right" if status == 200 else "unreached" if status is None else "wrong", status=status)

    return [Sight(float(number), (one(status),), ()) for number, status in enumerate(statuses)]


PLAN = Verification(Plan((Probed(None),)))  # type: ignore[arg-type]  # only the number of targets matters here
KNOWN = Baseline((Before("u", "right", 200),))


@pytest.mark.parametrize(
    ("statuses", "baseline", "ends"),
    [
        ((500, 500, 500, 500), None, True),
        ((500, 200, 500, 500, 200, 500), None, True),
        ((500, *[200] * 8, 500, 500, 500), None, False),
        ((503, 503, 503, 503, 503), None, False),
        ((503, 503, 503, 503, 503), KNOWN, True),
        ((200, 503, 503, 503, 503), None, True),
        ((None, None, None, None), None, False),
        ((None, None, None, None), KNOWN, True),
        ((500, 500, 500, 500), Baseline((Before("u", "wrong", 500),)), False),
    ],
)
def test_what_ends_a_verification_before_its_deadline(statuses: tuple[int | None, ...], baseline: Baseline | None, ends: bool) -> None:
    assert ends == (gone_bad(PLAN, answers(*statuses), 4, baseline) is not None)
    assert gone_bad(PLAN, answers(*statuses), 0, baseline) is None


def test_a_failure_outweighs_what_is_inconclusive_and_all_failures_are_told() -> None:
    looks = (
        ("ecs", Look((Check("running tasks", "failed", "1 of 4", "4"),))),
        ("alarms", Look((Check("alarm a", "inconclusive", "no data", "OK"),))),
        ("targets", Look((Check("target health web", "failed", "no targets", "1 healthy", "why"),))),
    )
    verdict = at_deadline(Verification(Plan(())), [Sight(0.0, (), looks)], None)
    assert ("failed", "ecs: running tasks is 1 of 4, wanted 4; targets: target health web is no targets, wanted 1 healthy (why)") == verdict
    assert ("inconclusive", "alarms: alarm a: no data") == at_deadline(Verification(Plan(())), [Sight(0.0, (), looks[1:2])], None)


def test_nothing_to_look_at_proves_nothing() -> None:
    assert ("inconclusive", "nothing could be looked at") == at_deadline(Verification(Plan(())), [Sight(0.0, (), ())], None)
