"""Comments that silence findings, and comments that should not be there."""

from __future__ import annotations

import pytest

from synth.validate import validate

JOB = "on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n"
OLD = 'run: echo "::set-output name=a::b"'
RULE = "deprecated-command"


def found(text: str, level: str = "lint") -> list[tuple[int, int, str, str]]:
    return [(f.where.line, f.where.column, f.rule, f.message) for f in validate(text, "x.yml", level=level) if f.where]


@pytest.mark.parametrize(
    "step",
    [
        f"      - {OLD} # ghsynth: ignore[{RULE}] an old runner\n",
        f"      - {OLD} # see above; ghsynth: ignore[ {RULE} ]: an old runner\n",
        f"      # ghsynth: ignore[{RULE}] an old runner\n      - {OLD}\n",
        f"      # ghsynth: ignore[{RULE}] an old runner\n\n      # more words\n      - {OLD}\n",
        f'      - run: | # ghsynth: ignore[{RULE}] an old runner\n          x\n          echo "::set-output name=a::b"\n',
        f'      # ghsynth: ignore[{RULE}] an old runner\n      - run: |\n          x\n          echo "::set-output name=a::b"\n',
    ],
)
def test_a_finding_is_silenced_with_a_reason(step: str) -> None:
    assert [] == found(JOB + step)


def test_a_comment_inside_a_text_is_none() -> None:
    step = f'      - run: |\n          # ghsynth: ignore[{RULE}] an old runner\n          echo "::set-output name=a::b"\n'
    assert [(8, 17, RULE, "the command 'set-output' is deprecated")] == found(JOB + step)


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        (f"ghsynth: ignore[{RULE}]", [(6, 46, "suppression", f"nothing says why {RULE} does not count here")]),
        (
            "ghsynth: ignore an old runner",
            [(6, 20, RULE, "the command 'set-output' is deprecated"), (6, 46, "suppression", "this names no rule")],
        ),
        (
            "ghsynth: ignore[deprecated-comand] an old runner",
            [
                (6, 20, RULE, "the command 'set-output' is deprecated"),
                (6, 46, "suppression", "there is no rule 'deprecated-comand'; did you mean 'deprecated-command'?"),
            ],
        ),
        (f"ghsynth: ignore[{RULE}, shell-name] an old runner", [(6, 46, "suppression", "'shell-name' finds nothing here")]),
        (f"ghsynth: ignore[{RULE}, suppression] an old runner", [(6, 46, "suppression", "'suppression' cannot be silenced")]),
    ],
)
def test_what_is_wrong_with_a_comment(comment: str, expected: list[tuple[int, int, str, str]]) -> None:
    assert expected == found(f"{JOB}      - {OLD} # {comment}\n")


def test_what_github_refuses_cannot_be_silenced() -> None:
    text = "on: push\njobs:\n  build:\n    needs: nothing # ghsynth: ignore[unknown-needs] later\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n"
    assert [(4, 12, "unknown-needs"), (4, 22, "suppression")] == [one[:3] for one in found(text)]
    assert ["unknown-needs"] == [rule for _, _, rule, _ in found(text, "grammar")]


def test_a_rule_that_was_not_asked_for_is_not_unused() -> None:
    text = f"{JOB}      - run: make # ghsynth: ignore[template-injection] of the security rules\n"
    assert [] == found(text, "lint")
    assert "suppression" in [rule for _, _, rule, _ in found(text, "policy")]


def test_several_rules_and_several_findings() -> None:
    text = f'{JOB}      - run: echo "::set-output name=a::b" "::save-state name=a::b" ${{{{ github.head_ref }}}} # ghsynth: ignore[{RULE},untrusted-input] a test\n'
    assert [] == found(text)
