"""Two versions of a workflow's file -> its rows, in the order in which a reader looks for them."""

from __future__ import annotations

from synth.compare.conditions import fault
from synth.compare.fields import ABSENT, field, keys, text_within
from synth.compare.jobs import jobs
from synth.compare.normal import normal
from synth.compare.pair import CAUTION, DANGER, INFO, code
from synth.compare.permissions import newly_stated
from synth.compare.secret_rows import known, secret_rows, shared
from synth.compare.side import mapping
from synth.compare.triggers import triggers
from synth.compare.values import Code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from synth.compare.pair import Pair
    from synth.compare.side import Path
    from synth.compare.values import Change

_SEVERITY = {"name": INFO, "run-name": INFO, "env": INFO}
_SPECIAL = frozenset({"on", "jobs", "permissions", "concurrency"})


def workflow_changes(pair: Pair) -> list[Change]:
    """All rows; none exactly when the normal forms are the same and no default of the token is newly stated."""
    before, after = normal(pair.before.plain), normal(pair.after.plain)
    stated = list(newly_stated(pair, mapping(pair.before.plain), mapping(pair.after.plain)))
    if before == after:
        return stated
    of_jobs = list(jobs(pair, before, after))
    if any([change.kind.startswith("permission") for change in of_jobs]):
        stated = []  # the rows of the jobs tell it
    found = [
        *triggers(pair, before.get("on"), after.get("on")),
        *stated,
        *_concurrency(pair, before, after),
        *secret_rows(pair, None, shared(before), shared(after), old_at=(), new_at=(), elsewhere=lambda: known(before)),
        *of_jobs,
        *keys(pair, "workflow", before, after, _SEVERITY, old_at=(), new_at=(), skip=_SPECIAL),
    ]
    found += unreadable_expressions(pair, found)
    return found or list(lost(pair, before, after))


def _concurrency(pair: Pair, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    """The rows for the workflow's group and for each job's; one that only changed its place is one row."""
    olds, news = _groups(before), _groups(after)
    gone = [place for place in olds if place not in news]
    new = [place for place in news if place not in olds]
    for place in list(new):
        same = [one for one in gone if olds[one] == news[place]]
        if same:
            group = mapping(news[place]).get("group", news[place])
            says = (Code("concurrency"), " ", code(group), " moved from ", *_place(same[0]), " to ", *_place(place))
            whole = place is None
            why = (
                "it is held from the first job to the last"
                if whole
                else "it is held by this job alone, and other jobs run beside those of other runs",
            )
            yield pair.change("concurrency-moved", CAUTION, says, why, job=place, old=_path(same[0]), new=_path(place))
            gone.remove(same[0])
            new.remove(place)
    for place in dict.fromkeys([*olds, *news]):
        if place in gone or place in new or (place in olds and place in news and olds[place] != news[place]):
            yield from _group(pair, place, olds.get(place, ABSENT), news.get(place, ABSENT))


def _group(pair: Pair, place: str | None, old: Any, new: Any) -> Iterator[Change]:
    at: dict[str, Any] = {"old_at": None if old is ABSENT else _path(place), "new_at": None if new is ABSENT else _path(place), "job": place}
    if isinstance(old, dict) and isinstance(new, dict) and old.get("group") != new.get("group"):
        why = ("runs that waited for one another may run side by side now",)
        one, other = old.get("group", ABSENT), new.get("group", ABSENT)
        paths: dict[str, Any] = {"old_at": (*_path(place), "group"), "new_at": (*_path(place), "group"), "job": place}
        yield from field(pair, "concurrency-changed", CAUTION, "concurrency.group", one, other, why=why, **paths)
        old, new = ({key: value for key, value in side.items() if key != "group"} for side in (old, new))
    gone = ("runs no longer wait for one another",) if new is ABSENT else ()
    yield from field(pair, "concurrency-changed", CAUTION, "concurrency", old, new, why=gone, **at)


def _groups(workflow: dict[str, Any]) -> dict[str | None, Any]:
    """The concurrency of the workflow (None) and of the jobs that have one."""
    found: dict[str | None, Any] = {None: workflow["concurrency"]} if "concurrency" in workflow else {}
    return found | {id: job["concurrency"] for id, job in mapping(workflow.get("jobs")).items() if isinstance(job, dict) and "concurrency" in job}


def _path(place: str | None) -> tuple[str, ...]:
    return ("concurrency",) if place is None else ("jobs", place, "concurrency")


def _place(place: str | None) -> tuple[str | Code, ...]:
    return ("the whole workflow",) if place is None else ("job ", Code(place))


def unreadable_expressions(pair: Pair, told: list[Change]) -> Iterator[Change]:
    """The rows for expressions that GitHub cannot read and that the older version did not have."""
    if any([change.kind == "expression-invalid" for change in told]):
        return
    for path, text in _different(mapping(pair.before.plain), mapping(pair.after.plain)):
        if (said := fault(text)) and not any([text == old for _, old in text_within(pair.before.plain)]):
            why = ("GitHub refuses the whole file: ", Code(said))
            job = str(path[1]) if len(path) > 1 and path[0] == "jobs" else None
            says = (Code(str(path[len(path) - 1])), " cannot be read: ", code(text))
            yield pair.change("expression-invalid", DANGER, says, why, job=job, new=path, after=text)


def _different(before: dict[str, Any], after: dict[str, Any], deep: int = 2) -> Iterator[tuple[Path, str]]:
    """The texts with expressions of the newer version that the older does not have under the same keys."""
    for key, value in after.items():
        old = before.get(key)
        if value == old:
            continue
        if deep and isinstance(value, dict) and isinstance(old, dict):
            for path, text in _different(old, value, deep - 1):
                yield (key, *path), text
            continue
        known = {text for _, text in text_within(old)}
        for path, text in text_within(value):
            if "${{" in text and text not in known:
                yield (key, *path), text


def lost(pair: Pair, before: Any, after: Any) -> Iterator[Change]:
    """The general rows for a difference that no other row tells."""
    yield from field(pair, "changed", CAUTION, "file", before, after, old_at=(), new_at=(), deep=8)
