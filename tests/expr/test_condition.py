"""Conditions that are always the same."""

from __future__ import annotations

import pytest

from synth.expr.condition import condition_faults

CONDITIONS = {  # value of an 'if' -> rule, severity, what is marked, message, remedy
    "true": ("constant-condition", "warning", "true", "The condition is always true", "leave 'if' out"),
    "${{ false }}": ("constant-condition", "warning", "false", "The condition is always false", "remove what never runs, or compare with something"),
    "'no'": ("constant-condition", "warning", "'no'", "The condition is always true", "leave 'if' out"),
    "  1 == 1\n": ("constant-condition", "warning", "1 == 1", "The condition is always true", "leave 'if' out"),
    "${{ contains(format('{0}!', 'a'), 'A') && !null }}": (
        "constant-condition",
        "warning",
        "contains(format('{0}!', 'a'), 'A') && !null",
        "The condition is always true",
        "leave 'if' out",
    ),
    " ${{ github.ref }}": (
        "condition-text",
        "warning",
        " ${{ github.ref }}",
        "The condition has spaces or a line end around '${{ }}', so it is a text and always true",
        "leave '${{' and '}}' out, or write it in one line and without quotes",
    ),
    "${{ github.ref }}\n": (
        "condition-text",
        "warning",
        "${{ github.ref }}\n",
        "The condition has spaces or a line end around '${{ }}', so it is a text and always true",
        "leave '${{' and '}}' out, or write it in one line and without quotes",
    ),
    "${{ github.ref }}${{ github.sha }}": (
        "condition-text",
        "warning",
        "${{ github.ref }}${{ github.sha }}",
        "The condition has several '${{ }}', so it is a text and always true",
        "write one expression, with && or || between its parts",
    ),
    "${{ github.ref }} && ${{ github.sha }}": (
        "condition-text",
        "error",
        "${{ github.ref }} && ${{ github.sha }}",
        "The condition has text around '${{ }}' ('&&'), so it is always true",
        "write the whole condition as one expression, without '${{ }}'",
    ),
    "main == ${{ github.ref_name }}": (
        "condition-text",
        "error",
        "main == ${{ github.ref_name }}",
        "The condition has text around '${{ }}' ('main =='), so it is always true",
        "write the whole condition as one expression, without '${{ }}'",
    ),
    "!${{ cancelled() }}": (
        "condition-text",
        "error",
        "!${{ cancelled() }}",
        "The condition has text around '${{ }}' ('!'), so it is always true",
        "write the whole condition as one expression, without '${{ }}'",
    ),
    "${{ format('on {0}', github.ref) }}": (
        "condition-text",
        "error",
        "format('on {0}', github.ref)",
        "format() with words in its pattern gives a text, so the condition is always true",
        "compare values: a == b",
    ),
    "format('{{{0}', github.ref)": (
        "condition-text",
        "error",
        "format('{{{0}', github.ref)",
        "format() with words in its pattern gives a text, so the condition is always true",
        "compare values: a == b",
    ),
}


@pytest.mark.parametrize("value", CONDITIONS)
def test_conditions_that_decide_nothing(value: str) -> None:
    (fault,) = condition_faults(value)
    assert CONDITIONS[value] == (fault.rule, fault.severity, value[fault.start : fault.end], fault.message, fault.remedy)


@pytest.mark.parametrize(
    "value",
    ["github.ref", "${{ github.ref }}", "always()", "hashFiles('x')", "format('{0}', github.ref)", "fromJSON('broken')", "${{ open", "1 =", ""],
)
def test_conditions_that_decide_or_cannot_be_read(value: str) -> None:
    assert () == condition_faults(value)
