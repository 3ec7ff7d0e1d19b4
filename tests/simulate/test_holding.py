"""What jobs hold: from the repository itself, from a fork, and as Dependabot; concurrency groups."""

from __future__ import annotations

import pytest

from synth.simulate.values import Event, Held
from tests.simulate.telling import of_jobs, simulated, workflow

JOBS = """
a: {permissions: {contents: write, id-token: write, issues: none}, env: {A: "${{ secrets.A }}", T: "${{ secrets.GITHUB_TOKEN }}"}}
b: {}
c: {permissions: {}}
"""
FORK = Event(name="pull_request", fork=True)


def test_of_the_repository() -> None:
    found = of_jobs(JOBS)
    assert [{"contents": "write", "id-token": "write"}, None, {}] == [found.job(id).permissions for id in "abc"]
    assert ("A", "GITHUB_TOKEN") == found.job("a").secrets


def test_of_a_fork() -> None:
    found = of_jobs(JOBS, FORK)
    assert ({"contents": "read"}, ("GITHUB_TOKEN",)) == (found.job("a").permissions, found.job("a").secrets)
    assert {"read"} == set((found.job("b").permissions or {}).values())
    assert ("a fork's run has a token that only reads, and no secrets; the repository may ask for an approval before it begins",) == found.workflows[
        0
    ].notes


def test_pull_request_target_of_a_fork_holds_everything() -> None:
    found = of_jobs(JOBS, Event(name="pull_request_target", fork=True))
    assert {"contents": "write", "id-token": "write"} == found.job("a").permissions


def test_a_fork_is_seen_by_conditions() -> None:
    jobs = "a: {if: github.event.pull_request.head.repo.fork}\nb: {if: github.event.pull_request.head.repo.full_name == github.repository}"
    assert ["runs", "skipped"] == [job.status for job in of_jobs(jobs, Event(name="pull_request", fork=True, repository="o/r")).workflows[0].jobs]
    assert ["skipped", "runs"] == [job.status for job in of_jobs(jobs, Event(name="pull_request", repository="o/r")).workflows[0].jobs]


def test_dependabot_is_told_of() -> None:
    found = of_jobs(JOBS, Event(name="push", actor="dependabot[bot]"))
    assert 1 == len(found.workflows[0].notes)


@pytest.mark.parametrize(
    ("concurrency", "expected"),
    [
        ("g", Held(group="g", written="g", does="waits for what is in progress there, and takes the place of what already waits")),
        (
            "{group: '${{ github.workflow }}-${{ github.ref }}', cancel-in-progress: true}",
            Held(group="W-refs/heads/main", written="${{ github.workflow }}-${{ github.ref }}", does="cancels what is in progress there"),
        ),
        (
            "{group: g, cancel-in-progress: \"${{ github.ref != 'refs/heads/main' }}\"}",
            Held(group="g", written="g", does="waits for what is in progress there, and takes the place of what already waits"),
        ),
        ("{group: '${{ github.run_id }}'}", Held(group=None, written="${{ github.run_id }}", does="waits for what is in progress there, and takes the place of what already waits")),
        ("{group: g, queue: max}", Held(group="g", written="g", does="waits behind all that is in progress or waits there")),
    ],
)  # fmt: skip
def test_concurrency(concurrency: str, expected: Held) -> None:
    assert expected == simulated(f"name: W\non: push\nconcurrency: {concurrency}").workflows[0].concurrency


def test_inputs_of_a_person() -> None:
    text = """
on:
  workflow_dispatch:
    inputs:
      dry: {type: boolean, default: true}
      where: {type: choice, options: [dev, prod]}
      count: {type: number}
      what: {required: true}
jobs:
  a: {if: inputs.dry, runs-on: x, steps: [{run: x}]}
  b: {if: inputs.where == 'prod', runs-on: x, steps: [{run: x}]}
  c: {if: github.event.inputs.dry == 'false', runs-on: x, steps: [{run: x}]}
  d: {if: inputs.what == 'x', runs-on: x, steps: [{run: x}]}
"""
    assert workflow(text)
    assert ["runs", "skipped", "skipped", "unknown"] == [job.status for job in simulated(text, "workflow_dispatch").workflows[0].jobs]
    given = Event(name="workflow_dispatch", inputs={"dry": "false", "where": "prod", "what": "x"})
    assert ["skipped", "runs", "runs", "runs"] == [job.status for job in simulated(text, given).workflows[0].jobs]
