"""Files before and after -> what the change means. Nothing of them is run, and nothing of them stops it: what cannot be compared is a row."""

from __future__ import annotations

from synth.compare import overview
from synth.compare.actions import action_changes
from synth.compare.locks import entries_of_actions_lock, entries_of_our_lock, is_lock, lock_changes, stale
from synth.compare.normal import UNSTATED, steps_of
from synth.compare.pair import DANGER, Pair
from synth.compare.permissions import NOTE
from synth.compare.reach import graph
from synth.compare.renames import renames
from synth.compare.side import MAX_BYTES, MAX_NODES, Side, TooLargeError, mapping
from synth.compare.values import SEVERITIES, Change, Code, Comparison, FileComparison, Where
from synth.compare.workflows import workflow_changes
from synth.record import replace
from synth.yaml.read import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from synth.compare.values import Words
    from synth.model import Origin

    PythonLines = Mapping[str, Mapping[int, Origin]]

MAX_FILES = 300
MAX_ROWS = 2000  # of a file; the most in 48,906 real pairs are 214
_LOCK = "actions.lock"


def compare(before: Mapping[str, bytes], after: Mapping[str, bytes], python_lines: PythonLines | None = None) -> Comparison:
    """What became of the files, by their names; those that are the same are left out.

    `python_lines` gives for a file, by its newer lines, the places in the definition that it was generated from.
    """
    different = sorted([name for name in {*before, *after} if before.get(name) != after.get(name)])
    gone = {name: _loose(before[name]) for name in different if name not in after and _small(before[name])}
    new = {name: _loose(after[name]) for name in different if name not in before and _small(after[name])}
    former = renames(dict(list(gone.items())[:MAX_FILES]), dict(list(new.items())[:MAX_FILES]))
    names = [name for name in different if name not in former.values()]
    python = python_lines or {}
    files = [_file(before.get(former.get(name, name)), after.get(name), name, former.get(name), python.get(name)) for name in names[:MAX_FILES]]
    if len(names) > MAX_FILES:
        files.append(_rest(names[MAX_FILES:]))
    files = _with_stale_lock(files, after)
    return Comparison(files=tuple(files), notes=_notes(files))


def compare_texts(before: str | None, after: str | None, file: str) -> FileComparison:
    """The same for the texts of one file; None for a version in which it is not there."""
    return _file(
        None if before is None else before.encode("utf-8", "surrogatepass"), None if after is None else after.encode("utf-8", "surrogatepass"), file
    )


def _file(before: bytes | None, after: bytes | None, file: str, was: str | None = None, python: Mapping[int, Origin] | None = None) -> FileComparison:
    kind = "lock" if is_lock(file) else "action" if file.rpartition("/")[2] in ("action.yml", "action.yaml") else "workflow"
    status = "added" if before is None else "removed" if after is None else "renamed" if was else "modified"
    made = FileComparison(file=file, status=status, kind=kind, was=was, text_before=_text(before), text_after=_text(after))
    first = (overview.renamed(file, was),) if was else ()
    sides: list[Side | None] = []
    rows: list[Change] = []
    for data, name, newer in ((before, was or file, False), (after, file, True)):
        side, refused = _side(data, name, newer, yaml=not file.endswith("ghsynth.lock"))
        sides.append(side)
        rows += refused
    old, new = sides
    unread = (before is not None and old is None) or (after is not None and new is None)
    if unread:
        readable = list(overview.added(new)) if new is not None and kind != "lock" else []
        return replace(made, status="unreadable", changes=(*first, *rows, *readable))
    if kind == "lock":
        return replace(made, changes=(*first, *rows, *_lock(old, new, file, python)))
    graphs = _graph(old), _graph(new)
    if old is None or new is None:
        whole = list(overview.added(new)) if new is not None else [overview.removed(old)] if old is not None else []
        return replace(made, changes=(*rows, *whole), graph_before=graphs[0], graph_after=graphs[1])
    pair = Pair(old, new, file, python)
    found = action_changes(pair) if kind == "action" else workflow_changes(pair)
    return replace(made, changes=(*first, *rows, *_limited(list(dict.fromkeys(found)), file)), graph_before=graphs[0], graph_after=graphs[1])


