"""The images of containers and services, and what else is set there."""

from __future__ import annotations

from synth.compare.fields import ABSENT, field, keys
from synth.compare.pair import CAUTION, code
from synth.compare.pins import image_reference, pin_change
from synth.compare.side import mapping
from synth.compare.values import Code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from synth.compare.pair import Pair
    from synth.compare.side import Path
    from synth.compare.values import Change


def container(pair: Pair, old_id: str, new_id: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    """The rows for another `container`."""
    one, other = old.get("container", ABSENT), new.get("container", ABSENT)
    if one is ABSENT and other is ABSENT:
        return
    yield from _one(pair, "container", one, other, ("jobs", old_id, "container"), ("jobs", new_id, "container"), new_id)


def services(pair: Pair, old_id: str, new_id: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    """The rows for other `services`, each by its name."""
    ones, others = old.get("services", ABSENT), new.get("services", ABSENT)
    paths = ("jobs", old_id, "services"), ("jobs", new_id, "services")
    if not isinstance(ones, dict | type(ABSENT)) or not isinstance(others, dict | type(ABSENT)):
        yield from field(pair, "service-changed", CAUTION, "services", ones, others, old_at=paths[0], new_at=paths[1], job=new_id)
        return
    for name in dict.fromkeys([*mapping(ones), *mapping(others)]):
        one, other = mapping(ones).get(name, ABSENT), mapping(others).get(name, ABSENT)
        yield from _one(pair, "service", one, other, (*paths[0], name), (*paths[1], name), new_id, name)
    if mapping(ones) == mapping(others) and (ones is ABSENT) != (others is ABSENT):
        yield from field(pair, "service-changed", CAUTION, "services", ones, others, old_at=paths[0], new_at=paths[1], job=new_id)


def _one(pair: Pair, kind: str, old: Any, new: Any, old_at: Path, new_at: Path, job: str, name: str = "") -> Iterator[Change]:
    if old is not ABSENT and new is not ABSENT and old == new:
        return
    if not isinstance(old, dict) or not isinstance(new, dict):
        what = f"{kind} {name}".strip()
        if old is ABSENT and isinstance(new, dict):
            says = (f"{kind} ", *((Code(name), " ") if name else ()), "is added: ", code(new.get("image")))
            yield pair.change(f"{kind}-added", CAUTION, says, job=job, old=("jobs",), new=new_at)
        elif new is ABSENT and isinstance(old, dict):
            says = (f"{kind} ", *((Code(name), " ") if name else ()), "is removed, it was ", code(old.get("image")))
            yield pair.change(f"{kind}-removed", CAUTION, says, job=job, old=old_at, new=("jobs", job))
        else:
            yield from field(pair, f"{kind}-changed", CAUTION, what, old, new, old_at=old_at, new_at=new_at, job=job)
        return
    one, other = old.get("image"), new.get("image")
    special = isinstance(one, str) and isinstance(other, str) and one != other
    if special:
        pins = image_reference(str(one)), image_reference(str(other))
        found = list(pin_change(pair, *pins, old_at=(*old_at, "image"), new_at=(*new_at, "image"), job=job, step=None))
        yield from found
        special = bool(found)
    skip = frozenset({"image"}) if special else frozenset[str]()
    yield from keys(pair, kind, old, new, {}, old_at=old_at, new_at=new_at, job=job, skip=skip)
