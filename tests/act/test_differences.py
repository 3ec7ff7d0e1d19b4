"""What act does otherwise than GitHub. Each is imitated, refused or checked without it (synth.runs); when one of these fails, act has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.act.runner import Run, repository, run

pytestmark = pytest.mark.slow

IGNORED = """
name: Ignored
on:
  push:
    branches: [other]
    paths: [none]
jobs:
  first:
    runs-on: ubuntu-24.04
    permissions: {id-token: write}
    environment: production
    concurrency: one
    strategy: {matrix: {k: [1]}}
    outputs:
      masked: ${{ steps.mask.outputs.masked }}
    steps:
      - run: echo "identity=[${ACTIONS_ID_TOKEN_REQUEST_URL:-}] index=[${{ strategy.job-index }}] total=[${{ strategy.job-total }}]"
      - run: echo "runner=[${{ runner.environment }}] ref=[${{ github.workflow_ref }}]"
      - id: mask
        run: |
          echo "::add-mask::hidden-value"
          echo "masked=hidden-value" >> "$GITHUB_OUTPUT"
      - run: sleep 4; echo "slept"
        timeout-minutes: 0.05
  second:
    needs: first
    runs-on: ubuntu-24.04
    steps:
      - run: echo "received=[${{ needs.first.outputs.masked }}]"
  beside:
    runs-on: ubuntu-24.04
    services: {db: {image: postgres, ports: ['5432:5432']}}
    steps:
      - run: echo "port=[${{ job.services.db.ports['5432'] }}]"
  call:
    uses: ./.github/workflows/called.yml
"""
CALLED = """
name: Called
on: workflow_call
jobs:
  one:
    runs-on: ubuntu-24.04
    steps:
      - run: echo "workflow=[${{ github.workflow }}]"
"""


@pytest.fixture(scope="module")
def ignored(tmp_path_factory: pytest.TempPathFactory) -> Run:
    files = {".github/workflows/ignored.yml": IGNORED, ".github/workflows/called.yml": CALLED}
    return run(repository(tmp_path_factory.mktemp("ignored") / "app", files), {})


def one(folder: Path, job: str) -> Run:
    return run(repository(folder / "app", {".github/workflows/one.yml": f"on: push\njobs:\n  one:\n    runs-on: ubuntu-24.04\n{job}"}), {})


def test_filters_of_branches_and_paths_are_not_applied(ignored: Run) -> None:
    assert (0, "success") == (ignored.code, ignored.jobs["first"])


def test_a_job_with_the_permission_gets_no_way_to_an_identity_token(ignored: Run) -> None:
    assert "identity=[]" in ignored.log


def test_an_environment_waits_for_nobody(ignored: Run) -> None:
    assert "success" == ignored.jobs["first"]


@pytest.mark.parametrize("empty", ["index=[]", "total=[]", "runner=[]", "ref=[]"])
def test_contexts_that_are_empty(ignored: Run, empty: str) -> None:
    assert empty in ignored.log


def test_less_than_a_minute_is_no_time_out(ignored: Run) -> None:
    assert "slept" in ignored.log


def test_a_masked_output_reaches_later_jobs(ignored: Run) -> None:
    assert "received=[hidden-value]" in ignored.log


def test_services_are_absent_without_a_word(ignored: Run) -> None:
    assert ("success", True) == (ignored.jobs["beside"], "port=[]" in ignored.log)


def test_a_called_workflow_is_called_by_its_own_name(ignored: Run) -> None:
    assert "workflow=[Called]" in ignored.log


def test_a_job_that_may_fail_fails_the_run_and_stops_the_next(tmp_path: Path) -> None:
    more = "  two:\n    needs: one\n    runs-on: ubuntu-24.04\n    steps: [{run: echo}]\n"
    done = one(tmp_path, f"    continue-on-error: true\n    steps: [{{run: exit 1}}]\n{more}")
    assert (1, {"one": "failure"}) == (done.code, done.jobs)


def test_a_container_fails(tmp_path: Path) -> None:
    done = one(tmp_path, "    container: alpine:3\n    steps: [{run: echo}]\n")
    assert 1 == done.code


@pytest.mark.parametrize(
    "job",
    [
        "    environment: {name: production, deployment: false}\n    steps: [{run: echo}]\n",
        "    steps: [{run: echo, background: true}]\n",
    ],
    ids=["environments without a deployment", "steps in the background"],
)
def test_newer_keys_are_refused(tmp_path: Path, job: str) -> None:
    assert (1, {}) == one(tmp_path, job)[:2]


def test_an_own_action_needs_a_checkout(tmp_path: Path) -> None:
    done = one(tmp_path, "    steps: [{uses: $/.github/actions/own}]\n")
    assert (1, {"one": "failure"}) == done[:2]
