"""What is to be done about a deployment, case by case."""

from __future__ import annotations

from typing import Any

import pytest

from synth.runtime.ecs.answers import BAD, GOOD, OLD, SILENT, UNSIGNED, Before, Try
from synth.runtime.ecs.deploy_inputs import read_wanted
from synth.runtime.ecs.following import Sight
from synth.runtime.ecs.probing import Listening, listening
from synth.runtime.ecs.ruling import BACK, END, GO_ON, LEFT_ALONE, PROCEED, Known, rule
from synth.runtime.ecs.values import Counts, Hook, Service, ServiceDeployment
from synth.runtime.inputs import Inputs

ARN = "arn:aws:ecs:eu-central-1:123456789012:service-deployment/default/web/one"
SERVICE = Service("arn", "web", "default", "ACTIVE", 4, 4, 0)
HOOK = Hook("pause", "PAUSE", "AWAITING_ACTION", 0.0, "ROLLBACK")
GOOD_THREE = [[Try(at, GOOD, "", True) for at in (700.0, 705.0, 710.0)]]
SERVED = Before(True, True, frozenset({"v1"}))


def wanted(**inputs: str) -> Any:
    given = {"service": "web", "verify_url": "http://web/health", "verify_version_path": "header:X-Version", "verify_expect_version": "v2", **inputs}
    environment = {f"INPUT_{name.upper()}": value for name, value in given.items()}
    return read_wanted(Inputs(environment), environment)


def known(status: str, **fields: Any) -> Known:
    shown = ServiceDeployment(ARN, "arn", "default", status, 100.0, "revision")._replace(**fields.pop("deployment", {}))
    return Known(700.0, 1800.0, Sight(700.0, fields.pop("service", SERVICE), shown), before=SERVED)._replace(**fields)


def outcome(status: str, inputs: dict[str, str] | None = None, **fields: Any) -> tuple[str, str]:
    step = rule(known(status, **fields), wanted(**(inputs or {})))
    return step.kind, step.outcome


@pytest.mark.parametrize("status", ["PENDING", "IN_PROGRESS", "STOP_REQUESTED", "REHEARSING"])
def test_what_goes_on_is_waited_for(status: str) -> None:
    assert (GO_ON, "") == outcome(status)


@pytest.mark.parametrize("status", ["ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS", "ROLLBACK_SUCCESSFUL"])
@pytest.mark.parametrize("rollback", ["auto", "never"])
def test_ecss_own_way_back_is_followed_whatever_the_inputs_say(status: str, rollback: str) -> None:
    assert (BACK, "") == outcome(status, {"rollback": rollback})


@pytest.mark.parametrize(
    ("status", "rollback", "expected"),
    [
        ("STOPPED", "auto", (BACK, "")),
        ("STOPPED", "never", (END, "failed")),
        ("ROLLBACK_FAILED", "auto", (BACK, "")),
        ("ROLLBACK_FAILED", "never", (END, "rollback-failed")),
    ],
)
def test_an_end_without_a_way_back(status: str, rollback: str, expected: tuple[str, str]) -> None:
    assert expected == outcome(status, {"rollback": rollback})


def test_success_is_believed_after_right_answers_in_a_row() -> None:
    assert (END, "passed") == outcome("SUCCESSFUL", production=GOOD_THREE, at=711.0, done_at=709.0)


@pytest.mark.parametrize("letters", [[GOOD, GOOD], [GOOD, OLD, GOOD, GOOD], [GOOD, GOOD, GOOD, OLD], [], [SILENT] * 3])
def test_success_with_too_few_right_answers_is_not_believed(letters: list[str]) -> None:
    production = [[Try(705.0 + number, kind, "why", kind in (GOOD, OLD)) for number, kind in enumerate(letters)]]
    assert (GO_ON, "") == outcome("SUCCESSFUL", production=production, at=720.0, done_at=700.0)


