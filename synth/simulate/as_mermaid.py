"""A simulation as a picture: the jobs of each workflow that starts, by what becomes of them. Colours are left to the page, light or dark."""

from __future__ import annotations

from synth.picture.mermaid import escaped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.simulate.values import JobSimulated, Simulation

_STYLES = (
    ("skipped", "stroke-dasharray:2 4,opacity:0.5"),
    ("unknown", "stroke-dasharray:6 3"),
    ("waits", "stroke-width:3px"),
    ("fails", "stroke:#cf222e,stroke-width:3px"),
)


def as_mermaid(simulation: Simulation) -> str:
    """The diagram, with a newline at its end. Calls stand around the jobs that they bring."""
    lines = ["graph LR"]
    by_status: dict[str, list[str]] = {}
    for number, workflow in enumerate(simulation.started, 1):
        ids = {job.id: f"w{number}j{count}" for count, job in enumerate(workflow.jobs, 1)}
        lines.append(f'  subgraph w{number}["{escaped(workflow.name)}"]')
        for job in workflow.jobs:
            lines.append(f"    {ids[job.id]}{_box(job)}")
            by_status.setdefault(job.status, []).append(ids[job.id])
        lines.append("  end")
        for job in workflow.jobs:
            before = [*job.needs] or ([job.inside] if job.inside is not None else [])
            lines += [f"  {ids[need]} --> {ids[job.id]}" for need in before if need in ids]
    if not simulation.started:
        lines.append('  nothing["nothing starts"]')
    for status, css in _STYLES:
        if status in by_status:
            lines += [f"  classDef {status} {css}", f"  class {','.join(by_status[status])} {status}"]
    return "\n".join(lines) + "\n"


def _box(job: JobSimulated) -> str:
    words = [job.name, job.status]
    if job.legs:
        words.append(f"{len(job.legs)} jobs")
    words += [one for one in job.environments if one is not None]
    label = "<br>".join([escaped(word) for word in words])
    return '{{"' + label + '"}}' if job.status == "waits" else f'["{label}"]'
