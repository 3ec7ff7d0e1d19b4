"""An explanation for people at a terminal."""

from __future__ import annotations

from synth.runtime.screen import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.explain.values import Credentials, Explanation, JobExplained, OnFailure


def as_text(explanations: Sequence[Explanation]) -> str:
    """A paragraph for each workflow, and one for each of its jobs in the order in which they may begin."""
    return "\n".join([_workflow(one) for one in explanations])


def _workflow(one: Explanation) -> str:
    lines = [f"{one.name}  {one.file}", f"  starts on     {', '.join(one.events)}", *_order(one)]
    return "\n".join([printable(line) for line in lines]) + "\n" + "".join([_job(one, job) for job in one.jobs])


def _order(one: Explanation) -> list[str]:
    if not one.jobs:
        return []
    lines = [
        f"  longest way   {' > '.join([one.job(id).name for id in one.critical])}",
        f"  takes         {took(one)}",
    ]
    if one.stages:
        lines.append(f"  stages        {', '.join(stage.kind for stage in one.stages)}")
    return lines


def took(one: Explanation) -> str:
    """The minutes of the longest way, beside those of all jobs."""
    start = f"{one.start_up:g} for each job's start-up" if one.start_up else "without start-up"
    return f"about {one.minutes:g} minutes, one after another {one.serial:g}; {start}, waiting for people and other runs not counted"


def _job(one: Explanation, job: JobExplained) -> str:
    name = job.name + (f"  ({job.stage})" if job.stage not in (None, job.name) else "")
    lines = [f"{name}  {job.where or ''}".rstrip()]
    star = "  on the longest way" if job.critical else ""
    lines.append(f"  when          minute {job.begins:g} to {job.ends:g}{star}")
    if job.needs:
        lines.append(f"  after         {', '.join([one.job(id).name for id in job.needs])}")
    if job.condition:
        lines.append(f"  only if       {job.condition}")
    if job.environment:
        lines.append(f"  environment   {job.environment}")
    lines += _listed("gate", job.gates)
    lines += _listed("holds", holds(job.credentials) or ["nothing"])
    lines += _listed("if it fails", consequences(one, job.on_failure))
    return "\n" + "\n".join([printable(line) for line in lines]) + "\n"


def _listed(title: str, lines: Sequence[str]) -> list[str]:
    return [f"  {title if not number else '':12}  {line}" for number, line in enumerate(lines)]


def holds(held: Credentials) -> list[str]:
    """A line for each right, role and secret, with its reason where one is known."""
    lines = [f"{scope}: {right.level}" + (f"  {right.reason}" if right.reason else "") for scope, right in held.token.items()]
    lines += [f"role {role}" for role in held.roles]
    lines += [f"secret {name}" for name in held.secrets]
    return [*lines, *[f"not limited: {what}" for what in held.everything]]


def consequences(one: Explanation, failing: OnFailure) -> list[str]:
    """What happens then, the job's own part first."""
    lines = list(failing.here)
    if failing.goes_on:
        lines.append("the run goes on as if it had succeeded")
    if failing.skipped:
        lines.append(f"not run: {', '.join([one.job(id).name for id in failing.skipped])}")
    if failing.runs:
        lines.append(f"decided by their own conditions: {', '.join([one.job(id).name for id in failing.runs])}")
    return lines or ["the run fails; no other job is held back"]
