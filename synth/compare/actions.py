"""Two versions of an action's file -> its rows: what callers give and get, and the steps where it is a composite one."""

from __future__ import annotations

from synth.compare.fields import ABSENT, field, keys
from synth.compare.interface import interface
from synth.compare.matching import bare
from synth.compare.normal import steps_of
from synth.compare.pair import CAUTION, INFO
from synth.compare.pins import image_reference, pin_change
from synth.compare.secret_rows import known, secret_rows
from synth.compare.side import mapping
from synth.compare.steps import Place, steps
from synth.compare.workflows import lost, unreadable_expressions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from synth.compare.pair import Pair
    from synth.compare.values import Change

_SEVERITY = {"name": INFO, "description": INFO, "author": INFO, "branding": INFO}
_PARTS = ("inputs", "outputs")


def action_changes(pair: Pair) -> list[Change]:
    """All rows; none exactly when the trees are equal."""
    before, after = mapping(pair.before.plain), mapping(pair.after.plain)
    if before == after:
        return []
    found = [*_interface(pair, before, after), *_runs(pair, before.get("runs", ABSENT), after.get("runs", ABSENT))]
    found += secret_rows(pair, None, before, after, old_at=(), new_at=(), elsewhere=lambda: known(before))
    found += keys(pair, "action", before, after, _SEVERITY, old_at=(), new_at=(), skip=frozenset({*_PARTS, "runs"}))
    found += unreadable_expressions(pair, found)
    return found or list(lost(pair, before, after))


def _interface(pair: Pair, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    for part in _PARTS:
        one, other = before.get(part), after.get(part)
        if one != other:
            yield from interface(pair, part, mapping(one), mapping(other), (part,))


def _runs(pair: Pair, old: Any, new: Any) -> Iterator[Change]:
    if not isinstance(old, dict) or not isinstance(new, dict):
        if old is not ABSENT or new is not ABSENT:
            yield from field(pair, "action-runs", CAUTION, "runs", old, new, old_at=("runs",), new_at=("runs",))
        return
    known_actions = frozenset([bare(step["uses"]) for step in steps_of(old) if isinstance(step.get("uses"), str)])
    ones, others = steps_of(old), steps_of(new)
    yield from steps(pair, ones, others, Place(old=("runs", "steps"), new=("runs", "steps"), known=known_actions))
    skip = {"steps"} if ones != others or old.get("steps") == new.get("steps") else set[str]()
    image = old.get("image"), new.get("image")
    if image[0] != image[1] and all([isinstance(one, str) and one.startswith("docker://") for one in image]):
        pins = image_reference(str(image[0])), image_reference(str(image[1]))
        found = list(pin_change(pair, *pins, old_at=("runs", "image"), new_at=("runs", "image"), job=None, step=None))
        yield from found
        skip |= {"image"} if found else set[str]()
    yield from keys(pair, "action", old, new, {}, old_at=("runs",), new_at=("runs",), skip=frozenset(skip))
