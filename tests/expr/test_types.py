"""What is known of an expression's value before it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from synth.expr import contexts
from synth.expr.check import type_of
from synth.expr.evaluate import evaluate
from synth.expr.known import CONTEXTS, EVENT, event_with, github, needed, step
from synth.expr.parse import parse
from synth.expr.tree import raw, text
from synth.expr.types import ANY, NULL, NUMBER, TEXT, TRUTH, List, Object, joined, joined_all, parts, type_of_value
from tests.expr import trees

if TYPE_CHECKING:
    from synth.expr.types import Type

SCOPE = {
    **CONTEXTS,
    "inputs": Object({"size": NUMBER, "dry": TRUTH, "Name": TEXT}),
    "matrix": Object({"os": TEXT, "on": List(TEXT), "pair": Object({"a": NUMBER, "b": NUMBER}), "pairs": List(Object({"a": NUMBER}))}),
    "needs": Object({"build": needed(Object({"tag": TEXT})), "lint": needed()}),
    "steps": Object({"made": step(Object({"path": TEXT})), "open": step()}),
}


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        ("'x'", TEXT),
        ("1", NUMBER),
        ("true", TRUTH),
        ("null", NULL),
        ("unknown.thing", ANY),
        ("github.sha", TEXT),
        ("GITHUB['Ref_Protected']", TRUTH),
        ("github.event", EVENT),
        ("github.event.anything.at.all", ANY),
        ("strategy.job-index", NUMBER),
        ("secrets.TOKEN", TEXT),
        ("job.services.db.ports[5432]", ANY),
        ("job.services.db.ports['5432']", TEXT),
        ("env[github.ref]", TEXT),
        ("github[inputs.name]", ANY),
        ("inputs.NAME", TEXT),
        ("steps.made.outputs.path", TEXT),
        ("steps.open.outputs.whatever", TEXT),
        ("matrix.on[0]", TEXT),
        ("matrix.pairs.*.a", List(NUMBER, filtered=True)),
        ("matrix.pairs.*.*", List(NUMBER, filtered=True)),
        ("matrix.pair.*", List(NUMBER, filtered=True)),
        ("needs.*.result", List(TEXT, filtered=True)),
        ("unknown.*", List(ANY, filtered=True)),
        ("!github.sha", TRUTH),
        ("1 < 2", TRUTH),
        ("inputs.size || 5", NUMBER),
        ("inputs.dry && 1", ANY),
        ("inputs.dry && 1 || 2", NUMBER),
        ("('x' || 1) && 2", NUMBER),
        ("inputs.dry && 'x' || 2", TEXT),
        ("null || 'x'", TEXT),
        ("matrix.pair && 'x'", TEXT),
        ("'' || 1", NUMBER),
        ("case(inputs.dry, 1, 2)", NUMBER),
        ("case(inputs.dry, 'x', null)", ANY),
        ("format('{0}', 1)", TEXT),
        ("toJSON(github)", TEXT),
        ("contains('ab', 'b')", TRUTH),
        ("success()", TRUTH),
        ("fromJSON(github.sha)", ANY),
        ("fromJSON('[1, 2]')", List(NUMBER)),
        ('fromJSON(\'{"a": [true], "b": null}\')', Object({"a": List(TRUTH), "b": NULL})),
        ("fromJSON('{\"a\": [true]}').A[0]", TRUTH),
        ("fromJSON('{')", ANY),
        ("no expression", ANY),
        ("", ANY),
    ],
)
def test_the_type_of_an_expression(expression: str, kind: Type) -> None:
    assert kind == type_of(expression, SCOPE)


def test_trees_of_a_definition_have_types_too() -> None:
    assert TEXT == type_of(contexts.github.sha, SCOPE)
    assert NUMBER == type_of(contexts.strategy.job_total, SCOPE)
    assert TEXT == type_of(text("{sha}", sha=contexts.github.sha), SCOPE)
    assert ANY == type_of(raw("${{ x }}"), SCOPE)


def test_the_inputs_of_a_workflow_that_a_person_starts() -> None:
    scope = {"github": github(event_with(Object({"size": TEXT})))}
    assert TEXT == type_of("github.event.inputs.size", scope)
    assert ANY == type_of("github.event.repository", scope)


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        (TEXT, TEXT, TEXT),
        (TEXT, NUMBER, TEXT),
        (TRUTH, TEXT, TEXT),
        (NUMBER, TRUTH, ANY),
        (NULL, TEXT, ANY),
        (TEXT, ANY, ANY),
        (List(TEXT), List(NUMBER), List(TEXT)),
        (List(TEXT), TEXT, ANY),
        (Object({"a": TEXT}), Object({"A": NUMBER, "b": TRUTH}), Object({"a": TEXT, "b": TRUTH})),
        (Object({"a": TEXT}), Object({}, NUMBER), Object({"a": TEXT}, NUMBER)),
        (Object({}, TRUTH), Object({}, NUMBER), Object({}, ANY)),
        (Object({}), List(TEXT), ANY),
    ],
)
def test_a_value_of_one_of_two_types(left: Type, right: Type, kind: Type) -> None:
    assert kind == joined(left, right)
    assert type(kind) is type(joined(right, left))


def test_no_value_adds_nothing_to_a_type() -> None:
    assert TEXT == joined(None, TEXT) == joined(TEXT, None)
    assert ANY == joined(None, None) == joined_all([])
    assert ANY == parts(Object({})) == parts(TEXT)


def test_the_value_of_a_random_expression_is_of_its_type() -> None:
    scope = {name: type_of_value(value) for name, value in trees.CONTEXTS.items()}
    make = trees.Trees(seed=21)
    wrong = []
    for size in range(3_000):
        source = trees.built(make.of_any_kind(2 + size % 6)).source(trees.resolve)
        kind, value = type_of(source, scope), evaluate(parse(source, trees.CONTEXTS), trees.CONTEXTS)
        if not _is_of(value, kind):
            wrong.append((source, kind, value))
    assert [] == wrong[:3]


def _is_of(value: Any, kind: Type) -> bool:
    if kind == ANY:
        return True
    if isinstance(kind, List):
        return isinstance(value, list) and all(_is_of(one, kind.of) for one in value)
    if isinstance(kind, Object):
        return isinstance(value, dict) and all((inner := kind.property(name)) is not None and _is_of(one, inner) for name, one in value.items())
    return type_of_value(value) == kind or (kind == TEXT and type_of_value(value) in (NUMBER, TRUTH))
