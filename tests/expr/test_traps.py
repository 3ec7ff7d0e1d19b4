"""Uses of an expression that cannot mean what they say: each is an error, with the form that can.

What type checkers say about them is in tests/typing; here they are not asked.
"""
# mypy: ignore-errors

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from synth import Job, case, contains, env, from_json, github, hash_files, join, run, runner, strategy, text, to_json
from synth import vars as vars_
from synth.expr import ExpressionError
from synth.expr.contexts import job

a, b, n = github.ref_protected, strategy.fail_fast, strategy.job_index


def loop() -> None:
    for _ in github.event["labels"]:
        pass


def branch() -> None:
    if github.ref_name == "main":
        pass


BOOL = (
    " is known only when the workflow runs. Instead of 'and', 'or', 'not' write '&', '|', '~' with brackets around comparisons; "
    "instead of 'if' give the step or job if_=...; instead of a chain 'a < b < c' write '(a < b) & (b < c)'"
)
FORMAT = "an f-string needs <github.ref> now, and only the runner knows it. In a script: run('... {x}', x=...); elsewhere: text('... {x}', x=...)"
STR = "<github.ref> has no text until the workflow runs; text('... {x}', x=...) puts it into a text, repr() shows it"
JOINS = "joins conditions, and <github.ref> is a text: compare it, for example with == '...'"
NUMBERS = "compares numbers, and <github.ref> is a text; from_json(...) reads a number from text"

