"""Region by region: the jobs, what stops them, and what is taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from synth import model
from synth.cli.generate import generate
from synth.expr.evaluate import evaluate
from synth.expr.parse import parse
from synth.pipeline import Environment, Health, Pipeline, Service, Stage
from synth.problems import DefinitionError
from synth.project import load, render
from synth.rollout import Canary
from synth.stages import Build, Hotfix, Push, Regions, Rollback, TrivyScan
from synth.windows import Window
from tests.judges import JUDGES, Judge, subjects
from tests.simulator import Simulator
from tests.simulator.world.image import failing, flapping_answers, good
from tests.stages.conftest import HEALTH, IMAGE, REGISTRY, SERVICE, environment, inputs_of, job, jobs_of, linked, steps
from tests.stages.on_simulator import perform, serving

DEFINITION = """
from synth import Canary, Environment, Health, Image, LogScan, Pipeline, Registry, Service, Window
from synth.stages import (Build, Deploy, EndToEnd, Hotfix, LoadTest, OneBox, Push, Regions, Rollback, Smoke, TrivyScan, VerifyMetrics)

health = Health("/health", version="/version#/version")
service, box = Service("orders-api", container="app"), Service("orders-api-one-box", container="app")

def environment(name, account, region="eu-west-1", cluster=None, **more):
    role = f"arn:aws:iam::{account}:role/orders-api-deploy"
    url = f"https://{name}.orders.example.com"
    return Environment(name, region=region, cluster=cluster or f"orders-{name}", role=role, url=url, **more)

