"""When jobs begin, what the end waits for, and how long a delivery with the published stages' durations takes."""

from __future__ import annotations

from typing import Any

import pytest

from synth import Environment, Health, Image, Job, Pipeline, Registry, Service, run
from synth.build.origin import here
from synth.explain.explaining import explained, staged
from synth.explain.minutes import UNKNOWN, MinutesError, check_known, expected, given
from synth.explain.schedule import Schedule, ordered, scheduled
from synth.model import Origin
from synth.pipeline import Progress
from synth.record import field, record
from synth.rollout import BlueGreen
from synth.stacks import Npm
from synth.stages import Build, Deploy, IntegrationTest, Lint, Postgres, Push, Redis, TrivyScan, UnitTest
from tests.stages.conftest import linked

NPM = Npm()


@record
class Beside:
    """A check beside the others, which holds back the push."""

    name: str = field(kw_only=False)
    expected_minutes: float = 1
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        return progress.gate(Job(self.name, [run("./check.sh")], origin=self.origin))


@record
class Behind:
    """A gate between two environments."""

    name: str = field(kw_only=False)
    expected_minutes: float = 1
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        assert progress.last is not None
        job = Job(self.name, [run("./check.sh")], needs=[progress.last], origin=self.origin)
        return progress.but(jobs=(*progress.jobs, job), last=job)


def environment(name: str, **settings: Any) -> Environment:
    return Environment(
        name, region="eu-west-1", cluster=name, role="arn:aws:iam::444455556666:role/deploy", url=f"https://{name}.example.com", **settings
    )


def eleven_stages() -> Pipeline:
    """Quality, unit tests, build, scans, integration tests, push, dev, staging with smoke tests, load test, approval, production."""
    service, health = Service("expenses", container="app"), Health()
    return Pipeline(
        "ExpenseFlow",
        stages=[
            Lint(NPM),
            Beside("Types", expected_minutes=2),
            Beside("Dependencies", expected_minutes=2),
            UnitTest(NPM),
            IntegrationTest(NPM, services=[Postgres("17-alpine"), Redis("8.6-alpine")]),
            Build(Image("expenses")),
            TrivyScan(),
            Beside("OWASP Dependency-Check", expected_minutes=1.5),
            Push(Registry("111122223333", region="eu-west-1", role="arn:aws:iam::111122223333:role/push")),
            Deploy(environment("dev"), service, health),
            Deploy(environment("staging"), service, health),
            Behind("Load test", expected_minutes=2),
            Deploy(environment("production", approval=True), service, health),
        ],
    )


# one after another 18 minutes, as published, of them 2 for code quality; how the other 16 are spread over the stages is not published
PUBLISHED = {
    "Lint": 2,
    "Unit tests": 2,
    "Build image": 3,
    "Scan image": 1.5,
    "Integration tests": 3,
    "Push image": 0.5,
    "Deploy to dev": 1,
    "Deploy to staging": 1.5,
    "Deploy to production": 1.5,
}


@pytest.mark.row("E1b", "the eleven stages with their published durations take 18 minutes, by calculation")
def test_eleven_stages_take_18_minutes_with_a_minute_of_start_up_for_each_job() -> None:
    pipeline = eleven_stages()
    source = pipeline.workflow()
    assert 18 == sum(PUBLISHED.values()) + 2  # and the load test; approval waits for a person
    found = explained(source, linked(source), staged(pipeline), PUBLISHED)
    critical = ("build-image", "scan-image", "push-image", "deploy-to-dev", "deploy-to-staging", "load-test", "deploy-to-production")
    assert (critical, 18, 36.5) == (found.critical, found.minutes, found.serial)
    assert found.minutes <= 18
    assert found.minutes <= 0.6 * found.serial


@pytest.mark.row("E1b", "jobs side by side take as long as the slowest of them")
def test_a_job_begins_when_the_last_that_it_needs_has_ended() -> None:
    found = scheduled({"a": (), "b": ("a",), "c": ("a",), "d": ("b", "c")}, {"a": 1, "b": 5, "c": 2, "d": 1})
    expected = {"a": (0, 2), "b": (2, 8), "c": (2, 5), "d": (8, 10)}
    assert Schedule(times=expected, critical=("a", "b", "d"), minutes=10, serial=13) == found


def test_without_jobs_nothing_takes_time() -> None:
    assert Schedule(times={}, critical=(), minutes=0, serial=0) == scheduled({}, {})


def test_jobs_come_after_what_they_need_and_circles_end() -> None:
    assert ["b", "a", "x", "y"] == ordered({"a": ("b",), "b": (), "x": ("y",), "y": ("x",)})


def test_of_equally_late_jobs_the_first_is_the_cause() -> None:
    assert ("a", "c") == scheduled({"a": (), "b": (), "c": ("a", "b")}, {"a": 1, "b": 1, "c": 1}).critical


def test_what_a_strategy_bakes_is_added() -> None:
    service, health = Service("api", container="app"), Health()
    plain, baking = Deploy(environment("a"), service, health), Deploy(environment("a"), service, health, strategy=BlueGreen(bake_minutes=7))
    assert (4, 11, 1.5, UNKNOWN) == (expected(plain), expected(baking), expected(Beside("X", expected_minutes=1.5)), expected(object()))


def test_minutes_are_given_by_name() -> None:
    minutes = given(["Build image=6", "a=b=0.5"])
    assert {"Build image": 6.0, "a=b": 0.5} == minutes


@pytest.mark.parametrize("text", ["Build", "Build=", "=3", "Build=-1", "Build=nan", "Build=inf", "Build=x"])
def test_minutes_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(MinutesError) as refused:
        given([text])
    assert f"'{text}' is not NAME=N, such as 'Build image=6'" == str(refused.value)


def test_minutes_of_nothing_are_refused() -> None:
    with pytest.raises(MinutesError) as refused:
        check_known({"Biuld": 1}, ["Build", "Lint"])
    assert "no job and no stage is called 'Biuld'; did you mean 'Build'?" == str(refused.value)