def _side(data: bytes | None, file: str, newer: bool, yaml: bool = True) -> tuple[Side | None, list[Change]]:
    """A version, and the rows for what is wrong with it; no version where nothing can be compared."""
    if data is None:
        return None, []
    if not _small(data):
        return None, [overview.refused(file, f"has {len(data):,} bytes, more than the {MAX_BYTES:,} that are compared", newer)]
    text = decode(data)
    if not isinstance(text, str):
        return None, [overview.problem(file, text, newer)]
    if not yaml:
        return _plain_side(text, file), []
    try:
        side = Side(text, file)
    except TooLargeError:
        return None, [overview.refused(file, f"holds more than {MAX_NODES:,} values, its aliases filled in", newer)]
    except RecursionError:
        return None, [overview.refused(file, "is nested too deeply", newer)]
    if side.problems and (newer or not isinstance(side.plain, dict)):
        rows = [overview.problem(file, side.problems[0], newer)]
        return (side if isinstance(side.plain, dict) else None), rows
    if not isinstance(side.plain, dict):
        said = "holds nothing" if side.plain is None else "is no mapping of keys to values"
        return None, [overview.refused(file, said, newer)]
    return side, []


def _plain_side(text: str, file: str) -> Side:
    """A version of a file that is no YAML: its text alone."""
    side = Side("", file)
    side.text = text
    return side


def _lock(old: Side | None, new: Side | None, file: str, python: Mapping[int, Origin] | None) -> list[Change]:
    empty = Side("", file)
    pair = Pair(old or empty, new or empty, file, python)
    if file.endswith("ghsynth.lock"):
        return list(lock_changes(pair, entries_of_our_lock(pair.before.text), entries_of_our_lock(pair.after.text)))
    return list(lock_changes(pair, entries_of_actions_lock(pair.before), entries_of_actions_lock(pair.after)))


def _limited(rows: list[Change], file: str) -> list[Change]:
    """The rows, and where there are too many to be read the most serious of them and one that says so."""
    if len(rows) <= MAX_ROWS:
        return rows
    kept = sorted(rows, key=lambda row: SEVERITIES.index(row.severity))[:MAX_ROWS]
    says: Words = (f"{len(rows) - MAX_ROWS:,} more differences, of {len(rows):,}, are not listed",)
    return [*kept, Change(kind="too-many", severity=DANGER, where=Where(file=file), says=says, why=("read the file itself",))]


def _graph(side: Side | None) -> tuple[Any, ...]:
    return graph(mapping(side.plain).get("jobs")) if side is not None else ()


def _with_stale_lock(files: list[FileComparison], after: Mapping[str, bytes]) -> list[FileComparison]:
    """The files with a row for each action that a workflow newly refers to and GitHub's lock, where there is one, does not hold."""
    name = next((name for name in after if name.rpartition("/")[2] == _LOCK), None)
    if name is None:
        return files
    side, refused = _side(after[name], name, True)
    if side is None or refused:
        return files
    wanted: set[str] = set()
    for file in files:
        if file.kind == "workflow" and file.status in ("modified", "renamed", "added"):
            wanted |= _references(file.text_after) - _references(file.text_before)
    rows = tuple(stale(Pair(Side("", name), side, name), frozenset(wanted), frozenset(entries_of_actions_lock(side))))
    if not rows:
        return files
    if any([file.file == name for file in files]):
        return [replace(file, changes=(*file.changes, *rows)) if file.file == name else file for file in files]
    text = _text(after[name])
    return sorted(
        [*files, FileComparison(file=name, status="modified", kind="lock", changes=rows, text_before=text, text_after=text)], key=lambda one: one.file
    )


def _references(text: str | None) -> set[str]:
    """The actions that a workflow's steps refer to, as they stand there; not those of its own repository."""
    if text is None:
        return set()
    side, _ = _side(text.encode(), "", True)
    jobs = mapping(mapping(side.plain if side else None).get("jobs"))
    found = [step.get("uses") for job in jobs.values() for step in steps_of(job)]
    return {uses for uses in found if isinstance(uses, str) and "@" in uses and not uses.startswith(("./", "docker://"))}


def _rest(names: list[str]) -> FileComparison:
    """The row for the files beyond those that are compared."""
    says: Words = (f"{len(names):,} more files changed, and only the first {MAX_FILES} are compared: from ", Code(names[0]), " to ", Code(names[-1]))
    row = Change(kind="unreadable", severity=DANGER, where=Where(file=names[0]), says=says, why=("read these files themselves",))
    return FileComparison(file=names[0], status="unreadable", changes=(row,))


def _notes(files: list[FileComparison]) -> tuple[Words, ...]:
    """The assumption about the token, where a row rests on it."""
    words = [part for file in files for change in file.changes for part in change.says if isinstance(part, str)]
    return (NOTE,) if any([UNSTATED in word for word in words]) else ()


def _small(data: bytes) -> bool:
    return len(data) <= MAX_BYTES


def _loose(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _text(data: bytes | None) -> str | None:
    return None if data is None else data[: 2 * MAX_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
