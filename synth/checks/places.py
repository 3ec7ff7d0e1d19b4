"""Where a finding about a part of the model stands; None where the part does not say where it comes from."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from synth.model import Origin

    class Part(Protocol):
        @property
        def origin(self) -> Origin | None: ...


def at(part: Part, *path: str | int) -> Origin | None:
    """Where what lies below the part is."""
    return part.origin and part.origin.at(*path)


def key(part: Part, *path: str | int) -> Origin | None:
    """Where the key at the end of the path is."""
    return part.origin and part.origin.key(*path)


def dynamic(value: object) -> bool:
    """Whether the value holds an expression, so that only the runner knows what it is."""
    return isinstance(value, str) and "${{" in value
