"""Values that nobody knows before the run."""

from __future__ import annotations

from synth.expr.values import is_true, text_of
from synth.record import Record, positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

MOST = 16  # possibilities that are kept apart


@positional
class Unknown(Record):
    """A value that the run decides. `possible` are all that it may be, where that is known; `holds` is whether it counts as true, None: open."""

    what: str
    possible: tuple[Any, ...] = ()
    holds: bool | None = None


class Open(dict[str, "Any"]):
    """An object of which some properties are known; any other is unknown, not absent. `what` is how an expression calls it."""

    def __init__(self, what: str, known: Mapping[str, Any] | None = None) -> None:
        super().__init__(known or {})
        self.what = what


def truth(value: Any) -> bool | None:
    """Whether the value counts as true; None where that is open."""
    if not isinstance(value, Unknown):
        return is_true(value)
    kinds = {is_true(one) for one in value.possible}
    return kinds.pop() if len(kinds) == 1 else value.holds


def one_of(what: str, cases: Iterable[Any]) -> Any:
    """The value where all cases are the same, else an unknown one of them."""
    found: dict[tuple[str, str], Any] = {}
    for case in cases:
        found.setdefault((type(case).__name__, repr(case)), case)
    if len(found) == 1:
        return next(iter(found.values()))
    return Unknown(what, tuple(found.values()) if len(found) <= MOST else ())


def options(value: Any) -> tuple[Any, ...] | None:
    """All that the value may be; None where nobody knows."""
    if isinstance(value, Unknown):
        return value.possible or None
    return None if hides(value) else (value,)


def hides(value: Any) -> bool:
    """Whether something in the value is unknown."""
    if isinstance(value, (Unknown, Open)):
        return True
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any([hides(one) for one in inside])


def shown(value: Any) -> str:
    """The value as a reader of expressions writes it."""
    if isinstance(value, Unknown):
        return " or ".join([shown(one) for one in value.possible]) or (
            "unknown at this point, but not empty" if value.holds else "unknown at this point"
        )
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "{" + ", ".join([f"{name}: {shown(one)}" for name, one in value.items()] + ["..."] * isinstance(value, Open)) + "}"
    if isinstance(value, list):
        return "[" + ", ".join([shown(one) for one in value]) + "]"
    return text_of(value)
