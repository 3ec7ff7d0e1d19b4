"""The types of the contexts whose properties GitHub defines. Those of `steps`, `needs`, `matrix`, `inputs` and `jobs` depend on the workflow.

https://docs.github.com/actions/reference/workflows-and-actions/contexts
"""

from __future__ import annotations

from synth.expr import contexts
from synth.expr.types import ANY, NUMBER, TEXT, TRUTH, Object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from synth.expr.types import Type

NAMES = frozenset("env github inputs job jobs matrix needs runner secrets steps strategy vars".split())
OF_KIND: Mapping[str, Type] = {"text": TEXT, "number": NUMBER, "truth": TRUTH, "any": ANY}
TEXTS = Object({}, TEXT)  # names that the user chooses
EVENT = Object({}, ANY)  # its content depends on the event, and GitHub adds to it


def github(event: Type = EVENT) -> Object:
    """The type of `github`. `event` says more of `github.event`, such as the inputs of workflow_dispatch: `event_with(inputs)`."""
    return _of(contexts.github, event=event)


def event_with(inputs: Type) -> Object:
    """The type of `github.event` in a workflow that a person starts; there all inputs are text."""
    return Object({"inputs": inputs}, ANY)


def _of(context: Any, **more: Type) -> Object:
    cls = type(context)
    names = {name.replace("_", "-") if cls._hyphens else name: OF_KIND[cls._kinds.get(name, "text")] for name in cls.__annotations__}
    return Object({**names, **more})


_CONTAINER = Object({"id": TEXT, "network": TEXT})
_SERVICE = Object({"id": TEXT, "network": TEXT, "ports": TEXTS})

RUNNER = _of(contexts.runner)
STRATEGY = _of(contexts.strategy)
JOB = _of(contexts.job, container=_CONTAINER, services=Object({}, _SERVICE))
OUTCOMES = {"conclusion": TEXT, "outcome": TEXT}


def step(outputs: Type = TEXTS) -> Object:
    """The type of `steps.<id>`."""
    return Object({"outputs": outputs, **OUTCOMES})


def needed(outputs: Type = TEXTS) -> Object:
    """The type of `needs.<job>` and of `jobs.<job>`."""
    return Object({"outputs": outputs, "result": TEXT})


CONTEXTS: Mapping[str, Type] = {
    "env": TEXTS,
    "github": github(),
    "job": JOB,
    "runner": RUNNER,
    "secrets": TEXTS,
    "strategy": STRATEGY,
    "vars": TEXTS,
}
