"""What a delivery leaves behind: check runs, statuses, deployments, environments, runs, approvals, releases."""

from __future__ import annotations

from typing import Any

import pytest
from github import GithubException
from github.Repository import Repository as Client

from tests.github import Repository
from tests.github.resources import runs

ANNOTATION = {"path": "a.txt", "start_line": 1, "end_line": 1, "annotation_level": "warning", "message": "m"}


def output(annotations: int) -> dict[str, Any]:
    return {"title": "Title", "summary": "Summary", "annotations": [ANNOTATION] * annotations}


def test_annotations_of_a_check_run_add_up(repository: Repository, client: Client) -> None:
    made = client.create_check_run("ghsynth", repository.head(), status="in_progress", output=output(50))
    made.edit(output=output(30), conclusion="neutral")
    again = client.get_check_run(made.id)
    assert (80, "completed", "neutral") == (again.output.annotations_count, again.status, again.conclusion)
    assert [made.id] == [run.id for run in client.get_commit(repository.head()).get_check_runs()]


def test_more_than_50_annotations_in_one_call_are_refused(repository: Repository, client: Client) -> None:
    with pytest.raises(GithubException) as caught:
        client.create_check_run("ghsynth", repository.head(), output=output(51))
    assert 422 == caught.value.status
    assert {} == repository.checks


def test_the_latest_run_of_each_name_is_listed(repository: Repository, client: Client) -> None:
    for conclusion in ("failure", "success"):
        client.create_check_run("ghsynth", repository.head(), conclusion=conclusion)
    commit = client.get_commit("main")
    assert (["success"], 2) == ([run.conclusion for run in commit.get_check_runs()], commit.get_check_runs(filter="all").totalCount)


def test_the_worst_status_counts(repository: Repository, client: Client) -> None:
    commit = client.get_commit(repository.head())
    assert "pending" == commit.get_combined_status().state
    commit.create_status("success", context="one")
    assert "success" == commit.get_combined_status().state
    commit.create_status("error", "https://example.com", "Broken", "two")
    assert ("failure", 2) == (commit.get_combined_status().state, commit.get_combined_status().total_count)


def test_a_deployment_passes_through_its_states(repository: Repository, client: Client) -> None:
    made = client.create_deployment("main", environment="staging", required_contexts=[])
    made.create_status("in_progress")
    made.create_status("success", environment_url="https://example.com/")
    found = client.get_deployment(made.id)
    assert (repository.head(), "staging", ["success", "in_progress"]) == (found.sha, found.environment, [one.state for one in found.get_statuses()])
    assert [made.id] == [one.id for one in client.get_deployments(environment="staging")]


def test_an_environment_has_its_rules(client: Client) -> None:
    client.create_environment("production/eu", wait_timer=5)
    found = client.get_environment("production/eu")
    assert [("wait_timer", 5)] == [(rule.type, rule.wait_timer) for rule in found.protection_rules]
    assert ["production/eu"] == [one.name for one in client.get_environments()]
    client.delete_environment("production/eu")
    assert [] == list(client.get_environments())


def test_a_run_waits_for_its_approval(repository: Repository, client: Client) -> None:
    repository.commit({".github/workflows/deploy.yml": "on: push\n"})
    made = runs.run(repository, ".github/workflows/deploy.yml", status="in_progress", conclusion=None)
    runs.wait(repository, made["id"], "production")
    run = client.get_workflow_run(made["id"])
    assert ("waiting", [".github/workflows/deploy.yml"]) == (run.status, [one.path for one in client.get_workflows()])
    ask = client.requester.requestJsonAndCheck
    _, waiting = ask("GET", f"{run.url}/pending_deployments")
    review = {"environment_ids": [waiting[0]["environment"]["id"]], "state": "approved", "comment": "Go"}
    _, deployments = ask("POST", f"{run.url}/pending_deployments", input=review)
    _, approvals = ask("GET", f"{run.url}/approvals")
    assert ["production"] == [one["environment"] for one in deployments]
    assert [("approved", "Go", "octocat", ["production"])] == [
        (one["state"], one["comment"], one["user"]["login"], [place["name"] for place in one["environments"]]) for one in approvals
    ]
    assert "in_progress" == client.get_workflow_run(made["id"]).status


def test_a_run_of_a_fork_shows_no_pull_requests(repository: Repository, client: Client) -> None:
    fork = repository.fork("stranger")
    for of in (repository, fork):
        of.commit({"a.txt": of.owner}, branch="topic")
    repository.pull_request("topic")
    repository.pull_request("stranger:topic")
    own = runs.run(repository, ".github/workflows/ci.yml", "topic", "pull_request")
    strange = runs.run(repository, ".github/workflows/ci.yml", "topic", "pull_request", fork=fork)
    assert (1, 0) == tuple(len(client.get_workflow_run(one["id"]).pull_requests) for one in (own, strange))
    assert [strange["id"], own["id"]] == [run.id for run in client.get_workflow_runs(event="pull_request")]


def test_artifacts_are_listed(repository: Repository, client: Client) -> None:
    made = runs.run(repository, ".github/workflows/ci.yml")
    runs.artifact(repository, made["id"], "report", 12)
    assert [("report", 12)] == [(one.name, one.size_in_bytes) for one in client.get_workflow_run(made["id"]).get_artifacts()]


def test_a_release_makes_its_tag(repository: Repository, client: Client) -> None:
    client.create_git_release("v1.0.0", "One", "Notes")
    assert (repository.head(), "v1.0.0") == (repository.resolve("v1.0.0"), client.get_latest_release().tag_name)
    assert ["v1.0.0"] == [one.tag_name for one in client.get_releases()]