alpha, beta, gamma = environment("alpha", "111122223333"), environment("beta", "222233334444"), environment("gamma", "444455556666")
one_box = environment("one-box", "777788889999", cluster="orders-production")
europe = environment("production-europe", "777788889999", cluster="orders-production", approval=True)
america = environment("production-america", "777788889999", "us-east-1", cluster="orders-production")
logs = [{"rule": "logs", "group": "/ecs/orders-alpha", "pattern": "?ERROR ?FATAL", "max": 5}]
worse = [
    {"rule": "compare", "kind": "counts", "name": "errors", "namespace": "Orders", "metric": "Errors", "per": "Requests"},
    {"rule": "compare", "kind": "latency", "name": "latency", "namespace": "Orders", "metric": "Latency", "stat": "p95"},
    {"rule": "sigma", "name": "cpu", "namespace": "AWS/ECS", "metric": "CPUUtilization", "stat": "Average", "k": 4},
    {"rule": "slope", "name": "memory", "namespace": "AWS/ECS", "metric": "MemoryUtilization", "stat": "Average", "max": 0.5},
    {"rule": "bounds", "name": "load", "namespace": "AWS/ECS", "metric": "CPUUtilization", "stat": "Maximum", "min": 0, "max": 90},
]
pipeline = Pipeline("Orders API", stages=[
    Build(Image("orders-api")), TrivyScan(),
    Push(Registry("111122223333", region="eu-west-1", role="arn:aws:iam::111122223333:role/orders-api-push")),
    Deploy(alpha, service, health, logs=LogScan(most="5")),
    EndToEnd([alpha], ["npm run test:chosen"], name="Chosen integration tests"), VerifyMetrics(alpha, logs, window_minutes=10),
    Deploy(beta, service, health),
    EndToEnd([beta], ["npm run test:integration"], name="All integration tests"),
    LoadTest(beta, "load/orders.js", peak_rps=1200, hosts=(2, 40)),
    Deploy(gamma, service, health), Smoke(gamma, ["./smoke.sh"], health=health),
    OneBox(one_box, box, health, compare_with=service, metrics=worse, bake_minutes=30),
    Regions([europe, america], service, health, strategy=Canary(10, 50), bake_minutes=20, restore="all",
            windows=[Window("Mon-Thu", "09:00-15:00", "Europe/Madrid"), Window("Mon-Thu", "22:00-04:00", "America/New_York")]),
    Hotfix(), Rollback(),
])
"""
MADRID = Window("Mon-Thu", "09:00-15:00", "Europe/Madrid")
EUROPE, AMERICA = environment("europe"), environment("america", region="us-east-1")
PUSHED: list[Stage] = [Build(IMAGE), TrivyScan(), Push(REGISTRY)]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github/ghsynth.py").write_text(DEFINITION, encoding="utf-8")
    return tmp_path


@pytest.mark.row("R1", "alpha, beta, gamma, one-box and production by region are one definition, each with its own validation steps")
@pytest.mark.row("R2a", "alpha's deployment reads its logs, and chosen tests and a rule for its logs follow it")
@pytest.mark.row("R2b", "beta has all integration tests, and a load test with its hosts' share of production's peak")
@pytest.mark.row("R2c", "gamma has smoke tests, and production's own stages come after it")
@pytest.mark.row("R4", "a one box, one region after the other, and windows, as the text of the workflows")
@pytest.mark.parametrize("name", ["orders-api", "continue-orders-api"])
def test_the_workflows_are_as_they_were(repository: Path, golden: Callable[[str, str], None], name: str) -> None:
    golden(f"regions-{name}.yml", render(load(str(repository)))[f".github/workflows/{name}.yml"])


@pytest.mark.slow
@pytest.mark.row("R1", "every judge is silent on the pipeline from alpha to production")
@pytest.mark.parametrize("one", JUDGES, ids=lambda one: one.NAME)
def test_a_judge_finds_nothing(repository: Path, one: Judge) -> None:
    assert 0 == generate(str(repository))
    assert [] == [str(finding) for finding in one.judge(list(subjects(repository)))]


def regions(**settings: Any) -> Regions:
    return Regions([EUROPE, AMERICA], SERVICE, HEALTH, **settings)


@pytest.mark.row("R4b", "each region is baked in its job, which the next one waits for")
@pytest.mark.row("R4c", "one region at a time in the order given, each behind its window")
def test_a_region_waits_for_the_one_before_and_for_its_window() -> None:
    jobs = jobs_of(*PUSHED, regions(windows=MADRID, bake_minutes=20))
    found = {name: jobs[name].needs for name in list(jobs)[3:]}
    assert {
        "window-of-europe": ("push-image",),
        "deploy-to-europe": ("build-image", "push-image", "window-of-europe"),
        "window-of-america": ("deploy-to-europe",),
        "deploy-to-america": ("build-image", "deploy-to-europe", "window-of-america"),
    } == found
    assert ["Sign in to AWS", "Deploy", "Bake", "Take it back", "Record the deployment"] == list(steps(jobs["deploy-to-europe"]))
    assert (1200, 45 + 20 + 10 + 15 + 15) == (inputs_of(steps(jobs["deploy-to-europe"])["Bake"])["bake"], jobs["deploy-to-europe"].timeout_minutes)


@pytest.mark.row("R3a", "with rules for metrics the bake watches them instead of the address")
def test_with_metrics_the_bake_watches_them() -> None:
    rules = [{"rule": "bounds", "namespace": "AWS/ECS", "metric": "CPUUtilization", "stat": "Average", "max": 80}]
    bake = steps(jobs_of(*PUSHED, regions(metrics=rules, bake_minutes=10))["deploy-to-europe"])["Bake"]
    assert {"rules": str(rules).replace("'", '"'), "window": 600} == inputs_of(bake)


def test_an_approval_is_asked_inside_the_window_and_the_window_again_after_it() -> None:
    asking = environment("asking", approval=True)
    jobs = jobs_of(*PUSHED, Regions([asking, AMERICA], SERVICE, HEALTH, windows=MADRID))
    assert ["Check the window of asking", "Sign in to AWS", "Deploy"] == list(steps(jobs["deploy-to-asking"]))[:3]
    assert "Check the window of america" not in steps(jobs["deploy-to-america"])


@pytest.mark.row("R4c", "where a later region fails the earlier ones are taken back in reverse, if that is asked for")
def test_all_are_taken_back_in_reverse() -> None:
    asia = environment("asia", region="ap-south-1")
    jobs = jobs_of(*PUSHED, Regions([EUROPE, AMERICA, asia], SERVICE, HEALTH, restore="all"))
    failed = "needs.deploy-to-{0}.result == 'failure' && needs.deploy-to-{0}.outputs.deploy-outcome != ''"
    america, asia_ = failed.format("america"), failed.format("asia")
    assert [
        ("take-back-america", f"!cancelled() && needs.deploy-to-america.result == 'success' && {asia_}"),
        ("take-back-europe", f"!cancelled() && needs.deploy-to-europe.result == 'success' && ({america} || {asia_})"),
    ] == [(name, jobs[name].if_) for name in list(jobs)[-2:]]
    assert {"deploy-to-europe", "deploy-to-america", "deploy-to-asia", "take-back-america"} == set(jobs["take-back-europe"].needs or ())
    assert not [name for name in jobs_of(*PUSHED, regions()) if name.startswith("take-back")]


@pytest.mark.row("R4c", "a release whose later region failed is taken back, not one that never came there")
@pytest.mark.parametrize(
    ("result", "outcome", "expected"),
    [
        ("failure", "rolled-back", True),
        ("failure", "passed", True),  # in its bake
        ("failure", "", False),  # a person's no, a window that closed, or no credentials
        ("skipped", "", False),  # its window was closed
        ("success", "passed", False),
    ],
)
def test_the_first_is_taken_back_where_the_release_failed_in_the_second(result: str, outcome: str, expected: bool) -> None:
    condition = str(jobs_of(*PUSHED, regions(windows=MADRID, restore="all"))["take-back-europe"].if_).removeprefix("!cancelled() && ")
    america = {"result": result, "outputs": {"deploy-outcome": outcome}}
    contexts = {"needs": {"deploy-to-europe": {"result": "success", "outputs": {}}, "deploy-to-america": america}}
    assert expected == evaluate(parse(condition, contexts), contexts)


@pytest.mark.row("R6", "a hotfix bakes in no region, keeps the windows and has its own way to go on")
def test_a_hotfix_keeps_the_windows_and_bakes_nowhere() -> None:
    made = Pipeline("Orders API", stages=[*PUSHED, regions(windows=MADRID, strategy=Canary(10, 50)), Hotfix()]).workflows()
    assert ["Orders API", "Continue Orders API", "Hotfix Orders API", "Continue Hotfix Orders API"] == [one.name for one in made]
    hotfix = linked(made[2])
    assert "window-of-america" in hotfix.jobs
    assert ["Sign in to AWS", "Deploy", "Record the deployment"] == list(steps(hotfix.jobs["deploy-to-america"]))
    deploy = inputs_of(steps(hotfix.jobs["deploy-to-america"])["Deploy"])
    assert (0, 0, "10,50,100") == (deploy["step-minutes"], deploy["bake-minutes"], deploy["steps"])
    again = steps(job(linked(made[3]), "continue-europe"))["Go on with what was refused"]
    assert isinstance(again.env, dict)
    assert ("hotfix-orders-api.yml", "hotfix") == (again.env["FILE"], again.env["BRANCH"])


@pytest.mark.row("S3", "the button that rolls back has every region among its environments")
def test_the_button_that_rolls_back_knows_each_region() -> None:
    button = Pipeline("Orders API", stages=[*PUSHED, regions(), Rollback()]).workflows()[1]
    assert ["Roll back europe", "Roll back america"] == [one.name for one in button.jobs]


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        ([regions()], "there is no image in a registry yet: put Push before it"),
        ([*PUSHED, Regions([], SERVICE, HEALTH)], "it names no region: give it environments"),
        ([*PUSHED, Regions([EUROPE, EUROPE], SERVICE, HEALTH)], "environment 'europe' has been deployed to already"),
        ([*PUSHED, regions(windows=[MADRID])], "there are 1 windows for 2 regions: give one for each, or one for all"),
        ([*PUSHED, regions(bake_minutes=-1)], "bake_minutes=-1 leaves no time to look"),
        ([*PUSHED, regions(bake_minutes=300)], "bake_minutes=300 is more than 275, after which GitHub ends the job"),
        (
            [*PUSHED, regions(windows=Window("Mon-Thu", "09:00-15:00", "Madrid"))],
            "there is no time zone 'Madrid': write its IANA name, such as Europe/Madrid",
        ),
    ],
)
def test_where_it_cannot_stand_it_says_why(stages: list[Stage], said: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        Pipeline("Orders API", stages=stages).workflow()
    assert [f"stage Regions: {said}"] == [problem.message for problem in refused.value.problems]


def simulated(first: Simulator, second: Simulator, **settings: Any) -> Mapping[str, model.Job]:
    """The jobs of two regions, each a simulator that runs v1."""
    for sim in (first, second):
        sim.service("web")
    asked = [
        Environment(name, region="eu-central-1", cluster="default", role=EUROPE.role, url=f"{sim.endpoint}/app/web")
        for name, sim in (("europe", first), ("america", second))
    ]
    health = Health("/health", version="header:X-Version", deadline_seconds=120)
    return jobs_of(*PUSHED, Regions(asked, Service("web", container="app"), health, bake_minutes=10, **settings))


@pytest.mark.slow
@pytest.mark.row("R4c", "a release that is good is baked in one region and comes to the next")
def test_a_good_release_comes_to_both() -> None:
    with Simulator() as europe, Simulator() as america:
        jobs = simulated(europe, america)
        expected = {"Deploy": (0, "passed"), "Bake": (0, "passed")}
        assert [expected, expected] == [
            perform(sim, jobs[name], good("v2")).ended for sim, name in zip((europe, america), list(jobs)[-2:], strict=True)
        ]
        assert ("v2", "v2") == (serving(europe, "web"), serving(america, "web"))
        assert [] == europe.violations + america.violations


@pytest.mark.slow
@pytest.mark.row("R4c", "where the second region fails it is restored, and the first keeps the release, or is taken back when all are")
@pytest.mark.parametrize(("restore", "left"), [("failed", "v2"), ("all", "v1")])
def test_the_second_region_is_bad(restore: str, left: str) -> None:
    with Simulator() as europe, Simulator() as america:
        jobs = simulated(europe, america, restore=restore)
        first = perform(europe, jobs["deploy-to-europe"], good("v2"))
        second = perform(america, jobs["deploy-to-america"], failing("v2"))
        assert (True, {"Deploy": "rolled-back"}) == (first.passed, {name: outcome for name, (_, outcome) in second.ended.items()})
        if restore == "all":
            assert second.outputs["deploy"]["outcome"], "what the job that takes back waits for"
            back = perform(europe, jobs["take-back-europe"], good("v2"), first.outputs)
            assert {"Take it back": "rolled-back"} == {name: outcome for name, (_, outcome) in back.ended.items()}
        assert "take-back-europe" in jobs or restore == "failed"
        assert (left, "v1") == (serving(europe, "web"), serving(america, "web"))
        assert [] == europe.violations + america.violations


@pytest.mark.slow
@pytest.mark.row("R4b", "a release that goes bad while it bakes is taken back, is never marked as verified, and the job fails")
def test_a_release_that_goes_bad_in_its_bake_is_taken_back() -> None:
    with Simulator() as europe, Simulator() as america:
        jobs = simulated(europe, america)
        late = flapping_answers("v2", seconds=600)
        europe.advance(600 - europe.now % 600 + (0 if europe.now // 600 % 2 else 600))
        ran = perform(europe, jobs["deploy-to-europe"], late)
        assert {"Deploy": "passed", "Bake": "failed", "Take it back": "rolled-back"} == {name: outcome for name, (_, outcome) in ran.ended.items()}
        assert (False, "v1", "v1") == (ran.passed, serving(europe, "web"), serving(america, "web"))
        assert [] == europe.violations + america.violations
