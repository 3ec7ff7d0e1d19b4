"""What Sentry is sent, what comes back of it, and what happens when it does not work."""

from __future__ import annotations

import pytest

from tests.actions.sentry_release.conftest import SHA, TOKEN, Action, Request, Sentry

RELEASES = "/api/0/organizations/octo-org/releases/"
RUN = "https://github.example.com/octo-org/octo-app/actions/runs/42"
VERSION = f"sha-{SHA}"
FINISHED = "2026-11-18T11:06:40Z"


@pytest.mark.row("I9b", "Sentry is told of the release with its commit, and that it was deployed to the environment")
def test_a_release_and_a_deploy(mark: Action, sentry: Sentry) -> None:
    ended = mark(projects="orders-api, orders-worker", started_at="2026-11-18T11:00:00Z")
    projects = ["orders-api", "orders-worker"]
    assert [
        Request(
            RELEASES,
            f"Bearer {TOKEN}",
            {"version": VERSION, "projects": projects, "refs": [{"repository": "octo-org/octo-app", "commit": SHA}]},
        ),
        Request(
            f"{RELEASES}{VERSION}/deploys/",
            f"Bearer {TOKEN}",
            {"environment": "production", "projects": projects, "dateFinished": FINISHED, "dateStarted": "2026-11-18T11:00:00Z", "url": RUN},
        ),
    ] == sentry.requests
    said = f"release {VERSION}, deployed to production"
    assert (0, f"passed: {said}", f"🔖 **Sentry** {said}\n") == (ended.code, ended.log, ended.summary)
    assert {
        "schema": 1,
        "action": "sentry-release",
        "outcome": "passed",
        "reason": said,
        "exit-code": 0,
        "started-at": FINISHED,
        "duration-seconds": 0.0,
        "version": VERSION,
        "environment": "production",
        "projects": projects,
    } == ended.report


def test_the_next_environment_gets_the_same_release(mark: Action, sentry: Sentry) -> None:
    mark(environment="staging")
    assert 0 == mark().code
    assert ([VERSION], [(VERSION, "staging"), (VERSION, "production")]) == (list(sentry.releases), sentry.deploys)


def test_a_repository_that_sentry_does_not_know_costs_the_commits_only(mark: Action, sentry: Sentry) -> None:
    sentry.repositories = []
    ended = mark()
    assert f"passed: release {VERSION} without commits: Sentry knows no repository octo-org/octo-app, deployed to production" == ended.log
    assert {"version": VERSION, "projects": ["orders-api"]} == sentry.releases[VERSION]


def test_commits_can_be_left_out_and_the_version_be_another(mark: Action, sentry: Sentry) -> None:
    mark(set_commits="false", version="orders-api@1.4.0+7")
    assert {"orders-api@1.4.0+7": {"version": "orders-api@1.4.0+7", "projects": ["orders-api"]}} == sentry.releases
    assert f"{RELEASES}orders-api%401.4.0%2B7/deploys/" == sentry.requests[1].path


@pytest.mark.row("I9b", "what Sentry refuses is a warning, and its token is never shown")
@pytest.mark.parametrize(("asked", "code", "level"), [("false", 0, "warning"), ("true", 1, "error")])
def test_a_refusal_fails_only_where_that_is_asked(mark: Action, sentry: Sentry, asked: str, code: int, level: str) -> None:
    sentry.statuses = [403]
    ended = mark(fail_on_error=asked)
    said = "Sentry answered HTTP 403: no: ***"
    assert (code, "failed", said, []) == (ended.code, ended.report["outcome"], ended.report["reason"], sentry.deploys)
    assert f"::{level} " in ended.log
    assert TOKEN not in ended.log + ended.outputs + ended.summary + str(ended.report)


def test_a_release_is_tried_again_and_a_deploy_that_may_have_arrived_is_not(mark: Action, sentry: Sentry) -> None:
    sentry.statuses = [503, 500]
    assert "passed" == mark().report["outcome"]
    assert [RELEASES, RELEASES, RELEASES, f"{RELEASES}{VERSION}/deploys/"] == [one.path for one in sentry.requests]
    sentry.requests.clear()
    sentry.statuses = []
    sentry.answer = lambda path, content: (500, {}) if path.endswith("/deploys/") else (208, content)  # type: ignore[method-assign]  # it breaks
    ended = mark()
    assert 2 == len(sentry.requests)
    assert ended.report["reason"].startswith(f"release {VERSION}, 127.0.0.1:")


def test_a_dry_run_tells_nobody(mark: Action, sentry: Sentry) -> None:
    assert f"passed: dry run: would mark {VERSION} as deployed to production" == mark(dry_run="true").log
    assert [] == sentry.requests


def test_everything_wrong_is_told_at_once(mark: Action, sentry: Sentry) -> None:
    given = {
        "organization": "",
        "projects": "a b/c",
        "environment": "a/b",
        "version": "1 2",
        "auth_token": "a\nb",
        "url": "ftp://x",
        "started_at": "now",
    }
    ended = mark(**given, commit="main", repository="x")
    assert (2, "") == (ended.code, ended.outputs)
    for problem in (
        "organization: is missing: give the organization's slug",
        "projects: 'b/c' is no project's slug",
        "environment: 'a/b' is no environment's name, which has neither blanks nor slashes",
        "version: '1 2' is no release's name, which has neither blanks nor slashes",
        "auth-token: holds what no token of Sentry does: a blank, a line break or a letter beyond ASCII",
        "url: is neither http:// nor https://",
        "started-at: 'now' is no time such as 2026-01-31T12:00:00Z",
        "commit: 'main' is no commit of 40 digits",
    ):
        assert problem in ended.log
    assert [] == sentry.requests
