"""Expressions with unknown values: certain wherever the unknown makes no difference."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from synth.expr.evaluate import EvaluationError, evaluate
from synth.expr.placed import placed
from synth.simulate.partly import Partly
from synth.simulate.unknown import Open, Unknown, options, shown, truth

CONTEXTS: dict[str, Any] = {
    "u": Unknown("u"),
    "t": Unknown("t", (), True),
    "b": Unknown("b", (True, False)),
    "r": Unknown("r", ("success", "skipped")),
    "o": Open("o", {"a": "x"}),
    "l": ["x", Unknown("y")],
}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("u && false", Unknown("u && false", (), False)),
        ("false && u", False),
        ("u || true", Unknown("u || true", (), True)),
        ("true || u", True),
        ("b && false", False),
        ("b || true", True),
        ("b && true", Unknown("b && true", (False, True))),
        ("!b", Unknown("!b", (True, False))),
        ("!(u && false)", True),
        ("t || false", Unknown("t", (), True)),
        ("t != ''", True),
        ("u != ''", Unknown("u != ''", (True, False))),
        ("r == 'failure'", False),
        ("r == 'success'", Unknown("r == 'success'", (True, False))),
        ("r != 'failure'", True),
        ("startsWith(r, 's')", True),
        ("contains(l, 'X')", True),
        ("contains(l, 'z')", Unknown("contains(l, 'z')", (True, False))),
        ("contains(fromJSON('[\"success\", \"skipped\"]'), r)", Unknown("contains(fromJSON('[\"success\", \"skipped\"]'), r)", (True, False))),
        ("o.a", "x"),
        ("o.b", Unknown("o.b")),
        ("o.b.c", Unknown("o.b.c")),
        ("toJSON(o)", Unknown("toJSON(o)")),
        ("format('{0}-{1}', 'a', u)", Unknown("format('{0}-{1}', 'a', u)")),
        ("format('{0}-{1}', 'a', 'b')", "a-b"),
        ("case(b, 1, 2)", Unknown("case(b, 1, 2)")),
        ("case(true, 1, u)", 1),
        ("hashFiles('x')", Unknown("hashFiles('x')")),
        ("b && 'yes' || 'no'", Unknown("b && 'yes' || 'no'", ("yes", "no"))),
        ("none.of.these", None),
    ],
)  # fmt: skip
def test_values(expression: str, expected: Any) -> None:
    assert expected == Partly(CONTEXTS).value(placed(expression).tree)


def test_shown() -> None:
    assert ["unknown at this point", "unknown at this point, but not empty", "true or false", "{a: 'x', ...}", "['x', unknown at this point]"] == [
        shown(CONTEXTS[name]) for name in "utbol"
    ]


ATOMS = some.sampled_from(["a", "b", "c", "'x'", "''", "true", "false", "null", "0", "1", "fromJSON('[1]')"])
TREES = some.recursive(
    ATOMS,
    lambda inner: some.one_of(
        inner.map(lambda one: f"!({one})"),
        some.tuples(inner, some.sampled_from(["&&", "||", "==", "!=", "<"]), inner).map(lambda one: f"({one[0]} {one[1]} {one[2]})"),
        some.tuples(some.sampled_from(["contains", "startsWith", "format"]), inner, inner).map(lambda one: f"{one[0]}({one[1]}, {one[2]})"),
        some.tuples(inner, inner, inner).map(lambda one: f"case({', '.join(one)})"),
    ),
    max_leaves=8,
)
VALUES = some.sampled_from(["x", "", True, False, None, 0.0, 1.0, "{0}"])


@given(TREES, VALUES, some.tuples(VALUES, VALUES))
def test_what_is_certain_is_so_in_every_run(expression: str, known: Any, two: tuple[Any, Any]) -> None:
    """`a` is known, `b` one of two values, `c` anything: whatever they turn out to be, the run agrees."""
    tree = placed(expression).tree
    unknown = Unknown("b", two) if two[0] != two[1] or type(two[0]) is not type(two[1]) else two[0]
    try:
        told = Partly({"a": known, "b": unknown, "c": Unknown("c")}).value(tree)
    except EvaluationError:
        return  # then a run may fail too
    for b in two:
        for c in ("x", "", True, None):
            try:
                real = evaluate(tree, {"a": known, "b": b, "c": c})
            except EvaluationError:
                continue
            assert truth(told) in (None, truth(real))
            if (allowed := options(told)) is not None:
                assert any([type(one) is type(real) and one == real for one in allowed])