MISTAKES: dict[str, tuple[Callable[[], Any], str]] = {
    "if": (branch, "<github.ref_name == 'main'>" + BOOL),
    "if alone": (lambda: 1 if a else 2, "<github.ref_protected>" + BOOL),
    "and": (lambda: a and b, "<github.ref_protected>" + BOOL),
    "or": (lambda: a or b, "<github.ref_protected>" + BOOL),
    "not": (lambda: not a, "<github.ref_protected>" + BOOL),
    "bool of a comparison": (lambda: bool(github.ref == "x"), "<github.ref == 'x'>" + BOOL),
    "chain": (lambda: 1 < n < 3, "<strategy.job-index > 1>" + BOOL),
    "chain of ==": (lambda: "a" == github.ref == "b", "<github.ref == 'a'>" + BOOL),
    "in a list": (lambda: github.ref in ["a", "b"], "<github.ref == 'a'>" + BOOL),
    "any()": (lambda: any([a, b]), "<github.ref_protected>" + BOOL),
    "in": (lambda: "x" in github.ref, "instead of 'in' write contains(<github.ref>, 'x')"),
    "for": (loop, "<github.event.labels> is known only when the workflow runs, so Python cannot loop over it; use a matrix from from_json(...)"),
    "list()": (
        lambda: list(from_json(vars_.X)),
        "<fromJSON(vars.X)> is known only when the workflow runs, so Python cannot loop over it; use a matrix from from_json(...)",
    ),
    "unpacking": (
        lambda: [*github.ref],
        "<github.ref> is known only when the workflow runs, so Python cannot loop over it; use a matrix from from_json(...)",
    ),
    "len": (lambda: len(github.ref), "<github.ref> is known only when the workflow runs, so it has no length here; compare it with ''"),
    "f-string": (lambda: f"v{github.ref}", FORMAT),
    "f-string with a format": (lambda: f"{github.ref:>10}", FORMAT),
    "str.format": (lambda: "{}".format(github.ref), FORMAT),  # noqa: UP032
    "str()": (lambda: str(github.ref), STR),
    "%s": (lambda: "%s" % github.ref, STR),  # noqa: UP031
    "print": (lambda: print(github.ref), STR),
    "text & truth": (lambda: github.ref & a, "'&' " + JOINS),
    "truth & text": (lambda: a & github.ref, "'&' " + JOINS),
    "text | truth": (lambda: github.ref | a, "'|' " + JOINS),
    "~text": (lambda: ~github.ref, "'~' " + JOINS),
    "truth & constant": (lambda: a & True, "'&' joins conditions, and True is none"),
    "truth & comparison without brackets": (
        lambda: a & github.ref == "x",
        "'&' " + JOINS,
    ),
    "number with text": (
        lambda: n == "1",
        "<strategy.job-index> == '1' compares a number with a text: GitHub would convert both to numbers first",
    ),
    "text with number": (lambda: github.run_number != 7, "<github.run_number> != 7 compares a text with a number: GitHub would convert both to numbers first"),
    "truth with text": (
        lambda: github.ref_protected == "true",
        "<github.ref_protected> == 'true' compares a truth with a text: GitHub would convert both to numbers first",
    ),
    "text < text": (lambda: github.ref < "x", "'<' " + NUMBERS),
    "number < text": (lambda: n < github.ref, "'<' " + NUMBERS),
    "number >= None": (lambda: n >= None, "'>=' compares numbers, and None is a any; from_json(...) reads a number from text"),
    "part of text": (lambda: github.ref["x"], "<github.ref> is a text: it has no parts; from_json(...) reads text as data"),
    "negative place": (
        lambda: github.event["commits"][-1],
        "<github.event.commits>[-1]: GitHub counts from the front only, and gives null for a negative place",
    ),
    "NaN": (lambda: n == float("nan"), "nan has no literal in GitHub's expressions"),
    "infinity": (lambda: n < float("-inf"), "-inf has no literal in GitHub's expressions"),
    "2**53 + 1": (lambda: n == 2**53 + 1, "9007199254740993 is beyond 2**53: GitHub would round it; give it as text"),
    "a list": (
        lambda: contains(["a", "b"], github.ref),
        """['a', 'b'] (list) has no literal in GitHub's expressions: write from_json('["a", "b"]')""",
    ),
    "a list to join": (
        lambda: join(["a"], ","),
        """['a'] (list) has no literal in GitHub's expressions: write from_json('["a"]')""",
    ),
    "a mapping": (
        lambda: to_json({"a": 1}),
        """{'a': 1} (dict) has no literal in GitHub's expressions: write from_json('{"a": 1}')""",
    ),
    "a list to compare with": (
        lambda: github.event["x"] == [],
        "[] (list) has no literal in GitHub's expressions: write from_json('[]')",
    ),
    "bytes": (lambda: github.ref == b"x", "b'x' (bytes) has no literal in GitHub's expressions: use text, a number, True, False or None"),
    "case without branch": (lambda: case(default="x"), "case() needs at least one branch: case((condition, value), default=...)"),
    "case of text": (
        lambda: case((github.ref, "x"), default="y"),
        "the condition of a branch of case() is <github.ref>, which is a text: compare it",
    ),
    "case of a constant": (
        lambda: case((True, "x"), default="y"),
        "the condition of a branch of case() is True, which is no expression: Python's own 'if' decides it",
    ),
    "hash_files of nothing": (lambda: hash_files(), "hash_files() needs at least one pattern, for example hash_files('**/package-lock.json')"),
    "text + number": (lambda: github.ref + 1, "1 cannot be joined to text; str(...) makes it a text"),
    "text() with None": (lambda: text("{x}", x=None), "None cannot be joined to text; str(...) makes it a text"),
    "text() without value": (lambda: text("{host}"), "text() has no value for {host}; for a literal brace write {{ or }}"),
    "text() with too many": (lambda: text("{a}", a=1, b=2, c=3), "text() got b, c, but the pattern '{a}' has no {b}"),
    "${{ }} in text()": (
        lambda: text("${{{{ github.sha }}}}"),
        "'${{ github.sha }}' holds ${{ }}: give the expression as a value (github.sha, text('...{x}', x=...)), or raw(...) to take it unchecked",
    ),
    "${{ in two pieces": (
        lambda: text("{a}{b} x }}", a="$", b="{{"),
        "'${{ x }' holds ${{ }}: give the expression as a value (github.sha, text('...{x}', x=...)), or raw(...) to take it unchecked",
    ),
    "${{ }} in a sum": (
        lambda: github.ref + "${{ x }}",
        "'${{ x }}' holds ${{ }}: give the expression as a value (github.sha, text('...{x}', x=...)), or raw(...) to take it unchecked",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_an_error_with_advice(name: str) -> None:
    mistake, message = MISTAKES[name]
    with pytest.raises(ExpressionError) as caught:
        mistake()
    assert message == str(caught.value)


NAMES: dict[str, tuple[Callable[[], Any], str]] = {
    "misspelt property": (lambda: github.reff, "the github context has no property 'reff'; did you mean 'ref'?"),
    "short list": (
        lambda: strategy.x,
        "the strategy context has no property 'x'; there are: fail_fast, job_index, job_total, max_parallel",
    ),
    "runner": (lambda: runner.tmp, "the runner context has no property 'tmp'; did you mean 'temp'?"),
    "job": (lambda: job.state, "the job context has no property 'state'; did you mean 'status'?"),
    "a part as attribute": (
        lambda: github.event.pull_request,
        "<github.event> is known only when the workflow runs, so it has no attribute 'pull_request': its part is github.event['pull_request']",
    ),
    "a method of str": (
        lambda: github.ref.startswith("x"),
        "<github.ref> is known only when the workflow runs, so it has no attribute 'startswith': "
        "there are contains, starts_with, ends_with, join, to_json, from_json and text('...{x}', x=...)",
    ),
    "a misspelt output": (
        lambda: run("x", outputs=["digest"], name="Push").outputs.digset,
        "step 'Push' declares no output 'digset'; did you mean 'digest'?",
    ),
    "a misspelt outcome": (lambda: run("npm test").suceeded, "step 'npm test' has no 'suceeded'; did you mean 'succeeded'?"),
    "a misspelt status": (lambda: Job("Build", [run("x")]).faild, "job 'Build' has no 'faild'; did you mean 'failed'?"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_misspelt_name_is_an_attribute_error_with_advice(name: str) -> None:
    mistake, message = NAMES[name]
    with pytest.raises(AttributeError) as caught:
        mistake()
    assert message == str(caught.value)


@pytest.mark.parametrize("mistake", [lambda: ",".join([github.ref]), lambda: int(n), lambda: "%d" % n, lambda: github.ref * 2, lambda: -n])  # noqa: UP031
def test_what_python_itself_refuses_stays_refused(mistake: Callable[[], Any]) -> None:
    with pytest.raises(TypeError):
        mistake()


def test_names_that_a_user_chooses_are_open() -> None:
    assert ("vars.ANY", "env.any") == (vars_.ANY.source(), env.any.source())
