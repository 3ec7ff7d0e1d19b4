"""Whether an event can happen as it was asked for."""

from __future__ import annotations

from synth.model.events import EVENTS
from synth.nearest import nearest
from synth.simulate.values import RESULTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from synth.model import Workflow
    from synth.simulate.values import Event

_UNLISTED = {"merge_group": ("destroyed",)}


class EventError(Exception):
    """An event that cannot happen so; the message says why."""


def check(event: Event, workflows: Mapping[str, Workflow]) -> None:
    """Raises EventError for an event, an activity type, an input or a result that there is not."""
    if event.name not in EVENTS:
        raise EventError(f"there is no event '{event.name}'{nearest(event.name, EVENTS)}")
    if event.name == "workflow_call":
        raise EventError("nothing but another workflow starts a workflow_call: simulate the event that starts the caller")
    types = (*EVENTS[event.name], *_UNLISTED.get(event.name, ()))
    if event.action is not None and event.name != "repository_dispatch" and event.action not in types:
        there = f"has the types {', '.join(types)}" if types else "has no types"
        raise EventError(f"'{event.name}' {there}, and '{event.action}' is none{nearest(event.action, types)}")
    for name, result in event.results.items():
        if result not in RESULTS:
            raise EventError(f"'{result}' of '{name}' is no result: there are {', '.join(RESULTS)}")
    if event.inputs:
        _check_inputs(event, workflows)


def _check_inputs(event: Event, workflows: Mapping[str, Workflow]) -> None:
    if event.name != "workflow_dispatch":
        raise EventError(f"'{event.name}' brings no inputs: only workflow_dispatch does")
    declared = [one.on["workflow_dispatch"].inputs or {} for one in workflows.values() if "workflow_dispatch" in one.on]
    names = {name.lower(): name for inputs in declared for name in inputs}
    for name, value in event.inputs.items():
        if name.lower() not in names:
            raise EventError(f"no workflow has an input '{name}'{nearest(name, names.values())}")
        kinds = [
            one for inputs in declared for other, one in inputs.items() if other.lower() == name.lower() and one.type == "choice" and one.options
        ]
        if kinds and all([str(value) not in (one.options or ()) for one in kinds]):
            raise EventError(f"the input '{name}' is one of {', '.join(kinds[0].options or ())}, and '{value}' is not")
