"""An explanation as the graph that pictures are made of."""

from __future__ import annotations

from synth.picture.graph import graph

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.explain.values import Explanation
    from synth.picture.graph import Graph


def drawn(one: Explanation) -> Graph:
    """The jobs with their minutes, guarded environments and the longest way."""
    waiting = {job.environment for job in one.jobs if job.waits and job.environment}
    return graph(one.model, waiting=waiting, minutes={job.id: job.minutes for job in one.jobs}, critical=one.critical)
