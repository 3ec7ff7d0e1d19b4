"""What a workflow may do, who can start it, and what it says about itself."""

from __future__ import annotations

import pytest

from synth.validate import validate
from tests.checks.clean import JOB, TOP, found, rules, workflow

EXCESSIVE = "excessive-permissions"
UNDOCUMENTED = "undocumented-permissions"
RUN = "- run: make"


@pytest.mark.parametrize(
    ("top", "expected"),
    [
        ("permissions: {}", []),
        ("permissions:\n  contents: read", []),
        ("permissions: read-all", [(3, 14, EXCESSIVE, "every job may read everything (read-all)")]),
        ("permissions: write-all", [(3, 14, EXCESSIVE, "every job may change everything (write-all)")]),
        ("permissions:\n  contents: write # tags", [(4, 3, EXCESSIVE, "every job is given 'contents: write'")]),
    ],
)
def test_the_workflow_itself_is_given_nothing(top: str, expected: list[tuple[int, int, str, str]]) -> None:
    assert expected == found(workflow(top=TOP.replace("permissions: {}", top)))


def test_without_permissions_the_repository_s_settings_decide() -> None:
    text = workflow(top=TOP.replace("permissions: {}\n", ""))
    assert [(2, 1, EXCESSIVE, "job 'build' may do what the repository's settings allow to all")] == found(text)
    assert [] == found(workflow(top=TOP.replace("permissions: {}\n", ""), job="permissions: {}"))
    assert [] == found(workflow(top=TOP.replace("permissions: {}\n", "").replace("on: push", "on: workflow_call")))


@pytest.mark.parametrize(
    ("permissions", "expected"),
    [
        ("permissions: read-all", [(11, 18, EXCESSIVE, "job 'build' may read everything (read-all)")]),
        ("permissions:\n  contents: read", []),
        ("permissions:\n  issues: none", []),
        ("permissions:\n  issues: write # report", []),
        ("permissions:\n  # report\n  issues: write", [(13, 7, UNDOCUMENTED, "nothing says why 'issues: write' is needed")]),
        ("permissions:\n  issues: write", [(12, 7, UNDOCUMENTED, "nothing says why 'issues: write' is needed")]),
        ("permissions: {contents: write}", [(11, 19, UNDOCUMENTED, "nothing says why 'contents: write' is needed")]),
        ("permissions: {contents: read}", []),
    ],
)
def test_what_a_job_may_do_is_little_and_has_reasons(permissions: str, expected: list[tuple[int, int, str, str]]) -> None:
    assert expected == found(workflow(job=permissions))


@pytest.mark.parametrize(
    ("concurrency", "job", "expected"),
    [
        ("concurrency: {group: x}", "", []),
        ("concurrency: {group: x, queue: max}", "", []),
        ("concurrency: x", "", [(4, 1, "the concurrency is a group alone")]),
        ("", "concurrency: {group: x, cancel-in-progress: false}", []),
        ("", "concurrency: x", [(8, 5, "the concurrency is a group alone")]),
        ("", "", [(2, 1, "runs of this workflow may go on side by side")]),
    ],
)
def test_runs_have_a_limit(concurrency: str, job: str, expected: list[tuple[int, int, str]]) -> None:
    top = f"name: A\non: push\npermissions: {{}}\n{concurrency}\n".replace("\n\n", "\n")
    text = workflow(top=top, job=job)
    if job and not concurrency:
        assert [("concurrency-limits", message) for _, _, message in expected] == [(rule, message) for _, _, rule, message in found(text)]
    else:
        assert [(line, column, "concurrency-limits", message) for line, column, message in expected] == found(text)


def test_what_others_call_has_its_caller_s_limit() -> None:
    assert [] == found(workflow(top="name: A\non: workflow_call\npermissions: {}\n"))


def test_workflows_and_jobs_have_names_and_time_limits() -> None:
    text = workflow(top=TOP.removeprefix("name: Build\n"), head=JOB.removeprefix("name: Build\n"))
    assert [(1, 1, "anonymous-definition", "the workflow has no name"), (6, 3, "anonymous-definition", "job 'build' has no name")] == found(text)
    unlimited = workflow(head="name: A\nruns-on: ubuntu-24.04")
    assert [(7, 3, "missing-timeout", "job 'build' may run for six hours")] == found(unlimited)
    assert [] == found(workflow("- run: make\n  timeout-minutes: 3", head="name: A\nruns-on: ubuntu-24.04"))


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ("on: pull_request", []),
        ("on: pull_request_target", [(2, 5)]),
        ("on: [push, issue_comment]", [(2, 12)]),
        ("on: {workflow_run: {workflows: [CI]}}", [(2, 6)]),
    ],
)
def test_triggers_of_strangers(events: str, expected: list[tuple[int, int]]) -> None:
    assert expected == [
        (line, column) for line, column, rule, _ in found(workflow(top=TOP.replace("on: push", events))) if rule == "dangerous-triggers"
    ]


@pytest.mark.parametrize(
    ("runs_on", "settings", "expected"),
    [
        ("[self-hosted, linux]", {}, 1),
        ("self-hosted", {}, 1),
        ("{group: x, labels: [self-hosted]}", {}, 1),
        ("${{ vars.RUNNER }}", {}, 0),
        ("[self-hosted, linux, Arc-2]", {"labels": ["arc-*"]}, 0),
        ("[self-hosted, linux]", {"labels": ["arc-*", "linux"]}, 1),
    ],
)
def test_own_runners_are_named_in_the_settings(runs_on: str, settings: dict[str, list[str]], expected: int) -> None:
    text = workflow(head=f"name: A\nruns-on: {runs_on}\ntimeout-minutes: 1")
    assert expected == [finding.rule for finding in validate(text, "x.yml", settings=settings)].count("self-hosted-runner")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("github.actor == 'dependabot[bot]'", [(12, 13)]),
        ("${{ github.triggering_actor == 'renovate[bot]' }}", [(12, 17)]),
        ("contains(github.actor, '[bot]')", [(12, 13)]),
        ("github.actor_id == '49699333'", [(12, 13)]),
        ("github.actor == 'octocat'", []),
        ("github.event.pull_request.user.login == 'dependabot[bot]'", []),
    ],
)
def test_a_bot_that_starts_a_run_is_no_author(condition: str, expected: list[tuple[int, int]]) -> None:
    text = workflow(f"- if: {condition}\n  run: make", top=TOP.replace("on: push", "on: pull_request"))
    assert expected == [(line, column) for line, column, rule, _ in found(text) if rule == "bot-conditions"]
    assert "bot-conditions" not in rules(workflow(f"- if: {condition}\n  run: make"))
