"""The general row: a key that is another, is new or is gone. What no special row is about is told here, so that nothing is lost."""

from __future__ import annotations

from synth.compare.conditions import same_meaning
from synth.compare.pair import CAUTION, INFO, code
from synth.compare.side import mapping, shown
from synth.compare.values import Code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from synth.compare.pair import Pair
    from synth.compare.side import Path
    from synth.compare.values import Change

_DEEP = 4  # a mapping in a mapping in a mapping
_ABSENT: Any = object()


def field(
    pair: Pair,
    kind: str,
    severity: str,
    name: str,
    old: Any,
    new: Any,
    *,
    old_at: Path | None = None,
    new_at: Path | None = None,
    job: str | None = None,
    step: str | None = None,
    why: tuple[str | Code, ...] = (),
    deep: int = _DEEP,
) -> Iterator[Change]:
    """The rows for a key; `old` or `new` is ABSENT on the side that does not have it. Mappings on both sides are compared key by key."""
    if old == new and type(old) is type(new):
        return
    place: dict[str, Any] = {"job": job, "step": step}
    if isinstance(old, dict) and isinstance(new, dict) and deep:
        for key in dict.fromkeys([*old, *new]):
            one, other = old.get(key, _ABSENT), new.get(key, _ABSENT)
            yield from field(
                pair,
                kind,
                severity,
                f"{name}.{key}",
                one,
                other,
                old_at=None if one is _ABSENT or old_at is None else (*old_at, key),
                new_at=None if other is _ABSENT or new_at is None else (*new_at, key),
                why=why,
                deep=deep - 1,
                **place,
            )
        return
    at: dict[str, Any] = {**place, "old": old_at, "new": new_at}
    if old is _ABSENT:
        yield pair.change(kind, severity, (Code(name), " is added: ", code(new)), why, after=new, **at)
    elif new is _ABSENT:
        yield pair.change(kind, severity, (Code(name), " is removed, it was ", code(old)), why, before=old, **at)
    elif same_meaning(old, new):
        yield pair.change(kind, INFO, (Code(name), " is written otherwise"), ("no effective change",), before=old, after=new, **at)
    elif isinstance(old, str) and isinstance(new, str) and ("\n" in old or "\n" in new):
        yield pair.change(kind, severity, (Code(name), " changed"), why, before=old, after=new, **at)
    else:
        yield pair.change(kind, severity, (Code(name), " ", code(old), " -> ", code(new)), why, before=old, after=new, **at)


ABSENT = _ABSENT


def keys(
    pair: Pair,
    kind: str,
    old: dict[str, Any],
    new: dict[str, Any],
    names: dict[str, str],
    *,
    old_at: Path,
    new_at: Path,
    job: str | None = None,
    step: str | None = None,
    skip: frozenset[str] = frozenset(),
) -> Iterator[Change]:
    """The general rows for all keys but those of `skip`; `names` gives the severity of a key, which is caution otherwise."""
    for key in dict.fromkeys([*old, *new]):
        if key in skip:
            continue
        one, other = old.get(key, _ABSENT), new.get(key, _ABSENT)
        if one is not _ABSENT and other is not _ABSENT and one == other:
            continue
        yield from field(
            pair,
            f"{kind}-{key}",
            names.get(key, CAUTION),
            key,
            one,
            other,
            old_at=None if one is _ABSENT else (*old_at, key),
            new_at=None if other is _ABSENT else (*new_at, key),
            job=job,
            step=step,
        )


def text_within(value: Any) -> Iterator[tuple[Path, str]]:
    """Each text anywhere in a value, with its path below it."""
    waiting: list[tuple[Path, Any]] = [((), value)]
    while waiting:
        path, one = waiting.pop()
        if isinstance(one, str):
            yield path, one
        elif isinstance(one, dict):
            waiting += [((*path, key), inner) for key, inner in reversed(one.items())]
        elif isinstance(one, list):
            waiting += [((*path, i), inner) for i, inner in reversed(list(enumerate(one)))]


def one_line(value: Any) -> str:
    return shown(value) if not isinstance(value, dict) else ", ".join(mapping(value))
