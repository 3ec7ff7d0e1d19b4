"""Changes in generated files -> the same with the line of the definition that wrote the place. Loading a definition runs its Python."""

from __future__ import annotations

import os

from synth.compare.values import Comparison
from synth.finding import Finding
from synth.model import Origin
from synth.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from synth.compare.values import FileComparison
    from synth.report.written import Definitions

_END_OF_LINE = 1_000_000  # a line alone stands for what ends it: its innermost part


def with_lines(comparison: Comparison, files: Mapping[str, bytes], root: str) -> tuple[Comparison, list[str]]:
    """The comparison with the lines of the work tree's own definition, and why some could not be named. `files` are those of the work tree."""
    from synth.report.written import Definitions

    definitions = Definitions()
    made = [_file(file, files.get(file.file), root, definitions) for file in comparison.files]
    return replace(comparison, files=tuple(made)), definitions.notes


def _file(file: FileComparison, data: bytes | None, root: str, definitions: Definitions) -> FileComparison:
    places = [change.new for change in file.changes if change.new is not None]
    if data is None or not places or file.status == "unreadable":
        return file
    path = os.path.join(root, file.file)
    asked = [Finding("", "note", Origin(path, at.line, at.column or _END_OF_LINE), "") for at in places]
    found = iter(definitions.written(path, data.decode(errors="replace"), asked))
    changes = []
    for change in file.changes:
        line = next(found).written if change.new is not None else None
        changes.append(change if line is None else replace(change, written=_from_root(line, root)))
    return replace(file, changes=tuple(changes))


def _from_root(line: Origin, root: str) -> Origin:
    return Origin(os.path.relpath(os.path.abspath(line.file), root).replace(os.sep, "/"), line.line)
