"""What goes wrong when told to: before the effect or after it, slowly, or without an answer."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from github import Github, GithubException, GithubRetry
from github.Repository import Repository as Client

from tests.github import GitHub, Repository, faults

POST = "POST", ".*/comments"


@pytest.fixture
def number(repository: Repository) -> int:
    repository.commit({"a.txt": "a"}, branch="topic")
    return repository.pull_request("topic")


@pytest.mark.parametrize(("after", "there"), [(False, []), (True, ["x"])])
def test_a_bad_gateway_before_the_effect_or_after_it(
    github: GitHub, repository: Repository, client: Client, number: int, after: bool, there: list[str]
) -> None:
    issue = client.get_issue(number)
    github.faults.add(faults.bad_gateway(*POST, after=after))
    with pytest.raises(GithubException) as caught:
        issue.create_comment("x")
    assert (502, there) == (caught.value.status, repository.comments_of(number))


@pytest.mark.parametrize(("times", "written"), [(1, 2), (3, 4)])
def test_a_client_that_repeats_posts_writes_twice(
    github: GitHub, connect: Callable[..., Github], repository: Repository, number: int, times: int, written: int
) -> None:
    client = connect(retry=GithubRetry(total=5, backoff_factor=0)).get_repo(repository.full_name)
    issue = client.get_issue(number)
    github.faults.add(faults.bad_gateway(*POST, after=True, times=times))
    issue.create_comment("x")
    assert ["x"] * written == repository.comments_of(number)


@pytest.mark.parametrize("after", [False, True])
def test_a_connection_breaks_before_the_effect_or_after_it(github: GitHub, repository: Repository, client: Client, number: int, after: bool) -> None:
    issue = client.get_issue(number)
    github.faults.add(faults.disconnected(*POST, after=after))
    with pytest.raises(requests.ConnectionError):
        issue.create_comment("x")
    assert int(after) == len(repository.comments_of(number))


def test_an_answer_is_slow(github: GitHub, connect: Callable[..., Github], repository: Repository) -> None:
    github.faults.add(faults.slow(0.2))
    began = time.monotonic()
    connect().get_repo(repository.full_name)
    assert 0.2 <= time.monotonic() - began


def test_a_list_lags_behind(github: GitHub, repository: Repository, client: Client, number: int) -> None:
    github.world.lag_seconds = 30
    issue = client.get_issue(number)
    made = issue.create_comment("x")
    assert ([], "x") == (list(issue.get_comments()), issue.get_comment(made.id).body)
    github.world.clock.advance(31)
    assert ["x"] == [one.body for one in issue.get_comments()]


def test_a_fault_counts_and_matches(github: GitHub, connect: Callable[..., Github], repository: Repository) -> None:
    github.faults.add(faults.not_accessible("GET", "/repos/.*", times=2))
    client = connect()
    client.get_rate_limit()
    for _ in range(2):
        with pytest.raises(GithubException):
            client.get_repo(repository.full_name)
    client.get_repo(repository.full_name)


def test_faults_are_cleared(github: GitHub, connect: Callable[..., Github], repository: Repository) -> None:
    github.faults.add(faults.bad_gateway(times=100))
    github.faults.clear()
    connect().get_repo(repository.full_name)


def test_a_request_that_is_held_back_is_overtaken(github: GitHub, connect: Callable[..., Github], repository: Repository, number: int) -> None:
    github.faults.add(faults.held(0.3, *POST))
    issues = [connect().get_repo(repository.full_name).get_issue(number) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        waiting = pool.submit(issues[0].create_comment, "first")
        time.sleep(0.1)
        issues[1].create_comment("second")
        waiting.result()
    assert ["second", "first"] == repository.comments_of(number)


def test_a_fault_strikes_by_chance(github: GitHub, connect: Callable[..., Github], repository: Repository) -> None:
    github.faults.add(faults.Fault("GET", "/repos/.*", 403, times=1000, message="No", chance=0.5))
    client, refused = connect(), 0
    for _ in range(40):
        try:
            client.get_repo(repository.full_name)
        except GithubException:
            refused += 1
    assert 10 < refused < 30
