"""Check runs. Annotations are added to those that are there, at most 50 a call, which GitHub's description says itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.github.call import Call, Page
from tests.github.exchange import Answer, invalid, not_found
from tests.github.repository import Record
from tests.github.resources import pulls, views
from tests.github.skeleton import filled

_OURS = ("name", "status", "conclusion", "details_url", "external_id", "started_at", "completed_at")


def create(call: Call) -> Any:
    of, sha = call.repository, call.commit(call.body["head_sha"])
    identity = call.world.next_id()
    known: Record = {
        "id": identity,
        "node_id": views.node("CheckRun", identity),
        "head_sha": sha,
        "url": of.url("check-runs", identity),
        "html_url": of.world.url(of.owner, of.name, "runs", identity),
        "status": "queued",
        "started_at": call.world.clock.text(),
        "check_suite": {"id": 1},
        "pull_requests": pulls.minimal(of, sha),
    }
    made = filled("check-run", _changed(call, identity, known))
    of.checks[identity] = of.store(made)
    return Answer(made, headers={"Location": made["url"]})


def update(call: Call) -> Any:
    made = _found(call)
    changed = filled("check-run", _changed(call, made["id"], made))
    call.repository.checks[made["id"]] = replace(call.repository.checks[made["id"]], data=changed)
    return changed


def get(call: Call) -> Any:
    return _found(call)


def of_commit(call: Call) -> Any:
    """Of each name the latest, unless the query says `filter=all`."""
    sha, query, now = call.commit(call.parameter("ref")), call.query, call.world.clock.now()
    runs = [one.data for one in call.repository.checks.values() if one.data["head_sha"] == sha and one.listed_from <= now]
    runs = [run for run in runs if query.get("check_name") in (None, run["name"]) and query.get("status") in (None, run["status"])]
    if query.get("filter", "latest") == "latest":
        runs = list({run["name"]: run for run in runs}.values())
    return Page(runs[::-1], "check_runs")


def _changed(call: Call, identity: int, run: Record) -> Record:
    """The run with what the body says; a conclusion completes it."""
    body, of = call.body, call.repository
    if body.get("conclusion") == "stale":  # GitHub's own to say
        raise invalid("CheckRun", "conclusion", "invalid")
    changed = {**run, **{name: body[name] for name in _OURS if name in body}}
    if "conclusion" in body:
        changed |= {"status": "completed", "completed_at": body.get("completed_at") or call.world.clock.text()}
    output = body.get("output", {})
    annotations = of.annotations.setdefault(identity, [])
    annotations += output.get("annotations", [])
    told = {name: output.get(name, run.get("output", {}).get(name)) for name in ("title", "summary", "text")}
    changed["output"] = {**told, "annotations_count": len(annotations), "annotations_url": of.url("check-runs", identity, "annotations")}
    return changed


def _found(call: Call) -> Record:
    stored = call.repository.checks.get(call.number("check_run_id"))
    if stored is None:
        raise not_found()
    return stored.data


OPERATIONS = {
    "checks/create": create,
    "checks/update": update,
    "checks/get": get,
    "checks/list-for-ref": of_commit,
}
