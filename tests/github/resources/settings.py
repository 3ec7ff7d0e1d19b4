"""What an environment has below it, secrets and variables of the repository, and which actions may run. Values of secrets are nowhere."""

from __future__ import annotations

from typing import Any

from tests.github.call import Call, Page
from tests.github.exchange import Answer, Refusal, not_found
from tests.github.repository import Record, Repository
from tests.github.resources import views


def _environment(call: Call) -> str:
    """The key under which things of the environment are kept. Raises Refusal where it is not there."""
    name = call.parameter("environment_name")
    found = next((one for one in call.repository.environments if one.lower() == name.lower()), None)
    if found is None:
        raise not_found()
    return found


def policies(call: Call) -> Any:
    return Page(list(call.repository.branch_policies.get(_environment(call), {}).values()), "branch_policies")


def create_policy(call: Call) -> Any:
    name = _environment(call)
    rule = call.repository.environments[name]["deployment_branch_policy"]
    if not (rule and rule["custom_branch_policies"]):
        raise not_found()
    kept = call.repository.branch_policies.setdefault(name, {})
    kind = call.body.get("type", "branch")
    if any((one["name"], one["type"]) == (call.body["name"], kind) for one in kept.values()):
        return Answer(None, 303)
    return policy(call.repository, name, call.body["name"], kind)


def policy(of: Repository, environment: str, name: str, kind: str = "branch") -> Record:
    identity = of.world.next_id()
    made = {"id": identity, "node_id": views.node("GateBranchPolicy", identity), "name": name, "type": kind}
    of.branch_policies.setdefault(environment, {})[identity] = made
    return made


def get_policy(call: Call) -> Any:
    return _policy(call)[1]


def delete_policy(call: Call) -> Any:
    kept, found = _policy(call)
    del kept[found["id"]]
    return Answer()


def _policy(call: Call) -> tuple[dict[int, Record], Record]:
    kept = call.repository.branch_policies.get(_environment(call), {})
    found = kept.get(call.number("branch_policy_id"))
    if found is None:
        raise not_found()
    return kept, found


def variables(call: Call) -> Any:
    return Page(list(call.repository.variables.get(_environment(call), {}).values()), "variables")


def create_variable(call: Call) -> Any:
    name = _environment(call)
    if call.body["name"].upper() in call.repository.variables.get(name, {}):
        raise Refusal(409, "Already exists - Variable already exists")
    variable(call.repository, call.body["name"], call.body["value"], name)
    return Answer({}, 201)


def variable(of: Repository, name: str, value: str, environment: str = "") -> None:
    """Sets a variable of the repository, or of an environment."""
    now = of.world.clock.text()
    of.variables.setdefault(environment, {})[name.upper()] = {"name": name.upper(), "value": value, "created_at": now, "updated_at": now}


def secret(of: Repository, name: str, environment: str = "") -> None:
    """Notes that the repository, or an environment, has a secret of the name."""
    now = of.world.clock.text()
    of.secrets.setdefault(environment, {})[name.upper()] = {"name": name.upper(), "created_at": now, "updated_at": now}


def get_variable(call: Call) -> Any:
    return _variable(call)[1]


def update_variable(call: Call) -> Any:
    kept, found = _variable(call)
    del kept[found["name"]]
    name = str(call.body.get("name") or found["name"]).upper()
    kept[name] = {**found, "name": name, "value": call.body.get("value", found["value"]), "updated_at": call.world.clock.text()}
    return Answer()


def delete_variable(call: Call) -> Any:
    kept, found = _variable(call)
    del kept[found["name"]]
    return Answer()


def _variable(call: Call) -> tuple[dict[str, Record], Record]:
    kept = call.repository.variables.get(_environment(call), {})
    found = kept.get(call.parameter("name").upper())
    if found is None:
        raise not_found()
    return kept, found


def secrets(call: Call) -> Any:
    return Page(list(call.repository.secrets.get(_environment(call), {}).values()), "secrets")


def repository_variables(call: Call) -> Any:
    return Page(list(call.repository.variables.get("", {}).values()), "variables")


def repository_secrets(call: Call) -> Any:
    return Page(list(call.repository.secrets.get("", {}).values()), "secrets")


def organisation_variables(call: Call) -> Any:
    return Page([], "variables")


def organisation_secrets(call: Call) -> Any:
    return Page([], "secrets")


def permissions(call: Call) -> Any:
    return call.repository.actions


def put_permissions(call: Call) -> Any:
    call.repository.actions = {**call.repository.actions, **call.body}
    return Answer()


OPERATIONS = {
    "repos/list-deployment-branch-policies": policies,
    "repos/create-deployment-branch-policy": create_policy,
    "repos/get-deployment-branch-policy": get_policy,
    "repos/delete-deployment-branch-policy": delete_policy,
    "actions/list-environment-variables": variables,
    "actions/create-environment-variable": create_variable,
    "actions/get-environment-variable": get_variable,
    "actions/update-environment-variable": update_variable,
    "actions/delete-environment-variable": delete_variable,
    "actions/list-environment-secrets": secrets,
    "actions/list-repo-variables": repository_variables,
    "actions/list-repo-secrets": repository_secrets,
    "actions/list-repo-organization-variables": organisation_variables,
    "actions/list-repo-organization-secrets": organisation_secrets,
    "actions/get-github-actions-permissions-repository": permissions,
    "actions/set-github-actions-permissions-repository": put_permissions,
}
