"""Each point: what satisfies it, and what is said when it is missed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from synth import Environment, Health, Image, Job, Pipeline, Registry, Service, Workflow, dispatch, run
from synth.build.origin import here
from synth.checklist.checking import POINTS, checked
from synth.checklist.values import LISTS, Verdict
from synth.checklist.written import as_json, as_markdown, as_text
from synth.model import Origin
from synth.pipeline import LogScan, Progress, Stage
from synth.record import field, record
from synth.rollout import Rolling
from synth.stacks import Npm
from synth.stages import Build, Deploy, Ec2Deploy, Format, IntegrationTest, Lint, Postgres, Push, Rollback, TrivyScan, UnitTest, VerifyMetrics
from tests.stages.conftest import linked

REGISTRY = Registry("111122223333", region="eu-west-1", role="arn:aws:iam::111122223333:role/push")
SERVICE = Service("orders-api", container="app")
HEALTH = Health(version="/version#/version")
STRICT = Npm(lint=["npm run lint"], unit=["npm test -- --coverage.thresholds.lines={coverage}"])
FILES = {
    "package.json": '{"scripts": {"lint": "eslint . --max-warnings=0"}}',
    "Dockerfile": "FROM node:24 AS build\nRUN x\nfrom node:24-slim\nCOPY --from=build x x\n",
}


def environment(name: str) -> Environment:
    return Environment(name, region="eu-west-1", cluster="orders", role="arn:aws:iam::444455556666:role/deploy", url=f"https://{name}.example.com")


STAGING = environment("staging")


def delivered(stack: Npm = STRICT, *more: Stage, **settings: Any) -> Pipeline:
    """All stages; `settings` are of the deployment."""
    given = {"health": HEALTH, "strategy": Rolling(), "alarms": ["errors"], **settings}
    stages: list[Stage] = [
        Lint(stack),
        UnitTest(stack),
        IntegrationTest(stack, services=[Postgres("17-alpine")]),
        Build(Image("orders-api")),
        TrivyScan(),
    ]
    return Pipeline("Orders API", stages=[*stages, Push(REGISTRY), Deploy(STAGING, SERVICE, **given), *more])


def verdicts(pipeline: Pipeline, files: Mapping[str, str] = FILES, beside: Workflow | None = None) -> dict[str, Verdict]:
    sources = [*pipeline.workflows(), *([beside] if beside else [])]
    return {one.id: one.verdict for one in checked(pipeline, "x.yml", [linked(source) for source in sources], files.get).results}


def missed(found: Mapping[str, Verdict]) -> dict[str, str]:
    return {id: one.why for id, one in found.items() if one.state == "missed"}


@pytest.mark.row("C8", "the points are those of three lists: before a merge, after it, and for a rollback")
def test_the_points_are_those_of_three_lists() -> None:
    assert {"pre-merge": 6, "post-merge": 8, "rollback-ready": 4} == {name: len([p for p in POINTS if p.list == name]) for name in LISTS}
    assert len(POINTS) == len({point.id for point in POINTS})


def test_a_pipeline_with_all_of_it_misses_telling_the_team_alone() -> None:
    found = verdicts(delivered(STRICT, Rollback()))
    assert {"told": "add a job that tells the team, such as one with the action notify; its README has the steps"} == missed(found)
    assert ["review"] == [id for id, one in found.items() if one.state == "outside"]


@pytest.mark.row("C8", "what is missed is said with what to add")
def test_an_empty_pipeline_misses_all_and_says_what_to_add() -> None:
    assert {
        "lint": "add Lint(stack)",
        "unit-tests": "add UnitTest(stack)",
        "integration-tests": "add IntegrationTest(stack, services=[...])",
        "coverage": "add UnitTest(stack, coverage=80)",
        "no-new-warnings": "add Lint(stack), with a linter for which a warning is a failure",
        "image": "add Build(Image(...))",
        "scan": "add TrivyScan()",
        "push": "add Push(Registry(...))",
        **dict.fromkeys(["task-definition", "deployment", "health", "verified", "monitoring"], "add Deploy(environment, service, Health(...))"),
        "previous-image": "add Deploy(environment, service, Health(...)), which records what was good",
        "circuit-breaker": "add Deploy(environment, service, ..., strategy=Rolling())",
        "procedure": "add Rollback(), which makes it a button, or write docs/rollback.md",
        "told": "add a job that tells the team, such as one with the action notify; its README has the steps",
    } == missed(verdicts(Pipeline("Empty", stages=[Smoke(satisfies=())])))


@pytest.mark.row("C8", "a deployment that lacks something is found")
@pytest.mark.parametrize(
    ("settings", "point", "why"),
    [
        ({"health": None}, "health", "'staging': give its Deploy a Health(...)"),
        ({"health": None}, "previous-image", "'staging': only a verified release is recorded; give its Deploy a Health(...)"),
        ({"health": Health()}, "verified", "'staging': tell Health where the answer names its version: version='/version#/version'"),
        ({"alarms": []}, "monitoring", "'staging': give its Deploy alarms=[...] of CloudWatch, or logs=LogScan(), or put VerifyMetrics after it"),
        ({"rollback": False}, "circuit-breaker", "'staging': rollback=False leaves a bad release; leave that out"),
    ],
)
def test_a_deployment_that_lacks_something(settings: dict[str, Any], point: str, why: str) -> None:
    found = verdicts(delivered(**settings))[point]
    assert ("missed", why) == (found.state, found.why)


def test_one_deployment_that_lacks_it_is_enough() -> None:
    found = verdicts(delivered(STRICT, Deploy(environment("production"), SERVICE)))
    assert "'production': give its Deploy a Health(...)" == found["health"].why


def test_logs_are_monitoring_too() -> None:
    assert "satisfied" == verdicts(delivered(alarms=[], logs=LogScan()))["monitoring"].state


@pytest.mark.row("C8", "VerifyMetrics after a deployment is monitoring")
def test_metrics_are_monitoring_too() -> None:
    rules: list[Any] = [{"rule": "alarm", "alarms": ["errors"]}]
    assert "satisfied" == verdicts(delivered(STRICT, VerifyMetrics(STAGING, rules), alarms=[]))["monitoring"].state


def test_machines_have_no_task_definition_and_no_breaker() -> None:
    hosts = Ec2Deploy("legacy", hosts=["a"], directory="/srv", restart="restart", ask="http://a", url="https://l", known_hosts="a k", health=HEALTH)
    found = verdicts(Pipeline("A", stages=[Build(Image("orders-api")), TrivyScan(), Push(REGISTRY), hosts]))
    assert {"task-definition": "outside", "circuit-breaker": "outside", "health": "satisfied", "verified": "satisfied", "monitoring": "missed"} == {
        id: found[id].state for id in ("task-definition", "circuit-breaker", "health", "verified", "monitoring")
    }
    assert "host by host" == found["deployment"].why


def test_a_breaker_that_the_service_keeps_is_not_to_be_seen() -> None:
    found = verdicts(delivered(strategy=None))["circuit-breaker"]
    assert (
        "outside",
        "'staging': the run goes back by itself, but the service keeps its own breaker: set strategy=Rolling()",
    ) == (found.state, found.why)


def test_gates_of_the_project_s_own_scripts_count() -> None:
    files = {"package.json": '{"scripts": {"test": "c8 --check-coverage --lines 80 node --test", "lint": "eslint ."}}'}
    found = verdicts(delivered(Npm()), files)
    assert "the project's own gate: 'c8 --check-coverage --lines 80 node --test'" == found["coverage"].why
    assert "warnings pass: let the lint command fail for them, as 'eslint --max-warnings=0' does" == found["no-new-warnings"].why


@pytest.mark.parametrize("text", ["", "{", "[]", '{"scripts": []}', '{"scripts": {"lint": 1}}'])
def test_a_package_json_that_says_nothing_is_no_error(text: str) -> None:
    assert "missed" == verdicts(delivered(), {"package.json": text})["no-new-warnings"].state


def test_a_format_check_of_its_own_is_one() -> None:
    stages: list[Stage] = [Lint(STRICT, format=False)]
    assert {"lint"} <= set(missed(verdicts(Pipeline("A", stages=stages))))
    assert "lint" not in missed(verdicts(Pipeline("A", stages=[Format(STRICT), *stages])))


def test_a_job_that_an_edit_removed_satisfies_nothing() -> None:
    def without(workflow: Workflow) -> Workflow:
        return workflow.replace_job("Lint")

    stages: list[Stage] = [Lint(STRICT), UnitTest(STRICT)]
    found = verdicts(Pipeline("A", stages=stages, edits=[without]))
    assert ("add Lint(stack)", "satisfied") == (found["lint"].why, found["unit-tests"].state)


def test_images_of_one_stage_and_files_that_are_not_there() -> None:
    assert ("missed", "outside") == (
        verdicts(delivered(), {"Dockerfile": "FROM node\n"})["image"].state,
        verdicts(delivered(), {})["image"].state,
    )


def test_a_document_is_a_way_back_too() -> None:
    assert (
        Verdict("satisfied", "docs/rollback.md", "a document; Rollback() would make it a button")
        == (verdicts(delivered(), {"docs/rollback.md": "Press it."})["procedure"])
    )


def test_a_step_that_tells_slack_is_found_in_any_of_the_workflows() -> None:
    from synth.build.actions import vendored

    tell = Workflow("Tell", on=[dispatch()], jobs=[Job("Tell", [vendored("notify", {"event": "promoted"}, name="Tell Slack")])])
    assert "step 'Tell Slack' of job 'Tell'" == verdicts(delivered(), beside=tell)["told"].why


@record
class Smoke:
    """A stage of a user's own."""

    satisfies: tuple[str, ...] = ("integration-tests",)
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        return progress.gate(Job("Smoke", [run("./smoke.sh")], origin=self.origin))


def test_a_stage_of_your_own_may_say_what_it_satisfies() -> None:
    found = verdicts(Pipeline("A", stages=[Smoke()]))["integration-tests"]
    assert ("satisfied", "Smoke says so") == (found.state, found.why)
    assert found.where.partition(":")[0].endswith("test_points.py")


def test_the_lists_as_text_json_and_markdown(golden: Callable[[str, str], None]) -> None:
    from synth.build.origin import standing_at

    with standing_at(Origin(".github/ghsynth.py", 7)):
        pipeline = delivered(Npm(), alarms=[])
        found = [checked(pipeline, ".github/workflows/orders-api.yml", [linked(pipeline.workflow())], FILES.get)]
    golden("checklist.txt", as_text(found))
    golden("checklist.json", as_json(found, 1))
    golden("checklist.md", as_markdown(found))
