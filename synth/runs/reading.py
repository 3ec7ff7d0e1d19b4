"""act's JSON log -> events, and events -> what came of the run."""

from __future__ import annotations

import json
import re

from synth.runs.values import Event, Ran, StepRan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from typing import Any

    from synth import model

_CALLED = re.compile(r"^(.*)/[^/]+\.ya?ml/$")
_READ = re.compile(r"\bsteps\.([\w-]+)\.outputs\.([\w-]+)")
_WORST = ("failure", "cancelled", "success", "skipped")


def event(line: str) -> Event | None:
    """What one line of the log says; None for what nobody needs."""
    try:
        said: dict[str, Any] = json.loads(line)
    except ValueError:
        return Event(kind="error", text=line.strip()) if line.strip() else None
    job, ids = job_of(str(said.get("job", "")), str(said.get("jobID", ""))), said.get("stepID") or []
    step = "/".join([str(one) for one in ids])
    if "jobResult" in said:
        return Event(kind="job", job=job, result=said["jobResult"])
    if "stepResult" in said and said.get("stage") == "Main" and len(ids) == 1:
        name = str(said.get("step", "")).splitlines()[0] if said.get("step") else step
        return Event(kind="step", job=job, step=name, id=step, result=said["stepResult"], seconds=said.get("executionTime", 0) / 1e9)
    match said.get("command"):
        case "set-output":
            return Event(kind="output", job=job, id=step, name=said["name"], text=said["arg"])
        case "add-mask":
            return Event(kind="mask", job=job, text=said["arg"])
        case "summary":
            return Event(kind="summary", job=job, id=step, text=said["content"])
        case "error" | "warning" | "notice":
            return Event(kind="line", job=job, id=step, text=str(said["msg"]).strip())
    if said.get("raw_output"):
        return Event(kind="line", job=job, id=step, text=str(said["msg"]).rstrip("\n"))
    return Event(kind="error", job=job, id=step, text=str(said["msg"]).strip()) if said.get("level") == "error" else None


def job_of(path: str, id: str) -> str:
    """A job's id, after that of its caller where it has one: act writes the workflow's name, then the job's, and before both the caller's."""
    before = re.sub(rf"{re.escape(id)}(-\d+)?\s*$", "", path.rstrip())
    called = _CALLED.match(before)
    return f"{called[1].strip()}/{id}" if called else id


def ran(code: int, events: Iterable[Event], jobs: Collection[str]) -> Ran:
    """What came of the run of the `jobs`; of those that act did not name, a caller is what its jobs are, another was skipped."""
    results: dict[str, str] = {}
    steps: list[StepRan] = []
    outputs: dict[str, dict[str, str]] = {}
    summaries: list[str] = []
    log: list[str] = []
    for one in events:
        if one.kind == "job":
            results[one.job] = _worse(results.get(one.job), one.result)
        elif one.kind == "step":
            steps.append(StepRan(job=one.job, step=one.step, result=one.result, seconds=one.seconds))
        elif one.kind == "output":
            outputs.setdefault(f"{one.job}.{one.id}", {})[one.name] = one.text
        elif one.kind == "summary" and one.text not in summaries:
            summaries.append(one.text)
        elif one.kind in ("line", "error"):
            log.append(one.text)
    for job in jobs:
        inside = [result for id, result in results.items() if id.startswith(f"{job}/")]
        results.setdefault(job, min(inside, key=_WORST.index) if inside else "skipped")
    return Ran(code=code, jobs=results, steps=tuple(steps), outputs=outputs, summaries=tuple(summaries), log="\n".join(log))


def lost(workflow: model.Workflow, events: Sequence[Event], secrets: Collection[str] = (), caller: str = "") -> list[str]:
    """Outputs of jobs that GitHub would drop, because they hold a masked value (actions/runner, src/Runner.Worker/JobExtension.cs)."""
    found = []
    for id, job in workflow.jobs.items():
        name = f"{caller}/{id}" if caller else id
        masked = {one.text for one in events if one.kind == "mask" and one.job == name and one.text} | {secret for secret in secrets if secret}
        given: Mapping[tuple[str, str], str] = {(one.id, one.name): one.text for one in events if one.kind == "output" and one.job == name}
        for output, text in (getattr(job, "outputs", None) or {}).items():
            values = [given.get(read, "") for read in _READ.findall(text)]
            if any([mask in value for mask in masked for value in values]):
                found.append(f"job '{name}': its output '{output}' holds a masked value, which GitHub drops: later jobs get nothing")
    return found


def _worse(before: str | None, result: str) -> str:
    return result if before is None else min(before, result, key=_WORST.index)
