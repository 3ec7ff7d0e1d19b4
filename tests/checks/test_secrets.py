"""Secrets and credentials in files: who reads them, beside whom, and in which form."""

from __future__ import annotations

import pytest

from synth.validate import validate
from tests.checks.clean import TOP, found, rules, workflow

TRIVY = "aquasecurity/setup-trivy@81e514348e19b6112ce2a7e3ecbafe19c1e1f567 # v0.3.1\n  with:\n    version: v0.75.0"
OUTSIDE = "secret-outside-environment"
BESIDE = "credentials-beside-strangers"
CREDENTIALS = """
container:
  image: registry.example.com/tools@sha256:742f40ea20b9ff2ff31db5458d127452988a2164df9e17441e191f3b72252193
  credentials:
    username: builder
    password: ${{ secrets.PASSWORD }}
"""
SERVICE = """
services:
  database:
    image: postgres@sha256:742f40ea20b9ff2ff31db5458d127452988a2164df9e17441e191f3b72252193
    env:
      POSTGRES_PASSWORD: ${{ secrets['PASSWORD'] }}
"""


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        (workflow("- run: x\n  env:\n    T: ${{ secrets.TOKEN }}"), 14, 18),
        (workflow("- run: x ${{ secrets.TOKEN }}", "environment: a").replace("    environment: a\n", ""), 12, 20),
        (workflow(job="env:\n  T: ${{ secrets.TOKEN }}"), 12, 14),
        (workflow(job="env:\n  T: ${{ format('secrets.NO {0}', secrets.TOKEN) }}"), 12, 39),
    ],
)
def test_a_secret_outside_an_environment_is_found_where_it_stands(text: str, line: int, column: int) -> None:
    message = "job 'Build' reads secret 'TOKEN' and has no environment"
    assert (line, column, OUTSIDE, message) in found(text)


@pytest.mark.parametrize(("job", "line"), [(CREDENTIALS, 15), (SERVICE, 15)])
def test_secrets_of_containers_and_services_count(job: str, line: int) -> None:
    assert [(line, OUTSIDE)] == [(at, rule) for at, _, rule, _ in found(workflow(job=job))]


def test_a_secret_of_the_whole_workflow_is_found_where_it_is_given() -> None:
    text = workflow(top=TOP + "env:\n  T: ${{ secrets.TOKEN }}\n")
    assert [(7, 10, OUTSIDE, "the whole workflow is given secret 'TOKEN', and job 'Build' has no environment")] == found(text)


@pytest.mark.parametrize(
    "text",
    [
        workflow("- run: x\n  env:\n    T: ${{ secrets.TOKEN }}", "environment: production"),
        workflow("- run: x\n  env:\n    T: ${{ secrets.TOKEN }}", "environment: ${{ github.ref_name }}"),
        workflow("- run: x\n  env:\n    T: ${{ secrets.github_token }}"),
        workflow("- run: x\n  env:\n    T: ${{ github.token }}"),
        workflow("- run: x\n  if: steps.secrets.outcome == 'success'\n", "").replace("- run: x", "- id: secrets\n        run: y\n      - run: x"),
        workflow("- run: echo 'secrets.TOKEN'"),
        workflow("- run: x\n  env:\n    T: ${{ secrets.TOKEN }}", top=TOP.replace("on: push", "on:\n  workflow_call:\n    secrets:\n      token:")),
    ],
)
def test_what_reads_no_secret_or_has_an_environment_is_left_alone(text: str) -> None:
    assert [] == found(text)


@pytest.mark.parametrize(
    "job",
    [
        "environment: a\nenv:\n  T: ${{ secrets.TOKEN }}",
        f"environment: a{CREDENTIALS}",
        f"environment: a{SERVICE}",
        "permissions:\n  id-token: write # sign in",
    ],
)
def test_a_stranger_beside_credentials_is_found(job: str) -> None:
    text = workflow(f"- uses: {TRIVY}", job)
    assert [BESIDE] == rules(text)


@pytest.mark.parametrize("level", ["none", "read"])
def test_a_stranger_beside_no_credentials_is_not(level: str) -> None:
    scope = "id-token: none" if level == "none" else "contents: read"
    assert [] == found(workflow(f"- uses: {TRIVY}", f"permissions:\n  {scope}"))


def test_an_owner_that_the_settings_trust_is_no_stranger() -> None:
    text = workflow(f"- uses: {TRIVY}", "permissions:\n  id-token: write # sign in")
    assert [] == validate(text, "x.yml", settings={"trusted": ["aquasecurity"]})
    assert [BESIDE] == [finding.rule for finding in validate(text, "x.yml", settings={"trusted": ["aqua"]})]


@pytest.mark.parametrize("expression", ["toJSON(secrets)", "secrets", "secrets.*", "secrets[matrix.name]", "toJSON( secrets )"])
def test_all_secrets_are_too_many(expression: str) -> None:
    text = workflow(f"- run: x\n  env:\n    T: ${{{{ {expression} }}}}", "environment: a")
    assert "overprovisioned-secrets" in rules(text)


@pytest.mark.parametrize("expression", ["fromJSON(secrets.A).b", "fromJson(secrets['A'])['b']"])
def test_parts_of_a_secret_are_shown(expression: str) -> None:
    text = workflow(f"- run: x\n  env:\n    T: ${{{{ {expression} }}}}", "environment: a")
    assert [(15, 18, "unredacted-secrets", "the parts of this secret are shown in logs")] == found(text)


def test_inherited_secrets_are_found_at_the_call() -> None:
    text = f"{TOP}jobs:\n  a:\n    name: A\n    uses: $/.github/workflows/b.yml\n    secrets: inherit\n"
    assert [(9, 11, "secrets-inherit", "job 'a' hands every secret to $/.github/workflows/b.yml")] == found(text)
