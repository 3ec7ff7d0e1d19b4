"""Who is told what: the workflow as text, its conditions for every end of a run, and the action itself against servers on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from synth.cli.generate import generate
from synth.explain.failures import failures
from synth.pipeline import Pipeline, Stage
from synth.problems import DefinitionError
from synth.project import load, render
from synth.stages import Approvals, Build, Deploy, Ec2Deploy, Lint, Monday, Notify, PagerDuty, Push, Regions, Slack, SlackWebhook, Smoke, TrivyScan
from tests.actions.notify.conftest import REVIEWS, Action, Answer, Services
from tests.judges import JUDGES, Judge, subjects
from tests.stages.conftest import HEALTH, IMAGE, NPM, REGISTRY, SERVICE, environment, inputs_of, job, jobs_of, linked, steps
from tests.stages.telling import DIGEST, Delivered, heard

DEFINITION = """
from synth import Environment, Health, Image, Pipeline, Registry, Service
from synth.stages import Approvals, Build, Deploy, Monday, Notify, PagerDuty, Push, Slack, SlackWebhook, TrivyScan

service, health = Service("orders-api", container="app"), Health("/health")
registry = Registry("111122223333", region="eu-west-1", role="arn:aws:iam::111122223333:role/orders-api-push")
role = "arn:aws:iam::444455556666:role/orders-api-deploy"
staging = Environment("staging", region="eu-west-1", cluster="orders", role=role, url="https://s.example.com")
production = Environment("production", region="eu-west-1", cluster="orders", role=role, url="https://p.example.com", approval=True)
delivered = [Deploy(staging, service, health), Approvals(), Deploy(production, service, health)]
pipeline = Pipeline("Orders API", stages=[Build(Image("orders-api")), TrivyScan(), Push(registry), *delivered, {told}])
"""
EVERYBODY = """Notify(
    Slack("C0123456789"),
    PagerDuty(),
    Monday("1234567890", columns={"status": "status_1", "version": "text_4"}),
    security=Slack("C0987654321"),
)"""
ONE = 'Notify(SlackWebhook(), events=["failed"])'
STAGING, PRODUCTION = environment("staging"), environment("production", approval=True)
CHANNEL, BOARD = Slack("C1"), Monday("7", columns={"status": "status_1", "version": "text_4"})
SECURITY = Slack("C2")
DELIVERED: list[Stage] = [
    Lint(NPM),
    Build(IMAGE),
    TrivyScan(),
    Push(REGISTRY),
    Deploy(STAGING, SERVICE, HEALTH),
    Smoke(STAGING, health=HEALTH),
    Approvals(),
    Deploy(PRODUCTION, SERVICE, HEALTH),
]
NOTIFY = Notify(CHANNEL, PagerDuty(), BOARD, security=SECURITY)
WORKFLOW = linked(Pipeline("Orders API", stages=[*DELIVERED, NOTIFY]).workflow())
DELIVERING = [name for name in WORKFLOW.jobs if not name.startswith("tell-")]
PRODUCTION_DOWN = {"deploy-to-production": "failure"}
START, SCAN_FAILED, SOME_FAILED = "tell-that-it-starts", "tell-security", "tell-what-failed"
STAGING_ENDED, WAITS, PRODUCTION_ENDED = "tell-about-staging", "tell-that-production-waits", "tell-about-production"


def without(*names: str, **failed: str) -> dict[str, str]:
    """Results where these jobs were skipped."""
    return {**dict.fromkeys(names, "skipped"), **{name.replace("_", "-"): result for name, result in failed.items()}}


def after(name: str) -> list[str]:
    return DELIVERING[DELIVERING.index(name) + 1 :]


@pytest.fixture
def repository(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github/ghsynth.py").write_text(DEFINITION.replace("{told}", request.param), encoding="utf-8")
    return tmp_path


@pytest.fixture
def services() -> Iterator[Services]:
    made = Services()
    yield made
    made.stop()


@pytest.fixture
def action(tmp_path: Path, services: Services) -> Action:
    return Action(tmp_path, services)


def both(function: Any) -> Any:
    return pytest.mark.parametrize("repository", [EVERYBODY, ONE], indirect=True, ids=["everybody", "one"])(function)


@both
def test_the_jobs_are_as_they_were(repository: Path, golden: Callable[[str, str], None], request: pytest.FixtureRequest) -> None:
    written = render(load(str(repository)))[".github/workflows/orders-api.yml"]
    golden(f"notify-{request.node.callspec.id}.txt", written[written.index("  tell-") :])


@pytest.mark.slow
@both
@pytest.mark.parametrize("one", JUDGES, ids=lambda one: one.NAME)
def test_a_judge_finds_nothing(repository: Path, one: Judge) -> None:
    assert 0 == generate(str(repository))
    assert [] == [str(finding) for finding in one.judge(list(subjects(repository)))]


@pytest.mark.row("I7a", "the pipeline tells of its start, of what failed, of each deployment that succeeded, and of what waits for a person")
@pytest.mark.row("E4d", "only a scan that failed is told to the security channel")
@pytest.mark.row("E11c", "production is told of when it succeeded, failed or was rolled back, and after a cancellation that restored it")
@pytest.mark.parametrize(
    ("delivered", "expected"),
    [
        (Delivered(), [START, STAGING_ENDED, WAITS, PRODUCTION_ENDED]),
        (Delivered(without(*after("lint"), lint="failure")), [START, SOME_FAILED]),
        (Delivered(without(*after("scan-image"), scan_image="failure")), [START, SCAN_FAILED, SOME_FAILED]),
        (Delivered(without(*after("scan-image"), scan_image="cancelled")), [START, SOME_FAILED]),
        (Delivered(without(*after("deploy-to-staging"), deploy_to_staging="failure")), [START, STAGING_ENDED]),
        (Delivered(without(*after("smoke-test-staging"), smoke_test_staging="failure")), [START, SOME_FAILED, STAGING_ENDED]),
        (Delivered(PRODUCTION_DOWN, {"deploy-to-production": "rolled-back"}), [START, STAGING_ENDED, WAITS, PRODUCTION_ENDED]),
        (Delivered(PRODUCTION_DOWN), [START, STAGING_ENDED, WAITS, PRODUCTION_ENDED]),
        (Delivered({"deploy-to-production": "cancelled"}), [START, STAGING_ENDED, WAITS]),
        (Delivered({"deploy-to-production": "cancelled"}, {}, True), [START, STAGING_ENDED, WAITS]),
        (
            Delivered({"deploy-to-production": "cancelled"}, {"deploy-to-production": "rolled-back"}, True),
            [START, STAGING_ENDED, WAITS, PRODUCTION_ENDED],
        ),
        (Delivered(without(*DELIVERING[1:], lint="success"), ref="refs/pull/7/merge"), []),
        (Delivered(without(*DELIVERING[1:], lint="failure"), ref="refs/pull/7/merge"), []),
    ],
    ids=[
        "all is well",
        "a check failed",
        "the scan failed",
        "the scan ran out of time",
        "staging failed",
        "its smoke test failed",
        "production was rolled back",
        "production failed",
        "a newer one took its place",
        "cancelled while it waited",
        "cancelled in the middle",
        "a pull request",
        "a pull request that fails",
    ],
)
def test_each_end_of_a_run_is_told_to_whom_it_concerns(delivered: Delivered, expected: list[str]) -> None:
    assert expected == list(heard(WORKFLOW, delivered))


@pytest.mark.parametrize(
    ("result", "outcome", "event"),
    [
        ("success", "passed", "promoted"),
        ("failure", "", "failed"),
        ("failure", "failed", "failed"),
        ("failure", "rolled-back", "rolled-back"),
        ("failure", "rollback-failed", "rollback-failed"),
        ("cancelled", "rolled-back", "rolled-back"),
    ],
)
def test_the_event_is_how_the_deployment_ended(result: str, outcome: str, event: str) -> None:
    ended = heard(WORKFLOW, Delivered({"deploy-to-production": result}, {"deploy-to-production": outcome}))[PRODUCTION_ENDED]
    assert [event, *(["promoted"] if result == "success" else [])] == [one["event"] for one in ended]


@pytest.mark.row("I7a", "a run is one Slack message, from its start to production; what waits is said aloud")
@pytest.mark.row("I7b", "each promotion makes or updates the item of its environment, with the version")
@pytest.mark.row("E11c", "a success resolves PagerDuty's incident, and is a change event")
def test_a_good_run_as_the_services_see_it(action: Action, services: Services) -> None:
    told = heard(WORKFLOW, Delivered(), action)
    assert [0] * 6 == [one.code for ended in told.values() for one in ended]
    chat = [request for request in services.requests if request.path.startswith("/api/")]
    assert [
        ("/api/chat.postMessage", "🚀 orders-api sha-a3f8c21 is being deployed to staging, production"),
        ("/api/chat.update", "✅ orders-api sha-a3f8c21 is live in staging"),
        ("/api/chat.update", "✋ orders-api sha-a3f8c21 waits for an approval for production"),
        ("/api/chat.postMessage", "✋ orders-api sha-a3f8c21 waits for an approval for production"),
        ("/api/chat.update", "✅ orders-api sha-a3f8c21 is live in production"),
    ] == [(request.path, request.content["text"]) for request in chat]
    assert {"C1"} == {request.content["channel"] for request in chat}
    assert ["1700000000.000100"] * 4 == [request.content.get("ts") or request.content["thread_ts"] for request in chat[1:]]
    assert f"Digest {DIGEST}" == chat[-1].content["blocks"][1]["text"]["text"]
    assert {"orders-api · staging": "900", "orders-api · production": "901"} == services.items
    made = [request.content["variables"]["values"] for request in services.requests if "create_item" in str(request.content)]
    assert ['{"status_1": {"label": "Promoted"}, "text_4": "sha-a3f8c21"}'] * 2 == made
    paged = [request for request in services.requests if request.path.startswith("/pd/")]
    assert [("/pd/enqueue", "resolve"), ("/pd/change/enqueue", None)] == [(request.path, request.content.get("event_action")) for request in paged]


@pytest.mark.row(
    "E11c", "a production deployment that was rolled back opens an incident and is said in Slack; the next good one resolves the same incident"
)
def test_an_incident_is_opened_and_the_next_good_release_resolves_it(action: Action, services: Services) -> None:
    heard(WORKFLOW, Delivered(PRODUCTION_DOWN, {"deploy-to-production": "rolled-back"}), action)
    paged = [request.content for request in services.requests if request.path == "/pd/enqueue"]
    assert [("trigger", "octo-org/octo-app/orders-api/production")] == [(one["event_action"], one["dedup_key"]) for one in paged]
    assert "orders-api sha-a3f8c21 was rolled back in production" == paged[0]["payload"]["summary"]
    aloud = [request.content for request in services.requests if request.content.get("reply_broadcast")]
    assert "↩️ orders-api sha-a3f8c21 was rolled back in production" == aloud[-1]["text"]
    assert {"orders-api · staging": "900"} == services.items, "the board shows what is live"
    heard(WORKFLOW, Delivered(), action)
    paged = [request.content for request in services.requests if request.path == "/pd/enqueue"]
    assert [("trigger", "octo-org/octo-app/orders-api/production"), ("resolve", "octo-org/octo-app/orders-api/production")] == [
        (one["event_action"], one["dedup_key"]) for one in paged
    ]


@pytest.mark.row("E10a", "a person who says no is named in Slack, and wakes nobody")
def test_a_rejected_approval_is_no_incident(action: Action, services: Services) -> None:
    places = [{"name": "production"}]
    services.planned[REVIEWS] = [Answer(body=[{"state": "rejected", "environments": places, "user": {"login": "reviewer"}, "comment": "no"}])]
    heard(WORKFLOW, Delivered(PRODUCTION_DOWN), action)
    assert [] == [path for path in services.paths() if path.startswith("/pd/")]
    last = services.requests[-1].content
    assert "🚫 orders-api sha-a3f8c21 was rejected for production" == last["text"]
    assert f"Digest {DIGEST}\nRejected by reviewer" == last["blocks"][1]["text"]["text"]


@pytest.mark.row("E4d", "a scan that found something is said in the security channel, and in the pipeline's own")
def test_a_scan_that_fails_alerts_security(action: Action, services: Services) -> None:
    heard(WORKFLOW, Delivered(without(*after("scan-image"), scan_image="failure")), action)
    said = [(one.content["channel"], one.content["text"], one.content["blocks"][1].get("text", {}).get("text")) for one in services.requests[1:]]
    assert ("C2", "🛡️ orders-api sha-a3f8c21 was stopped by a security scan on its way to staging, production", "Failed: Scan image") == said[0]
    failed = ("C1", "🔥 orders-api sha-a3f8c21 could not be deployed to staging, production", "Failed: Scan image")
    assert [failed, failed] == said[1:], "the message, and its thread"


def test_who_cannot_be_told_stops_nothing(action: Action, services: Services) -> None:
    services.planned = {}
    told = heard(WORKFLOW, Delivered(), action)
    assert ([0] * 6, {"failed"}) == (
        [one.code for ended in told.values() for one in ended],
        {one.outputs["outcome"] for ended in told.values() for one in ended},
    )
    assert [True] * 6 == [job(WORKFLOW, name).continue_on_error for name in WORKFLOW.jobs if name.startswith("tell-")]


def test_the_secrets_are_read_by_these_jobs_alone_and_nothing_waits_for_them() -> None:
    telling = {name for name in WORKFLOW.jobs if name.startswith("tell-")}
    assert telling == {name for name, one in WORKFLOW.jobs.items() if "secrets." in repr(one)}
    assert [] == [name for name in DELIVERING if telling & set(WORKFLOW.jobs[name].needs or ())]
    for name in telling:
        one = job(WORKFLOW, name)
        assert one.environment is not None
        assert ("notifications", False) == (one.environment.name, one.environment.deployment)
        rights = {scope: right.level for scope, right in (one.permissions or {}).items()} if not isinstance(one.permissions, str) else one.permissions
        assert ({"actions": "read"} if name == PRODUCTION_ENDED else {}) == rights
        assert [None] * len(one.steps) == [step.run for step in one.steps], "nothing is put into a shell"


def test_what_waits_is_told_after_what_the_deployment_waits_for_and_after_staging() -> None:
    assert ("build-image", "evidence-for-production", START, STAGING_ENDED) == WORKFLOW.jobs[WAITS].needs
    unguarded = jobs_of(*[one for one in DELIVERED if not isinstance(one, Approvals)], Notify(CHANNEL))
    assert ("build-image", "deploy-to-staging", "smoke-test-staging", START, STAGING_ENDED) == unguarded[WAITS].needs


@pytest.mark.parametrize(
    ("notify", "expected"),
    [
        (Notify(CHANNEL, events=["failed"]), [SOME_FAILED, STAGING_ENDED, PRODUCTION_ENDED]),
        (Notify(SlackWebhook(), events=["waiting"]), [WAITS]),
        (Notify(PagerDuty()), [PRODUCTION_ENDED]),
        (Notify(PagerDuty(environments=["staging"])), [STAGING_ENDED]),
        (Notify(BOARD), [STAGING_ENDED, PRODUCTION_ENDED]),
        (Notify(security=PagerDuty()), [SCAN_FAILED]),
    ],
    ids=["failures", "waits", "production", "staging", "the board", "scans"],
)
def test_there_is_no_job_for_what_nobody_is_told(notify: Notify, expected: list[str]) -> None:
    assert expected == [name for name in jobs_of(*DELIVERED, notify) if name.startswith("tell-")]


def test_a_webhook_has_no_message_to_update(action: Action, services: Services) -> None:
    workflow = linked(Pipeline("Orders API", stages=[*DELIVERED, Notify(SlackWebhook())]).workflow())
    assert {"http://127.0.0.1:9/hooks/x"} == {one["slack-webhook-url"] for ended in heard(workflow, Delivered()).values() for one in ended}
    assert [] == [one for ended in heard(workflow, Delivered()).values() for one in ended if "slack-ts" in one]


def test_the_board_alone_is_told_of_promotions_only() -> None:
    workflow = linked(Pipeline("Orders API", stages=[*DELIVERED, Notify(BOARD)]).workflow())
    assert [STAGING_ENDED] == list(heard(workflow, Delivered(PRODUCTION_DOWN)))


def test_an_incident_of_a_scan_is_not_one_of_production() -> None:
    scan = jobs_of(*DELIVERED, Notify(security=PagerDuty(eu=True)))[SCAN_FAILED]
    given = inputs_of(steps(scan)["Tell security"])
    assert ("${{ github.repository }}/orders-api/scan", "https://events.eu.pagerduty.com/v2") == (given["dedup-key"], given["pagerduty-url"])


def test_machines_are_told_of_like_services() -> None:
    given: dict[str, Any] = {"hosts": ["10.0.1.10"], "directory": "/srv/orders", "restart": "r", "ask": "http://h", "url": "https://o.example.com"}
    ec2 = Ec2Deploy("machines", artifact="app", file="app.tar", known_hosts="k", approval=True, **given)
    jobs = jobs_of(Lint(NPM), ec2, Notify(CHANNEL, service="orders"))
    assert [START, SOME_FAILED, "tell-that-machines-waits", "tell-about-machines"] == list(jobs)[2:]
    assert "needs.deploy-to-machines.outputs.deploy-outcome == 'rolled-back'" in str(jobs["tell-about-machines"].if_)
    assert "details" not in inputs_of(steps(jobs["tell-about-machines"])["Tell about machines"]), "there is no image"


def test_who_is_told_of_a_failure_can_be_asked_before_it_happens() -> None:
    failed = "'Tell what failed' tells Slack C1"
    assert {
        "lint": [failed],
        "scan-image": ["'Tell security' tells Slack C2", failed],
        "deploy-to-staging": ["'Tell about staging' tells Slack C1"],
        "deploy-to-production": ["'Tell about production' tells Slack C1 and PagerDuty"],
        "tell-security": [],
    } == {
        name: [line for line in failures(WORKFLOW)[name].here if " tells " in line]
        for name in ("lint", "scan-image", "deploy-to-staging", "deploy-to-production", "tell-security")
    }


@pytest.mark.row("E11c", "a release that its bake took back, or that a later region took back, is told as rolled back")
@pytest.mark.parametrize(
    ("delivered", "expected"),
    [
        (
            Delivered(
                without("deploy-to-us", "take-back-eu", deploy_to_eu="failure"), {"deploy-to-eu": "passed"}, back={"deploy-to-eu": "rolled-back"}
            ),
            {"tell-about-eu": "rolled-back"},
        ),
        (
            Delivered({"deploy-to-us": "failure"}, {"deploy-to-us": "rolled-back"}, back={"take-back-eu": "rolled-back"}),
            {"tell-about-eu": "promoted", "tell-about-us": "rolled-back", "tell-about-take-back-eu": "rolled-back"},
        ),
        (
            Delivered({"deploy-to-us": "failure", "take-back-eu": "failure"}, back={"take-back-eu": "rollback-failed"}),
            {"tell-about-eu": "promoted", "tell-about-us": "failed", "tell-about-take-back-eu": "rollback-failed"},
        ),
        (Delivered({"take-back-eu": "skipped"}), {"tell-about-eu": "promoted", "tell-about-us": "promoted"}),
    ],
    ids=["its bake", "a later region", "neither could", "all is well"],
)
def test_what_was_taken_back_is_not_told_as_live(delivered: Delivered, expected: dict[str, str]) -> None:
    regions = Regions([environment("eu"), environment("us")], SERVICE, HEALTH, bake_minutes=5, restore="all")
    workflow = linked(Pipeline("Orders API", stages=[*DELIVERED[:4], regions, Notify(SlackWebhook())]).workflow())
    told = heard(workflow, delivered)
    assert expected == {name: ended[0]["event"] for name, ended in told.items() if name.startswith("tell-about-")}


def test_what_has_to_be_set_is_said() -> None:
    assert [
        "environment 'notifications' holds the secrets MONDAY_TOKEN, PAGERDUTY_KEY, SLACK_BOT_TOKEN; let only the main branch use it, and give it "
        "no reviewers: Settings > Environments > notifications"
    ] == NOTIFY.notes()


@pytest.mark.parametrize(
    ("stages", "message"),
    [
        ([*DELIVERED[:4], Notify(CHANNEL)], "there is no release to tell of yet: put Deploy before it"),
        ([*DELIVERED, Notify()], "it tells nobody: give it Slack(...), SlackWebhook(...), PagerDuty(...) or Monday(...)"),
        ([*DELIVERED, Notify(CHANNEL, SlackWebhook())], "it tells Slack twice: one is enough, and security= is another for scans"),
        (
            [*DELIVERED, Notify(security=BOARD)],
            "Monday is told of promotions only: give security= Slack(...), SlackWebhook(...) or PagerDuty(...)",
        ),
        (
            [
                Lint(NPM),
                Ec2Deploy("e", hosts=["h"], directory="/d", restart="r", ask="http://h", url="https://h", known_hosts="k", artifact="a", file="f"),
                Notify(security=SECURITY),
            ],
            "there is no scan to tell security of: put TrivyScan or DependencyCheck before it, or leave security out",
        ),
        (
            [*DELIVERED, Notify(CHANNEL, events=["start"])],  # type: ignore[list-item]  # as YAML or a script without types may give it
            "there is no event 'start'; there are started, waiting, promoted, failed, rolled-back",
        ),
        (
            [*DELIVERED, Notify(PagerDuty(), events=["failed"])],
            "PagerDuty needs all of promoted, failed, rolled-back among events: an incident that is opened has to be resolved",
        ),
        (
            [*DELIVERED[:5], Notify(CHANNEL, events=["waiting"])],
            "none of its events can happen here: 'waiting' takes an environment with approval=True, and 'rolled-back' one to restore",
        ),
        ([*DELIVERED, Notify(BOARD, events=["failed"])], "Monday is told of promotions: put 'promoted' among events"),
        (
            [*DELIVERED, Notify(CHANNEL, environment="production")],
            "environment 'production' is deployed to: the secrets of notifications belong to one of their own",
        ),
        (
            [*DELIVERED, Notify(PagerDuty(environments=["prod"]))],
            "PagerDuty is to be told of environment 'prod', which is not deployed to; there are staging, production",
        ),
    ],
)
def test_what_cannot_be_told_is_refused(stages: list[Stage], message: str) -> None:
    with pytest.raises(DefinitionError) as raised:
        Pipeline("Orders", stages=stages).workflow()
    assert [f"stage Notify: {message}"] == [problem.message for problem in raised.value.problems]


def test_a_job_that_comes_later_is_refused() -> None:
    early = [*DELIVERED[:5], Notify(CHANNEL), *DELIVERED[5:]]
    with pytest.raises(DefinitionError) as raised:
        Pipeline("Orders", stages=early).workflows()
    said = "stage Notify: nobody would be told of 'Deploy to production', a job after it: put Notify at the end"
    assert [said] == [problem.message for problem in raised.value.problems]


def test_it_can_be_written_as_data(tmp_path: Path) -> None:
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github/ghsynth.yml").write_text(YAML, encoding="utf-8")
    (told,) = [stage for stage in load(str(tmp_path)).pipelines[0].stages if isinstance(stage, Notify)]
    written = [*told.to, told.security]
    assert [(type(one), vars(one)) for one in (CHANNEL, PagerDuty(), BOARD, SECURITY)] == [(type(one), vars(one)) for one in written]


YAML = """
name: Orders API
stages:
  - build: {image: {repository: orders-api}}
  - trivy-scan
  - push: {registry: {account: '111122223333', region: eu-west-1, role: 'arn:aws:iam::111122223333:role/push'}}
  - deploy:
      environment: {name: staging, region: eu-west-1, cluster: orders, role: 'arn:aws:iam::111122223333:role/d', url: 'https://s.example.com'}
      service: {name: orders-api, container: app}
  - notify:
      to:
        - slack: {channel: C1}
        - pager-duty
        - monday: {board: '7', columns: {status: status_1, version: text_4}}
      security: {slack: {channel: C2}}
"""
