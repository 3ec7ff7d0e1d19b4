"""What anybody may write and an expression hands on."""

from __future__ import annotations

import pytest

from synth.expr.contexts import github
from synth.expr.placed import placed
from synth.expr.untrusted import Untrusted, untrusted


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("github.head_ref", "github.head_ref"),
        ("GITHUB['Head_Ref']", "github.head_ref"),
        ("github.event.issue.title", "github.event.issue.title"),
        ("github.event.pull_request.head.ref", "github.event.pull_request.head.ref"),
        ("github.event.commits[0].message", "github.event.commits.*.message"),
        ("github.event.commits[strategy.job-index].author.name", "github.event.commits.*.author.name"),
        ("github.event.commits.*.message", "github.event.commits.*.message"),
        ("github.event.workflow_run.pull_requests[0].head.ref", "github.event.workflow_run.pull_requests.*.head.ref"),
    ],
)
def test_a_value_that_anybody_writes(text: str, path: str) -> None:
    assert (Untrusted(path, 0, len(text)),) == untrusted(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("github.sha && github.head_ref || 'none'", ["github.head_ref"]),
        ("github.head_ref || github.ref_name", ["github.head_ref"]),
        ("(github.event.issue.body || github.event.comment.body)", ["github.event.issue.body", "github.event.comment.body"]),
        ("format('{0} {1}', github.sha, github.head_ref)", ["github.head_ref"]),
        ("join(github.event.commits.*.message)", ["github.event.commits.*.message"]),
        ("case(github.head_ref == 'a', github.sha, github.head_ref)", ["github.head_ref"]),
        ("toJSON(github.event.pages)", ["github.event.pages.*.page_name", "github.event.pages.*.title", "github.event.pages.*.summary"]),
        ("fromJSON(toJSON(github.event.discussion)).title", ["github.event.discussion.body", "github.event.discussion.title"]),
        ("toJSON(github.event.*.display_title)", ["github.event.workflow_run.display_title"]),
        ("github.event.issue[github.event.action].title", []),
    ],
)
def test_what_becomes_part_of_the_result(text: str, read: list[str]) -> None:
    assert read == [one.path for one in untrusted(text)]


@pytest.mark.parametrize(
    "text",
    [
        "github.sha",
        "github.event.issue.number",
        "github.event.issue",
        "github.head_ref.x",
        "inputs.head_ref",
        "github.head_ref == 'main'",
        "!github.head_ref",
        "github.head_ref && 'branch'",
        "contains(github.event.issue.title, 'skip')",
        "startsWith(github.head_ref, 'release/')",
        "hashFiles(github.head_ref)",
        "matrix[github.head_ref]",
        "github[inputs.which]",
        "'github.head_ref'",
        "github.head_ref ==",
        "",
    ],
)
def test_what_nobody_else_decides(text: str) -> None:
    assert () == untrusted(text)


def test_the_place_is_that_of_the_part() -> None:
    text = "format('{0}/{1}', github.ref, github.head_ref)"
    (one,) = untrusted(text)
    assert "github.head_ref" == text[one.start : one.end]


def test_an_expression_may_be_read_already_or_be_a_tree() -> None:
    assert (Untrusted("github.head_ref", 1, 16),) == untrusted(placed(" github.head_ref "))
    assert (Untrusted("github.head_ref", 0, 0),) == untrusted(github.head_ref)
