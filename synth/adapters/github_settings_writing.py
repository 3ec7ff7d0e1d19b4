"""From the writes of synth.infra.github to GitHub's requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, assert_never
from urllib.parse import quote

from synth.infra.github.values import (
    AddRef,
    PutActions,
    PutEnvironment,
    PutRuleset,
    PutVariable,
    RemoveRef,
    RemoveRuleset,
    RemoveVariable,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from synth.infra.github.values import Act, Ruleset

_POLICIES: Mapping[str, Mapping[str, bool] | None] = {
    "all": None,
    "protected": {"protected_branches": True, "custom_branch_policies": False},
    "chosen": {"protected_branches": False, "custom_branch_policies": True},
}
_REVIEW = {  # GitHub wants all of them
    "dismiss_stale_reviews_on_push": True,
    "require_code_owner_review": False,
    "require_last_push_approval": False,
    "required_review_thread_resolution": False,
}


class Request(NamedTuple):
    """A write below a repository; `what` goes before the repository's name, `permission` is the one whose `write` it takes."""

    method: str
    below: str
    what: str
    body: Any = None
    permission: str = "Administration"


def request_of(act: Act, number: Callable[[str], int]) -> Request:
    """The request; `number` is GitHub's of a reviewer."""
    match act:
        case PutEnvironment():
            return Request("PUT", _place(act.environment), f"environment '{act.environment}' of", _environment(act, number))
        case AddRef():
            body = {"name": act.ref.pattern, "type": act.ref.kind}
            return Request("POST", f"{_place(act.environment)}/deployment-branch-policies", f"{act.ref} of '{act.environment}' in", body)
        case RemoveRef():
            return Request("DELETE", f"{_place(act.environment)}/deployment-branch-policies/{act.id}", f"{act.ref} of '{act.environment}' in")
        case PutVariable():
            method, name = ("POST", "") if act.new else ("PATCH", f"/{quote(act.name)}")
            what, body = f"variable {act.name} of '{act.environment}' in", {"name": act.name, "value": act.value}
            return Request(method, f"{_place(act.environment)}/variables{name}", what, body, "Environments")
        case RemoveVariable():
            what = f"variable {act.name} of '{act.environment}' in"
            return Request("DELETE", f"{_place(act.environment)}/variables/{quote(act.name)}", what, None, "Environments")
        case PutRuleset():
            method, below = ("PUT", f"/rulesets/{act.ruleset.id}") if act.ruleset.id else ("POST", "/rulesets")
            return Request(method, below, f"ruleset '{act.ruleset.name}' of", _ruleset(act.ruleset))
        case RemoveRuleset():
            return Request("DELETE", f"/rulesets/{act.id}", f"ruleset '{act.name}' of")
        case PutActions():
            allowed = {"allowed_actions": act.actions.allowed} if act.actions.allowed is not None else {}
            permissions: dict[str, Any] = {"enabled": act.actions.enabled, **allowed, "sha_pinning_required": act.actions.pinned}
            return Request("PUT", "/actions/permissions", "which actions may run in", permissions)
    assert_never(act)


def _place(environment: str) -> str:
    return f"/environments/{quote(environment, safe='')}"


def _environment(act: PutEnvironment, number: Callable[[str], int]) -> dict[str, Any]:
    body: dict[str, Any] = {"deployment_branch_policy": _POLICIES[act.access]}
    if act.reviewers is not None:
        body["reviewers"] = [{"type": "Team" if "/" in one else "User", "id": number(one)} for one in act.reviewers]
    if act.prevent_self_review is not None:
        body["prevent_self_review"] = act.prevent_self_review
    if act.wait_minutes is not None:
        body["wait_timer"] = act.wait_minutes
    return body


def _ruleset(given: Ruleset) -> dict[str, Any]:
    rules = []
    for type, parameters in given.rules.items():
        whole = {**_REVIEW, **parameters} if type == "pull_request" else parameters
        rules.append({"type": type, "parameters": whole} if whole else {"type": type})
    names = {"include": list(given.include), "exclude": list(given.exclude)}
    whole_ruleset = {"name": given.name, "target": given.target, "enforcement": given.enforcement, "conditions": {"ref_name": names}}
    return {**whole_ruleset, "rules": rules, "bypass_actors": list(given.bypass)}
