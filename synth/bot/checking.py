"""A check run with the comparison, where the token may write no comment, but checks."""

from __future__ import annotations

from hashlib import sha256

from synth.runtime.github_api import Declined, Unanswered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.bot.ports import Api
    from synth.bot.values import Pull

NAME = "Workflow changes"
LONGEST = 65_535  # characters of a check run's text


def checked(api: Api, pull: Pull, body: str, worst: str | None, failing: bool) -> str:
    """`created`, `edited` or `unchanged`; empty where the token may not, or nobody knows. It is no place to fail."""
    mark = sha256(body.encode()).hexdigest()
    output = {"title": _title(worst), "summary": body}
    content = {"name": NAME, "status": "completed", "conclusion": "failure" if failing else "neutral", "external_id": mark, "output": output}
    path = f"/repos/{pull.repository}/check-runs"
    try:
        there = _there(api, pull)
        if there is not None and there["external_id"] == mark:
            return "unchanged"
        if there is not None:
            api.send("PATCH", f"{path}/{there['id']}", content)
            return "edited"
        api.send("POST", path, {**content, "head_sha": pull.head})
        return "created"
    except (Declined, Unanswered):
        return ""


def _there(api: Api, pull: Pull) -> Any:
    """The check run of an earlier attempt, which has the digest of its text as external id."""
    found = api.get(f"/repos/{pull.repository}/commits/{pull.head}/check-runs", "check_name=Workflow%20changes&per_page=100")
    return next((one for one in found["check_runs"] if len(one.get("external_id") or "") == 64), None)


def _title(worst: str | None) -> str:
    return {"danger": "Something in the workflows became more dangerous", "caution": "The workflows behave differently"}.get(
        worst or "", "Nothing to worry about"
    )
