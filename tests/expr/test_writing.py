"""How expressions are written: the fewest brackets, literals that GitHub reads back, placeholders."""

from __future__ import annotations

from typing import Any

import pytest

from synth import (
    always,
    case,
    contains,
    ends_with,
    env,
    from_json,
    github,
    hash_files,
    join,
    raw,
    runner,
    secrets,
    starts_with,
    strategy,
    text,
    to_json,
)
from synth import vars as vars_
from synth.expr.tree import Expr

a, b, c = github.ref_protected, strategy.fail_fast, github.ref == "x"

BRACKETS: list[tuple[Expr[Any], str]] = [
    (a & b & c, "github.ref_protected && strategy.fail-fast && github.ref == 'x'"),
    (a & (b & c), "github.ref_protected && strategy.fail-fast && github.ref == 'x'"),
    (a | b & c, "github.ref_protected || strategy.fail-fast && github.ref == 'x'"),
    ((a | b) & c, "(github.ref_protected || strategy.fail-fast) && github.ref == 'x'"),
    (a & (b | c), "github.ref_protected && (strategy.fail-fast || github.ref == 'x')"),
    (a & b | c, "github.ref_protected && strategy.fail-fast || github.ref == 'x'"),
    ((a == b) == c, "github.ref_protected == strategy.fail-fast == (github.ref == 'x')"),
    ((a == b) == True, "github.ref_protected == strategy.fail-fast == true"),  # noqa: E712  # an expression
    (a == (b == c), "github.ref_protected == (strategy.fail-fast == (github.ref == 'x'))"),
    (a == (strategy.job_index < 2), "github.ref_protected == strategy.job-index < 2"),
    ((a & b) == c, "(github.ref_protected && strategy.fail-fast) == (github.ref == 'x')"),
    (~a, "!github.ref_protected"),
    (~~a, "!!github.ref_protected"),
    (~(a & b), "!(github.ref_protected && strategy.fail-fast)"),
    (~a & b, "!github.ref_protected && strategy.fail-fast"),
    (~(github.ref == "x"), "!(github.ref == 'x')"),
    (~(~a | b) & ~c, "!(!github.ref_protected || strategy.fail-fast) && !(github.ref == 'x')"),
    (~contains(github.ref, "x"), "!contains(github.ref, 'x')"),
    (github.head_ref.otherwise(github.ref_name), "github.head_ref || github.ref_name"),
    (github.head_ref.otherwise(github.ref_name) == "main", "(github.head_ref || github.ref_name) == 'main'"),
    (
        github.event["pull_request"]["user"].otherwise(github.event["sender"])["login"],
        "(github.event.pull_request.user || github.event.sender).login",
    ),
    (contains(github.ref, "x") & starts_with(github.ref, "y"), "contains(github.ref, 'x') && startsWith(github.ref, 'y')"),
    (from_json(vars_.LIMIT) >= 3, "fromJSON(vars.LIMIT) >= 3"),
    (3 > strategy.job_index, "strategy.job-index < 3"),
    (github.ref_name == "main", "github.ref_name == 'main'"),
]


@pytest.mark.parametrize(("expression", "expected"), BRACKETS, ids=[expected for _, expected in BRACKETS])
def test_brackets_stand_only_where_the_tree_needs_them(expression: Expr[Any], expected: str) -> None:
    assert expected == expression.source()


PARTS: list[tuple[Expr[Any], str]] = [
    (github.event["pull_request"]["number"], "github.event.pull_request.number"),
    (github.event["commits"][0]["id"], "github.event.commits[0].id"),
    (github.event["client_payload"]["it's"], "github.event.client_payload['it''s']"),
    (github.event["a b"][""], "github.event['a b']['']"),
    (github.event["-x"]["x-y"]["1a"], "github.event['-x'].x-y['1a']"),
    (github.event["line\n"], "github.event['line\n']"),
    (github.event[github.ref_name], "github.event[github.ref_name]"),
    (from_json(vars_.MAP)[text("{os}-x", os=runner.os)], "fromJSON(vars.MAP)[format('{0}-x', runner.os)]"),
    (vars_["odd name"], "vars['odd name']"),
    (vars_["o'clock"], "vars['o''clock']"),
    (vars_.NAME, "vars.NAME"),
    (env.PLACE, "env.PLACE"),
    (secrets["TOKEN"], "secrets.TOKEN"),
    (strategy.job_total, "strategy.job-total"),
    (github.repositoryUrl, "github.repositoryUrl"),
    (runner.tool_cache, "runner.tool_cache"),
]


@pytest.mark.parametrize(("expression", "expected"), PARTS, ids=[expected for _, expected in PARTS])
def test_parts_are_dotted_where_their_name_is_an_identifier(expression: Expr[Any], expected: str) -> None:
    assert expected == expression.source()


