"""A graph as Mermaid text. Thick arrows are the longest way; hexagons wait for a person. Colours are left to the page, light or dark."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.picture.graph import Graph, Node

_ESCAPED = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "`": "#96;", "\n": " "}


def mermaid(graph: Graph) -> str:
    """The diagram, with a newline at its end."""
    names = {node.id: f"n{number}" for number, node in enumerate(graph.nodes, 1)}
    lines = ["graph LR"]
    lines += [f"  {names[node.id]}{_box(node)}" for node in graph.nodes]
    lines += [f"  {names[edge.first]} {'==>' if edge.critical else '-->'} {names[edge.second]}" for edge in graph.edges]
    for style, css in (("critical", "stroke:#cf222e,stroke-width:3px"), ("waits", "stroke-dasharray:6 3")):
        if members := [names[node.id] for node in graph.nodes if getattr(node, style)]:
            lines += [f"  classDef {style} {css}", f"  class {','.join(members)} {style}"]
    return "\n".join(lines) + "\n"


def _box(node: Node) -> str:
    label = "<br>".join([escaped(line) for line in said(node)])
    return '{{"' + label + '"}}' if node.waits else f'["{label}"]'


def said(node: Node) -> list[str]:
    """The lines of a box: the job's name, and what is known beside it."""
    lines = [node.name]
    if node.minutes is not None:
        lines.append(f"{node.minutes:g} min")
    if node.waits:
        lines.append(f"{node.environment}: a person approves")
    elif node.environment:
        lines.append(node.environment)
    return lines


def escaped(text: str) -> str:
    return "".join([_ESCAPED.get(letter, letter) for letter in text])
