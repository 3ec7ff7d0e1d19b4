"""What a picture shows: a workflow's jobs and which waits for which, without those edges that others imply."""

from __future__ import annotations

from itertools import pairwise

from synth.record import Record, positional, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from synth import model


@record
class Node(Record):
    """A job. `waits` is whether a person has to approve it; `minutes` are what it is expected to take."""

    id: str
    name: str
    minutes: float | None = None
    environment: str | None = None
    waits: bool = False
    critical: bool = False


@positional
class Edge(Record):
    """`second` begins when `first` has ended."""

    first: str
    second: str
    critical: bool = False


@record
class Graph(Record):
    """The jobs in the workflow's order."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def graph(
    workflow: model.Workflow, *, waiting: Collection[str] = (), minutes: Mapping[str, float] | None = None, critical: Sequence[str] = ()
) -> Graph:
    """The workflow's graph. `waiting` are the environments that a person guards, `critical` the ids of the longest way, from first to last."""
    nodes = [_node(name, job, waiting, (minutes or {}).get(name), name in critical) for name, job in workflow.jobs.items()]
    path = set(pairwise(critical))
    edges = [Edge(first, second, (first, second) in path) for second, needs in reduced(needs_of(workflow)).items() for first in needs]
    return Graph(title=workflow.name or "Workflow", nodes=tuple(nodes), edges=tuple(edges))


def needs_of(workflow: model.Workflow) -> dict[str, tuple[str, ...]]:
    """The jobs that each job names, as far as they are there."""
    return {name: tuple([need for need in job.needs or () if need in workflow.jobs]) for name, job in workflow.jobs.items()}


def ancestors(needs: Mapping[str, Sequence[str]]) -> dict[str, set[str]]:
    """All that each job comes after, near and far. A circle, which GitHub refuses, is gone through once."""
    found: dict[str, set[str]] = {}
    for name in needs:
        seen: set[str] = set()
        ahead = list(needs[name])
        while ahead:
            one = ahead.pop()
            if one not in seen:
                seen.add(one)
                ahead += needs[one]
        found[name] = seen
    return found


def reduced(needs: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The needs without those that another need comes after anyway."""
    before = ancestors(needs)
    return {name: tuple([need for need in own if not any([need in before[other] for other in own if other != need])]) for name, own in needs.items()}


def _node(name: str, job: model.Job | model.CallJob, waiting: Collection[str], minutes: float | None, critical: bool) -> Node:
    environment = getattr(job, "environment", None)
    place = environment.name if environment is not None else None
    return Node(id=name, name=job.name or name, minutes=minutes, environment=place, waits=place in waiting, critical=critical)
