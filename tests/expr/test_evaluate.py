"""What expressions are: against GitHub's own evaluator, and against the cases that GitHub's implementations share."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from synth.expr.evaluate import EvaluationError, evaluate
from synth.expr.parse import ParseError, parse
from synth.expr.values import kind_of_value
from tests import oracle
from tests.expr.trees import CONTEXTS, Trees, built, resolve

SHARED = Path(__file__).resolve().parents[3] / "shared/data/conformance/expressions.json"


def answer(expression: str, contexts: dict[str, Any]) -> dict[str, Any]:
    try:
        value = evaluate(parse(expression, contexts), contexts)
    except (ParseError, EvaluationError) as error:
        return {"error": str(error)}
    return {"kind": kind_of_value(value), "value": value}


def plain(value: Any) -> str:
    """Comparable text; NaN and Infinity as GitHub's evaluator hands them on."""
    return json.dumps(json.loads(json.dumps(value), parse_int=float, parse_float=lambda text: float(text) + 0.0, parse_constant=str), sort_keys=True)


# where GitHub's npm evaluator is not the runner: the runner writes at most 15 digits, and its JSON of what is no number
LONG = re.compile(r"\d{16}|1e\+?21")
NO_NUMBER = re.compile("NaN|Infinity")


@pytest.mark.slow
def test_random_trees_are_what_github_says() -> None:
    make = Trees(seed=5)
    sources = [built(make.of_any_kind(2 + n % 6)).source(resolve) for n in range(3_000)]
    differing = [
        (source, ours, theirs)
        for source, theirs in zip(sources, oracle.evaluate([(source, CONTEXTS) for source in sources]), strict=True)
        if plain(ours := answer(source, CONTEXTS)) != plain(theirs) and not LONG.search(source + json.dumps(theirs))
    ]
    assert [] == differing[:5]


ATOMS = "null true false 0 -0 1 1.5 -2 0x1F 1e3 NaN Infinity '' '0' 'A' 'a' ' 7 ' '0x1f' 'b''c' e.list e.map e.none e.list[1] e.map.K e.list.* e.map.*.x".split()
DATA: dict[str, Any] = {"e": {"list": [1, "a", None, {"x": 2}, ["A"]], "map": {"k": {"x": "v"}, "l": {"x": [1]}}}}


@pytest.mark.slow
def test_random_texts_of_all_kinds_and_conversions_are_what_github_says() -> None:
    chance = random.Random(3)

    def grown(depth: int) -> str:
        if depth == 0 or chance.random() < 0.2:
            return chance.choice(ATOMS)
        a, b = grown(depth - 1), grown(depth - 1)
        return chance.choice(
            [
                f"({a} {chance.choice('== != < <= > >= && ||'.split())} {b})",
                f"!{a}" if not a[0].isdigit() else a,
                f"contains({a}, {b})",
                f"startsWith({a}, {b})",
                f"endsWith({a}, {b})",
                f"format('{{0}}-{{1}}', {a}, {b})",
                f"join({a}, {b})",
                f"toJSON({a})",
                f"case({a} == {b}, {a}, {b})",
                f"e[{a}]",
                f"e.list[{a}]",
            ]
        )

    sources = [grown(3) for _ in range(4_000)]
    differing = [
        (source, ours, theirs)
        for source, theirs in zip(sources, oracle.evaluate([(source, DATA) for source in sources]), strict=True)
        if "error" not in theirs and plain(ours := answer(source, DATA)) != plain(theirs) and not ("toJSON" in source and NO_NUMBER.search(source))
    ]
    assert [] == differing[:5], f"{len(differing)} of {len(sources)} differ"


@pytest.mark.skipif(not SHARED.exists(), reason="GitHub's shared expression cases are not beside this checkout")
def test_github_s_own_cases() -> None:
    wrong = []
    for case in json.loads(SHARED.read_text()):
        ours = answer(case["expr"], case.get("contexts") or {})
        good = case["err"]["value"] in ours.get("error", "") if "err" in case else plain(case["result"]) == plain(ours)
        if not good:
            wrong.append((case["id"], ours, case.get("result") or case["err"]))
    assert [] == wrong


@pytest.mark.parametrize("text", ["always()", "hashFiles('x')"])
def test_what_only_a_run_knows_has_no_value(text: str) -> None:
    with pytest.raises(EvaluationError, match="is known only when a job runs"):
        evaluate(parse(text, set()), {})


def test_a_run_may_give_its_functions() -> None:
    assert evaluate(parse("success() && 'go'", set()), {}, {"success": lambda: True}) == "go"


def test_a_number_beyond_a_double_is_infinite() -> None:
    assert evaluate(parse("0x" + "f" * 400, set()), {}) == float("inf")
