"""An event as the contexts `github` and `inputs` tell it.

https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows; properties that depend on what is not known stay so.
"""

from __future__ import annotations

from synth.record import replace
from synth.simulate.unknown import Open, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from synth.model import Input, Workflow
    from synth.simulate.values import Event

PULLS = ("pull_request", "pull_request_target", "pull_request_review", "pull_request_review_comment")
MERGED = ("pull_request", "pull_request_review", "pull_request_review_comment")  # those whose ref is the merge of the pull request
USUAL = {  # the activity type where none is given
    "check_run": "completed",
    "check_suite": "completed",
    "discussion": "created",
    "discussion_comment": "created",
    "image_version": "ready",
    "issue_comment": "created",
    "issues": "opened",
    "label": "created",
    "merge_group": "checks_requested",
    "milestone": "created",
    "pull_request": "opened",
    "pull_request_comment": "created",
    "pull_request_review": "submitted",
    "pull_request_review_comment": "created",
    "pull_request_target": "opened",
    "registry_package": "published",
    "release": "published",
    "watch": "started",
    "workflow_run": "completed",
    "branch_protection_rule": "edited",
}
_OBJECTS = {  # what the payload of some events holds, and that of others does not
    "comment": ("issue_comment", "pull_request_comment", "pull_request_review_comment", "discussion_comment"),
    "issue": ("issues", "issue_comment"),
    "pull_request": PULLS,
    "release": ("release",),
    "workflow_run": ("workflow_run",),
    "merge_group": ("merge_group",),
    "head_commit": ("push",),
    "commits": ("push",),
    "schedule": ("schedule",),
    "client_payload": ("repository_dispatch",),
    "deployment": ("deployment", "deployment_status"),
    "label": ("label", "issues", *PULLS[:2], "discussion"),
    "inputs": ("workflow_dispatch",),
}
TAG, NUMBER = "v1.0.0", 1


def completed(event: Event) -> Event:
    """The event with its usual activity type."""
    return replace(event, action=event.action or USUAL.get(event.name))


def assumptions(event: Event) -> tuple[str, ...]:
    """What is taken to be so because nobody said otherwise."""
    said = []
    if not event.ref:
        said.append(f"the release of the tag {TAG}" if event.name == "release" else f"the branch is {event.default_branch}, the default one")
    if event.name in PULLS:
        said.append("the pull request is no draft")
    if event.name in PULLS and not event.fork:
        said.append("it comes from the repository itself, not from a fork")
    if event.name == "workflow_run" and event.action == "completed":
        said.append("the run that ended has succeeded")
    result = "a job that runs succeeds, unless --result says otherwise"
    return (*said, result, "an output that only a step knows is unknown, unless --output gives it")


def ref_of(event: Event) -> str:
    """`github.ref`."""
    if event.name in MERGED:
        return f"refs/pull/{NUMBER}/merge"
    if event.name == "merge_group":
        return f"refs/heads/gh-readonly-queue/{base_of(event)}/pr-{NUMBER}"
    if event.name == "release":
        return _full(event.ref or TAG, "refs/tags/")
    if event.name in ("push", "create", "workflow_dispatch", "pull_request_target", "deployment", "deployment_status"):
        return _full(event.ref or event.default_branch, "refs/heads/")
    return f"refs/heads/{event.default_branch}"


def base_of(event: Event) -> str:
    """The name of the branch that the event is about: a pull request's base, the head of a run that ended."""
    return _full(event.ref or event.default_branch, "refs/heads/").removeprefix("refs/heads/")


def _full(ref: str, kind: str) -> str:
    if ref.startswith("refs/"):
        return ref
    return f"refs/{ref}" if ref.startswith(("tags/", "heads/")) else kind + ref


def github(event: Event, workflow: Workflow, file: str) -> Open:
    """The context `github`."""
    ref = ref_of(event)
    short = ref.removeprefix("refs/heads/").removeprefix("refs/tags/").removeprefix("refs/pull/")
    pull = event.name in PULLS
    known: dict[str, Any] = {
        "event_name": event.name,
        "ref": ref,
        "ref_name": short,
        "ref_type": "tag" if ref.startswith("refs/tags/") else "branch",
        "base_ref": base_of(event) if event.name in PULLS[:2] else "",
        "head_ref": event.head if event.name in PULLS[:2] else "",
        "workflow": workflow.name or file,
        "event": Open("github.event", _payload(event, ref, pull)),
    }
    if event.repository:
        owner = event.repository.partition("/")[0]
        known |= {"repository": event.repository, "repository_owner": owner, "repositoryUrl": f"git://github.com/{event.repository}.git"}
    if event.actor:
        known |= {"actor": event.actor, "triggering_actor": event.actor}
    for name in ("sha", "run_id", "run_number", "token", "repository", "repository_owner", "actor", "triggering_actor", "workspace"):
        known.setdefault(name, Unknown(f"github.{name}", (), True))
    return Open("github", known)


