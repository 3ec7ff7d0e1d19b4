"""Jobs that call workflows, and what those take and ask for."""

from __future__ import annotations

import pytest

from tests.checks.reports import Reported, reported, severities

CALLED = ".github/workflows/called.yml"
STEPS = "\n    runs-on: ubuntu-latest\n    steps: [{run: make}]\n"
TAKES = f"""
on:
  workflow_call:
    inputs:
      name: {{type: string, required: true}}
      count: {{type: number}}
      fast: {{type: boolean}}
      side: {{type: string, required: true, default: left}}
    secrets:
      token: {{required: true}}
      other:
jobs:
  inner:{STEPS}"""


def call(reference: str = f"./{CALLED}", more: str = "", top: str = "") -> str:
    """A workflow whose job `go` in line 3 calls another; what it gives begins in line 5."""
    return f"on: push\n{top}jobs:\n  go:\n    uses: {reference}\n" + "".join([f"    {line}\n" for line in more.split("\n") if line])


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("a/b/.github/workflows/c.yml@v1", ""),
        ("a/b/.github/workflows/c.yaml@feature/x", ""),
        ("./.github/workflows-lab/c.yml", ""),
        ("a/b/.github/workflows/c.yml", "has no version: which tag, branch or commit is meant"),
        ("a/b@main", "names no file in the folder .github/workflows of a repository"),
        ("c.yml@v1", "names no file in the folder .github/workflows of a repository"),
        ("a/b/.github/workflows/c.txt@v1", "is no workflow: its file has to end in '.yml' or '.yaml'"),
        ("./.github/workflows/c.exe", "is no workflow: its file has to end in '.yml' or '.yaml'"),
        ("./.github/workflows/.yml", "names a file without a name"),
        ("./.github/workflows/x/c.yml", "lies in a folder below .github/workflows, where GitHub does not look"),
        ("./.github/workflows/c.yml@v1", "has a version, but it is a file of this very commit"),
        ("$/.github/workflows/c.yml@v1", "has a version, but it is a file of this very commit"),
        ("a*/b/.github/workflows/c.yml@v1", "has an owner that no account can have: 'a*'"),
        ("a/b c/.github/workflows/c.yml@v1", "has a repository that none can be called: 'b c'"),
        ("a/b/.github/workflows/c.yml@v1.", "has a version that begins or ends with '/' or '.': 'v1.'"),
        ("a/b/.github/workflows/c.yml@v1 x", "has a space in its version: 'v1 x'"),
        ("a/b/.github/workflows/c.yml@v1.lock", "has a version that git cannot have: 'v1.lock'"),
        ("a/b/.github/workflows/c.yml@a..b", "has a version that git cannot have: 'a..b'"),
        ("./workflows/c.yml", "does not lie in .github/workflows, where GitHub looks for workflows"),
    ],
)
def test_a_job_calls_a_workflow(reference: str, said: str) -> None:
    expected = [(4, 11, "call-reference", f"'{reference}' {said}")] if said else []
    assert expected == reported(call(f'"{reference}"'))


def test_a_workflow_outside_its_folder_is_worth_a_note_when_it_is_there() -> None:
    beside = {"workflows/c.yml": f"on: workflow_call\njobs:\n  a:{STEPS}"}
    assert [("call-reference", "note", "lint")] == severities(call("./workflows/c.yml"), beside=beside)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("with: {name: a}\nsecrets: {token: a}", []),
        ("with: {NAME: a, count: 1, fast: true}\nsecrets: inherit", []),
        ("with: {name: '${{ github.ref }}', count: '${{ fromJSON(vars.N) }}', fast: 'true'}\nsecrets: inherit", []),
        (
            "secrets: inherit",
            [(4, 11, "call-inputs", f"job 'go' does not give the input 'name', which './{CALLED}' requires")],
        ),
        (
            "with: {name: a}",
            [(4, 11, "call-secrets", f"job 'go' does not give the secret 'token', which './{CALLED}' requires")],
        ),
        (
            "with: {name: a, cuont: 1}\nsecrets: inherit",
            [(5, 21, "call-inputs", f"'./{CALLED}' has no input 'cuont'; did you mean 'count'?")],
        ),
        (
            "with: {name: a}\nsecrets: {token: a, tokn: b}",
            [(6, 25, "call-secrets", f"'./{CALLED}' has no secret 'tokn'; did you mean 'token'?")],
        ),
        (
            "with: {name: a, count: many, fast: maybe}\nsecrets: inherit",
            [
                (5, 28, "call-inputs", "the input 'count' is a number, and 'many' is given"),
                (5, 40, "call-inputs", "the input 'fast' is a boolean, and 'maybe' is given"),
            ],
        ),
        (
            "with: {name: true, count: '${{ true }}'}\nsecrets: inherit",
            [
                (5, 18, "call-inputs", "the input 'name' is a string, and true is given"),
                (5, 35, "call-input-type", "the called workflow's input 'count' is a number, and this gives a truth value"),
            ],
        ),
        ("with: {name: '', side: }\nsecrets: inherit", []),
        ("with: {name: null}\nsecrets: inherit", [(5, 18, "call-inputs", "the input 'name' is a string, and empty is given")]),
    ],
)
def test_a_call_gives_what_is_taken(given: str, expected: Reported) -> None:
    assert expected == reported(call(more=given), beside={CALLED: TAKES})


