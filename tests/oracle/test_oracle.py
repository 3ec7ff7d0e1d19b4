"""GitHub's own evaluator and parser, and npm's YAML reader, answer as known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests import oracle


def test_expressions_are_evaluated_with_their_contexts() -> None:
    cases: list[tuple[str, dict[str, Any]]] = [
        ("1 + 1", {}),
        ("github.ref == 'refs/heads/main'", {"github": {"ref": "refs/heads/main"}}),
        ("github.ref", {"github": {"ref": "x"}}),
        ("format('{0}-{1}', 'a', 2)", {}),
        ("github.nothing", {"github": {}}),
        ("fromJSON('[1]')[0]", {}),
    ]
    answers = oracle.evaluate(cases)
    assert ["error" in answer for answer in answers] == [True, False, False, False, False, False]
    assert [
        {"kind": "Boolean", "value": True},
        {"kind": "String", "value": "x"},
        {"kind": "String", "value": "a-2"},
        {"kind": "Null", "value": None},
        {"kind": "Number", "value": 1},
    ] == answers[1:]


def test_yaml_is_read_as_npm_reads_it() -> None:
    answers = oracle.read_yaml(["a: [1, on, 'x']\n", "a: b: c\n", ""])
    assert [{"value": {"a": [1, "on", "x"]}}, True, {"value": None}] == [answers[0], "error" in answers[1], answers[2]]


def test_workflows_and_actions_are_parsed() -> None:
    good = "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo\n"
    action = "name: A\ndescription: B\nruns:\n  using: composite\n  steps:\n    - run: echo\n      shell: bash\n"
    answers = oracle.parse(
        [("a.yml", "workflow", good), ("b.yml", "workflow", good.replace("    runs-on: ubuntu-24.04\n", "")), ("action.yml", "action", action)]
    )
    assert [[], [{"line": 4, "message": "Required property is missing: runs-on"}], []] == answers


def test_no_question_no_answer() -> None:
    assert ([], [], []) == (oracle.evaluate([]), oracle.read_yaml([]), oracle.parse([]))


def test_texts_of_any_kind_arrive_whole() -> None:
    texts = ["é\n", "a\u2028b", "tab\there", "😀", 'quote " backslash \\']
    assert [{"kind": "String", "value": text} for text in texts] == oracle.evaluate([("github.x", {"github": {"x": text}}) for text in texts])


def test_an_absent_oracle_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oracle, "HERE", tmp_path)
    with pytest.raises(oracle.OracleAbsentError, match=r"run 'make setup'$"):
        oracle.evaluate([])