def _payload(event: Event, ref: str, pull: bool) -> dict[str, Any]:
    known: dict[str, Any] = {name: None for name, events in _OBJECTS.items() if event.name not in events}
    known["repository"] = Open("github.event.repository", _repository(event))
    known["action"] = event.action
    if event.name == "repository_dispatch":
        known["action"] = event.action or Unknown("github.event.action", (), True)
    if event.name == "push":
        known |= {"ref": ref, "deleted": False, "base_ref": None}
    if pull:
        known["pull_request"] = _pull_request(event)
        known["number"] = NUMBER
    if event.name == "workflow_run":
        at = "github.event.workflow_run"
        run: dict[str, Any] = {"head_branch": base_of(event)}
        if event.action == "completed":
            run |= {"conclusion": "success", "status": "completed"}
        if event.workflow:
            run["name"] = event.workflow
        known["workflow_run"] = Open(at, run)
    if event.name == "release":
        tag = ref.removeprefix("refs/tags/")
        known["release"] = Open("github.event.release", {"tag_name": tag, "draft": False, "prerelease": event.action == "prereleased"})
    if event.name == "merge_group":
        known["merge_group"] = Open("github.event.merge_group", {"base_ref": f"refs/heads/{base_of(event)}", "head_ref": ref})
    return _joined(known, event.payload, "github.event")


def _repository(event: Event) -> dict[str, Any]:
    known: dict[str, Any] = {"default_branch": event.default_branch}
    if event.repository:
        owner, _, name = event.repository.partition("/")
        known |= {"full_name": event.repository, "name": name, "owner": Open("github.event.repository.owner", {"login": owner})}
    return known


def _pull_request(event: Event) -> Open:
    at = "github.event.pull_request"
    own = {"full_name": event.repository} if event.repository else {}
    theirs: dict[str, Any] = (
        {"fork": True, "full_name": f"somebody/{event.repository.partition('/')[2] or 'fork'}"} if event.fork else {**own, "fork": False}
    )
    known: dict[str, Any] = {
        "number": NUMBER,
        "draft": event.action == "converted_to_draft",
        "base": Open(f"{at}.base", {"ref": base_of(event), "repo": Open(f"{at}.base.repo", own)}),
        "head": Open(f"{at}.head", {"ref": event.head, "repo": Open(f"{at}.head.repo", theirs)}),
    }
    if event.action != "closed":
        known |= {"merged": False, "state": "open"}
    return Open(at, known)


def _joined(known: dict[str, Any], given: Mapping[str, Any], at: str) -> dict[str, Any]:
    """What is known with what somebody gives, which counts before."""
    made = dict(known)
    for name, value in given.items():
        here = made.get(name)
        if isinstance(value, dict):
            inside = _joined(here if isinstance(here, dict) else {}, value, f"{at}.{name}")
            made[name] = Open(f"{at}.{name}", inside)
        else:
            made[name] = list(value) if isinstance(value, tuple) else value
    return made


def inputs(given: Mapping[str, Any], declared: Mapping[str, Input] | None, at: str = "inputs") -> dict[str, Any]:
    """The context `inputs`: what is given, else the defaults, each of its type."""
    made: dict[str, Any] = {}
    folded = {name.lower(): value for name, value in given.items()}
    for name, one in (declared or {}).items():
        kind = one.type or "string"
        if name.lower() in folded:
            made[name] = _typed(folded[name.lower()], kind)
        elif one.default is not None:
            value = one.default
            made[name] = Unknown(f"{at}.{name}") if isinstance(value, str) and "${{" in value else _typed(value, kind)
        elif one.required and kind not in ("boolean", "number"):
            made[name] = Unknown(f"{at}.{name}", (), True)
        else:
            made[name] = {"boolean": False, "number": 0}.get(kind, (one.options or ("",))[0] if kind == "choice" else "")
    return made


def _typed(value: Any, kind: str) -> Any:
    from synth.expr.values import number_of, text_of

    if isinstance(value, (Unknown, dict, list)):
        return value
    if kind == "boolean":
        return value if isinstance(value, bool) else text_of(value).lower() == "true"
    return number_of(value) if kind == "number" else text_of(value)
