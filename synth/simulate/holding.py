"""What a job may do and read in this run: the scopes of its token, and its secrets.

Forks: https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflows-in-forked-repositories
"""

from __future__ import annotations

from synth.checks.grants import granted
from synth.explain.credentials import credentials
from synth.model.permissions import SCOPES, STRENGTH
from synth.simulate.happening import MERGED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    from synth.model import CallJob, Job, Workflow
    from synth.simulate.values import Event

    Grant: TypeAlias = "dict[str, str] | None"

_DEPENDABOT = ("create", "deployment", "deployment_status", "push", "pull_request", "pull_request_review", "pull_request_review_comment")


def restricted(event: Event) -> str:
    """Whose run holds less than its file says: 'fork', 'dependabot' or nobody's, ''."""
    if event.fork and event.name in MERGED:
        return "fork"
    return "dependabot" if event.actor == "dependabot[bot]" and event.name in _DEPENDABOT else ""


def token(job: Job | CallJob, workflow: Workflow, event: Event, allowed: Grant) -> Grant:
    """The scopes that the job's token has; None where the repository decides. `allowed` is what a calling job has, where there is one."""
    own = granted(job.permissions if job.permissions is not None else workflow.permissions)
    whose = restricted(event)
    if own is None:
        own = dict(allowed) if allowed is not None else None
    elif allowed is not None:
        own = {scope: _least(level, allowed.get(scope, "none")) for scope, level in own.items()}
    if own is None:
        return {scope: "read" for scope, (levels, _) in SCOPES.items() if "read" in levels} if whose == "fork" else None
    if whose == "fork":
        own = {scope: "none" if scope == "id-token" else _least(level, "read") for scope, level in own.items()}
    return {scope: own[scope] for scope in sorted(own) if own[scope] != "none"}


def _least(one: str, other: str) -> str:
    return one if STRENGTH.get(one, 0) <= STRENGTH.get(other, 0) else other


def secrets(job: Job | CallJob, workflow: Workflow, event: Event, passed: Mapping[str, str] | None) -> tuple[str, ...]:
    """The names of the secrets that the job reads and gets. `passed` are those of a called workflow, None: all."""
    held = credentials(job, workflow)
    names = [name for name in held.secrets if passed is None or name.lower() in passed or name.upper() == "GITHUB_TOKEN"]
    if restricted(event) == "fork":
        return tuple([name for name in names if name.upper() == "GITHUB_TOKEN"])
    return (*names, *[one for one in held.everything if one == "all secrets"])
