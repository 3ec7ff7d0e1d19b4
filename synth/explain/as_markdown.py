"""An explanation for a README, a wiki or a run's summary: the picture, and tables."""

from __future__ import annotations

from synth.explain.as_text import consequences, holds, took
from synth.explain.pictures import drawn
from synth.picture.mermaid import mermaid
from synth.runtime.screen import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.explain.differences import Comparison
    from synth.explain.values import Explanation, JobExplained

_MARKED = "\\`*_[]<>|#&"  # what Markdown reads as more than text


def as_markdown(explanations: Sequence[Explanation]) -> str:
    return "\n".join([_workflow(one) for one in explanations])


def comparison_as_markdown(comparison: Comparison) -> str:
    rows = [f"| {_cell(row.of)} | {_cell(row.setting)} | {_cell(row.first)} | {_cell(row.second)} | {row.kind} |" for row in comparison.rows]
    head = [f"| of | setting | {_cell(comparison.first)} | {_cell(comparison.second)} | kind |", "|---|---|---|---|---|"]
    return "\n".join([f"{_cell(comparison.verdict)}.", "", *([*head, *rows] if rows else []), ""])


def _workflow(one: Explanation) -> str:
    lines = [f"## {_cell(one.name)}", "", f"`{one.file}`, on {', '.join(one.events)}: {took(one)}.", ""]
    if one.jobs:
        lines += ["```mermaid", *mermaid(drawn(one)).splitlines(), "```", ""]
        lines += ["| job | minutes | gates | holds | if it fails |", "|---|---|---|---|---|"]
        lines += [_row(one, job) for job in one.jobs]
    return "\n".join(lines) + "\n"


def _row(one: Explanation, job: JobExplained) -> str:
    name = f"**{_cell(job.name)}**" if job.critical else _cell(job.name)
    cells = [list(job.gates), holds(job.credentials), consequences(one, job.on_failure)]
    return f"| {name} | {job.begins:g} to {job.ends:g} | {' | '.join(['<br>'.join([_cell(line) for line in cell]) for cell in cells])} |"


def _cell(text: str) -> str:
    return "".join([f"\\{letter}" if letter in _MARKED else letter for letter in printable(text)])
