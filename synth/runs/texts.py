"""Every text in a part of the model, changed."""

from __future__ import annotations

from synth.record import Record, fields, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any


def changed(part: Any, change: Callable[[str], str]) -> Any:
    """The part with each text replaced, keys excepted."""
    if isinstance(part, str):
        return change(part)
    if isinstance(part, dict):
        return {key: changed(value, change) for key, value in part.items()}
    if isinstance(part, (list, tuple)):
        return tuple([changed(value, change) for value in part])
    if not isinstance(part, Record):
        return part
    before = {name: getattr(part, name) for name in fields(type(part)) if name != "origin"}
    after = {name: changed(value, change) for name, value in before.items() if value is not None}
    return replace(part, **{name: value for name, value in after.items() if value != before[name]})


def texts(part: Any) -> Iterator[str]:
    """Each text in the part."""
    found: list[str] = []
    changed(part, lambda text: found.append(text) or text)  # type: ignore[func-returns-value]  # append has none
    yield from found
