"""Composite actions. Keys: https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax"""

from __future__ import annotations

from synth.model.workflow import Origin, Step
from synth.record import Record, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


@record
class ActionInput(Record):
    """An input; GitHub hands it to the steps as text."""

    description: str
    required: bool | None = None
    default: str | None = None


@record
class ActionOutput(Record):
    """An output and the expression that gives it."""

    description: str
    value: str


@record
class ActionFile(Record):
    """A composite action's `action.yml`."""

    name: str
    description: str
    inputs: Mapping[str, ActionInput]
    outputs: Mapping[str, ActionOutput]
    steps: tuple[Step, ...]
    origin: Origin | None = None
