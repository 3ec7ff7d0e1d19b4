"""Settings of the fake: what hangs on what, and who may see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from github import Github, GithubException

from tests.github import GitHub, Repository
from tests.github.resources import deployments, settings

CHOSEN = {"deployment_branch_policy": {"protected_branches": False, "custom_branch_policies": True}}
Ask = Callable[..., tuple[int, object]]


@pytest.fixture
def ask(connect: Callable[..., Github], github: GitHub, repository: Repository) -> Ask:
    def asked(method: str, below: str, body: object = None, **permissions: str) -> tuple[int, object]:
        """The status and the text of the answer."""
        token = github.token(permissions=permissions or None)
        status, _, text = connect(token).requester.requestJson(method, f"/repos/{repository.full_name}{below}", input=body)
        return status, text

    return asked


def test_patterns_of_branches_need_the_rule_and_stand_once(ask: Ask, repository: Repository) -> None:
    below = "/environments/production/deployment-branch-policies"
    assert 404 == ask("POST", below, {"name": "main"})[0], "no environment"
    ask("PUT", "/environments/production", {})
    assert 404 == ask("POST", below, {"name": "main"})[0], "any branch may deploy"
    ask("PUT", "/environments/production", CHOSEN)
    assert 200 == ask("POST", below, {"name": "main"})[0]
    assert 200 == ask("POST", below, {"name": "main", "type": "tag"})[0]
    assert [("main", "branch"), ("main", "tag")] == [(one["name"], one["type"]) for one in repository.branch_policies["production"].values()]
    ask("PUT", "/environments/production", {})
    assert {} == repository.branch_policies, "they go with the rule"


def test_a_variable_is_made_once_and_changed_afterwards(ask: Ask, repository: Repository) -> None:
    deployments.environment(repository, "production")
    below = "/environments/production/variables"
    assert [201, 409, 204, 404, 422] == [
        ask("POST", below, {"name": "url", "value": "1"})[0],
        ask("POST", below, {"name": "URL", "value": "2"})[0],
        ask("PATCH", f"{below}/URL", {"value": "3"})[0],
        ask("PATCH", f"{below}/NONE", {"value": "3"})[0],
        ask("POST", below, {"name": "A-B", "value": "1"})[0],
    ]
    assert {"URL": "3"} == {name: one["value"] for name, one in repository.variables["production"].items()}


def test_secrets_of_a_public_repository_are_not_for_everybody(ask: Ask, repository: Repository) -> None:
    settings.secret(repository, "TOKEN")
    assert (403, 200) == (ask("GET", "/actions/secrets", actions="read")[0], ask("GET", "/actions/secrets", secrets="read")[0])
    assert "value" not in str(repository.secrets)


def test_deleting_an_environment_takes_what_is_below(ask: Ask, repository: Repository) -> None:
    ask("PUT", "/environments/a%2Fb", CHOSEN)
    ask("POST", "/environments/a%2Fb/deployment-branch-policies", {"name": "main"})
    settings.secret(repository, "TOKEN", "a/b")
    assert 204 == ask("DELETE", "/environments/a%2Fb")[0]
    assert ({}, {}, {}) == (repository.environments, repository.branch_policies, repository.secrets)


def test_a_ruleset_s_name_is_its_own_and_its_rules_are_whole(ask: Ask) -> None:
    made = {"name": "main", "enforcement": "active"}
    assert [201, 422, 422] == [
        ask("POST", "/rulesets", made)[0],
        ask("POST", "/rulesets", made)[0],
        ask("POST", "/rulesets", {**made, "name": "x", "rules": [{"type": "pull_request", "parameters": {}}]})[0],
    ]


@pytest.mark.parametrize(("plan", "expected"), [("free", 422), ("team", 422), ("enterprise", 200)])
def test_reviewers_of_a_private_repository(ask: Ask, repository: Repository, plan: str, expected: int) -> None:
    repository.private, repository.plan = True, plan
    assert expected == ask("PUT", "/environments/production", {"reviewers": None})[0]
    assert 200 == ask("PUT", "/environments/production", CHOSEN)[0]


def test_rulesets_of_a_private_repository_need_a_plan(connect: Callable[..., Github], repository: Repository) -> None:
    repository.private, repository.plan = True, "free"
    with pytest.raises(GithubException, match="Upgrade to GitHub Pro"):
        connect().requester.requestJsonAndCheck("GET", f"/repos/{repository.full_name}/rulesets")
