"""Called workflows in the place of the jobs that call them."""

from __future__ import annotations

from synth.simulate.values import Event
from tests.simulate.telling import of_jobs, statuses

CALLED = {
    ".github/workflows/called.yml": """
on:
  workflow_call:
    inputs:
      where: {type: string, required: true}
      dry: {type: boolean, default: true}
    outputs:
      version: {value: "${{ jobs.build.outputs.version }}"}
permissions: {contents: read, packages: write}
jobs:
  build:
    runs-on: x
    outputs: {version: "v-${{ inputs.where }}"}
    steps: [{run: "x ${{ secrets.GIVEN }} ${{ secrets.KEPT }}"}]
  deploy:
    needs: build
    if: ${{ !inputs.dry }}
    runs-on: x
    environment: ${{ inputs.where }}
    steps: [{run: x}]
"""
}
CALL = "uses: ./.github/workflows/called.yml"


def test_the_called_jobs_stand_in_its_place() -> None:
    found = of_jobs(
        f"""
        before: {{}}
        call: {{needs: before, {CALL}, with: {{where: prod, dry: false}}, secrets: {{GIVEN: x}}, permissions: {{contents: read, packages: read}}}}
        after: {{needs: call, if: needs.call.outputs.version == 'v-prod'}}
        """,
        others=CALLED,
        approved=["prod"],
    )
    assert {"before": "runs", "call": "runs", "call / build": "runs", "call / deploy": "waits", "after": "runs"} == statuses(found)
    build, deploy = found.job("call / build"), found.job("call / deploy")
    assert ({"contents": "read", "packages": "read"}, ("GIVEN",)) == (build.permissions, build.secrets)
    assert (("prod",), ("call / build",), "call") == (deploy.environments, deploy.needs, deploy.inside)
    assert ("before", "call / build", "call / deploy", "after") == found.started[0].critical


def test_what_a_call_skips_and_fails() -> None:
    jobs = f"call: {{{CALL}, with: {{where: dev}}}}\nafter: {{needs: call}}\nfailed: {{needs: call, if: failure()}}"
    expected = {"call": "runs", "call / build": "runs", "call / deploy": "skipped", "after": "runs", "failed": "skipped"}
    assert expected == statuses(of_jobs(jobs, others=CALLED))
    found = of_jobs(jobs, Event(name="push", results={"call/build": "failure"}), CALLED)
    assert {**expected, "after": "skipped", "failed": "runs"} == statuses(found)
    assert "failure" == found.job("call").result


def test_a_call_that_may_not_run_leaves_its_jobs_open() -> None:
    found = of_jobs(f"call: {{{CALL}, with: {{where: dev}}, if: vars.X}}", others=CALLED)
    assert {"call": "unknown", "call / build": "unknown", "call / deploy": "skipped"} == statuses(found)
    assert "it is unknown whether 'call' runs; then: nothing stands before it" == found.job("call / build").why


def test_a_matrix_of_calls() -> None:
    found = of_jobs(f"call: {{{CALL}, strategy: {{matrix: {{e: [a, b]}}}}, with: {{where: '${{{{ matrix.e }}}}', dry: false}}}}", others=CALLED)
    assert ["call", "call (a) / build", "call (a) / deploy", "call (b) / build", "call (b) / deploy"] == list(statuses(found))
    assert (("a",), ("b",)) == (found.job("call (a) / deploy").environments, found.job("call (b) / deploy").environments)


def test_a_workflow_of_another_repository_is_unknown() -> None:
    found = of_jobs("call: {uses: ./.github/workflows/none.yml}\nafter: {needs: call, if: needs.call.outputs.x == 'y'}")
    assert "nothing stands before it; what it calls is not at hand" == found.job("call").why
    assert {"call": "runs", "after": "unknown"} == statuses(found)


def test_workflows_that_call_themselves_end() -> None:
    circle = {".github/workflows/c.yml": "on: workflow_call\njobs: {again: {uses: ./.github/workflows/c.yml}}"}
    assert 10 == len(statuses(of_jobs("call: {uses: ./.github/workflows/c.yml}", others=circle)))
