"""From GitHub's JSON to the values of synth.infra.github."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from synth.infra.github.values import Actions, Present, Ruleset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from synth.infra.github.values import Access


def environment_of(told: Mapping[str, Any], owner: str, ids: dict[str, int]) -> Present:
    """An environment without what has addresses of its own. `ids` learns the numbers of the reviewers, which are needed to keep them."""
    rules = {rule["type"]: rule for rule in told.get("protection_rules") or ()}
    review = rules.get("required_reviewers", {})
    reviewers = []
    for one in review.get("reviewers", ()):
        who = one["reviewer"]
        if who is None:  # somebody who is gone
            continue
        name = f"{owner}/{who['slug']}" if one["type"] == "Team" else who["login"]
        ids[name.lower()] = who["id"]
        reviewers.append(name.lower())
    return Present(
        name=told["name"],
        reviewers=tuple(sorted(reviewers)),
        prevent_self_review=bool(review.get("prevent_self_review")),
        wait_minutes=rules.get("wait_timer", {}).get("wait_timer") or 0,
        access=_access(told.get("deployment_branch_policy")),
    )


def ruleset_of(told: Mapping[str, Any]) -> Ruleset:
    names = (told.get("conditions") or {}).get("ref_name") or {}
    rules: dict[str, Mapping[str, Any]] = {rule["type"]: _sorted(rule.get("parameters") or {}) for rule in told.get("rules") or ()}
    return Ruleset(
        name=told["name"],
        include=tuple(sorted(names.get("include") or ())),
        exclude=tuple(sorted(names.get("exclude") or ())),
        rules=rules,
        bypass=tuple(told.get("bypass_actors") or ()),
        enforcement=told["enforcement"],
        target=told.get("target") or "branch",
        id=told["id"],
    )


def actions_of(told: Mapping[str, Any]) -> Actions:
    return Actions(enabled=told["enabled"], allowed=told.get("allowed_actions"), pinned=bool(told.get("sha_pinning_required")))


def _access(policy: Mapping[str, bool] | None) -> Access:
    if not policy:
        return "all"
    return "protected" if policy["protected_branches"] else "chosen"


def _sorted(parameters: Mapping[str, Any]) -> Mapping[str, Any]:
    """The checks by their names: GitHub keeps the order in which they were given."""
    checks = parameters.get("required_status_checks")
    if checks is None:
        return parameters
    return {**parameters, "required_status_checks": sorted(checks, key=lambda one: str(one["context"]))}