LITERALS: list[tuple[Any, str]] = [
    ("", "''"),
    ("it's", "'it''s'"),
    ("'", "''''"),
    ("''", "format('{0}{0}', '''')"),
    ("a'b'c {0} }", "format('a{0}b{0}c {{0}} }}', '''')"),
    ("{0}", "'{0}'"),
    ("${x}", "'${x}'"),
    ("${{ x }}", "format('{1}{{{{ x }}}}', '''', '$')"),
    ("'${x}'", "format('{0}{1}{{x}}{0}', '''', '$')"),
    ("a\nb", "'a\nb'"),
    (True, "true"),
    (False, "false"),
    (None, "null"),
    (0, "0"),
    (-12, "-12"),
    (2.5, "2.5"),
    (-0.25, "-0.25"),
    (1e21, "1e+21"),
    (2**53, "9007199254740992"),
    (-(2**53), "-9007199254740992"),
]


@pytest.mark.parametrize(("value", "expected"), LITERALS, ids=[repr(value) for value, _ in LITERALS])
def test_literals(value: Any, expected: str) -> None:
    assert f"fromJSON(vars.X) == {expected}" == (from_json(vars_.X) == value).source()


FUNCTIONS: list[tuple[Expr[Any], str]] = [
    (contains(from_json('["push", "schedule"]'), github.event_name), """contains(fromJSON('["push", "schedule"]'), github.event_name)"""),
    (ends_with(github.ref, "/merge"), "endsWith(github.ref, '/merge')"),
    (join(github.event["labels"]), "join(github.event.labels, ',')"),
    (join(github.event["labels"], ", "), "join(github.event.labels, ', ')"),
    (to_json(github.event), "toJSON(github.event)"),
    (hash_files("**/package-lock.json", text("{dir}/x", dir=vars_.DIR)), "hashFiles('**/package-lock.json', format('{0}/x', vars.DIR))"),
    (always(), "always()"),
    (case((github.ref_name == "main", "production"), default="staging"), "case(github.ref_name == 'main', 'production', 'staging')"),
    (case((a, 1), (b, 2), default=github.event["n"]), "case(github.ref_protected, 1, strategy.fail-fast, 2, github.event.n)"),
    (case((github.event["pull_request"], "pr"), default=""), "case(!!github.event.pull_request, 'pr', '')"),
]


@pytest.mark.parametrize(("expression", "expected"), FUNCTIONS, ids=[expected for _, expected in FUNCTIONS])
def test_functions(expression: Expr[Any], expected: str) -> None:
    assert expected == expression.source()


TEXTS: list[tuple[Expr[Any], str, str]] = [
    (text("{host}/app:{tag}", host=vars_.HOST, tag=github.sha), "${{ vars.HOST }}/app:${{ github.sha }}", "format('{0}/app:{1}', vars.HOST, github.sha)"),
    (text("{x}{x}", x=github.sha), "${{ github.sha }}${{ github.sha }}", "format('{0}{1}', github.sha, github.sha)"),
    ("v" + github.sha, "v${{ github.sha }}", "format('v{0}', github.sha)"),
    (github.sha + "-x" + "-y", "${{ github.sha }}-x-y", "format('{0}-x-y', github.sha)"),
    ("a" + (github.sha + "b") + text("{c}", c="c"), "a${{ github.sha }}bc", "format('a{0}bc', github.sha)"),
    (text("{{x}} {n} {yes} {no}", n=2.5, yes=True, no=False), "{x} 2.5 true false", "format('{{x}} 2.5 true false')"),
    (text("it's {x}'s {{'", x=github.actor), "it's ${{ github.actor }}'s {'", "format(format('it{0}s {{0}}{0}s {{{{{0}', ''''), github.actor)"),
    (text("{a}", a=text("{b}-", b=github.sha)), "${{ github.sha }}-", "format('{0}-', github.sha)"),
    (text("$ {x}", x=github.head_ref.otherwise("none")), "$ ${{ github.head_ref || 'none' }}", "format('$ {0}', github.head_ref || 'none')"),
    (text("{not a name} {1}"), "{not a name} {1}", "format('{{not a name}} {{1}}')"),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "interpolated", "source"), TEXTS, ids=[interpolated for _, interpolated, _ in TEXTS])
def test_texts_with_values(expression: Expr[Any], interpolated: str, source: str) -> None:
    assert (interpolated, source) == (expression.interpolated(), expression.source())


def test_raw_text_is_taken_as_it_is() -> None:
    one, two = raw("${{ github.ref == 'x' }}"), raw("v${{ a }}-${{ b }}")
    assert ("${{ github.ref == 'x' }}", "v${{ a }}-${{ b }}") == (one.interpolated(), two.interpolated())
    assert "github.ref == 'x' && github.ref_protected" == (one & a).source()


def test_deep_trees_are_written_both_ways() -> None:
    left = right = nested = a
    for _ in range(40):
        left, right, nested = left & b, b & right, ~(nested | b)
    assert " && ".join(["github.ref_protected", *["strategy.fail-fast"] * 40]) == left.source()
    assert " && ".join([*["strategy.fail-fast"] * 40, "github.ref_protected"]) == right.source()
    assert "!(" * 40 + "github.ref_protected" + " || strategy.fail-fast)" * 40 == nested.source()
