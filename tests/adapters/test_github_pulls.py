"""Pull requests on GitHub, by PyGithub as it is, from the fake: one is made and kept current, nothing is written twice, and nobody's work is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest

from synth.adapters.github_client import reader, writer
from synth.adapters.github_pulls import GitHubPulls
from synth.ports import (
    NotFoundError,
    OutsideError,
    Proposal,
    Proposed,
    PullRequest,
    PullRequests,
    RefusedError,
    UnreachableError,
    WorkflowsRefusedError,
)
from tests.github import GitHub, Repository, faults
from tests.github.loopback import loopback_only  # noqa: F401  # a fixture for all tests here
from tests.github.specification import ABSENT, FILE

NAME = "octo-org/hello"
BRANCH = "ghsynth/updates"
WORKFLOW = ".github/workflows/ci.yml"
LOCK = ".github/ghsynth.lock"
BOT = {"contents": "write", "pull_requests": "write"}  # what GITHUB_TOKEN may have at most


@pytest.fixture
def github() -> Iterator[GitHub]:
    if not FILE.is_file():
        pytest.skip(ABSENT)
    with GitHub() as github:
        yield github


@pytest.fixture
def repository(github: GitHub) -> Repository:
    repository = github.repository(NAME)
    repository.commit({WORKFLOW: "one\n", LOCK: "one\n", ".github/workflows/old.yml": "old\n"})
    return repository


@pytest.fixture
def connect(github: GitHub) -> Iterator[Callable[..., GitHubPulls]]:
    open_ones: list[GitHubPulls] = []

    def made(**permissions: str) -> GitHubPulls:
        token = github.token("ghsynth", permissions=permissions or None)
        open_ones.append(GitHubPulls(reader(token, github.url, backoff_seconds=0), writer(token, github.url, 0)))
        return open_ones[-1]

    yield made
    for one in open_ones:
        one.__exit__()


@pytest.fixture
def pulls(connect: Callable[..., GitHubPulls]) -> PullRequests:
    return connect()


def proposal(text: str = "two\n", body: str = "Why", gone: Sequence[str] = ()) -> Proposal:
    return Proposal(BRANCH, "Update pins", body, "Update pins\n\nall\n", {WORKFLOW: text, LOCK: text, **dict.fromkeys(gone)})


def propose(pulls: PullRequests, repository: Repository, wanted: Proposal | None = None) -> Proposed:
    return pulls.propose(NAME, "main", repository.head(), wanted or proposal())


def written(github: GitHub) -> list[str]:
    """What was asked that is no look."""
    return [line.replace(f"/repos/{NAME}", "") for line in github.asked() if not line.startswith("GET")]


def refusal(kind: type[OutsideError], ask: Callable[[], object]) -> str:
    with pytest.raises(kind) as caught:
        ask()
    assert kind is type(caught.value)
    return str(caught.value)


def host(github: GitHub) -> str:
    return github.url.partition("://")[2]


# proposing


def test_a_proposal_becomes_one_commit_and_one_pull_request(pulls: PullRequests, repository: Repository, github: GitHub) -> None:
    made = propose(pulls, repository, proposal(gone=[".github/workflows/old.yml"]))
    assert Proposed(made.number, made.url, "opened") == made
    assert ("two\n", "two\n", None) == tuple(repository.text(path, BRANCH) for path in (WORKFLOW, LOCK, ".github/workflows/old.yml"))
    assert ["POST /git/trees 201", "POST /git/commits 201", "POST /git/refs 201", "POST /pulls 201"] == written(github)
    kept = repository.pulls[made.number]
    assert ("octo-org:ghsynth/updates", "main", "Update pins", "Why") == (kept["head"], kept["base"], kept["title"], kept["body"])


def test_the_same_proposal_again_writes_nothing_that_anybody_sees(pulls: PullRequests, repository: Repository, github: GitHub) -> None:
    first = propose(pulls, repository)
    head = repository.head(BRANCH)
    github.done.clear()
    assert Proposed(first.number, first.url, "unchanged") == propose(pulls, repository)
    assert (head, ["POST /git/trees 201"]) == (repository.head(BRANCH), written(github))


def test_another_proposal_refreshes_the_pull_request(pulls: PullRequests, repository: Repository, github: GitHub) -> None:
    first = propose(pulls, repository)
    github.done.clear()
    assert Proposed(first.number, first.url, "refreshed") == propose(pulls, repository, proposal("three\n", "Why now"))
    assert ["POST /git/trees 201", "POST /git/commits 201", f"PATCH /git/refs/heads/{BRANCH} 200", f"PATCH /pulls/{first.number} 200"] == written(
        github
    )
    assert ("three\n", "Why now", 1) == (repository.text(WORKFLOW, BRANCH), repository.pulls[first.number]["body"], len(repository.pulls))


def test_it_follows_the_main_branch(pulls: PullRequests, repository: Repository) -> None:
    propose(pulls, repository)
    repository.commit({"more": "text\n"})
    assert "refreshed" == propose(pulls, repository).kind
    assert "text\n" == repository.text("more", BRANCH)


def test_a_pull_request_that_was_merged_is_followed_by_a_new_one(pulls: PullRequests, repository: Repository) -> None:
    first = propose(pulls, repository)
    repository.pulls[first.number]["state"] = "closed"
    second = propose(pulls, repository, proposal("three\n"))
    assert ("opened", True) == (second.kind, second.number > first.number)


def test_commits_of_others_are_never_overwritten(pulls: PullRequests, repository: Repository, github: GitHub) -> None:
    propose(pulls, repository)
    theirs = repository.commit({WORKFLOW: "theirs\n"}, branch=BRANCH, message="Mend it")
    github.done.clear()
    said = refusal(RefusedError, lambda: propose(pulls, repository, proposal("three\n")))
    assert f"branch {BRANCH} of {NAME} has commits that ghsynth did not make: merge its pull request, or delete the branch" == said
    assert (theirs, []) == (repository.head(BRANCH), written(github))


# a failure after which nobody knows what happened


@pytest.mark.parametrize("lost", [faults.bad_gateway, faults.disconnected])
@pytest.mark.parametrize(("method", "path"), [("POST", ".*/git/refs"), ("POST", ".*/pulls"), ("PATCH", ".*/git/refs/.*")])
def test_an_effect_without_an_answer_is_found(
    pulls: PullRequests, repository: Repository, github: GitHub, lost: Callable[..., faults.Fault], method: str, path: str
) -> None:
    if method == "PATCH":
        propose(pulls, repository, proposal("zero\n"))
    github.faults.add(lost(method, path, after=True))
    made = propose(pulls, repository)
    assert ("two\n", [made.number]) == (repository.text(WORKFLOW, BRANCH), list(repository.pulls))


@pytest.mark.parametrize("path", [".*/git/trees", ".*/git/commits", ".*/git/refs", ".*/pulls"])
def test_without_an_effect_it_is_told_and_the_next_run_goes_on(pulls: PullRequests, repository: Repository, github: GitHub, path: str) -> None:
    github.faults.add(faults.bad_gateway("POST", path))
    assert "try again later" in refusal(UnreachableError, lambda: propose(pulls, repository))
    assert ["502"] == [line.rpartition(" ")[2] for line in written(github) if line.endswith("502")]
    made = propose(pulls, repository)
    assert ("two\n", [made.number]) == (repository.text(WORKFLOW, BRANCH), list(repository.pulls))


# what a token may not


def test_github_token_may_not_change_workflows(connect: Callable[..., GitHubPulls], repository: Repository, github: GitHub) -> None:
    pulls = connect(**BOT)
    expected = (
        f"branch {BRANCH}: {host(github)} refuses it, refusing to allow a GitHub App to create or update workflow `{WORKFLOW}` without "
        "`workflows` permission: the token needs write access to workflows"
    )
    assert expected == refusal(WorkflowsRefusedError, lambda: propose(pulls, repository))
    alone = Proposal(BRANCH, "Update pins", "Why", "Update pins\n", {LOCK: "two\n"})
    assert "opened" == propose(pulls, repository, alone).kind
    assert ("one\n", "two\n") == (repository.text(WORKFLOW, BRANCH), repository.text(LOCK, BRANCH))


def test_a_setting_that_forbids_pull_requests_is_named(pulls: PullRequests, repository: Repository, github: GitHub) -> None:
    told = "GitHub Actions is not permitted to create or approve pull requests."
    github.faults.add(faults.Fault("POST", ".*/pulls", 403, message=told))
    said = refusal(RefusedError, lambda: propose(pulls, repository))
    assert said.startswith(f"the pull request from {BRANCH} to main: {host(github)} refuses it, {told}: ")
    assert "Settings > Actions > General" in said


def test_a_token_is_needed() -> None:
    said = refusal(RefusedError, lambda: GitHubPulls.from_environment({"PATH": ""}))
    assert "a pull request needs a token: set GH_TOKEN, or run 'gh auth login'" == said


# reading one, and adding to it


def opened(repository: Repository, texts: Mapping[str, str | bytes | None]) -> int:
    repository.commit(texts, branch="bot")
    return repository.pull_request("bot", author="dependabot[bot]")


def test_a_pull_request_is_read(pulls: PullRequests, repository: Repository) -> None:
    number, fork_point = opened(repository, {WORKFLOW: "two\n", "more": "text\n"}), repository.head()
    repository.commit({"later": "on main\n"})
    expected = PullRequest(number, "dependabot[bot]", NAME, "bot", repository.head("bot"), fork_point, (WORKFLOW, "more"))
    assert expected == pulls.pull(NAME, number)


def test_texts_below_a_folder_are_read(pulls: PullRequests, repository: Repository) -> None:
    commit = repository.commit({".github/actions/x/action.yml": "name: X\n", ".github/x.py": "no text of this kind"})
    expected: dict[str, Any] = {WORKFLOW: "one\n", LOCK: "one\n", ".github/workflows/old.yml": "old\n", ".github/actions/x/action.yml": "name: X\n"}
    assert expected == dict(pulls.texts(NAME, commit, ".github"))
    assert {} == pulls.texts(NAME, commit, "absent")


def test_a_commit_is_added_to_the_branch(connect: Callable[..., GitHubPulls], repository: Repository) -> None:
    opened(repository, {WORKFLOW: "two\n"})
    made = connect(**BOT).add(NAME, "bot", repository.head("bot"), "Adopt", {LOCK: "two\n"})
    assert (made, "two\n", "two\n") == (repository.head("bot"), repository.text(LOCK, "bot"), repository.text(WORKFLOW, "bot"))


def test_a_branch_that_went_on_meanwhile_is_left_alone(pulls: PullRequests, repository: Repository) -> None:
    opened(repository, {WORKFLOW: "two\n"})
    seen = repository.head("bot")
    theirs = repository.commit({WORKFLOW: "three\n"}, branch="bot")
    said = refusal(RefusedError, lambda: pulls.add(NAME, "bot", seen, "Adopt", {LOCK: "two\n"}))
    assert "Update is not a fast forward: somebody else changed the branch; run it again" in said
    assert theirs == repository.head("bot")


def test_what_is_not_there_is_not_found(pulls: PullRequests, repository: Repository) -> None:
    assert f"pull request 99 of {NAME} is not on " in refusal(NotFoundError, lambda: pulls.pull(NAME, 99))


def test_a_closed_pull_request_is_refused(pulls: PullRequests, repository: Repository) -> None:
    number = opened(repository, {WORKFLOW: "two\n"})
    repository.pulls[number]["state"] = repository.issues[number]["state"] = "closed"
    assert f"pull request {number} of {NAME} is closed: there is nothing to add to it" == refusal(RefusedError, lambda: pulls.pull(NAME, number))
