"""Two versions of one file, and how a change in it is made: with the lines in both, and the line of Python that wrote it."""

from __future__ import annotations

from synth.compare.side import Side, shown
from synth.compare.values import Change, Code, Where
from synth.model import Origin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from synth.compare.side import Path
    from synth.compare.values import Words

_LONGEST = 2000  # characters of a value in a sentence; `before` and `after` have it whole
DANGER, CAUTION, INFO = "danger", "caution", "info"


def code(value: Any) -> Code:
    """Somebody's text, or a value as it would be written."""
    text = shown(value)
    return Code(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}...")


class Pair:
    """The two versions. `python` gives for a line of the newer text the place in the definition that it was generated from."""

    __slots__ = ("after", "before", "file", "python", "renamed")

    def __init__(self, before: Side, after: Side, file: str, python: Mapping[int, Origin] | None = None) -> None:
        self.before = before
        self.after = after
        self.file = file
        self.python = python or {}
        self.renamed: dict[str, str] = {}  # ids of jobs, from old to new

    @property
    def names_secrets(self) -> bool:
        """Whether either text may read a secret at all."""
        return any(["secrets" in text or "secrets" in text.lower() for text in (self.before.text, self.after.text)])

    def change(
        self,
        kind: str,
        severity: str,
        says: Words,
        why: Words = (),
        *,
        job: str | None = None,
        step: str | None = None,
        old: Path | None = None,
        new: Path | None = None,
        before: Any = None,
        after: Any = None,
        link: str | None = None,
    ) -> Change:
        """A change; `old` and `new` are the paths of what it is about, None on the side where there is nothing."""
        then = self.before.at(old) if old is not None else None
        now = self.after.at(new) if new is not None else None
        return Change(
            kind=kind,
            severity=severity,
            where=Where(file=self.file, job=job, step=step),
            says=says,
            why=why,
            before=None if before is None else shown(before),
            after=None if after is None else shown(after),
            old=then,
            new=now,
            written=self.python.get(now.line) if now is not None else None,
            link=link,
        )


def listing(values: list[str]) -> Words:
    """The values as code, parted by commas."""
    words: list[str | Code] = []
    for value in values:
        words += [", ", Code(value)] if words else [Code(value)]
    return tuple(words)
