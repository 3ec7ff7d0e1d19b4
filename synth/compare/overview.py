"""A whole file in a row or two: one that is new, gone, or cannot be compared."""

from __future__ import annotations

from synth.compare.normal import UNSTATED, normal, steps_of
from synth.compare.pair import CAUTION, DANGER, code, listing
from synth.compare.permissions import scopes
from synth.compare.secret_rows import ALL, reads
from synth.compare.side import mapping
from synth.compare.triggers import DANGEROUS
from synth.compare.values import Change, Code, Where
from synth.model import Origin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from synth.compare.side import Side
    from synth.compare.values import Words
    from synth.yaml.tree import YamlProblem


def added(side: Side) -> Iterator[Change]:
    """The rows for a file that is new: what starts it, its jobs and what they hold."""
    tree = mapping(normal(side.plain))
    events = list(mapping(tree.get("on")))
    where = Where(file=side.file)
    at = Origin(side.file, 1, 1)
    dangerous = [event for event in events if event in DANGEROUS]
    says: Words = ("the file is added", *_runs_on(events, "runs"), *_told(tree))
    why: Words = (DANGEROUS[dangerous[0]],) if dangerous else ()
    yield Change(kind="file-added", severity=DANGER if dangerous else CAUTION, where=where, says=says, why=why, new=at)
    for id, job in mapping(tree.get("jobs")).items():
        yield Change(
            kind="job-added", severity=CAUTION, where=Where(file=side.file, job=id), says=("job ", Code(id), *_job(job)), new=side.at(("jobs", id))
        )


def removed(side: Side) -> Change:
    """The row for a file that is gone, with the triggers, gates and jobs that go with it."""
    tree = mapping(normal(side.plain))
    events = list(mapping(tree.get("on")))
    jobs = mapping(tree.get("jobs"))
    says: Words = ("the file is removed", *_runs_on(events, "it ran"), *_told(tree))
    gates = {id: mapping(mapping(job).get("environment")).get("name") for id, job in jobs.items()}
    held: list[str | Code] = []
    for id, name in gates.items():
        if name:
            held += ["; " if held else "", "job ", Code(id), " was behind environment ", code(name)]
    return Change(
        kind="file-removed",
        severity=CAUTION,
        where=Where(file=side.file),
        says=says,
        why=tuple([part for part in held if part]),
        old=Origin(side.file, 1, 1),
    )


def _runs_on(events: list[str], word: str) -> Words:
    return (f"; {word} on ", *listing(events)) if events else ()


def _told(tree: dict[str, Any]) -> Words:
    jobs = list(mapping(tree.get("jobs")))
    steps = steps_of(tree.get("runs"))
    if jobs:
        return ("; ", f"{'job' if len(jobs) == 1 else 'jobs'} ", *listing(jobs))
    return (f"; {len(steps)} {'step' if len(steps) == 1 else 'steps'}",) if steps else ()


def _job(job: Any) -> Words:
    """What a new job holds."""
    given = mapping(job)
    permissions = given.get("permissions", UNSTATED)
    stated = scopes(permissions)
    said: list[str | Code] = []
    if stated is None:
        said += [" has ", UNSTATED, " as permissions"]
    elif stated or isinstance(permissions, str):
        granted = [permissions] if isinstance(permissions, str) else [f"{scope}: {level}" for scope, level in stated.items()]
        said += [" has ", *listing(granted)]
    else:
        said += [" has no permissions"]
    if name := mapping(given.get("environment")).get("name"):
        said += [", in environment ", code(name)]
    if secrets := [name for name in reads(job) if name != ALL]:
        said += [", reads ", "secret " if len(secrets) == 1 else "secrets ", *listing(secrets)]
    if given.get("secrets") == "inherit":
        said += [", passes on all secrets (", Code("secrets: inherit"), ")"]
    if isinstance(given.get("uses"), str):
        said += [", calls ", Code(given["uses"])]
    return tuple(said)


def problem(file: str, found: YamlProblem, newer: bool) -> Change:
    """The row for a version that GitHub does not read: there is nothing behind it that could be trusted."""
    which = "the new version" if newer else "the old version"
    says: Words = (which, " is no file that GitHub reads: ", f"line {found.line}, column {found.column}: ", Code(found.message))
    why: Words = (Code(found.remedy),) if found.remedy else ()
    at = Origin(file, found.line, found.column)
    return Change(
        kind="unreadable", severity=DANGER, where=Where(file=file), says=says, why=why, old=None if newer else at, new=at if newer else None
    )


def refused(file: str, said: str, newer: bool) -> Change:
    """The row for a version that is not compared, because of what it is."""
    says: Words = ("the new version " if newer else "the old version ", said, ": it is not compared")
    return Change(
        kind="unreadable",
        severity=DANGER,
        where=Where(file=file),
        says=says,
        why=("read the file itself",),
        new=Origin(file, 1, 1) if newer else None,
    )


def renamed(file: str, was: str) -> Change:
    """The row for a file with another name."""
    says: Words = (Code(was), " is renamed to ", Code(file))
    return Change(kind="file-renamed", severity=CAUTION, where=Where(file=file), says=says, old=Origin(was, 1, 1), new=Origin(file, 1, 1))
