"""Both ways to ask GitHub: what is asked again, what never is, and what a refusal says; and which operations, so which permissions, the bot needs."""

from __future__ import annotations

import time

import pytest

from synth.bot.posting import Wish, tell
from synth.bot.pulls import pull
from synth.bot.reading import versions
from synth.bot.thread import standing
from synth.bot.values import Place
from synth.runtime.github_api import Declined, Unanswered
from tests.bot.bench import BOT, NAME, Bench
from tests.github import faults
from tests.github.permissions import scopes

CLIENTS = ["PyGithub", "standard library"]
PERMISSIONS = {
    "graphql": ("metadata",),
    "pulls/get": ("pull_requests",),
    "repos/compare-commits-with-basehead": ("contents",),
    "repos/get-content": ("contents",),
    "issues/list-comments": ("issues", "pull_requests"),
    "issues/create-comment": ("issues", "pull_requests"),
    "issues/update-comment": ("issues", "pull_requests"),
    "issues/delete-comment": ("issues", "pull_requests"),
}


@pytest.fixture(params=CLIENTS)
def client(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def api(bench: Bench, client: str, token: str = ""):  # type: ignore[no-untyped-def]  # one of two types with the same methods
    return bench.api(token) if client == "PyGithub" else bench.bare(token)


def test_the_bot_knows_itself_and_the_last_commit(bench: Bench, client: str) -> None:
    found = standing(api(bench, client), bench.place)
    assert (BOT, bench.head) == (found.login, found.head)


def test_a_pull_request_that_is_not_there_is_404(bench: Bench, client: str) -> None:
    with pytest.raises(Declined, match="Could not resolve to a PullRequest with the number of 999") as caught:
        standing(api(bench, client), Place(repository=NAME, number=999))
    assert 404 == caught.value.status


def test_a_query_that_makes_no_sense_is_declined(bench: Bench, client: str) -> None:
    with pytest.raises(Declined, match="Field 'x' doesn't exist on type 'Query'"):
        api(bench, client).query("query { x }", {})


def test_reads_are_repeated(bench: Bench, client: str) -> None:
    one = api(bench, client)
    bench.github.faults.add(faults.bad_gateway("POST", "/graphql", times=2))
    bench.github.faults.add(faults.bad_gateway("GET", times=2))
    assert BOT == standing(one, bench.place).login
    assert bench.number == one.get(f"/repos/{NAME}/pulls/{bench.number}")["number"]


@pytest.mark.parametrize("after", [False, True])
def test_writes_are_never_repeated(bench: Bench, client: str, after: bool) -> None:
    bench.github.faults.add(faults.bad_gateway("POST", after=after))
    with pytest.raises(Unanswered):
        api(bench, client).send("POST", f"/repos/{NAME}/issues/{bench.number}/comments", {"body": "x"})
    assert (["POST 502"], ["x"] if after else []) == (bench.writes, bench.comments)


def test_a_limit_is_said_and_not_slept_through(bench: Bench, client: str) -> None:
    token, began = bench.github.token(BOT, limit=1), time.monotonic()
    one = api(bench, client, token)
    one.get(f"/repos/{NAME}")
    with pytest.raises(Declined, match="API rate limit exceeded"):
        one.get(f"/repos/{NAME}")
    assert time.monotonic() - began < 5


def test_enterprise_has_its_graphql_elsewhere(bench: Bench) -> None:
    assert BOT == standing(bench.bare(url=bench.github.enterprise_url), bench.place).login


def test_a_refusal_names_the_permissions(bench: Bench) -> None:
    with pytest.raises(Declined) as caught:
        bench.bare(bench.github.token(BOT, permissions={})).send("POST", f"/repos/{NAME}/issues/{bench.number}/comments", {"body": "x"})
    said = f"POST /repos/{NAME}/issues/{bench.number}/comments: HTTP 403 Resource not accessible by integration"
    assert f"{said}; the job needs permissions: pull-requests: write" == str(caught.value)


def test_a_hundred_of_the_longest_comments_are_read(bench: Bench, client: str) -> None:
    for _ in range(100):
        bench.repository.comment(bench.number, "\U0001f600" * 16_000)
    assert 100 == len(api(bench, client).get(f"/repos/{NAME}/issues/{bench.number}/comments", "per_page=100"))


def test_the_operations_and_their_permissions_are_these(bench: Bench, client: str) -> None:
    """What the README of the action says: contents to read, pull requests to write."""
    one = api(bench, client)
    for number in (1, 2):
        bench.repository.commit({".github/workflows/ci.yml": f"on: push\njobs: {{a: {{runs-on: x, steps: [{{run: a{number}}}]}}}}\n"}, branch="topic")
        tell(one, pull(one, NAME, bench.number), Wish(run=(number, 1)))
    (body,) = bench.comments
    bench.repository.comment(bench.number, body, author=BOT)
    bench.repository.commit({".github/workflows/ci.yml": "on: push\njobs: {b: {runs-on: x, steps: [{run: b}]}}\n"}, branch="topic")
    tell(one, pull(one, NAME, bench.number), Wish(run=(3, 1)))
    used = {done.operation for done in bench.github.done if done.answer.status < 300}
    assert PERMISSIONS == {operation: scopes(operation) for operation in used}
    assert 1 == len(bench.comments)
    assert versions(one, pull(one, NAME, bench.number)).after
