"""Runs that wait too long are cancelled, others are not; and the page that an approver reads."""

from __future__ import annotations

import json

import pytest

from synth.runtime.record.deployments import moment
from tests.actions.approval_audit.conftest import NAME, Bench

DAY = 86400


@pytest.mark.row("E10b", "a run that waits longer is cancelled")
def test_a_run_that_waits_too_long_is_cancelled(bench: Bench) -> None:
    bench.deployed(waiting="2026-01-01T00:00:00Z")
    began = moment("2026-01-01T00:00:00Z")
    assert ("[]", "waiting") == (bench.run(began + DAY, mode="expire").outputs["expired"], bench.waiting["status"])
    ran = bench.run(began + DAY + 60, mode="expire")
    assert [] == [one["observed"] for one in ran.report["checks"] if one["result"] == "inconclusive"]
    assert (0, "1 of 1 runs that wait for a person cancelled, longer than 24 hours") == ran.ended
    assert ([str(bench.waiting["id"])], "cancelled") == (json.loads(ran.outputs["expired"]), bench.waiting["conclusion"])
    assert str(bench.waiting["id"]) in ran.summary


def test_without_a_status_the_run_s_last_change_counts(bench: Bench) -> None:
    at = moment(bench.waiting["updated_at"])
    assert "[]" == bench.run(at + DAY - 60, mode="expire").outputs["expired"]
    assert "[]" != bench.run(at + DAY + 60, mode="expire").outputs["expired"]


def test_other_environments_and_workflows_are_left_alone(bench: Bench) -> None:
    at = moment(bench.waiting["updated_at"]) + 2 * DAY
    assert ["[]", "[]"] == [bench.run(at, mode="expire", **one).outputs["expired"] for one in ({"environment": "beta"}, {"workflow": "Other"})]


def test_a_dry_run_cancels_nothing(bench: Bench) -> None:
    at = moment(bench.waiting["updated_at"]) + 2 * DAY
    assert 0 == bench.run(at, mode="expire", dry_run="true").code
    assert "waiting" == bench.waiting["status"]


@pytest.mark.row("E10d", "the page for the approver has what there is and says what is missing")
def test_the_evidence_says_what_there_is_and_what_is_missing(bench: Bench) -> None:
    figures = bench.folder / "k6.json"
    figures.write_text(json.dumps({"metrics": {"http_req_duration": {"values": {"p(95)": 212.4}}, "http_req_failed": {"values": {"rate": 0.0004}}}}))
    ran = bench.run(mode="evidence", service="orders/api", smoke="passed", k6_summary=str(figures), links='{"Dashboard": "https://d.example.com/x"}')
    run, sha = bench.waiting["id"], bench.sha
    assert 0 == ran.code
    assert [
        "### To approve: production",
        "",
        "| what | evidence |",
        "| --- | --- |",
        f"| Commit | [`{sha[:12]}`](https://github.com/{NAME}/commit/{sha}) |",
        "| Smoke tests | passed |",
        "| Load test | p95 212 ms, 0.04 % errors |",
        "| Changes | the live version is not known |",
        "| Rollback plan | no release was verified there yet, so none can come back: be ready to mend forward |",
        f"| Logs | [this run](https://github.com/{NAME}/actions/runs/{run}) |",
        "| Dashboard | [open](https://d.example.com/x) |",
    ] == ran.summary.splitlines()[:11]
