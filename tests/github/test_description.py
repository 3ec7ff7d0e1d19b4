"""The fake against GitHub's own description: which operations it has, and that nothing that it answers breaks a schema."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from github import Github

from tests.github import GitHub, Repository
from tests.github.resources import HANDLERS, deployments, people, rulesets, runs, settings
from tests.github.specification import answer_problems, needs_github, operations, successes

pytestmark = needs_github

NOT_MODELLED = {"orgs/delete", "orgs/update", "users/update-authenticated"}


def test_every_operation_but_three_has_a_handler() -> None:
    assert {operation for _, _, operation in operations()} == NOT_MODELLED | HANDLERS.keys()


def test_handlers_answer_operations_that_exist() -> None:
    assert HANDLERS.keys() <= {operation for _, _, operation in operations()}


@pytest.fixture
def full(repository: Repository) -> dict[str, object]:
    """A repository that has one of everything, and the parameters that lead there."""
    repository.commit({"dir/a.txt": "a"}, branch="topic")
    repository.tag("v1.0.0", annotated=True)
    known = settings_of(repository)
    number = repository.pull_request("topic")
    run = runs.run(repository, ".github/workflows/ci.yml")
    runs.wait(repository, run["id"], "production")
    runs.artifact(repository, run["id"], "report")
    names = {"owner": "octo-org", "repo": "hello", "org": "octo-org", "pull_number": number, "issue_number": number, "run_id": run["id"]}
    head = repository.head("topic")
    git = {"ref": "heads/main", "commit_sha": head, "tree_sha": head, "tag_sha": repository.refs["refs/tags/v1.0.0"], "basehead": "main...topic"}
    blob = repository.objects.blob(b"a")
    return {
        **names,
        **git,
        "comment_id": repository.comment(number, "x"),
        "file_sha": blob,
        "branch": "topic",
        "path": "README.md",
        "environment_name": "production",
        **known,
    }


def settings_of(repository: Repository) -> dict[str, object]:
    """Parameters that lead to settings, of the environment `production`, which is made."""
    deployments.environment(repository, "production")["deployment_branch_policy"] = {"protected_branches": False, "custom_branch_policies": True}
    settings.variable(repository, "URL", "https://example.com", "production")
    settings.secret(repository, "TOKEN", "production")
    policy = settings.policy(repository, "production", "main")["id"]
    ruleset = rulesets.ruleset(repository, {"name": "main", "enforcement": "active"})["id"]
    people.known_person(repository.world, "octocat")
    people.known_team(repository.world, "octo-org/platform")
    return {"name": "URL", "branch_policy_id": policy, "ruleset_id": ruleset, "username": "octocat", "team_slug": "platform"}


def made(client: Github, full: dict[str, object]) -> Iterator[tuple[str, object]]:
    """What only requests make."""
    repository = client.get_repo("octo-org/hello")
    head = str(full["commit_sha"])
    yield "check_run_id", repository.create_check_run("n", head).id
    yield "deployment_id", repository.create_deployment("main", required_contexts=[]).id
    repository.get_commit(head).create_status("success")
    repository.create_git_release("v2.0.0", "n", "b")


def test_every_get_answers_as_described(github: GitHub, connect: Callable[..., Github], full: dict[str, object]) -> None:
    full |= dict(made(connect(), full))
    headers = {"Authorization": f"Bearer {github.token()}"}
    answers = {}
    for method, path, operation in operations():
        if method == "GET":
            found = re.sub(r"\{(\w+)\}", lambda name: str(full[name[1]]), path)
            answers[operation] = requests.get(github.url + found, headers=headers, timeout=10).status_code
    assert {"pulls/check-if-merged": 404} == {operation: status for operation, status in answers.items() if status != 200}
    assert ([], []) == (github.service.problems, github.service.unknown)


def test_every_get_of_what_is_not_there_is_a_documented_refusal(github: GitHub, repository: Repository) -> None:
    headers = {"Authorization": f"Bearer {github.token()}"}
    for method, path, _ in operations():
        if method == "GET":
            absent = re.sub(r"\{(\w+)\}", lambda name: {"owner": "octo-org", "repo": "hello"}.get(name[1], "none"), path)
            assert requests.get(github.url + absent, headers=headers, timeout=10).status_code in (200, 404, 422), path
    assert [] == github.service.problems


def test_every_write_with_a_body_of_the_wrong_kind_is_refused(github: GitHub, repository: Repository) -> None:
    headers = {"Authorization": f"Bearer {github.token()}"}
    for method, path, operation in operations():
        if method in ("POST", "PUT", "PATCH") and operation not in NOT_MODELLED:
            absent = re.sub(r"\{(\w+)\}", lambda name: {"owner": "octo-org", "repo": "hello"}.get(name[1], "1"), path)
            answer = requests.request(method, github.url + absent, headers=headers, data="7", timeout=10)
            assert answer.status_code in (404, 422), f"{operation} {answer.status_code} {answer.text}"
    assert [] == github.service.problems


def test_an_answer_that_breaks_the_description_is_noticed() -> None:
    problems = answer_problems("/repos/{owner}/{repo}/git/ref/{ref}", "GET", 200, {"ref": 1, "node_id": "", "url": "https://x/", "object": {}})
    assert 'ref: 1 is not of type "string"' in problems
    assert ["418 is not among the answers of GET /meta"] != answer_problems("/meta", "GET", 418, {"message": "x"})
    assert [200] == successes("/meta", "GET")


def test_leaving_says_what_was_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(HANDLERS, "meta/get", lambda call: {"verifiable_password_authentication": "yes"})
    with pytest.raises(AssertionError, match="verifiable_password_authentication"), GitHub() as github:
        requests.get(f"{github.url}/meta", timeout=10)


def test_what_is_not_modelled_is_501_and_noted(github: GitHub) -> None:
    answer = requests.patch(f"{github.url}/orgs/octo-org", headers={"Authorization": f"Bearer {github.token()}"}, json={}, timeout=10)
    assert (501, ["orgs/update"]) == (answer.status_code, github.service.unknown)


def test_enterprise_has_its_own_addresses(github: GitHub, repository: Repository) -> None:
    assert 200 == requests.get(f"{github.enterprise_url}/repos/{repository.full_name}", timeout=10).status_code


def test_it_can_be_played_with() -> None:
    told = subprocess.run([sys.executable, "-m", "tests.github", "--help"], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)
    assert told.stdout.startswith("usage: python -m tests.github")
    assert json.dumps("--lag-seconds")[1:-1] in told.stdout


def test_the_network_is_out_of_reach() -> None:
    with socket.socket() as one, pytest.raises(AssertionError, match="a test wanted to connect to 192"):
        one.connect(("192.0.2.1", 80))
