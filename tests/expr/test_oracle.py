"""Expressions against GitHub's own evaluator: what the library writes means what the Python that wrote it means."""

from __future__ import annotations

import json
from typing import Any

from synth.expr.tree import Expr
from tests import oracle
from tests.expr.trees import CONTEXTS, Trees, built, meaning, resolve

COUNT = 8_000
KINDS = {type(None): "Null", bool: "Boolean", int: "Number", float: "Number", str: "String", list: "Array", dict: "Object"}
PROMISED = {"text": {"String", "Null"}, "truth": {"Boolean"}, "number": {"Number"}, "any": set(KINDS.values())}


def test_8000_random_trees_mean_on_github_what_they_mean_in_python() -> None:
    trees = Trees(seed=20260731)
    cases = [trees.of_any_kind(1 + i % 6) for i in range(COUNT)]
    expressions: list[Expr[Any]] = [built(tree) for tree in cases]
    sources = [expression.source(resolve) for expression in expressions]
    answers = oracle.evaluate([(source, CONTEXTS) for source in sources])
    wrong = []
    for tree, expression, source, answer in zip(cases, expressions, sources, answers, strict=True):
        wanted = meaning(tree)
        expected = {"kind": KINDS[type(wanted)], "value": wanted}
        if _plain(expected) != _plain(answer) or answer["kind"] not in PROMISED[expression.kind]:
            wrong.append(f"{source}\n  python {expected}\n  github {answer}")
    assert [] == wrong[:5], f"{len(wrong)} of {COUNT} differ"


def test_the_trees_are_worth_asking_about() -> None:
    trees = Trees(seed=20260731)
    cases = [trees.of_any_kind(1 + i % 6) for i in range(COUNT)]
    names = {name for tree in cases for name in _operators(tree)}
    wanted = "add and case constant contains ends_with eq event fail_fast from_json ge github gt index input job_index job_total join le lt ne not or"
    assert set(f"{wanted} otherwise protected starts_with template to_json vars".split()) == names
    written = {built(tree).source(resolve) for tree in cases}
    assert len(written) > 6_000
    truths = [meaning(tree) for tree in cases if isinstance(built(tree), Expr) and built(tree).kind == "truth"]
    assert 0.25 < sum(truths) / len(truths) < 0.75


def _operators(tree: Any) -> list[str]:
    return [tree[0], *[name for part in tree[1:] if isinstance(part, tuple) for name in _operators(part)]]


def _plain(answer: dict[str, Any]) -> str:
    """Comparable text: 1 and True differ, 1 and 1.0 do not."""
    return json.dumps(_numbers(answer), sort_keys=True)


def _numbers(value: Any) -> Any:
    match value:
        case dict():
            return {key: _numbers(part) for key, part in value.items()}
        case list():
            return [_numbers(part) for part in value]
        case bool():
            return value
        case int() | float():
            return float(value)
    return value
