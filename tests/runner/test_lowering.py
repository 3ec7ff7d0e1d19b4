"""What a workflow's text becomes for act."""

from __future__ import annotations

import pytest

from synth.runs.lowering import Imitated, lower, scoped_name
from synth.runs.values import RunnerError, Scoped

WORKFLOW = """\
name: Deliver
on:
  push:
    branches: [main]
permissions: {}
concurrency: {group: one, queue: max}
jobs:
  build:
    name: Build it
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    steps:
      - uses: $/.github/actions/build
        with: {x: "${{ vars.URL }}"}
  deploy:
    needs: build
    if: vars.URL != ''
    runs-on: [self-hosted, linux]
    environment: {name: production, url: "https://example.com", deployment: false}
    permissions: {id-token: write}
    env: {URL: "${{ vars.URL }} and ${{ vars['URL'] }}, not vars.URL"}
    steps:
      - run: deploy "$KEY"
        env: {KEY: "${{ secrets.KEY }}", OTHER: "${{ secrets.KEYS }}"}
  call:
    uses: $/.github/workflows/called.yml
    permissions: {id-token: write}
"""

LOWERED = """\
name: Deliver
on:
  push:

jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 5
    steps:
      - name: $/.github/actions/build
        uses: octo-org/octo-app/.github/actions/build@0000000000000000000000000000000000000000
        with:
          x: ${{ vars.URL }}

  deploy:
    needs:
      - build
    if: vars.URL != ''
    runs-on: ubuntu-latest
    env:
      URL: ${{ vars.URL__PRODUCTION }} and ${{ vars.URL__PRODUCTION }}, not vars.URL
      ACTIONS_ID_TOKEN_REQUEST_URL: http://here/token?job=deploy&environment=production
    steps:
      - name: Approval of production (imitated)
        run: |
          import os, sys, urllib.error, urllib.request
          try:
              urllib.request.urlopen(os.environ['GHSYNTH_GATE']).close()
          except urllib.error.HTTPError as error:
              sys.exit('::error::' + error.read().decode())
        shell: python3 -I {0}
        env:
          GHSYNTH_GATE: http://here/gate?environment=production
      - run: deploy "$KEY"
        env:
          KEY: ${{ secrets.KEY__PRODUCTION }}
          OTHER: ${{ secrets.KEYS }}

  call:
    uses: ./.github/workflows/called.yml
"""
IMITATED = Imitated(
    repository="octo-org/octo-app",
    identity=lambda job, environment: {"ACTIONS_ID_TOKEN_REQUEST_URL": f"http://here/token?job={job}&environment={environment}"},
    gate="http://here/gate",
    scoped=Scoped(variables={"production": {"URL": "x"}, "": {"OTHER": "y"}}, secrets={"production": {"KEY": "z"}}),
)


def test_the_whole_of_a_workflow() -> None:
    assert LOWERED == lower(WORKFLOW, "deliver.yml", IMITATED)


@pytest.mark.parametrize(
    ("workflow", "job", "caller", "wanted"),
    [
        ("", "", None, False),
        ("permissions: {id-token: write}", "", None, True),
        ("permissions: write-all", "", None, True),
        ("permissions: {id-token: write}", "permissions: {contents: read}", None, False),
        ("permissions: {id-token: write}", "permissions: {id-token: none}", None, False),
        ("permissions: read-all", "permissions: {id-token: write}", None, True),
        ("", "", True, True),
        ("", "", False, False),
        ("", "permissions: {id-token: write}", True, True),
        ("", "permissions: {id-token: write}", False, False),
        ("permissions: {}", "", True, False),
    ],
)
def test_only_a_job_that_may_asks_for_identity_tokens(workflow: str, job: str, caller: bool | None, wanted: bool) -> None:
    text = f"on: {'push' if caller is None else 'workflow_call'}\n{workflow}\njobs:\n  one:\n    runs-on: x\n    {job}\n    steps: [{{run: echo}}]\n"
    assert wanted == ("ACTIONS_ID_TOKEN_REQUEST_URL" in lower(text, "one.yml", IMITATED, caller))


def test_an_environment_that_only_the_run_knows() -> None:
    text = "on: push\njobs:\n  one:\n    runs-on: x\n    environment: ${{ inputs.to }}\n    steps: [{run: echo}]\n"
    assert "GHSYNTH_GATE: http://here/gate?environment=${{ inputs.to }}\n" in lower(text, "one.yml", IMITATED)
    with pytest.raises(RunnerError, match=r"job 'one'  reads variables of an environment that only the run knows: \$\{\{ inputs.to \}\}"):
        lower(text.replace("[{run: echo}]", '[{run: "echo ${{ vars.URL }}"}]'), "one.yml", IMITATED)


def test_a_file_that_github_refuses_is_named_with_its_line() -> None:
    with pytest.raises(RunnerError, match=r"^one\.yml:3  "):
        lower("on: push\njobs:\n  one: 7\n", "one.yml", IMITATED)


def test_a_variable_of_an_environment_has_a_name_of_its_own() -> None:
    assert ["URL", "URL__EU_WEST_1"] == [scoped_name("URL", ""), scoped_name("URL", "eu-west-1")]


def test_only_the_jobs_that_run() -> None:
    assert [] == [job for job in ("deploy", "call") if f"  {job}:" in lower(WORKFLOW, "deliver.yml", IMITATED, only=["build"])]
