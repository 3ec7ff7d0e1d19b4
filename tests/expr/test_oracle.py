"""Expressions against GitHub's own evaluator: what the library writes means what the Python that wrote it means."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from tests import oracle
from tests.expr.trees import CONTEXTS, Tree, Trees, built, meaning, resolve

COUNT = 8_000
KINDS = {type(None): "Null", bool: "Boolean", int: "Number", float: "Number", str: "String", list: "Array", dict: "Object"}
PROMISED = {"text": {"String", "Null"}, "truth": {"Boolean"}, "number": {"Number"}, "any": set(KINDS.values())}


@pytest.fixture(scope="module")
def trees() -> dict[str, Tree]:
    """GitHub's notation -> the tree, all different."""
    make = Trees(seed=20260731)
    made: dict[str, Tree] = {}
    while len(made) < COUNT:
        tree = make.of_any_kind(2 + len(made) % 5)
        made[built(tree).source(resolve)] = tree
    return made


def test_8000_random_trees_mean_on_github_what_they_mean_in_python(trees: dict[str, Tree]) -> None:
    wrong = []
    for (source, tree), answer in zip(trees.items(), oracle.evaluate([(source, CONTEXTS) for source in trees]), strict=True):
        wanted = meaning(tree)
        expected = {"kind": KINDS[type(wanted)], "value": wanted}
        if _plain(expected) != _plain(answer) or answer["kind"] not in PROMISED[built(tree).kind]:
            wrong.append(f"{source}\n  python {expected}\n  github {answer}")
    assert [] == wrong[:5], f"{len(wrong)} of {COUNT} differ"


def test_the_trees_use_every_operator_and_are_true_as_often_as_false(trees: dict[str, Tree]) -> None:
    operators = (
        "add and case constant contains ends_with eq event fail_fast from_json ge github gt index input job_index job_total join le lt ne not or"
    )
    used = Counter(name for tree in trees.values() for name in _operators(tree))
    assert set(f"{operators} otherwise protected starts_with template to_json vars".split()) == set(used)
    assert min(used.values()) > 500
    truths = [meaning(tree) for tree in trees.values() if built(tree).kind == "truth"]
    assert 0.3 < sum(truths) / len(truths) < 0.7


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
