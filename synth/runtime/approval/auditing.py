"""Who approved this run: checked against the rules, and recorded in the chain whether it is good or not."""

from __future__ import annotations

from synth.runtime.approval.chain import first_broken, next_entry
from synth.runtime.approval.ended import Ended, utc
from synth.runtime.approval.waiting import login_of
from synth.runtime.expectation import FAILED, INCONCLUSIVE, PASSED, Check
from synth.runtime.github_api import GitHubError
from synth.runtime.screen import Screen
from synth.runtime.verdict import Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from synth.runtime.approval.inputs import Options
    from synth.runtime.approval.kept import DeploymentChain, FileChain
    from synth.runtime.approval.waiting import Approval, GitHubRuns, Wait

_LONGEST_COMMENT = 500


def audit(options: Options, runs: GitHubRuns, kept: FileChain | DeploymentChain, now: float) -> Ended:
    """Passed only when every rule holds and the record is written: who cannot be checked has not approved."""
    try:
        run = runs.run(options.run_id)
        approvals = runs.approvals(options.run_id, options.environments)
        author = runs.author(options.sha)
        wait = runs.wait(options.run_id, options.environment, options.sha)
        entries = kept.entries()
    except (GitHubError, OSError) as error:
        return Ended(Verdict("inconclusive", f"the approval cannot be checked: {error}"))
    broken = first_broken(entries, options.expected_hash)
    if broken is not None:
        seen = Check("chain", FAILED, f"entry {broken.number} {broken.why}", "whole", options.chain)
        return Ended(Verdict("failed", f"the chain of approvals is broken: entry {broken.number} {broken.why}"), (seen,))
    own = {"author": author, "actor": login_of(run, "actor"), "triggered-by": login_of(run, "triggering_actor")}
    checks = (_people(options, approvals, own), _waited(options, run, wait, now))
    verdict = _verdict(options, approvals, checks)
    record = {
        "repository": options.repository,
        "environments": list(options.environments),
        "run-id": options.run_id,
        "run-attempt": int(run.get("run_attempt") or 1),
        "sha": options.sha,
        "digest": options.digest,
        "approved-by": [one.by for one in approvals],
        "comments": [Screen([options.token]).show(one.comment, _LONGEST_COMMENT) for one in approvals],
        "approved-at": utc(wait.ended or now),
        "approved-at-from": "deployment status" if wait.ended else "start of the job",
        "waited-seconds": int((wait.ended or now) - wait.began) if wait.began else None,
        **own,
        "outcome": verdict.outcome,
        "reason": verdict.reason,
    }
    entry = next_entry(options.chain, record, entries[-1] if entries else None)
    if options.dry_run:
        return Ended(verdict, checks, entry)
    try:
        kept.add(entry, options.sha)
    except (GitHubError, OSError) as error:
        return Ended(Verdict("inconclusive", f"the approval could not be recorded: {error}"), checks)
    return Ended(verdict, checks, entry)


def _people(options: Options, approvals: Sequence[Approval], own: Mapping[str, str]) -> Check:
    wanted = f"{options.least} or more" + (", not the author or who started the run" if options.different else "")
    seen = ", ".join([one.by for one in approvals]) or "nobody"
    if not options.different:
        return Check("approvers", PASSED if len(approvals) >= options.least else FAILED, seen, wanted, "")
    people = {login.lower() for login in own.values() if login}
    others = [one.by for one in approvals if one.by.lower() not in people]
    told = f"author {own['author'] or 'unknown'}, run by {own['triggered-by'] or own['actor'] or 'unknown'}"
    if len(others) < options.least:
        return Check("approvers", FAILED, seen, wanted, told)
    if not own["author"]:
        return Check("approvers", INCONCLUSIVE, seen, wanted, f"{told}; the address in the commit belongs to no account")
    return Check("approvers", PASSED, seen, wanted, told)


def _waited(options: Options, run: Mapping[str, Any], wait: Wait, now: float) -> Check:
    """Where GitHub does not tell when the wait began, the run's start is early enough to be sure of a short one, and of no long one."""
    from synth.runtime.record.deployments import moment

    wanted = f"at most {options.most_hours:g} hours"
    began = wait.began or moment(run.get("run_started_at")) or moment(run.get("created_at"))
    hours = max((wait.ended or now) - began, 0.0) / 3600
    if hours <= options.most_hours:
        return Check("wait", PASSED, f"{hours:.1f} hours", wanted, utc(began))
    if not wait.began:
        return Check("wait", INCONCLUSIVE, f"{hours:.1f} hours since the run began", wanted, "no deployment status says when the wait began")
    return Check("wait", FAILED, f"{hours:.1f} hours", wanted, utc(began))


def _verdict(options: Options, approvals: Sequence[Approval], checks: Sequence[Check]) -> Verdict:
    for result, outcome in ((FAILED, "failed"), (INCONCLUSIVE, "inconclusive")):
        if bad := [f"{one.name}: {one.observed}, wanted {one.wanted}" for one in checks if one.result == result]:
            return Verdict(outcome, f"{options.environment} is not approved: {'; '.join(bad)}")
    return Verdict("passed", f"{', '.join([one.by for one in approvals])} approved {options.environment}")
