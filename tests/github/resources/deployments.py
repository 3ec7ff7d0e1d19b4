"""Deployments, the statuses that they pass through, and environments."""

from __future__ import annotations

from typing import Any

from tests.github.call import Call, Page
from tests.github.exchange import Answer, Refusal, not_found
from tests.github.repository import Record, Repository
from tests.github.resources import people, views
from tests.github.skeleton import filled


def create(call: Call) -> Any:
    made = deployment(call.repository, call.body, call.commit(call.body["ref"]), call.login)
    return Answer(made, 201)


def deployment(of: Repository, given: Record, sha: str, author: str) -> Record:
    """A new deployment, and its environment where there was none."""
    now, identity = of.world.clock.text(), of.world.next_id()
    place = given.get("environment", "production")
    environment(of, place)
    made = filled(
        "deployment",
        {
            "id": identity,
            "node_id": views.node("Deployment", identity),
            "url": of.url("deployments", identity),
            "statuses_url": of.url("deployments", identity, "statuses"),
            "repository_url": of.url(),
            "sha": sha,
            "ref": given["ref"],
            "task": given.get("task", "deploy"),
            "payload": given.get("payload") or {},
            "environment": place,
            "original_environment": place,
            "description": given.get("description"),
            "creator": views.user(of.world, author),
            "created_at": now,
            "updated_at": now,
        },
    )
    of.deployments[identity] = made
    return made


def listed(call: Call) -> Any:
    """The newest first."""
    wanted = {name: call.query[name] for name in ("sha", "ref", "task", "environment") if name in call.query}
    every = reversed(call.repository.deployments.values())
    return Page([one for one in every if all(one[name] == value for name, value in wanted.items())])


def get(call: Call) -> Any:
    return _found(call)


def delete(call: Call) -> Any:
    identity = _found(call)["id"]
    states = call.repository.deployment_statuses.get(identity, [])
    if len(call.repository.deployments) > 1 and (not states or states[-1]["state"] != "inactive"):
        raise Refusal(422, "We cannot delete an active deployment unless it is the only deployment in a given environment.", [])
    del call.repository.deployments[identity]
    return Answer()


def create_status(call: Call) -> Any:
    of, of_deployment, body, now = call.repository, _found(call), call.body, call.world.clock.text()
    identity = call.world.next_id()
    known = {
        "id": identity,
        "node_id": views.node("DeploymentStatus", identity),
        "url": f"{of_deployment['statuses_url']}/{identity}",
        "state": body["state"],
        "description": body.get("description", ""),
        "environment": body.get("environment") or of_deployment["environment"],
        "target_url": body.get("target_url") or body.get("log_url") or of_deployment["url"],
        "creator": views.user(call.world, call.login),
        "deployment_url": of_deployment["url"],
        "repository_url": of.url(),
        "created_at": now,
        "updated_at": now,
    }
    known |= {name: body[name] for name in ("log_url", "environment_url") if body.get(name)}
    made = filled("deployment-status", known)
    of.deployment_statuses.setdefault(of_deployment["id"], []).append(made)
    return made


def statuses(call: Call) -> Any:
    return Page(call.repository.deployment_statuses.get(_found(call)["id"], [])[::-1])


def environments(call: Call) -> Any:
    return Page(list(call.repository.environments.values()), "environments")


def get_environment(call: Call) -> Any:
    found = call.repository.environments.get(call.parameter("environment_name"))
    if found is None:
        raise not_found()
    return found


def put_environment(call: Call) -> Any:
    of, body = call.repository, call.body
    if of.private and of.plan != "enterprise" and {"wait_timer", "reviewers", "prevent_self_review"} & body.keys():
        sentence = "Failed to create the environment protection rule. Please ensure the billing plan supports the required reviewers protection rule."
        raise Refusal(422, sentence, [])
    made = environment(of, call.parameter("environment_name"))
    rules: list[Record] = []
    if body.get("wait_timer"):
        rules.append({"type": "wait_timer", "wait_timer": body["wait_timer"]})
    if body.get("reviewers"):
        reviewers = [
            {"type": one["type"], "reviewer": people.reviewer(call.world, one["type"], one["id"])}
            for one in body["reviewers"]
            if {"type", "id"} <= one.keys()
        ]
        rules.append({"type": "required_reviewers", "reviewers": reviewers, "prevent_self_review": body.get("prevent_self_review", False)})
    if body.get("deployment_branch_policy"):
        rules.append({"type": "branch_policy"})
    made["protection_rules"] = [{"id": at, "node_id": views.node("GateRule", f"{made['id']}:{at}"), **rule} for at, rule in enumerate(rules, 1)]
    made["deployment_branch_policy"] = policy = body.get("deployment_branch_policy")
    if not (policy and policy["custom_branch_policies"]):
        of.branch_policies.pop(made["name"], None)
    made["updated_at"] = call.world.clock.text()
    return made


def delete_environment(call: Call) -> Any:
    name = call.parameter("environment_name")
    if call.repository.environments.pop(name, None) is None:
        raise not_found()
    for kept in (call.repository.branch_policies, call.repository.variables, call.repository.secrets):
        kept.pop(name, None)
    return Answer()


def environment(of: Repository, name: str) -> Record:
    """The environment of that name, made if it is not there."""
    if name not in of.environments:
        now, identity = of.world.clock.text(), of.world.next_id()
        known = {"id": identity, "node_id": views.node("Environment", identity), "name": name, "url": of.url("environments", name)}
        html = of.world.url(of.owner, of.name, "deployments", "activity_log")
        made = {**known, "html_url": html, "created_at": now, "updated_at": now, "protection_rules": [], "deployment_branch_policy": None}
        of.environments[name] = filled("environment", made)
    return of.environments[name]


def _found(call: Call) -> Record:
    found = call.repository.deployments.get(call.number("deployment_id"))
    if found is None:
        raise not_found()
    return found


OPERATIONS = {
    "repos/create-deployment": create,
    "repos/list-deployments": listed,
    "repos/get-deployment": get,
    "repos/delete-deployment": delete,
    "repos/create-deployment-status": create_status,
    "repos/list-deployment-statuses": statuses,
    "repos/get-all-environments": environments,
    "repos/get-environment": get_environment,
    "repos/create-or-update-environment": put_environment,
    "repos/delete-an-environment": delete_environment,
}