def test_success_is_not_believed_on_answers_from_before_it() -> None:
    assert (GO_ON, "") == outcome("SUCCESSFUL", production=GOOD_THREE, at=712.0, done_at=711.0)


@pytest.mark.parametrize(
    ("kind", "before", "expected"),
    [
        (OLD, SERVED, (BACK, "")),
        (OLD, Before(), (BACK, "")),
        (UNSIGNED, Before(True, False), (END, "failed")),
        (SILENT, Before(), (END, "inconclusive")),
    ],
)
def test_a_proof_that_does_not_come(kind: str, before: Before, expected: tuple[str, str]) -> None:
    production = [[Try(815.0 + number, kind, "why", kind == OLD) for number in range(3)]]
    assert expected == outcome("SUCCESSFUL", production=production, at=821.0, done_at=700.0, before=before)


@pytest.mark.parametrize(
    ("service", "at", "expected"),
    [
        (SERVICE._replace(desired=0, running=0), 701.0, (END, "inconclusive")),
        (SERVICE._replace(running=0), 701.0, (GO_ON, "")),
        (SERVICE._replace(running=0), 761.0, (BACK, "")),
        (None, 701.0, (END, "passed")),
    ],
)
def test_tasks_have_to_run(service: Service | None, at: float, expected: tuple[str, str]) -> None:
    assert expected == outcome("SUCCESSFUL", service=service, at=at, done_at=700.0, production=[[Try(701.0, GOOD, "", True)] * 3])


def test_a_slow_release_is_bad_and_too_few_answers_are_no_measure() -> None:
    def ended(latencies: list[float], at: float) -> tuple[str, str]:
        return outcome("SUCCESSFUL", {"verify_p95_ms": "100"}, production=GOOD_THREE, at=at, done_at=709.0, latencies=[latencies])

    assert ((END, "passed"), (BACK, ""), (GO_ON, ""), (END, "inconclusive")) == (
        ended([50.0] * 20, 711.0),
        ended([50.0] * 18 + [500.0] * 2, 711.0),
        ended([50.0] * 19, 711.0),
        ended([50.0] * 19, 831.0),
    )


def test_the_deadline_goes_back_only_where_tasks_fail_and_nobody_sees_to_it() -> None:
    guarded = SERVICE._replace(configuration={"deploymentCircuitBreaker": {"enable": True, "rollback": True}})
    assert ((END, "inconclusive"), (BACK, ""), (END, "inconclusive")) == (
        outcome("IN_PROGRESS", at=1800.0),
        outcome("IN_PROGRESS", at=1800.0, failures=1),
        outcome("IN_PROGRESS", at=1800.0, failures=1, service=guarded),
    )


def at_hook(strategy: str, stage: str, weight: float | None = None, **fields: Any) -> dict[str, Any]:
    shown = {"strategy": strategy, "stage": stage, "hooks": (HOOK,), "target": Counts("revision", 4, 4, 0, weight)}
    return {"deployment": shown, "paused_since": 690.0, **fields}


TEST = {"verify_test_url": "http://web:8443/health"}
STEPS = {"strategy": "CANARY", "steps": "10,50,100", "step_minutes": "5"}