def test_github_refuses_a_literal_of_another_type_and_turns_true_into_a_text() -> None:
    given = "with: {name: true, count: many}\nsecrets: inherit"
    assert [("call-inputs", "warning", "lint"), ("call-inputs", "error", "grammar")] == severities(call(more=given), beside={CALLED: TAKES})


def test_a_called_workflow_of_another_repository_is_looked_at_when_it_is_at_hand() -> None:
    text = call("o/r/.github/workflows/c.yml@v1")
    assert ["call-inputs", "call-secrets"] == [rule for _, _, rule, _ in reported(text, beside={"o/r/.github/workflows/c.yml": TAKES})]
    assert [] == reported(text, beside={})


@pytest.mark.parametrize(
    ("called", "expected"),
    [
        ({}, [(4, 11, "call-target", f"job 'go' calls './{CALLED}', which is not in the repository")]),
        ({CALLED: f"on: push\njobs:\n  a:{STEPS}"}, [(4, 11, "call-target", f"job 'go' calls './{CALLED}', which is no reusable workflow")]),
        ({CALLED: f"on: [push, workflow_call]\njobs:\n  a:{STEPS}"}, []),
        (
            {CALLED: f"on: workflow_call\njobs:\n  a:\n    uses: $/{CALLED}\n"},
            [(4, 11, "call-nesting", f"job 'go' leads into a circle: './{CALLED}' calls './{CALLED}'")],
        ),
    ],
)
def test_a_called_workflow_can_be_called(called: dict[str, str], expected: Reported) -> None:
    assert expected == reported(call(), beside=called)


def levels(count: int) -> dict[str, str]:
    """Workflows that call one another; the last does the work."""
    folder = ".github/workflows"
    calls = {f"{folder}/{i}.yml": f"on: workflow_call\njobs:\n  a:\n    uses: ./{folder}/{i + 1}.yml\n" for i in range(1, count)}
    return calls | {f"{folder}/{count}.yml": f"on: workflow_call\njobs:\n  a:{STEPS}"}


def test_ten_levels_are_allowed() -> None:
    assert [] == reported(call("./.github/workflows/1.yml"), beside=levels(9))
    assert [(4, 11, "call-nesting")] == [found[:3] for found in reported(call("./.github/workflows/1.yml"), beside=levels(10))]


def test_a_workflow_that_is_called_twice_is_no_circle() -> None:
    twice = call("./.github/workflows/1.yml") + "  again:\n    uses: ./.github/workflows/2.yml\n"
    assert [] == reported(twice, beside=levels(3))


def asking(top: str = "", inner: str = "", more: str = "") -> str:
    return f"on: workflow_call\n{top}jobs:\n  inner:\n{inner}{more or STEPS[1:]}"


@pytest.mark.parametrize(
    ("top", "beside", "expected"),
    [
        ("", {CALLED: asking("permissions: {contents: write}\n")}, []),
        ("permissions: {contents: write}\n", {CALLED: asking("permissions: {contents: write}\n")}, []),
        ("permissions: write-all\n", {CALLED: asking("permissions: {contents: write, id-token: write}\n")}, []),
        ("permissions: read-all\n", {CALLED: asking("permissions: read-all\n")}, []),
        (
            "permissions: {contents: read}\n",
            {CALLED: asking("permissions: {contents: write}\n")},
            [f"job 'go' calls the workflow './{CALLED}', which asks for 'contents: write', but may have 'contents: read'"],
        ),
        (
            "permissions: {}\n",
            {CALLED: asking(inner="    name: Inside\n    permissions: {id-token: write}\n")},
            [f"job 'go' calls './{CALLED}' with the job 'Inside', which asks for 'id-token: write', but may have 'id-token: none'"],
        ),
        (
            "",
            {
                CALLED: asking("permissions: {contents: read}\n", more="    uses: ./.github/workflows/deeper.yml\n"),
                ".github/workflows/deeper.yml": asking(inner="    permissions: {contents: write}\n"),
            },
            [
                "job 'go' calls './.github/workflows/deeper.yml' with the job 'inner', which asks for 'contents: write', but may have 'contents: read'",
            ],
        ),
    ],
)
def test_a_called_workflow_asks_for_no_more_than_its_caller_has(top: str, beside: dict[str, str], expected: list[str]) -> None:
    line = 3 + top.count("\n")
    assert [(line, 3, "call-permissions", message) for message in expected] == reported(call(top=top), beside=beside)


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("{type: number, default: 3}", []),
        ("{type: boolean, default: '${{ github.ref != 0 }}'}", []),
        ("{type: number, default: a}", [(4, 34, "call-default-type", "the default of 'x' is 'a', which is no number")]),
        ("{type: boolean, default: 3}", [(4, 35, "call-default-type", "the default of 'x' is 3, which is no boolean")]),
    ],
)
def test_a_default_is_of_the_inputs_type(declared: str, expected: Reported) -> None:
    assert expected == reported(f"on:\n  workflow_call:\n    inputs:\n      x: {declared}\njobs:\n  a:{STEPS}")
