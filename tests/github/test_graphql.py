"""Queries over many repositories in one request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from github import Github, GithubException

from tests.github import GitHub, Repository

TAGS = """
query($name: String!, $after: String) {
  repository(owner: "octo-org", name: $name) {
    refs(refPrefix: "refs/tags/", first: 2, after: $after, orderBy: {field: TAG_COMMIT_DATE, direction: DESC}) {
      nodes { name target { __typename oid ... on Tag { tagger { date } target { oid } } ... on Commit { committedDate } } }
      pageInfo { hasNextPage endCursor }
    }
  }
}
"""


@pytest.fixture
def ask(connect: Callable[..., Github]) -> Callable[..., Any]:
    return lambda query, **variables: connect().requester.graphql_query(query, variables)[1]["data"]


def test_tags_come_newest_first_with_commits_and_dates(repository: Repository, ask: Callable[..., Any]) -> None:
    commits = [repository.commit({"a.txt": str(at)}, date=f"2026-01-0{at}") for at in (1, 2, 3)]
    repository.tag("b", commits[0])
    repository.tag("c", commits[2], annotated=True, date="2026-02-01")
    repository.tag("a", commits[1])
    first = ask(TAGS, name="hello")["repository"]["refs"]
    assert {
        "name": "c",
        "target": {
            "__typename": "Tag",
            "oid": repository.refs["refs/tags/c"],
            "tagger": {"date": "2026-02-01T00:00:00Z"},
            "target": {"oid": commits[2]},
        },
    } == first["nodes"][0]
    assert {"name": "a", "target": {"__typename": "Commit", "oid": commits[1], "committedDate": "2026-01-02T00:00:00Z"}} == first["nodes"][1]
    second = ask(TAGS, name="hello", after=first["pageInfo"]["endCursor"])["repository"]["refs"]
    assert (["b"], False) == ([one["name"] for one in second["nodes"]], second["pageInfo"]["hasNextPage"])


def test_blobs_of_many_repositories_are_asked_for_at_once(github: GitHub, repository: Repository, ask: Callable[..., Any]) -> None:
    github.repository("octo-org/second").commit({"a.txt": "a\n"})
    query = """{
      one: repository(owner: "octo-org", name: "hello") { object(expression: "HEAD:a.txt") { ... on Blob { oid } } }
      two: repository(owner: "octo-org", name: "second") { object(expression: "HEAD:a.txt") { ... on Blob { oid text } } }
    }"""
    assert {"one": {"object": None}, "two": {"object": {"oid": "78981922613b2afb6025042ff6bd878ac1994e85", "text": "a\n"}}} == ask(query)


def test_a_renamed_repository_is_found(repository: Repository, ask: Callable[..., Any]) -> None:
    repository.rename("greeting")
    assert {"repository": {"nameWithOwner": "octo-org/greeting"}} == ask('{repository(owner: "octo-org", name: "hello") {nameWithOwner}}')


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ('{repository(owner: "octo-org", name: "x") {id}}', "Could not resolve to a Repository with the name 'octo-org/x'."),
        ("{viewer {age}}", "Field 'age' doesn't exist on type 'User'"),
        ("{viewer {login}", "Expected more, actual: (none)"),
    ],
)
def test_what_is_wrong_with_a_query_is_an_error(ask: Callable[..., Any], query: str, message: str) -> None:
    with pytest.raises(GithubException) as caught:
        ask(query)
    assert message == caught.value.data["errors"][0]["message"]


def test_nobody_may_ask(connect: Callable[..., Github]) -> None:
    with pytest.raises(GithubException) as caught:
        connect(None).requester.graphql_query("{viewer {login}}", {})
    assert 401 == caught.value.status
