"""A one box: what its job does, in text and against the simulator, and where it cannot stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from synth.pipeline import Environment, Health, LogScan, Pipeline, Service, Stage
from synth.problems import DefinitionError
from synth.project import load
from synth.rollout import Rolling
from synth.stages import Build, Deploy, Hotfix, OneBox, Push, Rollback, TrivyScan
from tests.simulator import Image, Simulator
from tests.simulator.world.image import failing, good
from tests.stages.conftest import HEALTH, IMAGE, REGISTRY, SERVICE, environment, inputs_of, jobs_of, linked, steps
from tests.stages.on_simulator import Ran, perform, serving

BOX = Service("orders-api-one-box", container="app")
RULE: dict[str, Any] = {"rule": "compare", "kind": "counts", "namespace": "Orders", "metric": "Errors", "per": "Requests"}
ONE_BOX, PRODUCTION = environment("one-box"), environment("production")
PUSHED: list[Stage] = [Build(IMAGE), TrivyScan(), Push(REGISTRY)]


def one_box(**settings: Any) -> OneBox:
    return OneBox(ONE_BOX, BOX, HEALTH, **{"compare_with": SERVICE, "metrics": [RULE], **settings})


@pytest.mark.row("R4b", "production waits for the one box, whose job compares it with the rest for as long as it bakes, and only then marks it")
def test_it_is_deployed_compared_and_then_marked() -> None:
    jobs = jobs_of(*PUSHED, one_box(bake_minutes=20, strategy=Rolling(failures=2)), Deploy(PRODUCTION, SERVICE, HEALTH))
    box = jobs["deploy-to-one-box"]
    assert ["Sign in to AWS", "Deploy", "Compare with the rest", "Take it back", "Record the deployment"] == list(steps(box))
    assert "failure() && steps.compare-with-the-rest.outcome == 'failure'" == steps(box)["Take it back"].if_
    compared = inputs_of(steps(box)["Compare with the rest"])
    assert (1200, "ClusterName=orders,ServiceName=orders-api-one-box", "ClusterName=orders,ServiceName=orders-api") == (
        compared["window"],
        compared["canary-dimensions"],
        compared["baseline-dimensions"],
    )
    assert ("build-image", "deploy-to-one-box") == jobs["deploy-to-production"].needs
    minutes = 45 + 20 + 10 + 15 + 15  # deploying, the window and metrics that are late, going back, verifying what came back
    assert (minutes, minutes * 60) == (box.timeout_minutes, inputs_of(steps(box)["Sign in to AWS"])["role-duration-seconds"])
    assert 30 * 60 == inputs_of(steps(box)["Deploy"])["deadline"]


@pytest.mark.row("R6", "a hotfix deploys and verifies the one box, and leaves its bake out")
def test_a_hotfix_verifies_it_and_does_not_bake() -> None:
    hotfix = linked(Pipeline("Orders API", stages=[*PUSHED, one_box(), Hotfix()]).workflows()[1]).jobs["deploy-to-one-box"]
    assert ["Sign in to AWS", "Deploy", "Record the deployment"] == list(steps(hotfix))


@pytest.mark.row("S3", "the button that rolls back has the one box among its environments")
def test_the_button_that_rolls_back_knows_it() -> None:
    button = Pipeline("Orders API", stages=[*PUSHED, one_box(), Deploy(PRODUCTION, SERVICE), Rollback()]).workflows()[1]
    names = [one.name for one in button.jobs]
    assert ["Roll back orders-api-one-box in one-box", "Roll back orders-api in production"] == names


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        ([one_box()], "there is no image in a registry yet: put Push before it"),
        (
            [*PUSHED, one_box(compare_with=BOX)],
            "service 'orders-api-one-box' cannot be compared with itself: compare_with is the one that has the rest of production",
        ),
        ([*PUSHED, one_box(metrics=[])], "nothing is compared: give metrics= a rule such as {'rule': 'compare', 'kind': 'counts', ...}"),
        (
            [*PUSHED, one_box(metrics=[{"rule": "compare", "kind": "counts"}])],
            "rule 1: needs namespace; rule 1: needs metric; rule 1: counts errors among requests: give per, the metric of the requests",
        ),
        ([*PUSHED, one_box(bake_minutes=9)], "bake_minutes=9 is too short: a comparison takes 10 points of a minute"),
        ([*PUSHED, one_box(bake_minutes=300)], "bake_minutes=300 is more than 275, after which GitHub ends the job"),
        ([*PUSHED, Deploy(ONE_BOX, SERVICE), one_box()], "environment 'one-box' has been deployed to already"),
    ],
)
def test_where_it_cannot_stand_it_says_why(stages: list[Stage], said: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        Pipeline("Orders API", stages=stages).workflow()
    assert [f"stage OneBox: {said}"] == [problem.message for problem in refused.value.problems]


def tried(sim: Simulator, errors: float, image: Image | None = None, logs: LogScan | None = None, more: Sequence[Mapping[str, Any]] = ()) -> Ran:
    """The job of a one box that has so many errors a minute in fifty requests, beside one of half a per cent in 950."""
    sim.service("box")
    sim.service("web")
    for name, requests, wrong in (("box", 50, errors), ("web", 950, 5)):
        dimensions = {"ClusterName": "default", "ServiceName": name}
        sim.metric("Orders", "Requests", dimensions, [1.0] * requests)
        sim.metric("Orders", "Errors", dimensions, [1.0] * int(wrong))
    to = Environment("one-box", region="eu-central-1", cluster="default", role=ONE_BOX.role, url=f"{sim.endpoint}/app/box")
    health = Health("/health", version="header:X-Version")
    box, rest = Service("box", container="app"), Service("web", container="app")
    stage = OneBox(to, box, health, compare_with=rest, metrics=[RULE, *more], bake_minutes=10, logs=logs)
    return perform(sim, jobs_of(*PUSHED, stage)["deploy-to-one-box"], image or good("v2"))


@pytest.mark.slow
@pytest.mark.row("R4a", "a one box that is no worse than the rest of production keeps the release")
def test_one_that_is_no_worse_stays() -> None:
    with Simulator() as sim:
        ran = tried(sim, errors=0)
        assert {"Deploy": (0, "passed"), "Compare with the rest": (0, "passed")} == ran.ended
        assert "v2" == serving(sim, "box")
        assert [] == sim.violations


@pytest.mark.slow
@pytest.mark.row("R4a", "a one box that is worse than the rest of production is taken back, and the job fails")
def test_one_that_is_worse_is_taken_back() -> None:
    with Simulator() as sim:
        ran = tried(sim, errors=3)
        expected = {"Deploy": (0, "passed"), "Compare with the rest": (1, "failed"), "Take it back": (3, "rolled-back")}
        assert expected == ran.ended
        assert not ran.passed
        assert ("v1", "v1") == (serving(sim, "box"), serving(sim, "web"))
        assert [] == sim.violations


@pytest.mark.slow
@pytest.mark.row("R4a", "a one box of which nothing can be said is no pass: it is taken back")
def test_one_of_which_nothing_is_known_is_taken_back() -> None:
    with Simulator() as sim:
        sim.fault("access-denied", "GetMetricData")
        ran = tried(sim, errors=0)
        assert ("inconclusive", "rolled-back") == (ran.ended["Compare with the rest"][1], ran.ended["Take it back"][1])
        assert "v1" == serving(sim, "box")


@pytest.mark.slow
def test_one_that_fails_at_once_is_restored_by_its_deployment_and_not_compared() -> None:
    with Simulator() as sim:
        ran = tried(sim, errors=0, image=failing("v2"))
        assert {"Deploy": "rolled-back"} == {name: outcome for name, (_, outcome) in ran.ended.items()}
        assert "v1" == serving(sim, "box")


@pytest.mark.slow
@pytest.mark.row("R5a", "a release that logs more errors than it may is taken back by its deployment, though it answers well")
def test_one_that_logs_errors_is_taken_back() -> None:
    with Simulator() as sim:
        ran = tried(sim, errors=0, image=replace(good("v2"), lines=("ERROR no connection to the queue",) * 3), logs=LogScan(most="2"))
        assert {"Deploy": "rolled-back"} == {name: outcome for name, (_, outcome) in ran.ended.items()}
        assert "v1" == serving(sim, "box")
        assert [] == sim.violations


@pytest.mark.slow
@pytest.mark.row("R5b", "a one box that logs nothing at all in its bake is taken back, though it answers well and is no worse")
def test_one_that_logs_nothing_is_taken_back() -> None:
    with Simulator() as sim:
        ran = tried(sim, errors=0, more=[{"rule": "logs", "group": "/ecs/box", "pattern": "?ERROR ?FATAL"}])
        expected = {"Deploy": "passed", "Compare with the rest": "failed", "Take it back": "rolled-back"}
        assert expected == {name: outcome for name, (_, outcome) in ran.ended.items()}
        assert "no log" in ran.outputs["compare-with-the-rest"]["reason"]
        assert "v1" == serving(sim, "box")
        assert [] == sim.violations


def test_it_is_a_stage_of_a_definition_in_yaml(tmp_path: Path) -> None:
    (tmp_path / ".github").mkdir()
    to = "{name: %s, region: eu-west-1, cluster: c, role: 'arn:aws:iam::444455556666:role/deploy', url: 'https://x.example.com'}"
    rule = "{rule: compare, kind: counts, namespace: Orders, metric: Errors, per: Requests}"
    service, rest = "{name: box, container: app}", "{name: web, container: app}"
    window = "{days: Mon-Thu, hours: '09:00-15:00', zone: Europe/Madrid}"
    (tmp_path / ".github/ghsynth.yml").write_text(
        "name: Orders API\nstages:\n  - build: {image: {repository: orders-api}}\n  - trivy-scan\n"
        "  - push: {registry: {account: '111122223333', region: eu-west-1, role: 'arn:aws:iam::111122223333:role/push'}}\n"
        f"  - one-box: {{environment: {to % 'one-box'}, service: {service}, health: {{}}, compare-with: {rest}, metrics: [{rule}]}}\n"
        f"  - regions: {{environments: [{to % 'europe'}, {to % 'america'}], service: {rest}, health: {{}}, windows: {window}, restore: all}}\n"
    )
    jobs = list(linked(load(str(tmp_path)).workflows[0]).jobs)
    expected = ["deploy-to-one-box", "window-of-europe", "deploy-to-europe", "window-of-america", "deploy-to-america", "take-back-europe"]
    assert expected == jobs[-6:]
