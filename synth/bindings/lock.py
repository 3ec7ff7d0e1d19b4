"""The lock: what each action and image is pinned to. The project's own is `.github/ghsynth.lock`; `builtin.lock` comes with the bindings.

One line per entry: `reference pin version date`. The pin of an action is a full commit SHA, that of an image a digest.
"""

from __future__ import annotations

import os
from types import MappingProxyType

from synth.model import Origin, Uses
from synth.problems import DefinitionError, Problem
from synth.record import Record, positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HEADER = "# What ghsynth pins: reference, commit SHA or digest, version, day (or month, or year) on which it was seen."
_HEX = frozenset("0123456789abcdef")
_COLUMNS = ("reference", "pin", "version", "date")


@positional
class Entry(Record):
    """One line of a lock. The date is that of the sighting: `2026-08-22`, `2026-08` or `2026`, as much as is known."""

    reference: str
    pin: str
    version: str
    date: str


@positional
class Lock(Record):
    """The entries by their references."""

    entries: Mapping[str, Entry]

    def pin(self, reference: str) -> Uses | None:
        """What to write for an action or image; None when the lock does not know it.

        What holds a full SHA or digest already stays as it is, with the version from a ` # v1.2.3` behind it.
        """
        kept = _pinned.get((id(self), reference))
        if kept is None or kept[0] is not self:
            kept = _pinned[id(self), reference] = (self, self._pin(reference))
        return kept[1]

    def _pin(self, reference: str) -> Uses | None:
        bare, version = _split(reference)
        if is_pinned(bare):
            return Uses(bare, version)
        entry = self.entry(bare)
        if entry is None:
            return None
        if is_action(bare):
            return Uses(f"{bare.partition('@')[0]}@{entry.pin}", entry.version)
        return Uses(f"{bare}@{entry.pin}")

    def version_of(self, reference: str) -> str:
        """The version of an action that is pinned already, where the lock has that pin; else nothing."""
        path, _, sha = reference.partition("@")
        repository = "/".join(path.split("/")[:2])
        return next((e.version for e in self.entries.values() if e.pin == sha and e.reference.startswith(repository)), "")

    def entry(self, reference: str) -> Entry | None:
        """The entry that pins the reference; an action below the root of its repository falls back to the repository's entry."""
        key = _split(reference)[0].removeprefix("docker://")
        found = self.entries.get(key)
        if found is None and is_action(key):
            path, _, ref = key.partition("@")
            found = self.entries.get("/".join(path.split("/")[:2]) + f"@{ref}")
        return found


_pinned: dict[tuple[int, str], tuple[Lock, Uses | None]] = {}  # by the lock's identity; it is kept beside, so that no other has it


def read(text: str, file: str) -> Lock:
    """The lock that the text holds, in any order. Raises DefinitionError with every bad line of `file`."""
    entries: dict[str, Entry] = {}
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), 1):
        columns = line.split()
        if not columns or columns[0].startswith("#"):
            continue
        if len(columns) != len(_COLUMNS):
            wrong = [f"has {len(columns)} instead of {len(_COLUMNS)} columns: write '{' '.join(_COLUMNS)}'"]
        else:
            entry = Entry(*columns)
            wrong = list(_wrong(entry))
            if entry.reference in entries:
                wrong.append(f"{entry.reference} is on line {lines[entry.reference]} already: keep one of the two")
            else:
                entries[entry.reference] = entry
                lines[entry.reference] = number
        problems += [Problem(Origin(file, number), message) for message in wrong]
    if problems:
        raise DefinitionError(problems)
    return Lock(MappingProxyType(entries))


def write(entries: Iterable[Entry], header: str = HEADER) -> str:
    """The text of a lock with these entries, sorted."""
    lines = sorted([f"{e.reference} {e.pin} {e.version} {e.date}\n" for e in entries])
    return f"{header}\n{''.join(lines)}"


def builtin() -> Lock:
    """The lock that comes with the bindings. Read once, and unchecked: each start pays for it, and a test has `read` look at every line."""
    global _builtin
    if _builtin is None:
        file = os.path.join(os.path.dirname(__file__), "builtin.lock")
        with open(file, encoding="utf-8") as lines:
            entries = [Entry(*line.split()) for line in lines if not line.startswith("#")]
        _builtin = Lock(MappingProxyType({entry.reference: entry for entry in entries}))
    return _builtin


_builtin: Lock | None = None


def merged(project: Lock | None) -> Lock:
    """The built-in entries, and the project's, which win."""
    return _over(builtin(), project)


def entries_for(references: Iterable[str], project: Lock | None, builtin: Lock) -> tuple[Entry, ...]:
    """What the project's lock should hold: an entry for each reference, its own as it is, others from the built-in lock."""
    lock = _over(builtin, project)
    found = [lock.entry(reference) for reference in references if not is_pinned(_split(reference)[0])]
    unique = {entry.reference: entry for entry in found if entry is not None}
    return tuple([unique[reference] for reference in sorted(unique)])


def is_action(reference: str) -> bool:
    """Whether the reference names an action or a reusable workflow, `owner/repo[/path]@ref`, and not an image.

    A ref of git holds no colon, and an image has one: before its tag, in its digest, or in `docker://`.
    """
    path, at, ref = reference.partition("@")
    return bool(at and ref) and "/" in path.strip("/") and ":" not in reference


def is_pinned(reference: str) -> bool:
    """Whether the reference holds a full commit SHA or digest."""
    _, _, pin = reference.rpartition("@")
    return pin != reference and _is_pin(pin, is_action(reference))


def _over(builtin: Lock, project: Lock | None) -> Lock:
    return builtin if project is None else Lock(MappingProxyType({**builtin.entries, **project.entries}))


def _is_pin(pin: str, of_action: bool) -> bool:
    digits, length = (pin, 40) if of_action else (pin.removeprefix("sha256:"), 64)
    return len(digits) == length and _HEX.issuperset(digits) and (of_action or pin != digits)


def _wrong(entry: Entry) -> Iterable[str]:
    action = is_action(entry.reference)
    if not action and (":" not in entry.reference or "@" in entry.reference):
        yield f"{entry.reference} is neither an action, owner/repo@ref, nor an image, name:tag: write it as the definition does"
    elif not _is_pin(entry.pin, action):
        kind = "commit SHA of 40 digits, 0-9 a-f" if action else "digest, sha256: and 64 digits, 0-9 a-f"
        yield f"{entry.pin} is no full {kind}: copy the one that {entry.version} of {entry.reference} stands for"
    if not _is_date(entry.date):
        yield f"{entry.date} is no date: write the day, month or year of the sighting, such as 2026-08-22, 2026-08 or 2026"


def _is_date(date: str) -> bool:
    year, *rest = date.split("-")
    if not (len(year) == 4 and year.isdecimal() and len(rest) <= 2 and all(len(part) == 2 and part.isdecimal() for part in rest)):
        return False
    return all(1 <= int(part) <= most for part, most in zip(rest, (12, 31), strict=False))


def _split(reference: str) -> tuple[str, str]:
    """The reference without its comment, and the version that the comment names."""
    bare, _, comment = reference.partition(" #")
    return bare.strip(), comment.strip().partition(" ")[0]
