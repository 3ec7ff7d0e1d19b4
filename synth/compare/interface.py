"""What callers give and get: inputs, outputs and secrets of a reusable workflow, of a run by hand, of an action."""

from __future__ import annotations

from synth.compare.fields import ABSENT, field
from synth.compare.pair import CAUTION, DANGER, INFO
from synth.compare.side import TRUE, mapping
from synth.compare.values import Code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from synth.compare.pair import Pair
    from synth.compare.side import Path
    from synth.compare.values import Change, Words

_SEVERITY = {"description": INFO, "deprecationMessage": INFO}
_ONE = {"inputs": "input", "outputs": "output", "secrets": "secret"}


def interface(pair: Pair, part: str, old: dict[str, Any], new: dict[str, Any], at: Path, called: bool = True) -> Iterator[Change]:
    """The rows for one of the three parts. `called` says that there are callers that break."""
    word = _ONE[part]
    kind = f"interface-{word}"
    for name in dict.fromkeys([*old, *new]):
        if name not in new:
            why: Words = ("callers that read it get nothing",) if part == "outputs" else ("callers that give it will fail",) if called else ()
            yield pair.change(f"{kind}-removed", CAUTION, (f"{word} ", Code(name), " is removed"), why, old=(*at, name), new=at[:-1])
        elif name not in old:
            yield _added(pair, part, name, new[name], at, called)
        elif old[name] != new[name]:
            yield from _changed(pair, part, name, mapping(old[name]), mapping(new[name]), at)


def _added(pair: Pair, part: str, name: str, value: Any, at: Path, called: bool) -> Change:
    needed = _needed(value)
    word = _ONE[part]
    says: Words = (f"new {'required ' if needed else ''}{word} ", Code(name))
    why: Words = ("it breaks every caller that does not give it",) if needed and called else ()
    severity = (DANGER if part == "secrets" else CAUTION) if needed else INFO
    return pair.change(f"interface-{word}-added", severity, says, why, old=at[:-1], new=(*at, name))


def _changed(pair: Pair, part: str, name: str, old: dict[str, Any], new: dict[str, Any], at: Path) -> Iterator[Change]:
    word = _ONE[part]
    if _needed(new) and not _needed(old):
        says: Words = (f"{word} ", Code(name), " is required now")
        severity = DANGER if part == "secrets" else CAUTION
        yield pair.change(
            f"interface-{word}-required", severity, says, ("it breaks every caller that does not give it",), old=(*at, name), new=(*at, name)
        )
    for key in dict.fromkeys([*old, *new]):
        one, other = old.get(key, ABSENT), new.get(key, ABSENT)
        if one is not ABSENT and other is not ABSENT and one == other:
            continue
        severity = INFO if key == "required" else _SEVERITY.get(key, CAUTION)
        paths: dict[str, Any] = {"old_at": (*at, name, key), "new_at": (*at, name, key)}
        yield from field(pair, f"interface-{word}-changed", severity, f"{word} {name}: {key}", one, other, **paths)


def _needed(value: Any) -> bool:
    given = mapping(value)
    return given.get("required") is TRUE and "default" not in given
