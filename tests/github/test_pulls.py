"""Pull requests, their comments and labels."""

from __future__ import annotations

import pytest
from github import GithubException, UnknownObjectException
from github.Repository import Repository as Client

from tests.github import GitHub, Repository
from tests.github.resources.comments import LONGEST


@pytest.fixture
def number(repository: Repository) -> int:
    repository.commit({"a.txt": "a\n"}, branch="topic")
    return repository.pull_request("topic")


def errors(caught: pytest.ExceptionInfo[GithubException]) -> str:
    return str(caught.value.data["errors"][0].get("message"))


def test_a_pull_request_is_made_and_found_by_its_head(repository: Repository, client: Client) -> None:
    sha = repository.commit({"a.txt": "a\n"}, branch="topic")
    made = client.create_pull(base="main", head="topic", title="Title", body="Body")
    again = client.get_pull(made.number)
    assert (1, "Title", "Body", sha, 1, True) == (again.number, again.title, again.body, again.head.sha, again.commits, again.mergeable)
    assert [1] == [one.number for one in client.get_pulls(head="octo-org:topic")]
    assert [] == [one.number for one in client.get_pulls(head="octo-org:other")]
    assert [("a.txt", "added")] == [(file.filename, file.status) for file in made.get_files()]
    assert [1] == [one.number for one in client.get_commit(sha).get_pulls()]


def test_a_second_pull_request_of_a_branch_is_refused(client: Client, number: int) -> None:
    with pytest.raises(GithubException) as caught:
        client.create_pull(base="main", head="topic", title="Again")
    assert (422, "A pull request already exists for octo-org:topic.") == (caught.value.status, errors(caught))


def test_a_branch_without_commits_of_its_own_is_refused(repository: Repository, client: Client) -> None:
    repository.branch("same")
    with pytest.raises(GithubException) as caught:
        client.create_pull(base="main", head="same", title="Nothing")
    assert (422, "No commits between main and same") == (caught.value.status, errors(caught))


def test_a_merge_closes_it_and_moves_the_base(repository: Repository, client: Client, number: int) -> None:
    pull = client.get_pull(number)
    assert not pull.is_merged()
    done = pull.merge()
    again = client.get_pull(number)
    assert (True, done.sha, True, "closed") == (done.merged, repository.head(), again.is_merged(), again.state)
    assert "a\n" == repository.text("a.txt")


def test_a_pull_request_is_closed_and_no_longer_among_the_open_ones(client: Client, number: int) -> None:
    client.get_pull(number).edit(state="closed", title="Closed")
    assert ([], [number]) == ([one.number for one in client.get_pulls()], [one.number for one in client.get_pulls(state="all")])
    assert ("Closed", "closed") == (client.get_issue(number).title, client.get_issue(number).state)


def test_a_pull_request_of_a_fork_names_both_repositories_and_no_commit_leads_to_it(github: GitHub, repository: Repository, client: Client) -> None:
    fork = repository.fork("stranger")
    sha = fork.commit({"a.txt": "a\n"}, branch="topic")
    pull = client.get_pull(repository.pull_request("stranger:topic"))
    assert ("stranger/hello", "octo-org/hello", sha) == (pull.head.repo.full_name, pull.base.repo.full_name, pull.head.sha)
    assert [] == list(client.get_commit(sha).get_pulls())


def test_a_comment_is_made_changed_and_deleted(client: Client, number: int) -> None:
    issue = client.get_issue(number)
    made = issue.create_comment("one")
    made.edit("two")
    assert ["two"] == [comment.body for comment in issue.get_comments()]
    made.delete()
    with pytest.raises(UnknownObjectException):
        issue.get_comment(made.id)


def test_comments_have_authors(github: GitHub, repository: Repository, client: Client, number: int) -> None:
    repository.comment(number, "mine", author="github-actions[bot]")
    repository.comment(number, "theirs", author="person")
    assert [("github-actions[bot]", "Bot"), ("person", "User")] == [
        (one.user.login, one.user.type) for one in client.get_issue(number).get_comments()
    ]


@pytest.mark.parametrize(("per_page", "pages"), [(30, 5), (100, 2)])
def test_comments_come_in_pages(github: GitHub, repository: Repository, connect: object, number: int, per_page: int, pages: int) -> None:
    for at in range(130):
        repository.comment(number, str(at))
    client = connect(per_page=per_page).get_repo(repository.full_name)  # type: ignore[operator]  # the fixture of conftest
    assert [str(at) for at in range(130)] == [one.body for one in client.get_issue(number).get_comments()]
    assert pages == sum(line.endswith("/comments 200") for line in github.asked())


@pytest.mark.parametrize(
    ("body", "message"), [("x" * (LONGEST + 1), f"Body is too long (maximum is {LONGEST} characters)"), (" ", "Body cannot be blank")]
)
def test_a_comment_that_is_too_long_or_empty_is_refused(client: Client, number: int, body: str, message: str) -> None:
    with pytest.raises(GithubException) as caught:
        client.get_issue(number).create_comment(body)
    assert (422, message) == (caught.value.status, errors(caught))


def test_the_longest_comment_is_taken(repository: Repository, client: Client, number: int) -> None:
    client.get_issue(number).create_comment("x" * LONGEST)
    assert ["x" * LONGEST] == repository.comments_of(number)


def test_a_comment_is_minimized_by_graphql(client: Client, number: int) -> None:
    made = client.get_issue(number).create_comment("old")
    assert made.minimize()
    assert {"reason": "outdated"} == client.get_issue(number).get_comment(made.id).raw_data["minimized"]


def test_labels_are_added_set_and_removed(client: Client, number: int) -> None:
    pull = client.get_pull(number)
    pull.add_to_labels("a", "b")
    pull.add_to_labels("b", "c")
    assert ["a", "b", "c"] == [label.name for label in pull.get_labels()]
    pull.set_labels("d")
    assert ["d"] == [label.name for label in client.get_pull(number).labels]
    pull.delete_labels()
    assert [] == list(pull.get_labels())
