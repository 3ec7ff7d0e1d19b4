"""Who approved, what is recorded of it, and what shows when the record is changed."""

from __future__ import annotations

import json

import pytest

from synth.runtime.approval.chain import START, fingerprint, first_broken
from tests.actions.approval_audit.conftest import DIGEST, NAME, Bench
from tests.github.faults import bad_gateway


@pytest.mark.row("E10c", "who approved, and when, is an entry of a hash chain")
def test_an_approval_is_recorded_with_its_time(bench: Bench) -> None:
    bench.approve()
    bench.deployed(waiting="2026-01-01T00:00:00Z", queued="2026-01-01T01:00:00Z")
    ran = bench.run(digest=DIGEST)
    expected = {
        "repository": NAME,
        "environments": ["production"],
        "run-id": str(bench.waiting["id"]),
        "run-attempt": 1,
        "sha": bench.sha,
        "digest": DIGEST,
        "approved-by": ["hubot"],
        "comments": ["Go"],
        "approved-at": "2026-01-01T01:00:00Z",
        "approved-at-from": "deployment status",
        "waited-seconds": 3600,
        "author": "octocat",
        "actor": "octocat",
        "triggered-by": "",
        "outcome": "passed",
        "reason": "hubot approved production",
    }
    assert (0, "hubot approved production") == ran.ended
    record = json.loads(ran.outputs["audit-json"])
    assert {**expected, "triggered-by": record["triggered-by"]} == record
    payload = [one["payload"] for one in bench.repository.deployments.values() if one["task"] == "ghsynth:approval"]
    assert [json.loads(ran.outputs["entry"])] == payload
    assert (1, START, ran.outputs["chain-hash"]) == (payload[0]["number"], payload[0]["previous"], fingerprint(payload[0]))


@pytest.mark.row("E10c", "who wrote the change cannot be the second pair of eyes")
def test_the_author_is_no_approver(bench: Bench) -> None:
    bench.approve("octocat")
    ran = bench.run()
    reason = "production is not approved: approvers: octocat, wanted 1 or more, not the author or who started the run"
    assert ((1, reason), "failed") == (ran.ended, json.loads(ran.outputs["audit-json"])["outcome"])
    assert 0 == bench.run(require_different_from_author="false").code


def test_nobody_is_no_approver(bench: Bench) -> None:
    assert (1, "production is not approved: approvers: nobody, wanted 1 or more") == bench.run(require_different_from_author="false").ended


def test_two_people_may_be_asked_for(bench: Bench) -> None:
    bench.approve("hubot")
    bench.approve("hubot")
    assert 1 == bench.run(min_approvers="2").code
    bench.approve("monalisa")
    assert (0, "hubot, monalisa approved production") == bench.run(min_approvers="2").ended


@pytest.mark.row("E10b", "an approval that came later than that is refused")
def test_a_stale_approval_is_refused(bench: Bench) -> None:
    bench.approve()
    bench.deployed(waiting="2026-01-01T00:00:00Z", queued="2026-01-02T01:00:00Z")
    assert (1, "production is not approved: wait: 25.0 hours, wanted at most 24 hours") == bench.run().ended


def test_what_cannot_be_asked_is_no_approval(bench: Bench) -> None:
    bench.github.faults.add(bad_gateway(times=100))
    ran = bench.run()
    assert (6, "inconclusive") == (ran.code, ran.outputs["outcome"])


@pytest.mark.row("E10c", "a changed entry is found")
def test_a_chain_that_was_changed_is_not_gone_on_with(bench: Bench) -> None:
    bench.approve()
    assert [0, 0] == [bench.run().code, bench.run().code]
    assert (0, "2 entries, all as they were written") == bench.run(mode="verify").ended
    first = next(one for one in bench.repository.deployments.values() if one["task"] == "ghsynth:approval")
    first["payload"]["record"]["approved-by"] = ["mallory"]
    assert (1, "entry 1 was changed: its hash is not that of its content") == bench.run(mode="verify").ended
    assert 1 == bench.run().code


def test_a_chain_without_entries_proves_nothing(bench: Bench) -> None:
    assert (6, "there is no entry: the chain was never written, or all of it was taken away") == bench.run(mode="verify").ended


def test_a_file_keeps_a_chain_too(bench: Bench) -> None:
    bench.approve()
    path = bench.folder / "chain.jsonl"
    hashes = [bench.run(previous=str(path)).outputs["chain-hash"] for _ in range(3)]
    lines = path.read_text().splitlines()
    assert (0, "3 entries, all as they were written") == bench.run(mode="verify", previous=str(path), token="").ended
    path.write_text("\n".join([lines[0], lines[2]]))
    assert (1, "entry 2 does not follow the one before: it says that it is number 3") == bench.run(mode="verify", previous=str(path)).ended
    path.write_text("\n".join(lines[:2]))
    ran = bench.run(mode="verify", previous=str(path), expected_hash=hashes[2])
    assert (1, f"entry 3 is missing: no entry has the hash {hashes[2]}") == ran.ended


@pytest.mark.parametrize("entry", [None, 1, {}, {"hash": "x"}])
def test_what_is_no_entry_breaks_the_chain(entry: object) -> None:
    assert (1, "is no entry") == first_broken([entry])


def test_all_inputs_that_are_wrong_are_said_at_once(bench: Bench) -> None:
    ran = bench.run(mode="x", digest="1", sha="abc", min_approvers="0")
    assert (2, 4) == (ran.code, ran.log.count("::error"))
