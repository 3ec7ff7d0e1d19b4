"""A deployment that failed because a person said no, which no runner ever saw: GitHub's record of the run's reviews tells them apart.

https://docs.github.com/rest/actions/workflow-runs#get-the-review-history-for-a-workflow-run
"""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.github_api import GitHubError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.address import Address
    from synth.runtime.commands import Log
    from synth.runtime.github_api import GitHubApi
    from synth.runtime.notify.event import Happening


class Record(NamedTuple):
    """Where the record is, and the token that may read it."""

    api: Address
    token: str
    run_id: str


def rejected(happening: Happening, record: Record, api: GitHubApi, log: Log) -> Happening:
    """The happening as `rejected`, by whom, where the record says so; else, and where it cannot be read, as it was."""
    if happening.kind != "failed":
        return happening
    try:
        reviews = api.get(f"/repos/{happening.repository}/actions/runs/{record.run_id}/approvals")
        here = [one for one in reviews if any([place["name"] == happening.environment for place in one["environments"]])]
        states = [one["state"] for one in here]
    except (GitHubError, KeyError, TypeError) as error:
        log.say(f"whether somebody rejected it is not known: {error if isinstance(error, GitHubError) else type(error).__name__}")
        return happening
    if "rejected" not in states or "approved" in states:  # both: an earlier attempt was rejected
        return happening
    by = next(str((one.get("user") or {}).get("login") or "ghost") for one in here if one["state"] == "rejected")
    return happening._replace(kind="rejected", details="\n".join(filter(None, [happening.details, f"Rejected by {by}"])))
