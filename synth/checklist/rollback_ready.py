"""The points of the list "ready for a rollback"."""

from __future__ import annotations

from synth.checklist.values import Point, missed, outside, satisfied

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.checklist.evidence import Evidence
    from synth.checklist.values import Verdict

_DOCUMENTS = ("docs/rollback.md", "docs/ROLLBACK.md", "ROLLBACK.md", "docs/runbook.md", "docs/RUNBOOK.md", "RUNBOOK.md")
_TELLING = ("notify", "slackapi/slack-github-action", "rtCamp/action-slack-notify", "8398a7/action-slack")


def known(evidence: Evidence) -> Verdict:
    deploys = evidence.deploys()
    if not deploys:
        return missed("add Deploy(environment, service, Health(...)), which records what was good")
    for one in deploys:
        if one.health is None:
            return missed(f"'{one.environment}': only a verified release is recorded; give its {one.kind} a Health(...)", one.origin)
    return satisfied(deploys[-1].origin, "each verified release is recorded; 'ghsynth whats-deployed' says where a rollback would go")


def breaks(evidence: Evidence) -> Verdict:
    deploys = evidence.deploys()
    if not deploys:
        return missed("add Deploy(environment, service, ..., strategy=Rolling())")
    for one in deploys:
        if not one.goes_back:
            return missed(f"'{one.environment}': rollback=False leaves a bad release; leave that out", one.origin)
    for one in deploys:
        if one.how is None:
            return outside(
                f"'{one.environment}': the run goes back by itself, but the service keeps its own breaker: set strategy=Rolling()", one.origin
            )
    if all([one.machines for one in deploys]):
        return outside("machines have none: the run takes each host back to the last verified release, as long as it lives", deploys[-1].origin)
    return satisfied(deploys[-1].origin, "the service goes back by itself, even if the run dies, and the run verifies what then serves")


def documented(evidence: Evidence) -> Verdict:
    found = evidence.stages("Rollback")
    if found:
        return satisfied(found[0].origin, f"one button: the workflow 'Roll back {evidence.pipeline.name}'")
    for path in _DOCUMENTS:
        if evidence.read(path):
            return satisfied(path, "a document; Rollback() would make it a button")
    return missed("add Rollback(), which makes it a button, or write docs/rollback.md")


def told(evidence: Evidence) -> Verdict:
    for job, step in evidence.using(*_TELLING):
        return satisfied(step.origin or job.origin, f"step '{step.name or step.id}' of job '{job.name}'")
    return missed("add a job that tells the team, such as one with the action notify; its README has the steps")


POINTS = (
    Point("rollback-ready", "previous-image", "The previous image is known", known),
    Point("rollback-ready", "circuit-breaker", "The circuit breaker is on", breaks),
    Point("rollback-ready", "procedure", "The way back is written down", documented),
    Point("rollback-ready", "told", "The team is told of the deployment", told),
)
