"""Who may do what: tokens, permissions, limits, names that changed, answers that did not."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from github import BadCredentialsException, Github, GithubException, InputGitTreeElement, RateLimitExceededException, UnknownObjectException
from github.Repository import Repository as Client

from tests.github import GitHub, Repository, faults

Connect = Callable[..., Github]


def refusal(caught: pytest.ExceptionInfo[GithubException]) -> tuple[int, str]:
    return caught.value.status, str(caught.value.data["message"])


def test_a_wrong_token_is_401(github: GitHub, connect: Connect, repository: Repository) -> None:
    with pytest.raises(BadCredentialsException):
        connect("ghs_wrong").get_repo(repository.full_name)


def test_a_token_expires(github: GitHub, connect: Connect, repository: Repository) -> None:
    client = connect(github.token(valid_seconds=60))
    client.get_repo(repository.full_name)
    github.world.clock.advance(61)
    with pytest.raises(BadCredentialsException):
        client.get_repo(repository.full_name)


def test_nobody_reads_what_is_public_and_writes_nothing(github: GitHub, connect: Connect, repository: Repository) -> None:
    client = connect(None).get_repo(repository.full_name)
    with pytest.raises(GithubException) as caught:
        client.create_git_ref("refs/heads/x", repository.head())
    assert (401, "Requires authentication") == refusal(caught)


def test_a_private_repository_is_404_for_others(github: GitHub, connect: Connect) -> None:
    github.repository("octo-org/secret", private=True)
    for token in (None, github.token(repositories=["octo-org/other"])):
        with pytest.raises(UnknownObjectException):
            connect(token).get_repo("octo-org/secret")
    assert connect(github.token(repositories=["octo-org/secret"])).get_repo("octo-org/secret").private


def test_the_token_of_a_fork_reads_and_does_not_write(github: GitHub, connect: Connect, repository: Repository) -> None:
    repository.commit({"a.txt": "a"}, branch="topic")
    number = repository.pull_request("topic")
    client = connect(github.token(permissions={"contents": "read", "pull_requests": "read", "issues": "read"})).get_repo(repository.full_name)
    assert [] == list(client.get_issue(number).get_comments())
    with pytest.raises(GithubException) as caught:
        client.get_issue(number).create_comment("x")
    assert (403, "Resource not accessible by integration") == refusal(caught)
    assert [] == repository.comments_of(number)


def test_workflow_files_need_a_permission_of_their_own(github: GitHub, connect: Connect, repository: Repository) -> None:
    path = ".github/workflows/ci.yml"
    client = connect(github.token(permissions={"contents": "write"})).get_repo(repository.full_name)
    message = f"refusing to allow a GitHub App to create or update workflow `{path}` without `workflows` permission"
    with pytest.raises(GithubException) as caught:
        client.create_file(path, "Add", "on: push\n")
    assert (403, message) == refusal(caught)
    base = client.get_git_commit(repository.head())
    commit = client.create_git_commit("Add", client.create_git_tree([InputGitTreeElement(path, "100644", "blob", "on: push\n")], base.tree), [base])
    with pytest.raises(GithubException) as caught:
        client.create_git_ref("refs/heads/x", commit.sha)
    assert (403, message) == refusal(caught)
    allowed = connect(github.token(permissions={"contents": "write", "workflows": "write"})).get_repo(repository.full_name)
    allowed.create_git_ref("refs/heads/x", commit.sha)
    client.create_git_ref("refs/heads/y", commit.sha)  # a branch has these files already


def test_an_archived_repository_is_read_only(repository: Repository, client: Client) -> None:
    repository.archive()
    assert client.get_contents("README.md")
    with pytest.raises(GithubException) as caught:
        client.create_git_ref("refs/heads/x", repository.head())
    assert (403, "Repository was archived so is read-only.") == refusal(caught)


def test_a_renamed_repository_redirects(github: GitHub, connect: Connect, repository: Repository) -> None:
    repository.rename("greeting")
    assert "octo-org/greeting" == connect().get_repo("octo-org/hello").full_name
    assert ["GET /repos/octo-org/hello 301", f"GET /repositories/{repository.id} 200"] == github.asked()


def test_a_new_repository_takes_the_old_name(github: GitHub, connect: Connect, repository: Repository) -> None:
    repository.rename("greeting")
    other = github.repository("octo-org/hello")
    assert other.id == connect().get_repo("octo-org/hello").id != repository.id


def test_a_deleted_repository_is_404(connect: Connect, repository: Repository) -> None:
    repository.delete()
    with pytest.raises(UnknownObjectException):
        connect().get_repo("octo-org/hello")


def test_an_organisation_lists_its_repositories(github: GitHub, connect: Connect, repository: Repository) -> None:
    organisation = connect().get_organization("octo-org")
    organisation.create_repo("second", auto_init=True)
    assert ["hello", "second"] == [one.name for one in organisation.get_repos()]


def test_each_identity_has_its_budget(github: GitHub, connect: Connect, repository: Repository) -> None:
    one, other = github.token(limit=10), github.token()
    client = connect(one)
    for _ in range(3):
        client.get_repo(repository.full_name)
    assert (7, 10) == (client.get_rate_limit().rate.remaining, client.get_rate_limit().rate.limit)
    assert 5000 == connect(other).get_rate_limit().rate.remaining
    assert 60 == connect(None).get_rate_limit().rate.limit


@pytest.mark.parametrize("status", [403, 429])
def test_a_spent_budget_is_refused_until_its_reset(github: GitHub, connect: Connect, repository: Repository, status: int) -> None:
    token = github.token(limit=1)
    github.budget(token).refusal = status
    client = connect(token)
    client.get_repo(repository.full_name)
    with pytest.raises(GithubException) as caught:
        client.get_repo(repository.full_name)
    headers = caught.value.headers or {}
    assert (status, "0") == (caught.value.status, headers["x-ratelimit-remaining"])
    assert 3500 < int(headers["x-ratelimit-reset"]) - time.time() <= 3600
    github.world.clock.advance(3601)
    client.get_repo(repository.full_name)


def test_too_much_content_in_a_minute_is_the_secondary_limit(github: GitHub, repository: Repository, client: Client) -> None:
    repository.commit({"a.txt": "a"}, branch="topic")
    issue = client.get_issue(repository.pull_request("topic"))
    github.world.content_per_minute = 2
    issue.create_comment("1")
    issue.create_comment("2")
    with pytest.raises(RateLimitExceededException) as caught:
        issue.create_comment("3")
    assert "60" == (caught.value.headers or {})["retry-after"]
    github.world.clock.advance(61)
    issue.create_comment("3")
    assert ["1", "2", "3"] == repository.comments_of(issue.number)


@pytest.mark.parametrize("fault", [faults.secondary(), faults.secondary(60), faults.too_quickly(".*")])
def test_secondary_limits_are_known_as_such(github: GitHub, connect: Connect, repository: Repository, fault: faults.Fault) -> None:
    github.faults.add(faults.Fault(**{**vars(fault), "times": 1}))
    with pytest.raises(RateLimitExceededException):
        connect().get_repo(repository.full_name)


def test_what_did_not_change_is_304_and_costs_nothing(github: GitHub, connect: Connect, repository: Repository) -> None:
    token, path = github.token(), f"/repos/{repository.full_name}"
    ask = connect(token).requester.requestJson
    etag = ask("GET", path)[1]["etag"]
    spent = github.budget(token).used
    assert 304 == ask("GET", path, headers={"If-None-Match": etag})[0]
    assert spent == github.budget(token).used
    repository.description = "Changed"
    assert 200 == ask("GET", path, headers={"If-None-Match": etag})[0]


def test_an_etag_is_of_use_to_its_token_only(github: GitHub, connect: Connect, repository: Repository) -> None:
    path = f"/repos/{repository.full_name}"
    etag = connect().requester.requestJson("GET", path)[1]["etag"]
    assert 200 == connect().requester.requestJson("GET", path, headers={"If-None-Match": etag})[0]
