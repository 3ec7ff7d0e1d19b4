"""Operations that the pruned description of GitHub's API leaves out, described here by hand from GitHub's pages: nobody but these lines says so.

Patterns of branches, variables, names of secrets, rulesets, permissions of actions, people and teams.
"""

from __future__ import annotations

from typing import Any

Json = Any

_TEXT, _NUMBER, _TRUTH = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
_TIME = {"type": "string", "format": "date-time"}
_NAME = {"type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$"}


def _object(required: dict[str, Json], optional: dict[str, Json] | None = None, closed: bool = False) -> Json:
    made = {"type": "object", "properties": {**required, **(optional or {})}, "required": list(required)}
    return {**made, "additionalProperties": False} if closed else made


def _list(name: str, key: str) -> Json:
    return _object({"total_count": _NUMBER, key: {"type": "array", "items": _of(name)}})


def _of(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


_RULE = _object(
    {
        "type": {
            "type": "string",
            "enum": ["deletion", "non_fast_forward", "pull_request", "required_status_checks", "required_linear_history", "update"],
        }
    },
    {"parameters": {"type": "object"}},
)
_REF_NAMES = _object({"include": {"type": "array", "items": _TEXT}, "exclude": {"type": "array", "items": _TEXT}})
_RULESET = {
    "target": {"type": "string", "enum": ["branch", "tag", "push"]},
    "enforcement": {"type": "string", "enum": ["active", "evaluate", "disabled"]},
    "conditions": _object({"ref_name": _REF_NAMES}),
    "rules": {"type": "array", "items": _RULE},
    "bypass_actors": {
        "type": "array",
        "items": _object({"actor_type": _TEXT}, {"actor_id": {"type": "integer", "nullable": True}, "bypass_mode": _TEXT}),
    },
}
_ALLOWED = {"type": "string", "enum": ["all", "local_only", "selected"]}

SCHEMAS: dict[str, Json] = {
    "deployment-branch-policy": _object({"id": _NUMBER, "node_id": _TEXT, "name": _TEXT, "type": {"type": "string", "enum": ["branch", "tag"]}}),
    "actions-variable": _object({"name": _TEXT, "value": _TEXT, "created_at": _TIME, "updated_at": _TIME}),
    "actions-secret": _object({"name": _TEXT, "created_at": _TIME, "updated_at": _TIME}),
    "repository-ruleset": _object({"id": _NUMBER, "name": _TEXT, "source": _TEXT, "enforcement": _TEXT}, {**_RULESET, "source_type": _TEXT}),
    "actions-repository-permissions": _object({"enabled": _TRUTH}, {"allowed_actions": _ALLOWED, "sha_pinning_required": _TRUTH}),
}

_VARIABLE = _object({"name": _NAME, "value": _TEXT}, closed=True)
_CHANGED_VARIABLE = _object({}, {"name": _NAME, "value": _TEXT}, closed=True)
_PATTERN = _object({"name": {"type": "string", "minLength": 1}}, {"type": {"type": "string", "enum": ["branch", "tag"]}}, closed=True)
_GIVEN_RULESET = _object({"name": {"type": "string", "minLength": 1}, "enforcement": _RULESET["enforcement"]}, _RULESET, closed=True)
_CHANGED_RULESET = _object({}, {"name": {"type": "string", "minLength": 1}, **_RULESET}, closed=True)
_GIVEN_PERMISSIONS = _object({"enabled": _TRUTH}, {"allowed_actions": _ALLOWED, "sha_pinning_required": _TRUTH}, closed=True)


def _operation(id: str, status: int, answer: Json = None, body: Json = None, also: tuple[int, ...] = ()) -> Json:
    responses: dict[str, Json] = {str(status): {"content": {"application/json": {"schema": answer}}} if answer is not None else {}}
    responses |= {str(one): {} for one in also}
    made: dict[str, Json] = {"operationId": id, "parameters": [], "responses": responses}
    return made if body is None else {**made, "requestBody": {"content": {"application/json": {"schema": body}}}}


_REPOSITORY = "/repos/{owner}/{repo}"
_ENVIRONMENT = f"{_REPOSITORY}/environments/{{environment_name}}"
_POLICY = _of("deployment-branch-policy")

PATHS: dict[str, dict[str, Json]] = {
    f"{_ENVIRONMENT}/deployment-branch-policies": {
        "get": _operation("repos/list-deployment-branch-policies", 200, _list("deployment-branch-policy", "branch_policies")),
        "post": _operation("repos/create-deployment-branch-policy", 200, _POLICY, _PATTERN, also=(303,)),
    },
    f"{_ENVIRONMENT}/deployment-branch-policies/{{branch_policy_id}}": {
        "get": _operation("repos/get-deployment-branch-policy", 200, _POLICY),
        "delete": _operation("repos/delete-deployment-branch-policy", 204),
    },
    f"{_ENVIRONMENT}/variables": {
        "get": _operation("actions/list-environment-variables", 200, _list("actions-variable", "variables")),
        "post": _operation("actions/create-environment-variable", 201, {"type": "object"}, _VARIABLE),
    },
    f"{_ENVIRONMENT}/variables/{{name}}": {
        "get": _operation("actions/get-environment-variable", 200, _of("actions-variable")),
        "patch": _operation("actions/update-environment-variable", 204, None, _CHANGED_VARIABLE),
        "delete": _operation("actions/delete-environment-variable", 204),
    },
    f"{_ENVIRONMENT}/secrets": {"get": _operation("actions/list-environment-secrets", 200, _list("actions-secret", "secrets"))},
    f"{_REPOSITORY}/actions/variables": {"get": _operation("actions/list-repo-variables", 200, _list("actions-variable", "variables"))},
    f"{_REPOSITORY}/actions/secrets": {"get": _operation("actions/list-repo-secrets", 200, _list("actions-secret", "secrets"))},
    f"{_REPOSITORY}/actions/organization-variables": {
        "get": _operation("actions/list-repo-organization-variables", 200, _list("actions-variable", "variables"))
    },
    f"{_REPOSITORY}/actions/organization-secrets": {
        "get": _operation("actions/list-repo-organization-secrets", 200, _list("actions-secret", "secrets"))
    },
    f"{_REPOSITORY}/actions/permissions": {
        "get": _operation("actions/get-github-actions-permissions-repository", 200, _of("actions-repository-permissions")),
        "put": _operation("actions/set-github-actions-permissions-repository", 204, None, _GIVEN_PERMISSIONS),
    },
    f"{_REPOSITORY}/rulesets": {
        "get": _operation("repos/get-repo-rulesets", 200, {"type": "array", "items": _of("repository-ruleset")}),
        "post": _operation("repos/create-repo-ruleset", 201, _of("repository-ruleset"), _GIVEN_RULESET),
    },
    f"{_REPOSITORY}/rulesets/{{ruleset_id}}": {
        "get": _operation("repos/get-repo-ruleset", 200, _of("repository-ruleset")),
        "put": _operation("repos/update-repo-ruleset", 200, _of("repository-ruleset"), _CHANGED_RULESET),
        "delete": _operation("repos/delete-repo-ruleset", 204),
    },
    "/users/{username}": {"get": _operation("users/get-by-username", 200, _of("simple-user"))},
    "/orgs/{org}/teams/{team_slug}": {"get": _operation("teams/get-by-name", 200, _of("team"))},
}


def with_supplement(description: dict[str, Json]) -> dict[str, Json]:
    """GitHub's description, and these operations where it has none of the name."""
    known = {one["operationId"] for methods in description["paths"].values() for one in methods.values() if "operationId" in one}
    paths = {path: dict(methods) for path, methods in description["paths"].items()}
    for path, methods in PATHS.items():
        paths[path] = {**{name: one for name, one in methods.items() if one["operationId"] not in known}, **paths.get(path, {})}
    components = {**description["components"], "schemas": {**SCHEMAS, **description["components"]["schemas"]}}
    return {**description, "paths": paths, "components": components}
