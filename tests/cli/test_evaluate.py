"""`ghsynth eval`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

GHSYNTH = Path(sys.executable).with_name("ghsynth")


def ran(*words: str, given: str = "") -> tuple[int, str, str]:
    done = subprocess.run([GHSYNTH, "eval", *words], input=given, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_a_value_is_json(tmp_path: Path) -> None:
    context = tmp_path / "ctx.json"
    context.write_text('{"github": {"ref_name": "main", "run": 3}}')
    assert (0, '"production"\n', "") == ran("${{ github.ref_name == 'MAIN' && 'production' || 'staging' }}", "--context", str(context))
    assert (0, "4\n", "") == ran("fromJSON('[4]')[0]")
    assert (0, "null\n", "") == ran("")


def test_a_mistake_is_shown_under_the_expression() -> None:
    expected = "github.ref == 'x'\n^ Unrecognized named-value: 'github'\ngive the contexts with --context FILE\n"
    assert (2, "", expected) == ran("github.ref == 'x'")
    assert (2, "", "1 = 2\n  ^ Unexpected symbol: '='\n") == ran("1 = 2")
    assert (2, "", "The following format string is invalid: {\n") == ran("format('{')")


@pytest.mark.parametrize(
    ("text", "message"), [(None, "cannot be read: No such file or directory"), ("{", "is no JSON: "), ("[]", "is no JSON object")]
)
def test_a_context_that_cannot_be_read(tmp_path: Path, text: str | None, message: str) -> None:
    context = tmp_path / "ctx.json"
    if text is not None:
        context.write_text(text)
    code, out, err = ran("1", "--context", str(context))
    assert (2, "", True) == (code, out, err.startswith(f"{context}  {message}"))


def test_a_batch_answers_each_line() -> None:
    lines = [
        {"id": 1, "expr": "1 < 2"},
        {"id": "b", "expr": "a.b", "contexts": {"a": {"B": [1.5]}}},
        {"id": 3, "expr": "x"},
        {"id": 4, "expr": "format('}')"},
    ]
    code, out, err = ran("--batch", given="".join(json.dumps(line) + "\n" for line in lines))
    expected = [
        {"id": 1, "kind": "Boolean", "value": True},
        {"id": "b", "kind": "Array", "value": [1.5]},
        {"id": 3, "error": "parsing", "message": "Unrecognized named-value: 'x'. Located at position 1 within expression: x"},
        {"id": 4, "error": "evaluation", "message": "The following format string is invalid: }"},
    ]
    assert (0, expected, "") == (code, [json.loads(line) for line in out.splitlines()], err)
    assert (2, "", True) == (*(answer := ran("--batch", given="{}\n"))[:2], answer[2].startswith("line 1 is no "))
