"""Runs that have waited too long for a person: cancelled, so that nobody approves what nobody remembers. GitHub itself waits 30 days."""

from __future__ import annotations

from synth.runtime.approval.ended import Ended, utc
from synth.runtime.expectation import FAILED, INCONCLUSIVE, PASSED, Check
from synth.runtime.github_api import GitHubError
from synth.runtime.record.deployments import moment
from synth.runtime.verdict import Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from synth.runtime.approval.inputs import Options
    from synth.runtime.approval.waiting import GitHubRuns

_WAITING = "waiting"


def expire(options: Options, runs: GitHubRuns, now: float) -> Ended:
    """One check for each run that waits; a run whose time cannot be told is left alone."""
    try:
        waiting = [run for run in runs.waiting_runs() if options.workflow in ("", run["name"], run["path"].rpartition("/")[2])]
    except GitHubError as error:
        return Ended(Verdict("inconclusive", f"the runs that wait cannot be listed: {error}"))
    checks: list[Check] = []
    expired: list[str] = []
    for run in waiting:
        try:
            check = _looked_at(options, runs, run, now)
        except GitHubError as error:
            check = Check(f"run {run['id']}", INCONCLUSIVE, str(error), "cancelled", str(run["html_url"]))
        if check is not None:
            checks.append(check)
            expired += [str(run["id"])] if check.result == FAILED else []
    done = "would be cancelled" if options.dry_run else "cancelled"
    said = f"{len(expired)} of {len(checks)} runs that wait for a person {done}, longer than {options.most_hours:g} hours"
    unsure = [check for check in checks if check.result == INCONCLUSIVE]
    verdict = Verdict("inconclusive", f"{said}; {len(unsure)} could not be looked at") if unsure else Verdict("passed", said)
    return Ended(verdict, tuple(checks), expired=tuple(expired))


def _looked_at(options: Options, runs: GitHubRuns, run: Mapping[str, Any], now: float) -> Check | None:
    """None for a run that waits for another environment, or no longer."""
    identity = str(run["id"])
    places = [name for name in runs.pending(identity) if not options.environments or name in options.environments]
    if not places:
        return None
    began = [runs.wait(identity, place, str(run["head_sha"])).began or moment(run["updated_at"]) for place in places]
    since, name, wanted = min(began), f"run {identity}, {', '.join(places)}", f"at most {options.most_hours:g} hours"
    hours = (now - since) / 3600
    if not since or hours <= options.most_hours:
        return Check(name, PASSED, f"waits {hours:.1f} hours", wanted, str(run["html_url"]))
    if runs.run(identity)["status"] != _WAITING:  # somebody approved it meanwhile: a deployment is never cut off
        return None
    if not options.dry_run:
        runs.cancel(identity)
    return Check(name, FAILED, f"waited {hours:.1f} hours, since {utc(since)}", wanted, str(run["html_url"]))
