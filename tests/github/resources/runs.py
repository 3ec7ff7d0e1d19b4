"""Workflows, their runs, what waits for an approval, and artifacts."""

from __future__ import annotations

from typing import Any

from tests.github.call import Call, Page
from tests.github.exchange import Answer, not_found
from tests.github.repository import Record, Repository
from tests.github.resources import deployments, pulls, views
from tests.github.skeleton import filled


def workflow(of: Repository, path: str, name: str = "") -> Record:
    """The workflow of a file, made if it is not there."""
    found = next((one for one in of.workflows.values() if one["path"] == path), None)
    if found is None:
        identity, now, file = of.world.next_id(), of.world.clock.text(), path.rpartition("/")[2]
        html = of.world.url(of.owner, of.name, "actions", "workflows", file)
        known = {"id": identity, "node_id": views.node("Workflow", identity), "name": name or file, "path": path, "state": "active"}
        urls = {"url": of.url("actions", "workflows", identity), "html_url": html, "badge_url": f"{html}/badge.svg"}
        found = of.workflows[identity] = filled("workflow", {**known, **urls, "created_at": now, "updated_at": now})
    return found


def run(
    of: Repository,
    path: str,
    branch: str = "",
    event: str = "push",
    status: str = "completed",
    conclusion: str | None = "success",
    fork: Repository | None = None,
) -> Record:
    """A run of a workflow file on the head of a branch, of a fork where one is given: then it shows no pull requests."""
    source = fork or of
    branch = branch or source.default_branch
    sha, identity, now, file = source.head(branch), of.world.next_id(), of.world.clock.text(), workflow(of, path)
    commit = of.objects.commit_at(sha)
    assert commit is not None
    url, person = of.url("actions", "runs", identity), {"name": commit.author.name, "email": commit.author.email}
    known = {
        "id": identity,
        "node_id": views.node("WorkflowRun", identity),
        "name": file["name"],
        "display_title": commit.message.partition("\n")[0],
        "head_branch": branch,
        "head_sha": sha,
        "path": path,
        "event": event,
        "status": status,
        "conclusion": conclusion,
        "run_number": len(of.runs) + 1,
        "run_attempt": 1,
        "workflow_id": file["id"],
        "url": url,
        "html_url": of.world.url(of.owner, of.name, "actions", "runs", identity),
        "workflow_url": file["url"],
        **{f"{name}_url": f"{url}/{name}" for name in ("jobs", "logs", "artifacts", "cancel", "rerun")},
        "check_suite_url": of.url("check-suites", 1),
        "created_at": now,
        "updated_at": now,
        "head_commit": {
            "id": sha,
            "tree_id": str(commit.tree_id),
            "message": commit.message,
            "timestamp": now,
            "author": person,
            "committer": person,
        },
        "repository": views.repository(of, "minimal-repository"),
        "head_repository": views.repository(source, "minimal-repository"),
        "pull_requests": [] if fork else pulls.minimal(of, sha),
        "actor": views.user(of.world, "octocat"),
    }
    of.runs[identity] = made = filled("workflow-run", known)
    return made


def wait(of: Repository, run_id: int, environment: str, reviewers: tuple[str, ...] = ("octocat",)) -> None:
    """Has a run wait for the approval of an environment."""
    place = deployments.environment(of, environment)
    shown = {name: place[name] for name in ("id", "node_id", "name", "url", "html_url")}
    people = [{"type": "User", "reviewer": views.user(of.world, login)} for login in reviewers]
    one = {"environment": shown, "wait_timer": 0, "wait_timer_started_at": None, "current_user_can_approve": True, "reviewers": people}
    of.pending.setdefault(run_id, []).append(one)
    of.runs[run_id] |= {"status": "waiting", "conclusion": None}


def artifact(of: Repository, run_id: int, name: str, size: int = 1) -> Record:
    """An artifact of a run; its bytes are not kept."""
    identity, now = of.world.next_id(), of.world.clock.text()
    url = of.url("actions", "artifacts", identity)
    known = {"id": identity, "node_id": views.node("Artifact", identity), "name": name, "size_in_bytes": size, "url": url}
    times = {"created_at": now, "updated_at": now, "expires_at": now}
    made = filled("artifact", {**known, **times, "archive_download_url": f"{url}/zip", "workflow_run": {"id": run_id}})
    of.artifacts.setdefault(run_id, []).append(made)
    return made


def workflows(call: Call) -> Any:
    return Page(list(call.repository.workflows.values()), "workflows")


def runs(call: Call) -> Any:
    """The newest first."""
    keys = {"branch": "head_branch", "event": "event", "head_sha": "head_sha"}
    wanted = {key: call.query[name] for name, key in keys.items() if name in call.query}
    state = call.query.get("status")
    found = [one for one in reversed(call.repository.runs.values()) if all(one[key] == value for key, value in wanted.items())]
    return Page([one for one in found if state in (None, one["status"], one["conclusion"])], "workflow_runs")


def get(call: Call) -> Any:
    return _found(call)


def delete(call: Call) -> Any:
    del call.repository.runs[_found(call)["id"]]
    return Answer()


def approvals(call: Call) -> Any:
    return call.repository.approvals.get(_found(call)["id"], [])


def artifacts(call: Call) -> Any:
    every = call.repository.artifacts.get(_found(call)["id"], [])
    return Page([one for one in every if call.query.get("name") in (None, one["name"])], "artifacts")


def pending(call: Call) -> Any:
    return call.repository.pending.get(_found(call)["id"], [])


def review(call: Call) -> Any:
    """Approves or rejects; gives the deployments that go on."""
    of, one, body = call.repository, _found(call), call.body
    waiting = of.pending.get(one["id"], [])
    decided = [gate for gate in waiting if gate["environment"]["id"] in body["environment_ids"]]
    of.pending[one["id"]] = [gate for gate in waiting if gate not in decided]
    places = [of.environments[gate["environment"]["name"]] for gate in decided]
    shown = [{name: place[name] for name in ("id", "node_id", "name", "url", "html_url", "created_at", "updated_at")} for place in places]
    said = {"state": body["state"], "comment": body["comment"], "user": views.user(call.world, call.login)}
    of.approvals.setdefault(one["id"], []).append({**said, "environments": shown})
    if body["state"] == "rejected":
        one |= {"status": "completed", "conclusion": "failure"}
        return []
    if not of.pending[one["id"]]:
        one["status"] = "in_progress"
    return [deployments.deployment(of, {"ref": one["head_branch"], "environment": place["name"]}, one["head_sha"], call.login) for place in places]


def _found(call: Call) -> Record:
    found = call.repository.runs.get(call.number("run_id"))
    if found is None:
        raise not_found()
    return found


OPERATIONS = {
    "actions/list-repo-workflows": workflows,
    "actions/list-workflow-runs-for-repo": runs,
    "actions/get-workflow-run": get,
    "actions/delete-workflow-run": delete,
    "actions/get-reviews-for-run": approvals,
    "actions/list-workflow-run-artifacts": artifacts,
    "actions/get-pending-deployments-for-run": pending,
    "actions/review-pending-deployments-for-run": review,
}
