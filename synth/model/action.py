"""Actions: `action.yml`. Keys: https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax"""

from __future__ import annotations

from synth.model.workflow import Origin, Step
from synth.record import Record, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from synth.model.workflow import Value


@record
class ActionInput(Record):
    """An input; GitHub hands it to the steps as text."""

    description: str | None = None
    deprecation_message: str | None = None  # written `deprecationMessage`
    required: bool | str | None = None
    default: Value = None
    extra: Mapping[str, Any] | None = None


@record
class ActionOutput(Record):
    """An output; of a composite action with the expression that gives it."""

    description: str | None = None
    value: str | None = None
    extra: Mapping[str, Any] | None = None


@record
class CompositeRuns(Record):
    """Steps that run in the caller's job."""

    using: str
    steps: tuple[Step, ...] = ()
    extra: Mapping[str, Any] | None = None


@record
class NodeRuns(Record):
    """A program that Node runs; `using` says which Node."""

    using: str
    main: str
    pre: str | None = None
    pre_if: str | None = None
    post: str | None = None
    post_if: str | None = None
    extra: Mapping[str, Any] | None = None


@record
class DockerRuns(Record):
    """A container."""

    using: str
    image: str
    pre_entrypoint: str | None = None
    pre_if: str | None = None
    entrypoint: str | None = None
    args: tuple[str, ...] | None = None
    env: Mapping[str, Value] | None = None
    post_entrypoint: str | None = None
    post_if: str | None = None
    extra: Mapping[str, Any] | None = None


@record
class Branding(Record):
    """The picture of an action in GitHub's marketplace."""

    icon: str | None = None
    color: str | None = None


@record
class ActionFile(Record):
    """An `action.yml`."""

    name: str | None = None
    description: str | None = None
    author: str | None = None
    inputs: Mapping[str, ActionInput] | None = None
    outputs: Mapping[str, ActionOutput] | None = None
    runs: CompositeRuns | NodeRuns | DockerRuns | None = None
    branding: Branding | None = None
    extra: Mapping[str, Any] | None = None
    origin: Origin | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """Of a composite action; of others none."""
        return self.runs.steps if isinstance(self.runs, CompositeRuns) else ()
