"""The steps of a job or of a composite action: added, removed, really moved, changed."""

from __future__ import annotations

from synth.compare.fields import keys
from synth.compare.guards import condition, continues
from synth.compare.matching import action_of, align_steps, label
from synth.compare.pair import CAUTION, DANGER, INFO, code
from synth.compare.pins import added_action, pin_change, reference
from synth.compare.reach import is_scan, scans
from synth.compare.scripts import checkouts, injections
from synth.compare.side import shown
from synth.compare.softening import inputs_of, softened
from synth.compare.values import Code
from synth.record import Record, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from synth.compare.pair import Pair
    from synth.compare.side import Path
    from synth.compare.values import Change, Words

_SEVERITY = {"name": INFO, "id": INFO, "env": INFO, "with": INFO, "timeout-minutes": INFO, "run": CAUTION}
_SPECIAL = frozenset({"uses", "if", "continue-on-error"})


@record
class Place(Record):
    """Where the steps are: the paths of the lists in the two versions, and what is known around them."""

    old: Path
    new: Path
    job: str | None = None
    known: frozenset[str] = frozenset()  # actions that the file used before
    privileged: bool = False  # the runs hold secrets, whoever caused them
    waiting: Callable[[], list[str]] = list  # gives the jobs that wait for this one


def steps(pair: Pair, old: list[dict[str, Any]], new: list[dict[str, Any]], place: Place) -> Iterator[Change]:
    """The rows for the steps of two versions."""
    if old == new:
        return
    made = align_steps(old, new)
    moved = made.moved()
    origin = {j: i for i, j in made.found.items()}
    for i, step in enumerate(old):
        if i not in made.found:
            yield _removed(pair, step, i, place)
    for j, step in enumerate(new):
        at = (*place.new, j)
        name = label(step, j)
        if j not in origin:
            yield from _added(pair, step, j, at, name, place)
            continue
        i = origin[j]
        if i in moved:
            yield _moved(pair, new, i, j, moved, origin, place)
        if old[i] != step:
            yield from _changed(pair, old[i], step, (*place.old, i), at, name, place)


def _removed(pair: Pair, step: dict[str, Any], i: int, place: Place) -> Change:
    gate = is_scan(step)
    why: Words = ("what it would have found no longer stops the job",) if gate else ()
    says: Words = ("step ", Code(label(step, i)), " is removed", *_does(step))
    kind = "scan-removed" if gate else "step-removed"
    return pair.change(kind, DANGER if gate else CAUTION, says, why, job=place.job, step=label(step, i), old=(*place.old, i), new=place.new)


def _added(pair: Pair, step: dict[str, Any], j: int, at: Path, name: str, place: Place) -> Iterator[Change]:
    says: Words = ("step ", Code(name), " is added", *_does(step))
    yield pair.change("step-added", INFO, says, _under(step), job=place.job, step=name, old=place.old, new=at)
    uses = step.get("uses")
    if isinstance(uses, str):
        yield from added_action(pair, reference(uses, pair.after.comment((*at, "uses"))), place.known, (*at, "uses"), place.job, name)
    yield from injections(pair, {}, step, job=place.job, step=name, old_at=None, new_at=at)
    yield from checkouts(pair, {}, step, privileged=place.privileged, job=place.job, step=name, new_at=at)


def _does(step: dict[str, Any]) -> Words:
    if action_of(step):
        return (": ", Code(shown(step["uses"])))
    lines = shown(step.get("run")).strip().splitlines()
    return (": ", Code(lines[0] if len(lines) == 1 else f"{lines[0]} ...")) if lines else ()


def _under(step: dict[str, Any]) -> Words:
    return ("it runs if ", code(step["if"])) if step.get("if") not in (None, "") else ()


def _moved(pair: Pair, new: list[dict[str, Any]], i: int, j: int, moved: set[int], origin: dict[int, int], place: Place) -> Change:
    """One that changed places with others, told by what it stands before now."""
    name = label(new[j], j)
    later = next((k for k in range(j + 1, len(new)) if k in origin and origin[k] not in moved and origin[k] < i), None)
    earlier = next((k for k in range(j - 1, -1, -1) if k in origin and origin[k] not in moved), None)
    if later is not None:
        where: Words = (" is now before ", Code(label(new[later], later)))
    else:
        where = (" is now after ", Code(label(new[earlier], earlier))) if earlier is not None else (" is now the first",)
    return pair.change("step-moved", CAUTION, ("step ", Code(name), *where), job=place.job, step=name, old=(*place.old, i), new=(*place.new, j))


def _changed(pair: Pair, old: dict[str, Any], new: dict[str, Any], old_at: Path, new_at: Path, name: str, place: Place) -> Iterator[Change]:
    where: dict[str, Any] = {"job": place.job, "step": name}
    told: set[str] = set(_SPECIAL)
    if old.get("uses") != new.get("uses"):
        if isinstance(old.get("uses"), str) and isinstance(new.get("uses"), str):
            comments = pair.before.comment((*old_at, "uses")), pair.after.comment((*new_at, "uses"))
            pins = reference(old["uses"], comments[0]), reference(new["uses"], comments[1])
            same = bool(comments[0]) and comments[0] == comments[1]
            yield from pin_change(pair, *pins, old_at=(*old_at, "uses"), new_at=(*new_at, "uses"), same_comment=same, **where)
        else:
            told.discard("uses")
            uses = new.get("uses")
            if isinstance(uses, str):
                yield from added_action(pair, reference(uses, pair.after.comment((*new_at, "uses"))), place.known, (*new_at, "uses"), place.job, name)
    if old.get("if") != new.get("if"):
        gate = is_scan(old) or is_scan(new)
        yield from condition(pair, old, new, old_at=old_at, new_at=new_at, gate=gate, uses=action_of(new), **where)
    yield from continues(pair, old, new, old_at=old_at, new_at=new_at, waiting=place.waiting, **where)
    if scans(old) and not scans(new):
        why: Words = ("what it would have found no longer stops the job",)
        yield pair.change("scan-removed", DANGER, ("it no longer scans", *_does(new)), why, old=old_at, new=new_at, **where)
    for key, one, other in (("run", old.get("run"), new.get("run")), ("with", inputs_of(old), inputs_of(new))):
        if one is None or other is None or one == other:
            continue
        whys = [part for words in softened(one, other) for part in (*words, "; ")][:-1]
        if whys:
            told |= {"run"} if key == "run" else {"with", "env"}  # the row shows all that differs of them
            both = one, other
            if key == "with":
                names = [k for k in dict.fromkeys([*one, *other]) if one.get(k) != other.get(k)]
                both = {k: one[k] for k in names if k in one}, {k: other[k] for k in names if k in other}
            says: Words = (Code(key), " changed: ", *whys)
            at: dict[str, Any] = {"old": (*old_at, key), "new": (*new_at, key), "before": both[0], "after": both[1]}
            yield pair.change("gate-softened", DANGER, says, ("what it finds no longer stops the job",), **where, **at)
    yield from keys(pair, "step", old, new, _SEVERITY, old_at=old_at, new_at=new_at, skip=frozenset(told), **where)
    yield from injections(pair, old, new, job=place.job, step=name, old_at=old_at, new_at=new_at)
    yield from checkouts(pair, old, new, privileged=place.privileged, job=place.job, step=name, new_at=new_at)
