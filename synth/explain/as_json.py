"""An explanation for programs."""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.explain.differences import Comparison
    from synth.explain.values import Explanation, JobExplained


def as_json(explanations: Sequence[Explanation]) -> str:
    return _document({"workflows": [_workflow(one) for one in explanations]})


def comparison_as_json(comparison: Comparison) -> str:
    rows = [{"of": row.of, "setting": row.setting, "first": row.first, "second": row.second, "kind": row.kind} for row in comparison.rows]
    content = {"first": comparison.first, "second": comparison.second, "identical": comparison.identical, "differences": rows}
    return _document(content)


def _document(content: dict[str, Any]) -> str:
    return json.dumps({"schema": 1, "command": "explain", "exit_code": 0, **content}, indent=2, ensure_ascii=False) + "\n"


def _workflow(one: Explanation) -> dict[str, Any]:
    return {
        "name": one.name,
        "file": one.file,
        "events": list(one.events),
        "minutes": one.minutes,
        "serial_minutes": one.serial,
        "start_up_minutes": one.start_up,
        "critical_path": list(one.critical),
        "stages": [{"kind": stage.kind, "where": stage.where, "jobs": list(stage.jobs)} for stage in one.stages],
        "jobs": [_job(job) for job in one.jobs],
    }


def _job(job: JobExplained) -> dict[str, Any]:
    held, failing = job.credentials, job.on_failure
    return {
        "id": job.id,
        "name": job.name,
        "stage": job.stage,
        "where": job.where,
        "needs": list(job.needs),
        "condition": job.condition,
        "environment": job.environment,
        "waits_for_approval": job.waits,
        "minutes": job.minutes,
        "begins": job.begins,
        "ends": job.ends,
        "critical": job.critical,
        "timeout_minutes": job.timeout_minutes,
        "gates": list(job.gates),
        "credentials": {
            "token": {scope: {"level": right.level, "reason": right.reason} for scope, right in held.token.items()},
            "oidc": held.oidc,
            "roles": list(held.roles),
            "secrets": list(held.secrets),
            "unlimited": list(held.everything),
        },
        "on_failure": {"here": list(failing.here), "skipped": list(failing.skipped), "runs": list(failing.runs), "goes_on": failing.goes_on},
    }
