"""Versions from GitHub, by PyGithub as it is, from the fake: what is found, what each failure becomes, and how many requests that takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from github import GithubException

from synth.adapters.github import GitHub as Adapter
from synth.adapters.github_client import API_URL, api_url, reader, token_from, writer
from synth.ports import MovedError, NotFoundError, OutsideError, RateLimitedError, RefusedError, Resolved, Tag, UnreachableError, Versions
from tests.actions.verify_health.servers import nobody
from tests.github import GitHub, Repository, faults
from tests.github.loopback import loopback_only  # noqa: F401  # a fixture for all tests here
from tests.github.specification import ABSENT, FILE

NAME = "octo-org/hello"
Connect = Callable[..., Adapter]


@pytest.fixture
def github() -> Iterator[GitHub]:
    if not FILE.is_file():
        pytest.skip(ABSENT)
    with GitHub() as github:
        yield github


@pytest.fixture
def repository(github: GitHub) -> Repository:
    """Two releases: `v1` and `v1.1.0`, annotated, stand for the second, of which `main` is one commit ahead."""
    repository = github.repository(NAME)
    first = repository.commit({"action.yml": "name: one\n"}, date="2026-01-01")
    second = repository.commit({"action.yml": "name: two\n"}, date="2026-02-01")
    repository.tag("v1.0.0", first)
    repository.tag("v1.1.0", second, annotated=True, date="2026-02-03")
    repository.tag("v1", second)
    repository.commit({"action.yml": "name: three\n"}, date="2026-03-01")
    return repository


@pytest.fixture
def connect(github: GitHub) -> Iterator[Connect]:
    """Adapters with a token, or without one for None."""
    with ExitStack() as open_ones:

        def made(token: str | None = "", **settings: Any) -> Adapter:
            token = github.token() if token == "" else token
            client = reader(token, github.url, backoff_seconds=0)
            return open_ones.enter_context(Adapter(client, has_token=token is not None, **settings))

        yield made


@pytest.fixture
def versions(connect: Connect) -> Versions:
    return connect()


def refusal(kind: type[OutsideError], ask: Callable[[], object]) -> str:
    with pytest.raises(kind) as caught:
        ask()
    assert kind is type(caught.value)
    return str(caught.value)


def host(github: GitHub) -> str:
    return github.url.partition("://")[2]


# what is found


@pytest.mark.parametrize("annotated", [False, True])
def test_a_tag_stands_for_its_commit(versions: Versions, repository: Repository, annotated: bool) -> None:
    commit = repository.commit({"a.txt": "a"}, date="2026-04-01")
    repository.tag("v2.0.0", annotated=annotated, date="2026-05-01")
    assert Resolved(NAME, commit, "v2.0.0", "2026-05-01" if annotated else "2026-04-01") == versions.resolve(NAME, "v2.0.0")


def test_a_tag_of_a_tag_is_peeled_to_the_end(versions: Versions, repository: Repository) -> None:
    repository.tag("v3.0.0", at=repository.refs["refs/tags/v1.1.0"], annotated=True, date="2026-06-01")
    assert Resolved(NAME, repository.resolve("v1.1.0") or "", "v3.0.0", "2026-06-01") == versions.resolve(NAME, "v3.0.0")


def test_a_major_version_is_named_exactly(versions: Versions, repository: Repository) -> None:
    repository.tag("v10.0.0", repository.resolve("v1") or "")
    assert Resolved(NAME, repository.resolve("v1") or "", "v1.1.0", "2026-02-03") == versions.resolve(NAME, "v1")


def test_a_release_comes_before_its_preview(versions: Versions, repository: Repository) -> None:
    for name in ("v2.0.0-rc.1", "v2.0.0", "v2"):
        repository.tag(name)
    assert "v2.0.0" == versions.resolve(NAME, "v2").tag


def test_a_major_version_without_an_exact_one_is_all_there_is(versions: Versions, repository: Repository) -> None:
    repository.tag("v5")
    assert Resolved(NAME, repository.head(), "v5", "2026-03-01") == versions.resolve(NAME, "v5")


def test_a_branch_stands_for_its_head(versions: Versions, repository: Repository) -> None:
    assert Resolved(NAME, repository.head(), "", "2026-03-01") == versions.resolve(NAME, "main")
    repository.branch("release/v1", repository.resolve("v1.0.0") or "")
    assert Resolved(NAME, repository.head("release/v1"), "v1.0.0", "2026-01-01") == versions.resolve(NAME, "release/v1")


def test_a_commit_has_the_highest_tag_that_stands_for_it(versions: Versions, repository: Repository) -> None:
    commit = repository.resolve("v1.1.0") or ""
    assert Resolved(NAME, commit, "v1.1.0", "2026-02-01") == versions.resolve(NAME, commit)


def test_a_whole_ref_is_of_its_kind_only(versions: Versions, repository: Repository) -> None:
    assert "v1.1.0" == versions.resolve(NAME, "refs/tags/v1").tag
    assert "no tag or branch refs/heads/v1" in refusal(NotFoundError, lambda: versions.resolve(NAME, "refs/heads/v1"))


def test_nobody_may_resolve_what_is_public(connect: Connect, repository: Repository) -> None:
    assert "v1.1.0" == connect(None).resolve(NAME, "v1").tag


def test_tags_come_with_their_days(versions: Versions, repository: Repository) -> None:
    first, second = repository.resolve("v1.0.0") or "", repository.resolve("v1.1.0") or ""
    expected = {Tag("v1.1.0", second, "2026-02-03"), Tag("v1", second, "2026-02-01"), Tag("v1.0.0", first, "2026-01-01")}
    found = versions.tags(NAME)
    assert expected == set(found)
    assert "v1.0.0" == found[-1].name


def test_a_hundred_tags_come_at_once(github: GitHub, versions: Versions, repository: Repository) -> None:
    for minor in range(2, 220):
        repository.tag(f"v1.{minor}.0", annotated=minor % 2 == 0)
    assert 221 == len(versions.tags(NAME))
    assert 3 == github.asked().count("POST /graphql 200")


def test_tags_need_a_token(connect: Connect, repository: Repository) -> None:
    expected = f"tags of {NAME} with their days need a token: set GH_TOKEN, or run 'gh auth login'"
    assert expected == refusal(RefusedError, lambda: connect(None).tags(NAME))


def test_a_file_is_read_at_a_commit(versions: Versions, repository: Repository) -> None:
    commit = repository.resolve("v1.0.0") or ""
    assert "name: one\n" == versions.file(NAME, "action.yml", commit)
    assert versions.file(NAME, "action.yaml", commit) is None
    assert "is not on" in refusal(NotFoundError, lambda: versions.file(NAME, "action.yml", "0" * 40))


def test_a_folder_and_bytes_are_no_text(versions: Versions, repository: Repository) -> None:
    commit = repository.commit({"dir/a.bin": b"\xff"})
    assert (None, None) == (versions.file(NAME, "dir", commit), versions.file(NAME, "dir/a.bin", commit))


# what it costs


def test_nothing_is_asked_twice_in_one_run(github: GitHub, versions: Versions, repository: Repository) -> None:
    versions.resolve(NAME, "v1.0.0")
    asked = github.asked()
    assert [
        f"GET /repos/{NAME} 200",
        f"GET /repos/{NAME}/git/ref/tags/v1.0.0 200",
        f"GET /repos/{NAME}/git/commits/{repository.resolve('v1.0.0')} 200",
    ] == asked
    versions.resolve(NAME, "v1.0.0")
    for _ in range(2):
        refusal(NotFoundError, lambda: versions.resolve(NAME, "w9"))
    versions.tags(NAME)
    versions.tags(NAME)
    again = github.asked()
    assert len(again) == len(set(again))


def test_what_is_remembered_costs_no_quota(github: GitHub, connect: Connect, repository: Repository) -> None:
    token, remembered = github.token(), dict[str, tuple[str, Any]]()
    first = connect(token, remembered=remembered).resolve(NAME, "v1")
    spent = github.budget(token).used
    assert first == connect(token, remembered=remembered).resolve(NAME, "v1")
    assert spent == github.budget(token).used
    repository.tag("v1.2.0", repository.head())
    repository.tag("v1", repository.head())
    assert "v1.2.0" == connect(token, remembered=remembered).resolve(NAME, "v1").tag


# what goes wrong


def test_a_tag_that_moved(github: GitHub, versions: Versions, repository: Repository) -> None:
    old, new = repository.resolve("v1.1.0") or "", repository.head()
    repository.tag("v1.1.0", new)
    with pytest.raises(MovedError) as caught:
        versions.resolve(NAME, "v1.1.0", expected=old)
    assert (old, new) == (caught.value.expected, caught.value.found)
    assert (
        f"{NAME}@v1.1.0 stands for {new} now, and stood for {old} before: compare the two at https://{host(github)}/{NAME}/compare/{old}...{new} "
        "and trust the new one only if its authors announced it"
    ) == str(caught.value)
    assert new == versions.resolve(NAME, "v1.1.0", expected=new).commit


def test_a_tag_that_was_deleted(github: GitHub, versions: Versions, repository: Repository) -> None:
    repository.delete_tag("v1.1.0")
    expected = f"{NAME} has no tag or branch v1.1.0, but v1.0.0, v1: name one of https://{host(github)}/{NAME}/tags"
    assert expected == refusal(NotFoundError, lambda: versions.resolve(NAME, "v1.1.0"))


def test_a_repository_that_was_renamed_says_its_new_name(versions: Versions, repository: Repository) -> None:
    repository.rename("new-org/greeting")
    assert ("new-org/greeting", "v1.1.0") == (versions.resolve(NAME, "v1").repository, versions.resolve(NAME, "v1").tag)
    assert 3 == len(versions.tags(NAME))
    assert "name: two\n" == versions.file(NAME, "action.yml", repository.resolve("v1") or "")


@pytest.mark.parametrize(("token", "hidden"), [("", "the token may not see it"), (None, "it is private and needs a token in GH_TOKEN")])
def test_a_repository_that_was_deleted(github: GitHub, connect: Connect, repository: Repository, token: str | None, hidden: str) -> None:
    repository.delete()
    expected = f"{NAME} is not on {host(github)}: it was deleted, or never was, or {hidden}"
    assert expected == refusal(NotFoundError, lambda: connect(token).resolve(NAME, "v1"))


@pytest.mark.parametrize("name", ["hello", "a/b/c", "../hello", "octo-org/..", "octo org/x"])
def test_a_name_that_is_none_asks_nothing(github: GitHub, versions: Versions, name: str) -> None:
    assert f"{name} is no repository: write owner/name" == refusal(NotFoundError, lambda: versions.resolve(name, "v1"))
    assert [] == github.asked()


def test_a_ref_cannot_leave_its_repository(github: GitHub, versions: Versions, repository: Repository) -> None:
    refusal(NotFoundError, lambda: versions.resolve(NAME, "../../../../user"))
    assert [f"GET /repos/{NAME} 200"] == github.asked()


def test_a_commit_that_is_not_there(versions: Versions, repository: Repository) -> None:
    assert f"commit {'0' * 40} of {NAME} is not on" in refusal(NotFoundError, lambda: versions.resolve(NAME, "0" * 40))


@pytest.mark.parametrize("status", [403, 429])
def test_the_primary_limit_says_until_when(github: GitHub, connect: Connect, repository: Repository, status: int) -> None:
    token = github.token(limit=1)
    budget = github.budget(token)
    budget.refusal = status
    with pytest.raises(RateLimitedError) as caught:
        connect(token).resolve(NAME, "v1")
    until = datetime.fromtimestamp(int(budget.resets_at), UTC)
    assert until == caught.value.until
    assert f"{NAME}@v1: {host(github)} answers no more questions until {until:%Y-%m-%d %H:%M:%S} UTC: wait until then" == str(caught.value)


def test_nobody_is_told_of_the_far_higher_limit(github: GitHub, connect: Connect, repository: Repository) -> None:
    github.budget().used = 60
    assert "set GH_TOKEN, with which the limit is far higher" in refusal(RateLimitedError, lambda: connect(None).resolve(NAME, "v1"))


@pytest.mark.parametrize("retry_after", [None, 60])
def test_the_secondary_limit_is_not_slept_through(github: GitHub, versions: Versions, repository: Repository, retry_after: int | None) -> None:
    github.faults.add(faults.secondary(retry_after, times=9))
    began = datetime.now(UTC)
    with pytest.raises(RateLimitedError) as caught:
        versions.resolve(NAME, "v1")
    assert caught.value.until is not None
    assert 59 < (caught.value.until - began).total_seconds() < 70
    assert 1 == len(github.asked())


def test_a_short_wait_is_waited(github: GitHub, versions: Versions, repository: Repository) -> None:
    github.faults.add(faults.secondary(retry_after=1))
    assert "v1.1.0" == versions.resolve(NAME, "v1").tag


def test_the_limit_of_graphql_is_one(github: GitHub, connect: Connect, repository: Repository) -> None:
    assert "answers no more questions" in refusal(RateLimitedError, lambda: connect(github.token(limit=1)).tags(NAME))


def test_a_bad_gateway_is_asked_again(github: GitHub, versions: Versions, repository: Repository) -> None:
    github.faults.add(faults.bad_gateway(times=2))
    assert "v1.1.0" == versions.resolve(NAME, "v1").tag
    github.faults.add(faults.bad_gateway(path="/graphql", times=2))
    assert 3 == len(versions.tags(NAME))


def test_a_server_that_fails_for_good(github: GitHub, versions: Versions, repository: Repository) -> None:
    github.faults.add(faults.bad_gateway(times=99))
    expected = f"{NAME}: {host(github)} answered 502 each time that it was asked: try again later"
    assert expected == refusal(UnreachableError, lambda: versions.resolve(NAME, "v1"))
    assert 4 == len(github.asked())


def test_a_failure_is_not_remembered(github: GitHub, versions: Versions, repository: Repository) -> None:
    github.faults.add(faults.bad_gateway(times=4))
    refusal(UnreachableError, lambda: versions.resolve(NAME, "v1"))
    assert "v1.1.0" == versions.resolve(NAME, "v1").tag


def test_a_token_that_expired(github: GitHub, connect: Connect, repository: Repository) -> None:
    token = github.token(valid_seconds=10)
    versions = connect(token)
    versions.resolve(NAME, "v1")
    github.world.clock.advance(11)
    told = refusal(RefusedError, lambda: versions.resolve(NAME, "v1.0.0"))
    assert (
        f"{NAME}@v1.0.0: {host(github)} does not accept the token, which is wrong or has expired: set another in GH_TOKEN, or 'gh auth login'" == told
    )
    assert token not in told


def test_a_token_that_may_not(github: GitHub, versions: Versions, repository: Repository) -> None:
    github.faults.add(faults.not_accessible(times=2))
    expected = (
        f"{NAME}: {host(github)} refuses it, Resource not accessible by integration: "
        "give the token read access to the contents of the repository, and allow it for the organisation"
    )
    assert expected == refusal(RefusedError, lambda: versions.resolve(NAME, "v1"))


def test_no_network() -> None:
    with Adapter(reader(None, nobody().rstrip("/"), retries=1, backoff_seconds=0)) as versions:
        assert f"{NAME}: no answer from 127.0.0.1:" in refusal(UnreachableError, lambda: versions.resolve(NAME, "v1"))


def test_a_connection_that_breaks_is_tried_again(github: GitHub, versions: Versions, repository: Repository) -> None:
    github.faults.add(faults.disconnected())
    assert "v1.1.0" == versions.resolve(NAME, "v1").tag


def test_offline_asks_nothing(github: GitHub, connect: Connect) -> None:
    versions = connect(offline=True)
    expected = f"{NAME} was not asked for, because the network is not to be used: run again without --offline"
    for ask in (lambda: versions.resolve(NAME, "v1"), lambda: versions.tags(NAME), lambda: versions.file(NAME, "a", "b")):
        assert expected == refusal(UnreachableError, ask)
    assert [] == github.asked()


def test_a_page_in_between_is_not_github(github: GitHub, versions: Versions, repository: Repository) -> None:
    github.faults.add(faults.Fault(status=200))
    expected = f"{github.url} does not answer as GitHub does: check GITHUB_API_URL, the network and the proxy"
    assert expected == refusal(UnreachableError, lambda: versions.resolve(NAME, "v1"))


# token and address


def test_enterprise_has_its_own_address(github: GitHub, repository: Repository) -> None:
    environment = {"GITHUB_API_URL": github.enterprise_url, "GITHUB_TOKEN": github.token()}
    with Adapter.from_environment(environment) as versions:
        assert ("v1.1.0", 3) == (versions.resolve(NAME, "v1").tag, len(versions.tags(NAME)))


def test_the_address_that_was_given_wins() -> None:
    environment = {"GITHUB_API_URL": "https://ghe.example/api/v3/"}
    assert "https://other.example/api/v3" == api_url(environment, "https://other.example/api/v3")
    assert "https://ghe.example/api/v3" == api_url(environment)
    assert API_URL == api_url({})


def test_the_token_of_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    gh = tmp_path / "gh"
    gh.write_text('#!/bin/sh\n[ "$*" = "auth token --hostname github.com" ] && echo of-gh\n', encoding="utf-8")
    gh.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "one" == token_from({"GH_TOKEN": "one", "GITHUB_TOKEN": "two"})
    assert "two" == token_from({"GITHUB_TOKEN": "two"})
    gh.write_text('#!/bin/sh\n[ "$*" = "auth token --hostname github.com" ] && echo of-gh\n', encoding="utf-8")
    assert "of-gh" == token_from({})
    gh.unlink()
    assert token_from({}) is None


def test_what_writes_does_not_write_twice(github: GitHub, repository: Repository) -> None:
    repository.commit({"a.txt": "a"}, branch="topic")
    number = repository.pull_request("topic")
    github.faults.add(faults.bad_gateway("POST", after=True))
    with writer(github.token(), github.url, pause_seconds=0) as client, pytest.raises(GithubException, match="502"):
        client.get_repo(NAME).get_issue(number).create_comment("x")
    assert ["x"] == repository.comments_of(number)


def test_a_redirect_to_another_host_is_not_followed(github: GitHub, versions: Versions, repository: Repository) -> None:
    github.faults.add(faults.Fault(status=301, headers={"Location": "http://elsewhere.example/repos/octo-org/hello"}))
    expected = f"{NAME}: Github server redirected from host 127.0.0.1 to elsewhere.example"
    assert refusal(UnreachableError, lambda: versions.resolve(NAME, "v1")).startswith(expected)
