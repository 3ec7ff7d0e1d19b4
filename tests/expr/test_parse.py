"""Expressions from text: what is read, and where and why what is not."""

from __future__ import annotations

import pytest

from synth.expr.parse import LONGEST, ParseError, parse
from tests.expr.trees import CONTEXTS, Trees, built, resolve

ERRORS = {
    "a.b@r": ("lexing", "Unexpected symbol: 'b@r'. Located at position 3 within expression: a.b@r"),
    "'open": ("lexing", "Unexpected symbol: ''open'. Located at position 1 within expression: 'open"),
    "1 = 2": ("lexing", "Unexpected symbol: '='. Located at position 3 within expression: 1 = 2"),
    "a &b": ("lexing", "Unexpected symbol: '&b'. Located at position 3 within expression: a &b"),
    "0x1g": ("lexing", "Unexpected symbol: '0x1g'. Located at position 1 within expression: 0x1g"),
    ".x": ("lexing", "Unexpected symbol: '.x'. Located at position 1 within expression: .x"),
    "a b": ("parsing", "Unexpected symbol: 'b'. Located at position 3 within expression: a b"),
    "a[1": ("parsing", "Unexpected end of expression: '1'. Located at position 3 within expression: a[1"),
    "(a": ("parsing", "Unexpected end of expression: 'a'. Located at position 2 within expression: (a"),
    "a ||": ("parsing", "Unexpected end of expression: '||'. Located at position 3 within expression: a ||"),
    "contains(a,)": ("parsing", "Unexpected symbol: ')'. Located at position 12 within expression: contains(a,)"),
    "'x'.y": ("lexing", "Unexpected symbol: '.y'. Located at position 4 within expression: 'x'.y"),
    "z": ("parsing", "Unrecognized named-value: 'z'. Located at position 1 within expression: z"),
    "\n  z": ("parsing", "Unrecognized named-value: 'z'. Located at position 4 within expression: \n  z"),
    "nope(a)": ("parsing", "Unrecognized function: 'nope'. Located at position 1 within expression: nope(a)"),
    "contains(a)": ("parsing", "Too few parameters supplied: 'contains'. Located at position 1 within expression: contains(a)"),
    "toJSON(a, b)": ("parsing", "Too many parameters supplied: 'toJSON'. Located at position 1 within expression: toJSON(a, b)"),
    "case(a, 1, b, 2)": (
        "parsing",
        "Even number of parameters supplied, requires an odd number of parameters: 'case'. Located at position 1 within expression: case(a, 1, b, 2)",
    ),
}


@pytest.mark.parametrize("text", ERRORS)
def test_what_is_no_expression_is_told_with_its_place(text: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(text, {"a", "b"})
    assert ERRORS[text] == (caught.value.stage, str(caught.value))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a.b-c[ 'd e' ].*[0]", "a.b-c['d e'].*[0]"),
        ("A . b", "A.b"),
        ("!(a&&b)||!!a", "!(a && b) || !!a"),
        ("(a == b) == (a)", "a == b == a"),
        ("a == (b == a)", "a == (b == a)"),
        ("((a))", "a"),
        ("1.50 < -.5", "1.50 < -.5"),
        ("'it''s' != null", "'it''s' != null"),
        ("format('{0}',a [*] .b)", "format('{0}', a.*.b)"),
        ("a[b.c]", "a[b.c]"),
        ("NaN == Infinity", "NaN == Infinity"),
    ],
)
def test_an_expression_is_written_with_the_brackets_it_needs(text: str, written: str) -> None:
    tree = parse(text, {"a", "b"})
    assert tree is not None
    assert written == tree.source()


def test_nothing_is_no_expression() -> None:
    assert parse(" \n", set()) is None


def test_what_is_written_is_read_as_it_was() -> None:
    make = Trees(seed=11)
    for size in range(2_000):
        source = built(make.of_any_kind(2 + size % 6)).source(resolve)
        tree = parse(source, CONTEXTS)
        assert tree is not None
        assert source == tree.source()


def test_length_and_depth_have_limits() -> None:
    with pytest.raises(ParseError, match=f"Exceeded max expression length {LONGEST}"):
        parse("a" * (LONGEST + 1), {"a"})
    for deep in ("!" * 51 + "a", "(" * 51 + "a" + ")" * 51, "a" + ".a" * 51, "a" + "[0]" * 51):
        with pytest.raises(ParseError, match="Exceeded max expression depth 50"):
            parse(deep, {"a"})
        shallower = deep.replace("!!", "", 1).replace("((", "", 1).replace("))", "", 1).replace(".a.a", "", 1).replace("[0][0]", "", 1)
        assert parse(shallower, {"a"}) is not None


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (" a . b [ 0 ] ", ["a . b [ 0 ]", "a . b", "a", "b", "0"]),
        ("!( a || b )", ["!( a || b )", "a || b", "a", "b"]),
        ("join(a.*, ' ') == 'x'", ["join(a.*, ' ') == 'x'", "join(a.*, ' ')", "a.*", "a", "' '", "'x'"]),
        ("(a).b && a.b && b", ["(a).b && a.b && b", "(a).b && a.b", "(a).b", "a", "b", "a.b", "a", "b", "b"]),
    ],
)
def test_the_place_of_every_node_is_noted(text: str, places: list[str]) -> None:
    spans: dict[int, tuple[int, int]] = {}
    found, waiting = [], [parse(text, None, None, spans)]
    while waiting:
        node = waiting.pop()
        assert node is not None
        start, end = spans[id(node)]
        found.append(text[start:end])
        waiting += reversed(node.children())
    assert places == found
    assert len(spans) == len(found)


def test_without_names_any_may_stand() -> None:
    tree = parse("nobody(knows)", None, None)
    assert tree is not None
    assert "nobody(knows)" == tree.source()
