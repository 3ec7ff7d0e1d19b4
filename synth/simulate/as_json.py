"""A simulation for programs."""

from __future__ import annotations

import json

from synth.simulate.unknown import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.simulate.values import Held, JobSimulated, Simulation, WorkflowSimulated


def as_json(simulation: Simulation) -> str:
    """`starts`, `matrix`, `result`, `permissions` and a group are null where they are unknown, and permissions where the repository decides."""
    event = simulation.event
    content = {
        "schema": 1,
        "command": "simulate",
        "exit_code": 0,
        "event": {"name": event.name, "type": event.action, "ref": event.ref or event.default_branch, "fork": event.fork},
        "assumed": list(simulation.assumed),
        "notes": list(simulation.notes),
        "workflows": [_workflow(one) for one in simulation.workflows],
    }
    return json.dumps(content, indent=2, ensure_ascii=False, default=_other) + "\n"


def _workflow(one: WorkflowSimulated) -> dict[str, Any]:
    return {
        "name": one.name,
        "file": one.file,
        "starts": one.starts,
        "why": one.why,
        "concurrency": _held(one.concurrency),
        "critical_path": list(one.critical),
        "minutes": one.minutes,
        "followed_by": list(one.followed_by),
        "notes": list(one.notes),
        "jobs": [_job(job) for job in one.jobs],
    }


def _job(job: JobSimulated) -> dict[str, Any]:
    return {
        "id": job.id,
        "name": job.name,
        "status": job.status,
        "why": job.why,
        "result": job.result,
        "needs": list(job.needs),
        "condition": job.condition,
        "values": dict(job.values),
        "matrix": None if job.legs is None else [{"name": leg.name, "values": dict(leg.values)} for leg in job.legs],
        "environments": list(job.environments),
        "concurrency": [_held(one) for one in job.concurrency],
        "permissions": None if job.permissions is None else dict(job.permissions),
        "secrets": list(job.secrets),
        "calls": job.calls,
        "inside": job.inside,
        "begins": job.begins,
        "ends": job.ends,
        "critical": job.critical,
    }


def _held(one: Held | None) -> dict[str, Any] | None:
    return None if one is None else {"group": one.group, "written": one.written, "does": one.does}


def _other(value: Any) -> Any:
    return None if isinstance(value, Unknown) else str(value)
