"""A simulation for people at a terminal."""

from __future__ import annotations

from synth.runtime.screen import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.simulate.values import Event, Held, JobSimulated, Simulation, WorkflowSimulated

_COLOURS = {"runs": "32", "waits": "33", "skipped": "2", "fails": "31", "unknown": "36"}


def as_text(simulation: Simulation, coloured: bool = False) -> str:
    """The workflows that start with their jobs, then those that do not."""
    blocks = [_head(simulation)]
    blocks += [_workflow(one, coloured) for one in simulation.started]
    left = [one for one in simulation.workflows if one.starts is False]
    if left:
        blocks.append([*["does not start" if simulation.started else "nothing starts"], *[f"  {one.name}: {one.why}" for one in left]])
    if not simulation.workflows:
        blocks.append(["there is no workflow"])
    return "\n\n".join(["\n".join(block) for block in blocks]) + "\n"


def happens(event: Event) -> str:
    """The event in a few words."""
    what = event.name + (f" ({event.action})" if event.action else "")
    return what + (f" from a fork, on {event.ref or event.default_branch}" if event.fork else f" on {event.ref or event.default_branch}")


def _head(simulation: Simulation) -> list[str]:
    lines = [printable(happens(simulation.event))]
    lines += [f"  assumed: {printable(one)}" for one in simulation.assumed]
    return [*lines, *[f"  note: {printable(one)}" for one in simulation.notes]]


def _workflow(one: WorkflowSimulated, coloured: bool) -> list[str]:
    verb = "may start" if one.starts is None else "starts"
    lines = [f"{one.name}  {one.file}", f"  {verb:13} {one.why}"]
    if one.concurrency is not None:
        lines.append(f"  {'concurrency':13} {_held(one.concurrency)}")
    if one.critical:
        names = {job.id: job.name for job in one.jobs}
        lines.append(f"  {'longest way':13} {' > '.join([names[id] for id in one.critical])}, about {one.minutes:g} minutes")
    if one.followed_by:
        lines.append(f"  {'then':13} {', '.join(one.followed_by)}, by workflow_run")
    lines += [f"  {'note':13} {note}" for note in one.notes]
    lines = [printable(line) for line in lines]
    for job in sorted(one.jobs, key=_order):
        lines += _job(job, coloured)
    return lines


def _order(job: JobSimulated) -> tuple[bool, float]:
    return job.begins is None and job.status == "skipped", job.begins or 0


def _job(job: JobSimulated, coloured: bool) -> Iterator[str]:
    status = f"{job.status:8}"
    word = f"\033[{_COLOURS[job.status]}m{status}\033[0m" if coloured else status
    ended = f"  -> {job.result}" if job.status not in ("skipped", "fails") and job.result not in ("success", None) else ""
    yield f"  {word} {printable(job.name)}{ended}"
    yield f"           because {printable(job.why)}"
    yield from [f"           {printable(line)}" for line in _details(job)]


def _details(job: JobSimulated) -> Iterator[str]:
    if job.status in ("skipped", "fails"):
        return
    if job.legs is None:
        yield "matrix: unknown at this point"
    elif job.legs:
        yield f"{len(job.legs)} jobs: {'; '.join([leg.name for leg in job.legs])}"
    if job.environments:
        yield f"environment: {', '.join([one or 'unknown at this point' for one in job.environments])}"
    for one in job.concurrency:
        yield f"concurrency: {_held(one)}"
    if job.calls is None:
        token = (
            "the repository's default" if job.permissions is None else ", ".join([f"{scope}: {level}" for scope, level in job.permissions.items()])
        )
        yield f"token: {token or 'nothing'}"
    if job.secrets:
        yield f"secrets: {', '.join(job.secrets)}"


def _held(one: Held) -> str:
    return f"{one.group if one.group is not None else f'{one.written} (unknown at this point)'}: {one.does}"
