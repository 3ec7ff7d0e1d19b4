"""What cannot run on this machine is taken out of a workflow, and said: in the scenario's row of the table, never in silence."""

from __future__ import annotations

from synth import model
from synth.record import replace
from synth.yaml.emit import emit
from tests.scenarios.places import read

ACTIONS = {  # of the repository itself
    "approval-audit": "asks GitHub for the run's history",
    "deploy-ec2": "takes hosts with ssh",
    "sentry-release": "takes Sentry",
    "verify-metrics": "takes figures of CloudWatch that nobody sends here",
}
COMMANDS = {
    "docker compose": "'docker compose' takes a container engine",
    "docker run": "'docker run' takes a container engine",
    "/usr/share/zoneinfo/": "its window takes the right time of day",
}


def without(text: str, file: str) -> tuple[str, list[str]]:
    """The text that runs here, and a sentence for each thing that does not."""
    workflow, said = read(text, file), list[str]()
    jobs = {id: _able(id, job, said) if isinstance(job, model.Job) else job for id, job in workflow.jobs.items()}
    return (emit(replace(workflow, jobs=jobs)), said) if said else (text, said)


def _able(id: str, job: model.Job, said: list[str]) -> model.Job:
    if job.services:
        said.append(f"{id}: without its services {' and '.join(job.services)}; its tests need none")
        job = replace(job, services=None)
    missing = {number: why for number, step in enumerate(job.steps) if (why := _missing(step))}
    if not missing:
        return job
    said.append(f"{id}: {'; '.join(dict.fromkeys(missing.values()))}")
    if job.environment is None:  # steps after it read what it would have written
        return replace(job, steps=(model.Step(name="Not run here", run="echo 'not run here'"),))
    steps = [replace(step, uses=None, with_=None, run="echo 'not run here'") if number in missing else step for number, step in enumerate(job.steps)]
    return replace(job, steps=tuple(steps))


def _missing(step: model.Step) -> str:
    """Why the step cannot run here; empty where it can."""
    reference = step.uses.reference if step.uses is not None else ""
    if reference.startswith("docker://"):
        return f"{reference.partition('@')[0]} takes a container engine"
    name = reference.rpartition("/")[2]
    if reference.startswith("$/") and name in ACTIONS:
        return f"{name} {ACTIONS[name]}"
    return next((why for words, why in COMMANDS.items() if words in str(step.run or "")), "")
