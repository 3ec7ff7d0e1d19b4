"""Lists of texts become one text."""

from __future__ import annotations

from typing import Any

import pytest

from synth.bindings.lists import commas, lines
from synth.expr import github
from synth.expr.literal import ExpressionError


def test_items_are_joined() -> None:
    assert (lines(["a", "b"]), commas(("a", "b")), lines(["a"])) == ("a\nb", "a,b", "a")


def test_a_text_an_expression_and_nothing_are_left_as_they_are() -> None:
    assert (lines("a\nb"), commas("a,b"), lines(None)) == ("a\nb", "a,b", None)
    assert lines(github.sha) is github.sha


def test_expressions_among_the_items_make_an_expression() -> None:
    joined: Any = commas(["a", github.sha, "b-" + github.ref])
    assert joined.interpolated() == "a,${{ github.sha }},b-${{ github.ref }}"


def test_an_empty_list_leaves_the_input_to_the_action() -> None:
    assert (lines([]), commas(())) == (None, None)


def refusal(join: Any, items: Any, *needed: str) -> str:
    with pytest.raises(ExpressionError) as caught:
        join(items, *needed)
    return str(caught.value)


def test_an_empty_list_is_refused_where_the_action_needs_the_input() -> None:
    assert refusal(lines, [], "path") == "'path' is an empty list, and the action needs at least one item"


def test_an_item_that_the_action_would_read_as_several_is_refused() -> None:
    assert refusal(lines, ["a\nb"]) == "'a\\nb' has a line break in it, so the action would read several items: list each of them"
    assert refusal(commas, ["a,b"]) == "'a,b' has a comma in it, so the action would read several items: list each of them"


def test_what_is_no_text_is_refused() -> None:
    assert refusal(lines, 3.10) == "3.1 is no text: write it in quotes, or give a list of texts"
    assert refusal(lines, ["3.9", 3.10]) == "3.1 is no text: write it in quotes"
    assert refusal(commas, {"one": "two"}) == "{'one': 'two'} is no text: write it in quotes, or give a list of texts"
