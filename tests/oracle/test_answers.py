"""What JSON cannot say, what a bad text does to its batch, and YAML and new syntax as GitHub reads them."""

from __future__ import annotations

import shutil

import pytest

from tests import oracle


def test_expressions_are_evaluated() -> None:
    contexts = {"github": {"ref": "refs/heads/main", "run": 7, "labels": ["a", None, True]}}
    expected = {
        "github.ref == 'REFS/heads/Main'": {"kind": "Boolean", "value": True},
        "github.run": {"kind": "Number", "value": 7},
        "github.none": {"kind": "Null", "value": None},
        "github.labels": {"kind": "Array", "value": ["a", None, True]},
        "format('{0}-{1}', 'é\n', 0x10)": {"kind": "String", "value": "é\n-16"},
        "fromJSON('{\"a\": 1}')": {"kind": "Object", "value": {"a": 1}},
        "Infinity": {"kind": "Number", "value": "Infinity"},
        "NaN": {"kind": "Number", "value": "NaN"},
        "": {"kind": "Null", "value": None},
        "none.x": {"error": "Unrecognized named-value: 'none'"},
        "1 +": {"error": "Unexpected symbol: '+'. Located at position 3 within expression: 1 +"},
        "fromJSON('{')": {"error": "Error parsing JSON when evaluating fromJson"},
    }
    assert expected == dict(zip(expected, oracle.evaluate([(expression, contexts) for expression in expected]), strict=True))


def test_yaml_is_read_as_githubs_parser_does() -> None:
    values = {
        "a: 2_17\nb: 0o17\nc: 017\nd: 0x1f\n": {"a": "2_17", "b": 15, "c": 17, "d": 31},
        "on: yes\nno: ~\n": {"on": "yes", "no": None},
        "a: 2026-01-01\nb: 1:30\nc: |+\n  é\n\n": {"a": "2026-01-01", "b": "1:30", "c": "é\n\n"},
        "- &x [1]\n- *x\n": [[1], [1]],
        "": None,
    }
    assert [{"value": value} for value in values.values()] == oracle.read_yaml(values)


def test_yaml_that_it_refuses_spoils_no_other_answer() -> None:
    bad = ["a: 1\na: 2\n", "a: [\n", "a: 1\n---\nb: 2\n", "&a [*a]\n", "a: *b\n"]
    answers = oracle.read_yaml([*bad, "a: 1\n"])
    assert [["error"]] * len(bad) + [["value"]] == [list(answer) for answer in answers]


def test_workflows_and_actions_are_parsed() -> None:
    good = "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo\n"
    files = [
        ("good.yml", "workflow", good),
        ("background.yml", "workflow", good.replace("run: echo", "run: echo\n        background: true\n        id: x\n      - wait: x")),
        ("bad.yml", "workflow", good.replace("runs-on", "runson")),
        ("action.yml", "action", "name: A\ndescription: A\nruns:\n  using: composite\n  steps: []\n"),
        ("action.yml", "action", "name: A\ndescription: A\nruns:\n  using: composite\n"),
    ]
    expected = [
        [],
        [],
        [{"line": 4, "message": "Unexpected value 'runson'"}, {"line": 4, "message": "Required property is missing: runs-on"}],
        [],
        [],
    ]
    assert expected == oracle.parse(files)


def test_a_script_that_breaks_off_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    false = shutil.which("false")
    monkeypatch.setattr("shutil.which", lambda _name: false)
    with pytest.raises(oracle.OracleError, match="gave 0 answers to 1 questions"):
        oracle.read_yaml(["a"])
