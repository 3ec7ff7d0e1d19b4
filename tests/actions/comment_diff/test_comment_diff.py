"""actions/comment-diff: which pull requests, what is written, and what a token that may not write leaves."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions.comment_diff.conftest import AFTER, BEFORE, CI, Ran, Runner
from tests.bot.bench import BOT
from tests.github import faults

READ_ONLY = {"contents": "read", "pull_requests": "read"}
HARMLESS = BEFORE.replace("on: push", "on: [push]  # each")


def told(ran: Ran) -> tuple[int, str, list[tuple[int, str, str]]]:
    return ran.code, ran.outputs["outcome"], [(one["pull-request"], one["action"], one["worst"]) for one in ran.comments]


def test_a_comment_says_what_changes(runner: Runner) -> None:
    ran = runner.run()
    assert (0, "passed", [(runner.number, "created", "danger")]) == told(ran)
    assert [f"pull request {runner.number}: comment created, danger"] == ran.lines
    assert ran.comments == ran.report["comments"]
    assert ran.comments[0]["url"].endswith(f"#issuecomment-{next(iter(runner.repository.comments))}")
    (body,) = runner.bodies
    assert "read" in body
    assert "write" in body
    assert body.splitlines()[0] == ran.summary.splitlines()[0]


def test_the_same_again_writes_nothing(runner: Runner) -> None:
    runner.run()
    runner.github.done.clear()
    assert (0, "passed", [(runner.number, "unchanged", "danger")]) == told(runner.run(run=8))
    assert [] == runner.writes


def test_another_push_edits_it(runner: Runner) -> None:
    runner.run()
    runner.change(HARMLESS)
    assert (0, "passed", [(runner.number, "edited", "")]) == told(runner.run(run=8))
    assert 1 == len(runner.comments)


def test_a_pull_request_without_workflows_has_no_comment(runner: Runner) -> None:
    runner.repository.commit({"a.txt": "a"}, branch="other")
    number = runner.repository.pull_request("other")
    assert (0, "passed", [(number, "none", "")]) == told(runner.run(pull_request=str(number)))
    assert [] == runner.repository.comments_of(number)


def test_a_danger_fails_the_step_where_that_is_wanted(runner: Runner) -> None:
    assert (1, "failed", [(runner.number, "created", "danger")]) == told(runner.run(fail_on="danger"))
    runner.change(HARMLESS)
    assert 0 == runner.run(run=8, fail_on="danger").code


def test_a_run_of_an_older_commit_leaves_it_to_the_newer(runner: Runner) -> None:
    event = runner.event()
    runner.change(HARMLESS)
    ran = runner.run(event)
    assert (0, "passed", [(runner.number, "stale", "")]) == told(ran)
    assert [f"pull request {runner.number}: comment left to the run of a newer commit"] == ran.lines


def test_a_dry_run_writes_the_summary_alone(runner: Runner) -> None:
    ran = runner.run(dry_run="true")
    assert (0, "passed", [(runner.number, "none", "danger")]) == told(ran)
    assert ([], True) == (runner.writes, "write" in ran.summary)


def test_a_read_only_token_leaves_summary_and_annotations(runner: Runner) -> None:
    ran = runner.run(token=runner.github.token(BOT, permissions=READ_ONLY))
    assert (0, "passed", [(runner.number, "refused", "danger")]) == told(ran)
    assert [] == runner.comments
    warning, annotation = ran.lines[1:3]
    assert warning.startswith(f"::warning title=comment-diff::pull request {runner.number} has no comment: POST /repos/octo-org/hello/issues/")
    assert "HTTP 403 Resource not accessible by integration; the job needs permissions: contents: read, pull-requests: write" in warning
    assert annotation.startswith(f"::error file={CI},line=")
    assert "write" in ran.summary


def test_no_more_than_ten_annotations_are_left(runner: Runner) -> None:
    jobs = "".join(
        [f"  job{number}:\n    runs-on: ubuntu-24.04\n    permissions: write-all\n    steps:\n      - run: make {number}\n" for number in range(30)]
    )
    runner.change(BEFORE + jobs)
    ran = runner.run(token=runner.github.token(BOT, permissions=READ_ONLY))
    assert len([line for line in ran.lines if line.startswith("::")]) <= 10


def test_a_check_run_takes_its_place_where_that_is_allowed(runner: Runner) -> None:
    token = runner.github.token(BOT, permissions={**READ_ONLY, "checks": "write"})
    assert "created" == runner.run(token=token, fail_on="danger").comments[0]["check-run"]
    assert "unchanged" == runner.run(token=token, fail_on="danger").comments[0]["check-run"]
    (check,) = [stored.data for stored in runner.repository.checks.values()]
    assert ("Workflow changes", "failure", runner.head) == (check["name"], check["conclusion"], check["head_sha"])
    assert check["output"]["summary"].startswith(runner.run(token=token).summary.splitlines()[0][:20])


def test_no_check_run_where_none_is_wanted(runner: Runner) -> None:
    token = runner.github.token(BOT, permissions={**READ_ONLY, "checks": "write"})
    assert "" == runner.run(token=token, check_run="false").comments[0]["check-run"]


def test_a_sweep_tells_all_open_ones_and_reads_what_is_new(runner: Runner) -> None:
    fork = runner.repository.fork("mallory")
    fork.commit({CI: AFTER}, branch="patch")
    other = runner.repository.pull_request("mallory:patch")
    code, outcome, found = told(runner.run({}, pull_request="all"))
    assert (0, "passed", [(other, "created", "danger"), (runner.number, "created", "danger")]) == (code, outcome, found[:2])
    runner.github.done.clear()
    assert {"unchanged"} == {one["action"] for one in runner.run({}, run=8, pull_request="all").comments}
    assert ([], []) == (runner.writes, [one for one in runner.github.asked() if "/contents/" in one or "/compare/" in one])


def run_of(runner: Runner, owner: str, branch: str, head: str) -> dict[str, Any]:
    return {"workflow_run": {"head_sha": head, "head_branch": branch, "head_repository": {"owner": {"login": owner}}, "pull_requests": []}}


def test_after_a_run_of_a_fork_its_pull_request_is_found(runner: Runner) -> None:
    head = runner.repository.fork("mallory").commit({CI: AFTER}, branch="patch")
    number = runner.repository.pull_request("mallory:patch")
    ran = runner.run(run_of(runner, "mallory", "patch", head), head=head)
    assert (0, "passed", [(number, "created", "danger")]) == told(ran)


@pytest.mark.parametrize(("owner", "branch"), [("mallory", "change"), ("octo-org", "patch"), ("octo-org", "main")])
def test_a_run_that_names_another_branch_tells_nobody(runner: Runner, owner: str, branch: str) -> None:
    runner.repository.fork("mallory").commit({CI: AFTER + "# x\n"}, branch="patch")
    runner.repository.pull_request("mallory:patch")
    ran = runner.run(run_of(runner, owner, branch, runner.head))
    assert (0, "passed", [], []) == (*told(ran), runner.writes)
    assert "no open pull request is at the commit of the run" == ran.outputs["reason"]


def test_numbers_that_a_run_names_are_not_believed(runner: Runner) -> None:
    event = run_of(runner, "mallory", "patch", runner.head)
    event["workflow_run"]["pull_requests"] = [{"number": runner.number}]
    assert [] == runner.run(event).comments


def test_a_hostile_pull_request_has_its_own_comment_alone(runner: Runner) -> None:
    bomb = "a: &a [x]\n" + "".join([f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(12)])
    fork = runner.repository.fork("mallory")
    names = {".github/workflows/bomb.yml": bomb, ".github/workflows/big.yml": "#" * (20 << 20), ".github/ghsynth.py": "raise SystemExit('owned')\n"}
    names[".github/workflows/@octocat ![x](x) <b>`&#.yml"] = AFTER
    fork.commit(names, branch="patch")
    number = runner.repository.pull_request("mallory:patch")
    runner.run()
    before = runner.comments
    ran = runner.run(pull_request=str(number))
    assert (0, "passed", [(number, "created", "danger")]) == told(ran)
    (body,) = runner.repository.comments_of(number)
    assert (before, True) == (runner.comments, len(body) <= 65_536)
    assert "it has 20,971,520 bytes, and 524,288 are read" in body
    assert "owned" not in body


def test_what_cannot_be_known_is_no_failure_unless_that_is_wanted(runner: Runner) -> None:
    runner.github.faults.add(faults.bad_gateway("GET", ".*/compare/.*", times=6))
    ran = runner.run()
    assert (0, "passed", []) == told(ran)
    assert ran.lines[-1].startswith("::warning title=comment-diff::GET /repos/octo-org/hello/compare/")
    assert (6, "inconclusive", []) == told(runner.run(fail_on="danger"))


def test_all_wrong_inputs_are_said_at_once(runner: Runner) -> None:
    ran = runner.run(
        {"push": {}}, token="", head="main", bot_key="a b", fail_on="caution", pull_request="0", repository="x", graphs="no", dry_run="y"
    )
    assert 2 == ran.code
    assert [
        "pull-request: '0' is neither the number of a pull request nor 'all'",
        "head: 'main' is not the 40 digits of a commit",
        "pull-request: is empty, and no pull request started the run: give a number, or 'all'",
        "fail-on: 'caution' is none of none, danger",
        "bot-key: 'a b' is no key: letters, digits, '.', '_' and '-', 64 at most",
        "graphs: 'no' is none of true, false",
        "dry-run: 'y' is none of true, false",
        "repository: 'x' is not owner/name",
        "token: is empty; without one GitHub cannot be asked",
    ] == [line.partition("bad input::")[2] for line in ran.lines]


@pytest.mark.parametrize("event", [[], {"pull_request": {"number": "x"}}, {"workflow_run": {"head_sha": "x"}}, {"workflow_run": {}}])
def test_an_event_of_another_shape_is_bad_input(runner: Runner, event: Any) -> None:
    ran = runner.run(event)
    assert (2, 1) == (ran.code, len(ran.lines))


def test_the_report_is_json(runner: Runner) -> None:
    report = runner.run().report
    assert ["schema", "action", "outcome", "reason", "exit-code", "started-at", "duration-seconds", "worst", "comments"] == list(report)
