"""Where expressions begin and end in a value."""

from __future__ import annotations

import pytest

from synth.expr.embedded import Embedded, embedded, is_whole
from synth.expr.fault import Fault

UNCLOSED = "The expression is not closed: '${{' has no '}}' behind it"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("plain } }} text $ {{ x }}", []),
        ("${{ github.sha }}", [Embedded(3, 15, " github.sha ")]),
        ("a ${{b}}${{ c }} d", [Embedded(5, 6, "b"), Embedded(11, 14, " c ")]),
        ("${{ format('}}{0}', x) }}", [Embedded(3, 23, " format('}}{0}', x) ")]),
        ("${{ 'it''s }}' }} }}", [Embedded(3, 15, " 'it''s }}' ")]),
        ("$${{ x }}}", [Embedded(4, 7, " x ")]),
        ("${{}}", [Embedded(3, 3, "")]),
        ("${{ a\n  b }}", [Embedded(3, 10, " a\n  b ")]),
        ("${{ insertion }}", [Embedded(3, 14, " insertion ")]),
    ],
)
def test_expressions_are_found_with_their_places(value: str, found: list[Embedded]) -> None:
    assert (found, []) == embedded(value)
    assert [one.text for one in found] == [value[one.start : one.end] for one in found]


@pytest.mark.parametrize(
    ("value", "found", "fault"),
    [
        ("go ${{ x", [], Fault("expression-syntax", "error", 3, 8, UNCLOSED, "write '}}' behind the expression")),
        ("go ${{ x }", [], Fault("expression-syntax", "error", 3, 10, UNCLOSED, "write '}}' behind the expression")),
        (
            "${{ y }} ${{ 'x }}",
            [Embedded(3, 6, " y ")],
            Fault("expression-syntax", "error", 9, 18, UNCLOSED, "close the quote before '}}': a quote inside '...' is written twice"),
        ),
        (
            "${{ insert }}: ${{ y }}",
            [Embedded(18, 21, " y ")],
            Fault("expression-syntax", "error", 3, 11, "The directive 'insert' is not allowed here", "write the keys of the mapping out"),
        ),
    ],
)
def test_brackets_that_do_not_fit_are_faults(value: str, found: list[Embedded], fault: Fault) -> None:
    assert (found, [fault]) == embedded(value)


@pytest.mark.parametrize(
    ("value", "whole"), [("${{ x }}", True), (" ${{ x }}", False), ("${{ x }}\n", False), ("${{ x }}${{ y }}", False), ("x", False)]
)
def test_an_expression_is_the_whole_value_or_a_part_of_it(value: str, whole: bool) -> None:
    assert whole == is_whole(value, embedded(value)[0])
