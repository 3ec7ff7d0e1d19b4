"""Workflows as short texts, and simulations as short values."""

from __future__ import annotations

from typing import Any

from synth import model
from synth.simulate.simulating import simulate
from synth.simulate.values import Event, Simulation
from synth.validate import loaded

FILE = ".github/workflows/a.yml"


def workflow(text: str, file: str = FILE) -> model.Workflow:
    """The workflow; one without jobs has one."""
    whole = text if "jobs:" in text else f"{text}\njobs:\n  a: {{runs-on: x, steps: [{{run: x}}]}}\n"
    source = loaded(whole, file)
    assert [] == [str(one.message) for one in source.findings if one.severity == "error"]
    assert isinstance(source.part, model.Workflow)
    return source.part


def simulated(text: str, event: Event | str = "push", others: dict[str, str] | None = None, **more: Any) -> Simulation:
    workflows = {FILE: workflow(text), **{file: workflow(one, file) for file, one in (others or {}).items()}}
    return simulate(workflows, event, **more)


def of_jobs(jobs: str, event: Event | str = "push", others: dict[str, str] | None = None, **more: Any) -> Simulation:
    """The simulation of jobs on a line each, `id: {keys}`; all of them have a runner and a step."""
    lines = ["on: [push, pull_request, pull_request_target, workflow_dispatch]", "jobs:"]
    for line in jobs.strip().splitlines():
        id, _, keys = line.strip().partition(":")
        inner = keys.strip().removeprefix("{").removesuffix("}").strip()
        body = inner if "uses: ./" in inner else f"{inner}{', ' if inner else ''}runs-on: x, steps: [{{run: x}}]"
        lines.append(f"  {id}: {{{body}}}")
    return simulated("\n".join(lines), event, others, **more)


def statuses(simulation: Simulation) -> dict[str, str]:
    return {job.id: job.status for one in simulation.started for job in one.jobs}
