"""A graph as SVG that stands alone: text stays text, and the colours follow the reader's light or dark setting."""

from __future__ import annotations

from html import escape

from synth.picture.layers import laid_out
from synth.picture.mermaid import said

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.picture.graph import Graph, Node
    from synth.picture.layers import Spot

_LETTER, _LINE, _MOST_LETTERS = 7.6, 18, 34  # pixels of a letter at 13px, generously; of a line; and what fits a box
_GAP, _ROW, _EDGE, _TOP = 56, 88, 20, 44
_STYLE = """
  .box { fill: #f6f8fa; stroke: #656d76; stroke-width: 1.2 }
  .edge { fill: none; stroke: #656d76; stroke-width: 1.4 }
  .head { fill: #656d76 }
  .critical { stroke: #cf222e; stroke-width: 2.8 }
  .head.critical { fill: #cf222e; stroke: none }
  .waits { stroke-dasharray: 6 3 }
  text { font: 13px system-ui, sans-serif; fill: #1f2328; text-anchor: middle }
  .title { font-weight: 600; text-anchor: start }
  .small { font-size: 12px; fill: #59636e }
  .legend { text-anchor: start }
  @media (prefers-color-scheme: dark) {
    .box { fill: #161b22; stroke: #9198a1 }
    .edge { stroke: #9198a1 }
    .head { fill: #9198a1 }
    .critical { stroke: #ff7b72 }
    .head.critical { fill: #ff7b72 }
    text { fill: #e6edf3 }
    .small { fill: #9198a1 }
  }
"""


def svg(graph: Graph) -> str:
    """The picture, with a newline at its end."""
    layout = laid_out(graph)
    lines = {node.id: [_short(line) for line in said(node)] for node in graph.nodes}
    widths = [
        max([len(line) for name, spot in layout.spots.items() if spot[0] == at for line in lines[name]], default=4) * _LETTER + 24
        for at in range(layout.columns)
    ]
    lefts = [_EDGE + sum(widths[:at]) + _GAP * at for at in range(layout.columns)]
    legend = _legend(graph)
    width = max((lefts[-1] + widths[-1] if lefts else 0) + _EDGE, len(legend) * _LETTER + 2 * _EDGE, len(graph.title) * _LETTER + 2 * _EDGE)
    height = _TOP + layout.rows * _ROW + (_LINE if legend else 0)

    def at(spot: Spot) -> tuple[float, float, float]:
        """Left, right and middle of a spot's place."""
        left = lefts[spot[0]]
        return left, left + widths[spot[0]], _TOP + _ROW * ((layout.rows - 1) / 2 + spot[1] + 0.5)

    parts = [_head(graph.title, width, height)]
    for edge, route in zip(graph.edges, layout.routes, strict=True):
        parts.append(_arrow([at(spot) for spot in route], " critical" if edge.critical else ""))
    parts += [_box(node, lines[node.id], at(layout.spots[node.id])) for node in graph.nodes]
    if legend:
        parts.append(f'<text class="small legend" x="{_EDGE}" y="{height - 8:g}">{escape(legend)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _head(title: str, width: float, height: float) -> str:
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    named = escape(f"Jobs of {title}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{named}">\n<title>{named}</title>\n<style>{_STYLE}</style>\n'
        f'<text class="title" x="{_EDGE}" y="26">{escape(title)}</text>'
    )


def _arrow(places: Sequence[tuple[float, float, float]], style: str) -> str:
    """From the right side of the first place, straight through those between, to the left side of the last."""
    (_, x, y), *between, (end, _, last) = places
    path = f"M{x:.1f} {y:.1f}"
    for left, right, middle in [*between, (end - 7, end - 7, last)]:
        half = (x + left) / 2
        path += f" C{half:.1f} {y:.1f} {half:.1f} {middle:.1f} {left:.1f} {middle:.1f}"
        if right > left:
            path += f" H{right:.1f}"
        x, y = right, middle
    head = f"M{end:.1f} {last:.1f} l-8 -4.5 v9 z"
    return f'<path class="edge{style}" d="{path}"/>\n<path class="head{style}" d="{head}"/>'


def _box(node: Node, lines: Sequence[str], place: tuple[float, float, float]) -> str:
    left, right, middle = place
    style = "box" + (" critical" if node.critical else "") + (" waits" if node.waits else "")
    height = _LINE * len(lines) + 14
    parts = [f'<rect class="{style}" x="{left:.1f}" y="{middle - height / 2:.1f}" width="{right - left:.1f}" height="{height}" rx="6"/>']
    for number, line in enumerate(lines):
        y = middle + (number - (len(lines) - 1) / 2) * _LINE + 4.5
        small = ' class="small"' if number else ""
        parts.append(f'<text{small} x="{(left + right) / 2:.1f}" y="{y:.1f}">{escape(line)}</text>')
    return "\n".join(parts)


def _legend(graph: Graph) -> str:
    """What line styles mean, as far as the picture has them."""
    said = ["thick: the longest way"] if any([node.critical for node in graph.nodes]) else []
    return "; ".join([*said, *(["dashed: waits for a person"] if any([node.waits for node in graph.nodes]) else [])])


def _short(line: str) -> str:
    return line if len(line) <= _MOST_LETTERS else line[: _MOST_LETTERS - 1] + "…"
