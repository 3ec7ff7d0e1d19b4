"""Which step is which, and which job: by content, whatever their places."""

from __future__ import annotations

from collections import Counter, defaultdict
from difflib import SequenceMatcher

from synth.compare.aligning import Alignment
from synth.compare.normal import steps_of
from synth.compare.side import mapping, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable
    from typing import Any

    from synth.compare.side import Path

ALIKE = 0.6  # of a script's text, or of a job's steps
_CANDIDATES = 50  # jobs that hold an equal step and are looked at
_FEW = 25  # pairs of jobs that are compared step by step
_LONG = 2000  # characters; longer scripts are compared line by line


def frozen(value: Any) -> Hashable:
    """The value with the order of keys forgotten, as a key."""
    if isinstance(value, dict):
        return frozenset([(name, frozen(inner)) for name, inner in value.items()])
    if isinstance(value, list):
        return tuple([frozen(inner) for inner in value])
    return (type(value), value)


def action_of(step: dict[str, Any]) -> str | None:
    """What a step uses, without the version."""
    uses = step.get("uses")
    return bare(uses) if isinstance(uses, str) and uses else None


def bare(reference: str) -> str:
    """`owner/name/path` of `owner/name/path@ref`, or an image without tag and digest."""
    reference = reference.strip()
    if reference.startswith(("./", "$/", "../")):
        return reference
    if reference.startswith("docker://"):
        return reference.partition("@")[0].rpartition(":")[0] if reference.partition("@")[0].count(":") > 1 else reference.partition("@")[0]
    return reference.partition("@")[0].lower()


def align_steps(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Alignment:
    """The steps of two versions. What crosses another is a move only if it is plainly the same step: equal, or of the same id or name."""
    made = Alignment(before, after)
    _edges(made)
    if len(made.found) == len(before) or len(made.found) == len(after):
        return made
    for key in (frozen, _content):
        made.in_order(key)
        made.anywhere(key)
    for key in (_id, _name):
        made.in_order(key)
        made.anywhere(key, unique=True)
    for key in (action_of, _tool):
        made.in_order(key)
    _similar(made)
    for olds, news in list(made.gaps()):
        if len(olds) == len(news) == 1 and action_of(before[olds[0]]) and action_of(after[news[0]]) and not _named(before[olds[0]], after[news[0]]):
            made.join(olds[0], news[0])
    return made


def _edges(made: Alignment) -> None:
    """Joins what is equal at the beginning and at the end."""
    first, most = 0, min(len(made.before), len(made.after))
    while first < most and made.before[first] == made.after[first]:
        made.join(first, first)
        first += 1
    last = 1
    while last <= most - first and made.before[-last] == made.after[-last]:
        made.join(len(made.before) - last, len(made.after) - last)
        last += 1


def _content(step: dict[str, Any]) -> Hashable:
    return (frozen(step.get("id")), frozen(step.get("name")), action_of(step), frozen(step.get("with")), frozen(step.get("run")))


def _id(step: dict[str, Any]) -> Hashable | None:
    return shown(step["id"]) if "id" in step else None


def _name(step: dict[str, Any]) -> Hashable | None:
    return shown(step["name"]) if "name" in step else None


def _tool(step: dict[str, Any]) -> Hashable | None:
    """The last part of an action's name: the same tool by another owner."""
    action = action_of(step)
    return action.rstrip("/").rpartition("/")[2] if action else None


def _named(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return "name" in one and "name" in other


def _similar(made: Alignment) -> None:
    """Joins scripts that are alike, within the gaps, the most alike first."""
    for olds, news in list(made.gaps()):
        rated = (
            [(-likeness(made.before[i].get("run"), made.after[j].get("run")), i, j) for i in olds for j in news]
            if len(olds) * len(news) < 400
            else []
        )
        for rating, i, j in sorted(rated):
            if -rating > ALIKE and i not in made.found and j not in made.taken and _fits(made, i, j):
                made.join(i, j)


def _fits(made: Alignment, old: int, new: int) -> bool:
    """Whether the pair crosses none that was found."""
    return all([(i < old) == (j < new) for i, j in made.found.items()])


def likeness(one: Any, other: Any) -> float:
    """How alike two scripts are, from 0 to 1."""
    if not isinstance(one, str) or not isinstance(other, str):
        return 0
    if max(len(one), len(other)) > _LONG:
        return _ratio(SequenceMatcher(None, one.splitlines(), other.splitlines(), autojunk=False))
    return _ratio(SequenceMatcher(None, one, other, autojunk=False))


def _ratio(matcher: SequenceMatcher[Any]) -> float:
    """The ratio, or 0 where cheaper bounds already say that it is too low."""
    return matcher.ratio() if matcher.real_quick_ratio() > ALIKE and matcher.quick_ratio() > ALIKE else 0


def renamed_jobs(before: dict[str, Any], after: dict[str, Any]) -> dict[str, str]:
    """Ids that changed, from old to new: jobs of which most steps are equal, or that are equal but for their names where there are none."""
    gone = {id: _signature(job) for id, job in before.items() if id not in after}
    new = {id: _signature(job) for id, job in after.items() if id not in before}
    holding: dict[Hashable, list[str]] = defaultdict(list)
    for id, signature in new.items() if gone else ():
        for part in signature:
            holding[part].append(id)
    places = {id: at for at, id in enumerate([*before, *after])}
    rated = []
    for id, signature in gone.items():
        for other in {one for part in signature for one in holding.get(part, [])[:_CANDIDATES]}:
            likeness = sum((signature & new[other]).values()) / max(sum(signature.values()), sum(new[other].values()))
            if likeness >= ALIKE:
                rated.append((-likeness, places[id], places[other], id, other))
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _, _, _, id, other in sorted(rated):
        if id not in found and other not in taken:
            found[id] = other
            taken.add(other)
    left = [id for id in gone if id not in found], [id for id in new if id not in taken]
    if len(left[0]) * len(left[1]) <= _FEW:
        for id in left[0]:
            akin = [one for one in left[1] if one not in taken and _akin(steps_of(before[id]), steps_of(after[one]))]
            if akin:
                found[id] = akin[0]
                taken.add(akin[0])
    return found


def _akin(ones: list[dict[str, Any]], others: list[dict[str, Any]]) -> bool:
    """Whether most steps are the same but for details, all scripts among them: a job that was renamed and changed at once."""
    if not ones or not others or len(ones) != len(others):
        return False
    pairs = list(zip(ones, others, strict=True))
    scripts = [likeness(one.get("run"), other.get("run")) > ALIKE for one, other in pairs if "run" in one or "run" in other]
    return bool(scripts) and all(scripts) and all([action_of(one) == action_of(other) for one, other in pairs])


def _signature(job: Any) -> Counter[Hashable]:
    """The steps, without versions; where there are none, all but the names."""
    steps = steps_of(job)
    if steps:
        return Counter([_step_key(step) for step in steps])
    return Counter([("job", frozen(_nameless(job)))]) if job else Counter()


def _step_key(step: dict[str, Any]) -> Hashable:
    return frozen({**step, "uses": action_of(step)})


def _nameless(job: Any) -> Any:
    return {key: value for key, value in mapping(job).items() if key not in ("name", "needs")}


def label(step: dict[str, Any], at: int) -> str:
    """What a step is called: by its name, else by its place."""
    return shown(step["name"]) if step.get("name") else f"step {at + 1}"


def steps_path(job: str) -> Path:
    return ("jobs", job, "steps")
