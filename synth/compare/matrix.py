"""How many jobs a matrix makes. Product of the axes, less `exclude`, and one for each of `include` that fits none."""

from __future__ import annotations

from itertools import product

from synth.compare.fields import ABSENT, field
from synth.compare.pair import CAUTION, code
from synth.compare.side import mapping
from synth.compare.values import Code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from synth.compare.pair import Pair
    from synth.compare.values import Change, Words

_MOST = 4096  # combinations that are counted; GitHub makes 256
_NO_AXES = ("include", "exclude")


def size(matrix: Any) -> int | None:
    """The number of jobs; None where an expression decides, or where it is beyond counting."""
    if not isinstance(matrix, dict):
        return None if isinstance(matrix, str) else 1
    axes = {name: values for name, values in matrix.items() if name not in _NO_AXES}
    parts = [*axes.values(), *[matrix[name] for name in _NO_AXES if name in matrix]]
    if any([not isinstance(part, list) or any([isinstance(one, str) and "${{" in one for one in part]) for part in parts]):
        return None
    count = 1
    for values in axes.values():
        count *= len(values)
    if count > _MOST:
        return None
    combinations = [dict(zip(axes, values, strict=True)) for values in product(*axes.values())] if axes else []
    for entry in matrix.get("exclude", []):
        combinations = [one for one in combinations if not _fits(mapping(entry), one)]
    more = [
        entry
        for entry in matrix.get("include", [])
        if not any([_fits({k: v for k, v in mapping(entry).items() if k in axes}, one) for one in combinations])
    ]
    return len(combinations) + len(more) or (0 if axes else 1)


def _fits(entry: dict[str, Any], combination: dict[str, Any]) -> bool:
    return all([combination.get(name, ABSENT) == value for name, value in entry.items()])


def strategy(pair: Pair, old_id: str, new_id: str, old: Any, new: Any) -> Iterator[Change]:
    """The rows for another `strategy`: the matrix in one, with its sizes; the rest key by key."""
    was, now = mapping(old), mapping(new)
    one, other = was.get("matrix"), now.get("matrix")
    at = (("jobs", old_id, "strategy"), ("jobs", new_id, "strategy"))
    if one != other:
        before, after = _size(one), _size(other)
        says: Words = (Code("matrix"), f" {before} -> {after}: ")
        parts = [
            name for name in dict.fromkeys([*mapping(one), *mapping(other)]) if mapping(one).get(name, ABSENT) != mapping(other).get(name, ABSENT)
        ]
        told: list[str | Code] = []
        for name in parts:
            told += ["; "] if told else []
            told += [Code(name), *_difference(mapping(one).get(name, ABSENT), mapping(other).get(name, ABSENT))]
        if not isinstance(one, dict) or not isinstance(other, dict):
            told = [code(one), " -> ", code(other)]
        why: Words = ("checks are named after the matrix: required ones may have other names now",) if before != after else ()
        yield pair.change(
            "matrix-changed", CAUTION, (*says, *told), why, job=new_id, old=(*at[0], "matrix"), new=(*at[1], "matrix"), before=one, after=other
        )
    for name in dict.fromkeys([*was, *now]):
        if name != "matrix":
            first, second = was.get(name, ABSENT), now.get(name, ABSENT)
            yield from field(pair, "strategy-changed", CAUTION, name, first, second, old_at=(*at[0], name), new_at=(*at[1], name), job=new_id)
    if (not isinstance(old, dict) or not isinstance(new, dict)) and one is None and other is None and not was and not now:
        yield from field(
            pair,
            "strategy-changed",
            CAUTION,
            "strategy",
            ABSENT if old is None else old,
            ABSENT if new is None else new,
            old_at=at[0],
            new_at=at[1],
            job=new_id,
        )


def _size(matrix: Any) -> str:
    if matrix is None:
        return "1 job"
    count = size(matrix)
    return "a number of jobs that an expression decides" if count is None else f"{count} {'job' if count == 1 else 'jobs'}"


def _difference(old: Any, new: Any) -> Words:
    """What of an axis is new or gone; the whole of it where that does not tell it."""
    if isinstance(old, list) and isinstance(new, list):
        more, less = [one for one in new if one not in old], [one for one in old if one not in new]
        if more or less:
            plus: Words = (" with ", code(more)) if more else ()
            return (*plus, *((" without ", code(less)) if less else ()))
    if old is ABSENT:
        return (" is added: ", code(new))
    if new is ABSENT:
        return (" is removed, it was ", code(old))
    return (" ", code(old), " -> ", code(new))
