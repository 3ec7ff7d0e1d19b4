"""In which order the jobs of a run begin, and which of them the end waits for."""

from __future__ import annotations

from synth.explain.minutes import UNKNOWN
from synth.explain.schedule import Schedule, scheduled
from synth.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from synth.simulate.values import JobSimulated


def ordered(jobs: Sequence[JobSimulated], minutes: Mapping[str, float]) -> tuple[tuple[JobSimulated, ...], Schedule]:
    """The jobs with begin and end. A call stands for the jobs that it brings; a job that does not run takes no time."""
    inner: dict[str, list[JobSimulated]] = {}
    for job in jobs:
        if job.inside is not None:
            inner.setdefault(job.inside, []).append(job)
    by_id = {job.id: job for job in jobs}
    known: dict[str, tuple[str, ...]] = {}

    def ends(id: str, seen: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """The jobs that have to end before what needs this one begins."""
        job = by_id.get(id)
        if job is None or id in seen:
            return ()
        if id not in known:
            inside = [end for one in inner.get(id, ()) for end in ends(one.id, seen | {id})]
            own = (id,) if id not in inner and job.status != "skipped" else ()
            known[id] = tuple(dict.fromkeys([*own, *inside])) or tuple(dict.fromkeys(before(id, seen | {id})))
        return known[id]

    def before(id: str, seen: frozenset[str] = frozenset()) -> list[str]:
        job = by_id[id]
        around = before(job.inside, seen) if job.inside is not None and not job.needs else []
        return [*[end for need in job.needs for end in ends(need, seen)], *around]

    running = [job.id for job in jobs if job.status != "skipped" and job.id not in inner]
    needs = {id: tuple([one for one in dict.fromkeys(before(id, frozenset({id}))) if one in running]) for id in running}
    plan = scheduled(needs, {id: minutes.get(id, minutes.get(by_id[id].name, UNKNOWN)) for id in running})
    made = [
        replace(job, begins=plan.times[job.id][0], ends=plan.times[job.id][1], critical=job.id in plan.critical) if job.id in plan.times else job
        for job in jobs
    ]
    return tuple(made), plan
