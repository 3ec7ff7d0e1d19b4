"""A workflow's jobs before and after as Mermaid pictures: what is gone is dashed and red, what is new is thick and green.

Nothing of a name reaches Mermaid but letters, digits, spaces, `_`, `.` and `-`: its text has directives, entities and Markdown of its own.
"""

from __future__ import annotations

import re

from synth.compare.render.escaped import code
from synth.explain.schedule import scheduled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.compare.values import FileComparison, Node
    from synth.explain.schedule import Schedule

MOST_NODES = 60  # a side; the largest workflow of 1,457 that were counted has 47 jobs
_MOST_EDGES = 250  # a side: Mermaid stops at 500
_LONGEST_LABEL = 40
_GONE, _NEW = "stroke:#cf222e,stroke-width:2px,stroke-dasharray:5 3", "stroke:#1a7f37,stroke-width:3px"


def changed(file: FileComparison) -> bool:
    """Whether jobs, what they wait for or their environments differ, and a picture of them is small enough."""
    before, after = file.graph_before, file.graph_after
    small = all([len(side) <= MOST_NODES and sum([len(node.needs) for node in side]) <= _MOST_EDGES for side in (before, after)])
    return bool(before and after and small and _shape(before) != _shape(after))


def pictured(file: FileComparison, title: str) -> str:
    """Both pictures under their titles, and how long the way from first to last job takes where that is known."""
    before = _fenced(_mermaid(file.graph_before, file.graph_after, "gone"))
    after = _fenced(_mermaid(file.graph_after, file.graph_before, "new"))
    way = _ways(file)
    return "\n\n".join([f"{code(title, longest=80)} before", before, "after", after, *([way] if way else [])])


def _fenced(lines: Sequence[str]) -> str:
    return "\n".join(["```mermaid", *lines, "```"])


def _mermaid(nodes: Sequence[Node], others: Sequence[Node], difference: str) -> list[str]:
    """The one side, with what the other does not have as `difference`, which is gone or new."""
    names = {node.id: f"n{number}" for number, node in enumerate(nodes)}
    known = {node.id: node for node in others}
    arrow, style = ("-.->", _GONE) if difference == "gone" else ("==>", _NEW)
    lines = ["flowchart LR", *[f"  {names[node.id]}{_box(node)}" for node in nodes]]
    edges = [(need, node.id) for node in nodes for need in dict.fromkeys(node.needs) if need in names]
    same = [need in known[id].needs if id in known else False for need, id in edges]
    lines += [f"  {names[need]} {'-->' if kept else arrow} {names[id]}" for (need, id), kept in zip(edges, same, strict=True)]
    marked = [names[node.id] for node in nodes if node.id not in known or node.environment != known[node.id].environment]
    if changed_edges := [str(number) for number, kept in enumerate(same) if not kept]:
        lines.append(f"  linkStyle {','.join(changed_edges)} {style}")
    return [*lines, *([f"  classDef {difference} {style}", f"  class {','.join(marked)} {difference}"] if marked else [])]


def _box(node: Node) -> str:
    """A job that an environment guards is a hexagon."""
    label = _label(node.name or node.id)
    return f'{{{{"{label}<br>{_label(node.environment)}"}}}}' if node.environment else f'["{label}"]'


def _label(text: str) -> str:
    """Never empty, and never what Mermaid takes for a list: it shows an error in place of one."""
    kept = re.sub(r"[^A-Za-z0-9 _.-]", " ", text[: 4 * _LONGEST_LABEL])
    kept = re.sub(r"^(\d+)\. ", r"\1 ", " ".join(kept.split()).lstrip("-. "))
    return kept[:_LONGEST_LABEL].strip() or "job"


def _shape(nodes: Sequence[Node]) -> set[tuple[str, tuple[str, ...], str | None]]:
    return {(node.id, tuple(sorted(set(node.needs))), node.environment) for node in nodes}


def _ways(file: FileComparison) -> str:
    before, after = _schedule(file.graph_before), _schedule(file.graph_after)
    if before is None or after is None:
        return ""
    return f"Longest way before: {_way(before)}. After: {_way(after)}."


def _way(schedule: Schedule) -> str:
    return f"{' → '.join([code(name, longest=40) for name in schedule.critical])}, about {schedule.minutes:g} minutes"


def _schedule(nodes: Sequence[Node]) -> Schedule | None:
    """None unless all jobs' minutes are known."""
    minutes = {node.id: node.minutes for node in nodes if node.minutes is not None}
    if len(minutes) < len(nodes):
        return None
    return scheduled({node.id: tuple([need for need in node.needs if need in minutes]) for node in nodes}, minutes)
