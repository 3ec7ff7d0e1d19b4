"""Where each job of a picture stands: columns by how much comes before, rows so that few edges cross. Deterministic.

The steps are those of Sugiyama, Tagawa and Toda (1981): layers, bends where an edge passes a column, and sweeps that sort by the neighbours' mean.
"""

from __future__ import annotations

from itertools import pairwise

from synth.record import Record, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from synth.picture.graph import Edge, Graph

    Spot = tuple[int, float]

_SWEEPS = 6


@record
class Layout(Record):
    """`spots` are column and row of each job; `routes` are those that each edge goes through, from end to end, in the order of the edges."""

    spots: Mapping[str, Spot]
    routes: tuple[tuple[Spot, ...], ...]
    columns: int
    rows: int


def laid_out(graph: Graph) -> Layout:
    """Rows are counted from 0 in the middle of the picture: a column of two has -0.5 and 0.5."""
    depth = _depths([node.id for node in graph.nodes], graph.edges)
    columns: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for node in graph.nodes:
        columns[depth[node.id]].append(node.id)
    routes: list[list[str]] = []
    for number, edge in enumerate(graph.edges):
        bends = [f"{number} at {at}" for at in range(depth[edge.first] + 1, depth[edge.second])]  # no id has spaces
        for at, bend in enumerate(bends, depth[edge.first] + 1):
            columns[at].append(bend)
        routes.append([edge.first, *bends, edge.second])
    _sort(columns, routes)
    spots = {name: (at, row - (len(column) - 1) / 2) for at, column in enumerate(columns) for row, name in enumerate(column)}
    return Layout(
        spots={node.id: spots[node.id] for node in graph.nodes},
        routes=tuple([tuple([spots[name] for name in route]) for route in routes]),
        columns=len(columns),
        rows=max([len(column) for column in columns], default=0),
    )


def _depths(names: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """The length of the longest way to each job."""
    depth = dict.fromkeys(names, 0)
    for _ in names:  # once more than a way can be long: a circle ends, too
        for edge in edges:
            depth[edge.second] = min(max(depth[edge.second], depth[edge.first] + 1), len(names) - 1)
    return depth


def _sort(columns: list[list[str]], routes: Sequence[Sequence[str]]) -> None:
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for route in routes:
        for first, second in pairwise(route):
            after.setdefault(first, []).append(second)
            before.setdefault(second, []).append(first)
    for _ in range(_SWEEPS):
        for at in range(1, len(columns)):
            _by_neighbours(columns[at], columns[at - 1], before)
        for at in range(len(columns) - 2, -1, -1):
            _by_neighbours(columns[at], columns[at + 1], after)


def _by_neighbours(column: list[str], other: Sequence[str], neighbours: Mapping[str, Sequence[str]]) -> None:
    """Sorts the column by the mean place of what each has in the other one; what has nothing there keeps its place."""
    place = {name: row - (len(other) - 1) / 2 for row, name in enumerate(other)}
    own = {name: row - (len(column) - 1) / 2 for row, name in enumerate(column)}

    def wanted(name: str) -> float:
        rows = [place[one] for one in neighbours.get(name, ()) if one in place]
        return sum(rows) / len(rows) if rows else own[name]

    column.sort(key=wanted)
