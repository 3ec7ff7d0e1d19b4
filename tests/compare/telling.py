"""Comparisons as plain lines, for whole answers that a person can read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from synth.compare.comparing import compare
from synth.compare.values import Change, Code, Comparison, Words

FILE = ".github/workflows/pipeline.yml"


def words(said: Words) -> str:
    """Words as text, code in backticks."""
    return "".join([f"`{part.text}`" if isinstance(part, Code) else part for part in said])


def line(change: Change) -> str:
    place = "/".join([part for part in (change.where.job, change.where.step) if part])
    lines = f"{change.old.line if change.old else '-'}:{change.new.line if change.new else '-'}"
    why = f" | {words(change.why)}" if change.why else ""
    return f"{change.severity} {change.kind} [{place}] {lines} {words(change.says)}{why}"


def told(comparison: Comparison) -> Iterator[str]:
    """The files with their rows, and the notes."""
    for file in comparison.files:
        yield f"{file.status} {file.kind} {file.file}" + (f" (was {file.was})" if file.was else "")
        for change in file.changes:
            yield f"  {line(change)}"
            if change.link:
                yield f"    {change.link}"
    for note in comparison.notes:
        yield f"note: {words(note)}"


def everything(comparison: Comparison) -> str:
    """All texts of a comparison, to look for words in."""
    texts = [text for change in comparison.changes for text in (line(change), change.before or "", change.after or "", change.link or "")]
    return "\n".join([*texts, *[words(note) for note in comparison.notes]])


def of(before: str, after: str, file: str = FILE) -> Comparison:
    """The comparison of two texts of one file."""
    return compare({file: before.encode()}, {file: after.encode()})


def case(folder: Path) -> Comparison:
    """The comparison of a case: two files, or two folders of them."""
    if (folder / "before.yml").is_file():
        file = "action.yml" if "runs:\n  using:" in (folder / "before.yml").read_text() else FILE
        return compare({file: (folder / "before.yml").read_bytes()}, {file: (folder / "after.yml").read_bytes()})
    return compare(_files(folder / "before"), _files(folder / "after"))


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.yml"))}
