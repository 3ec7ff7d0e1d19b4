"""Scripts and expressions that do something else than they seem to."""

from __future__ import annotations

import pytest

from synth.validate import validate
from tests.checks.clean import TOP, found, rules, workflow

A = "a" * 40
INJECTION = "template-injection"


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("- run: echo ${{ github.sha }}", [(12, 22, INJECTION, "the value of github.sha becomes part of the script's code")]),
        ("- run: |\n    echo\n    x ${{ vars.A }}", [(14, 16, INJECTION, "the value of vars.A becomes part of the script's code")]),
        (
            f"- uses: actions/github-script@{A} # v9.0.0\n  with:\n    SCRIPT: x(${{{{ github.ref }}}})",
            [(14, 24, INJECTION, "the value of github.ref becomes part of the input 'SCRIPT''s code")],
        ),
        (f"- uses: owner/action@{A} # v9.0.0\n  with:\n    script: x(${{{{ github.ref }}}})", []),
        ("- run: echo ${{ '{{' }}", []),
        ("- run: echo\n  env:\n    A: ${{ github.ref }}", []),
        ("- run: echo\n  working-directory: ${{ github.workspace }}", []),
    ],
)
def test_scripts_read_values_from_the_environment(step: str, expected: list[tuple[int, int, str, str]]) -> None:
    assert expected == found(workflow(step))


def test_what_a_stranger_decides_is_told_once() -> None:
    assert ["untrusted-input"] == rules(workflow("- run: echo ${{ github.head_ref }}"))


@pytest.mark.parametrize(
    ("expression", "severity"), [("github.ref_name", "error"), ("github.sha", "warning"), ("matrix.a", "warning"), ("env.A", "error")]
)
def test_a_value_that_somebody_chooses_is_worse(expression: str, severity: str) -> None:
    text = workflow(f"- run: echo ${{{{ {expression} }}}}", "strategy: {matrix: {a: [1]}}")
    assert [(INJECTION, severity)] == [(finding.rule, finding.severity) for finding in validate(text, "x.yml")]


def test_steps_of_actions_and_of_parallel_groups_count() -> None:
    action = "name: A\ndescription: A\ninputs: {a: {description: A}}\nruns:\n  using: composite\n  steps:\n    - run: echo ${{ inputs.a }}\n      shell: bash\n"
    assert [(7, 20, INJECTION)] == [one[:3] for one in found(action, "action.yml")]
    assert [INJECTION] == rules(workflow("- parallel:\n    - run: echo ${{ github.sha }}\n    - run: make"))


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("npm install", []),
        ("npm ci", []),
        ("npm install ./local", []),
        ("npm install --prefix web", []),
        ("npm run add users", []),
        ("echo npm install serverless", []),
        ("npm i -g serverless", [(12, 14, "npm installs serverless without a lock file")]),
        ("make && npm install --global --silent 'serverless@4'", [(12, 22, "npm installs serverless@4 without a lock file")]),
        ("yarn global add serverless", [(12, 14, "yarn installs serverless without a lock file")]),
        ("sudo gem install rake", [(12, 19, "gem installs rake without a lock file")]),
        ("pip install boto3", []),
        ("pnpm add -g serverless", [(12, 14, "pnpm installs serverless without a lock file")]),
    ],
)
def test_packages_come_by_a_lock_file(script: str, expected: list[tuple[int, int, str]]) -> None:
    assert expected == [(line, column, message) for line, column, rule, message in found(workflow(f"- run: {script}")) if rule == "adhoc-packages"]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("github.ref == 'x' && '' || 'y'", "this never gives '', which counts as false: what stands behind '||' is taken always"),
        ("format('{0}', github.ref == 'x' && 0 || 1)", "this never gives 0, which counts as false: what stands behind '||' is taken always"),
        ("github.ref == 'x' && 'z' || 'y'", None),
        ("github.ref || github.sha && ''", None),
    ],
)
def test_a_choice_that_cannot_be_made(expression: str, expected: str | None) -> None:
    text = workflow(f"- run: make\n  env:\n    A: ${{{{ {expression} }}}}")
    assert ([] if expected is None else [expected]) == [message for _, _, rule, message in found(text) if rule == "unsound-ternary"]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("contains('refs/heads/main', github.ref)", 1),
        ("contains('a b', inputs.a)", 1),
        ("contains(github.ref, 'main')", 0),
        ("contains('push pull_request', github.event_name)", 0),
        ("contains('linux macos', matrix.os)", 0),
        ("contains(fromJSON('[\"a\"]'), github.ref)", 0),
    ],
)
def test_a_piece_of_a_text_is_no_element(expression: str, expected: int) -> None:
    text = workflow(f"- run: make\n  if: {expression}", top=TOP.replace("on: push", "on: {workflow_dispatch: {inputs: {a: {type: string}}}}"))
    assert expected == rules(text).count("unsound-contains")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("format('{0}', 'a')", ["format('{0}', 'a') is always the same"]),
        ("format('{0}{1}', github.sha, format('a'))", ["format('a') is always the same"]),
        ("1 == 2", ["1 == 2 is always the same"]),
        ("'a'", []),
        ("fromJSON('[1]')", []),
        ("format('{0}', github.sha)", []),
    ],
)
def test_what_is_always_the_same_is_written_out(expression: str, expected: list[str]) -> None:
    text = workflow(f"- run: make\n  env:\n    A: ${{{{ {expression} }}}}")
    assert expected == [message for _, _, rule, message in found(text) if rule == "obfuscation"]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('echo "A=$B" >> $GITHUB_ENV', [(12, 29)]),
        ("x | tee -a $GITHUB_PATH", [(12, 25)]),
        ('echo "A=1" >> "$GITHUB_ENV"', []),
        ('echo "A=$B" >> $GITHUB_OUTPUT', []),
    ],
)
def test_strangers_set_no_variables(script: str, expected: list[tuple[int, int]]) -> None:
    text = workflow(f"- run: {script}", top=TOP.replace("on: push", "on: workflow_run"))
    assert expected == [(line, column) for line, column, rule, _ in found(text) if rule == "github-env"]
    assert "github-env" not in rules(workflow(f"- run: {script}"))


@pytest.mark.parametrize(("value", "expected"), [("true", 1), ("'1'", 1), ("false", 0), ("''", 0)])
def test_commands_that_were_taken_away_stay_away(value: str, expected: int) -> None:
    assert expected == rules(workflow(f"- run: make\n  env:\n    ACTIONS_ALLOW_UNSECURE_COMMANDS: {value}")).count("insecure-commands")
