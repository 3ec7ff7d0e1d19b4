"""Rulesets of a repository."""

from __future__ import annotations

from typing import Any

from tests.github.call import Call, Page
from tests.github.exchange import Answer, Refusal, not_found
from tests.github.repository import Record, Repository

_WHOLE = {
    "pull_request": (
        "dismiss_stale_reviews_on_push",
        "require_code_owner_review",
        "require_last_push_approval",
        "required_approving_review_count",
        "required_review_thread_resolution",
    ),
    "required_status_checks": ("required_status_checks", "strict_required_status_checks_policy"),
}


def listed(call: Call) -> Any:
    """Without their rules, as GitHub lists them; with those of the organisation unless it is told otherwise."""
    _offered(call.repository)
    own = call.query.get("includes_parents") == "false"
    shown = [one for one in call.repository.rulesets.values() if not own or one["source_type"] == "Repository"]
    left_out = ("rules", "conditions", "bypass_actors")
    return Page([{name: value for name, value in one.items() if name not in left_out} for one in shown])


def get(call: Call) -> Any:
    return _found(call)


def create(call: Call) -> Any:
    _offered(call.repository)
    _judge(call)
    return ruleset(call.repository, call.body)


def ruleset(of: Repository, given: Record) -> Record:
    identity = of.world.next_id()
    names: Record = {"ref_name": {"include": [], "exclude": []}}
    usual: Record = {"target": "branch", "source_type": "Repository", "source": of.full_name, "conditions": names, "rules": [], "bypass_actors": []}
    of.rulesets[identity] = {"id": identity, **usual, **given}
    return of.rulesets[identity]


def update(call: Call) -> Any:
    found = _found(call)
    _judge(call, found["id"])
    found.update(call.body)
    return found


def delete(call: Call) -> Any:
    del call.repository.rulesets[_found(call)["id"]]
    return Answer()


def _judge(call: Call, own: int = 0) -> None:
    """Raises Refusal for a name that is taken, and for a rule that lacks what GitHub wants of it."""
    if any(one["name"] == call.body.get("name") and one["id"] != own for one in call.repository.rulesets.values()):
        raise Refusal(422, "Validation Failed", [{"message": "Name must be unique"}])
    for rule in call.body.get("rules", []):
        lacking = [name for name in _WHOLE.get(rule["type"], ()) if name not in rule.get("parameters", {})]
        if lacking:
            raise Refusal(422, "Invalid request.", [{"message": f"{rule['type']} lacks {', '.join(lacking)}"}])


def _found(call: Call) -> Record:
    _offered(call.repository)
    found = call.repository.rulesets.get(call.number("ruleset_id"))
    if found is None:
        raise not_found()
    return found


def _offered(of: Repository) -> None:
    if of.private and of.plan == "free":
        raise Refusal(403, "Upgrade to GitHub Pro or make this repository public to enable this feature.")


OPERATIONS = {
    "repos/get-repo-rulesets": listed,
    "repos/create-repo-ruleset": create,
    "repos/get-repo-ruleset": get,
    "repos/update-repo-ruleset": update,
    "repos/delete-repo-ruleset": delete,
}
