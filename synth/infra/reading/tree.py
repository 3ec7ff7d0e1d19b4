"""A file as a tree of plain values with places: what CloudFormation, JSON and Terraform have in common before anybody knows what they mean."""

from __future__ import annotations

from synth.model import Origin
from synth.problems import DefinitionError, Problem
from synth.record import Record, positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


@positional
class Placed(Record):
    """A mapping of texts to `Placed`, a list of `Placed`, or a scalar; and where it begins. `tag` is a short intrinsic such as `!Ref`."""

    value: Any
    origin: Origin
    tag: str = ""

    def get(self, *path: str) -> Placed | None:
        """What lies below, or None where there is no such key."""
        found: Placed | None = self
        for key in path:
            found = found.value.get(key) if found is not None and isinstance(found.value, dict) else None
        return found

    @property
    def items(self) -> Mapping[str, Placed]:
        """The mapping; empty where it is none."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def listed(self) -> tuple[Placed, ...]:
        """The entries of the list; the value alone where it is none."""
        return tuple(self.value) if isinstance(self.value, list) else (self,)

    def text(self, what: str) -> str:
        """The scalar as IAM reads it. Raises DefinitionError where it is none."""
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        if isinstance(self.value, (str, int, float)):
            return str(self.value)
        raise wrong(self.origin, f"{what} is {kind(self)}, not a text")


def kind(one: Placed) -> str:
    return {dict: "a mapping", list: "a list", type(None): "empty"}.get(type(one.value), "a value")


def wrong(where: Origin, message: str) -> DefinitionError:
    return DefinitionError([Problem(where, message)])