@pytest.mark.parametrize(
    ("inputs", "fields", "expected"),
    [
        (TEST, at_hook("BLUE_GREEN", "POST_TEST_TRAFFIC_SHIFT", 0.0, test=GOOD_THREE), PROCEED),
        (TEST, at_hook("BLUE_GREEN", "POST_TEST_TRAFFIC_SHIFT", 0.0, test=[[]]), GO_ON),
        (TEST, at_hook("BLUE_GREEN", "POST_TEST_TRAFFIC_SHIFT", 0.0, test=[[Try(1.0, SILENT)] * 9], at=811.0), END),
        (TEST, at_hook("BLUE_GREEN", "POST_TEST_TRAFFIC_SHIFT", 0.0, test=[[Try(1.0, OLD, "", True)] * 9], at=811.0), BACK),
        (TEST, at_hook("BLUE_GREEN", "PRE_SCALE_UP", 0.0, test=GOOD_THREE), LEFT_ALONE),
        ({}, at_hook("BLUE_GREEN", "POST_TEST_TRAFFIC_SHIFT", 0.0, production=GOOD_THREE), LEFT_ALONE),
        ({}, at_hook("ROLLING", "POST_SCALE_UP", None, production=GOOD_THREE), PROCEED),
        ({}, at_hook("ROLLING", "PRE_SCALE_UP", None, production=GOOD_THREE), LEFT_ALONE),
        (STEPS, at_hook("LINEAR", "POST_TEST_TRAFFIC_SHIFT", 0.0), PROCEED),
        (STEPS, at_hook("LINEAR", "PRODUCTION_TRAFFIC_SHIFT", 10.0, production=GOOD_THREE, shifted_at=500.0), GO_ON),
        (STEPS, at_hook("LINEAR", "PRODUCTION_TRAFFIC_SHIFT", 10.0, production=GOOD_THREE, shifted_at=400.0), PROCEED),
        (STEPS, at_hook("LINEAR", "PRODUCTION_TRAFFIC_SHIFT", 20.0, shifted_at=700.0), PROCEED),
        (STEPS, at_hook("LINEAR", "PRODUCTION_TRAFFIC_SHIFT", 50.0, production=[[Try(1.0, OLD, "", True)]], shifted_at=100.0), GO_ON),
        ({}, at_hook("BLUE_GREEN", "POST_PRODUCTION_TRAFFIC_SHIFT", 100.0, production=GOOD_THREE), PROCEED),
        (TEST, at_hook("BLUE_GREEN", "POST_TEST_TRAFFIC_SHIFT", 0.0, test=GOOD_THREE, answered=frozenset({"pause"})), GO_ON),
    ],
)
def test_a_hook_is_answered_where_there_is_proof(inputs: dict[str, str], fields: dict[str, Any], expected: str) -> None:
    assert expected == rule(known("IN_PROGRESS", **fields), wanted(**inputs)).kind


def test_bad_answers_and_crashing_tasks_go_back_at_any_time() -> None:
    bad = [[Try(float(number), BAD, "500", True) for number in range(4)]]
    assert [(BACK, "")] * 4 == [
        outcome("IN_PROGRESS", production=bad),
        outcome("IN_PROGRESS", test=bad),
        outcome("SUCCESSFUL", production=bad),
        outcome("IN_PROGRESS", crash="2 of its tasks failed"),
    ]


@pytest.mark.parametrize(
    ("status", "fields", "expected"),
    [
        ("IN_PROGRESS", {}, Listening()),
        ("IN_PROGRESS", {"target": Counts("", 4, 1)}, Listening(True)),
        ("SUCCESSFUL", {}, Listening(True)),
        ("IN_PROGRESS", {"strategy": "BLUE_GREEN", "stage": "SCALE_UP", "target": Counts("", 4, 4, 0, 0.0)}, Listening(True, False, 1.0)),
        (
            "IN_PROGRESS",
            {"strategy": "BLUE_GREEN", "stage": "POST_TEST_TRAFFIC_SHIFT", "target": Counts("", 4, 4, 0, 0.0)},
            Listening(True, True, 1.0),
        ),
        (
            "IN_PROGRESS",
            {"strategy": "CANARY", "stage": "PRODUCTION_TRAFFIC_SHIFT", "target": Counts("", 4, 4, 0, 5.0)},
            Listening(True, True, 1.0, 3),
        ),
        ("IN_PROGRESS", {"strategy": "CANARY", "stage": "BAKE_TIME", "target": Counts("", 4, 4, 0, 100.0)}, Listening(True, False, 5.0)),
    ],
)
def test_a_listener_is_asked_once_it_can_show_the_release(status: str, fields: dict[str, Any], expected: Listening) -> None:
    assert expected == listening(known(status, deployment=fields).sight, 300.0, 5.0)
