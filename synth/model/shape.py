"""What may stand at a place of a file: kinds of value, keys, and what an expression there may use. The shapes are in `synth.model.format`."""

from __future__ import annotations

from synth.model.keys import key_of
from synth.record import Record, fields, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, TypeAlias

    from synth.expr.availability import Availability

    Model: TypeAlias = Record
    Keys: TypeAlias = Mapping[str, "Shape"]


@record
class Shape(Record):
    """The values that GitHub accepts at a place. Kinds add up: a shape with `text` and `keys` takes a text or a mapping."""

    text: bool = False
    filled: bool = False  # an empty text is refused
    values: tuple[str, ...] | None = None  # the only texts
    truth: bool = False
    number: bool = False
    null: bool = False
    anything: bool = False
    condition: bool = False  # the text is an expression without `${{ }}`
    items: Shape | None = None  # a list, and what is in it
    keys: Keys | None = None  # a mapping, and its known keys
    others: Shape | None = None  # what other keys may hold; none: no other keys
    needed: tuple[str, ...] = ()  # keys that must be there
    variants: tuple[Shape, ...] = ()  # a mapping of one of several kinds, told apart by its keys
    available: Availability | None = None  # what an expression here may use; none: no expressions
    tolerant: bool = False  # unknown keys are passed over by GitHub
    vain: bool = False  # an empty list or mapping is accepted, but says nothing

    makes: type[Model] | None = None  # the part of the model that a mapping becomes; none: a mapping
    short: str = ""  # the field that a text in place of the mapping gives
    rest: str = ""  # the field that takes the other keys together
    listed: bool = False  # a single text stands for a list of one
    kept: bool = False  # numbers and truth values stay what they are, although GitHub makes texts of them
    finish: Callable[[Any], Any] | None = None  # the last touch to what was read, whichever form it had

    @property
    def mapping(self) -> bool:
        return self.keys is not None or self.others is not None or bool(self.variants)


def field_names(model: type[Model]) -> dict[str, str]:
    """The fields of a part of the model by the keys that they stand for."""
    names = _names.get(model)
    if names is None:
        names = _names[model] = {key_of(name): name for name in fields(model) if name not in ("origin", "extra")}
    return names


_names: dict[type[Any], dict[str, str]] = {}
