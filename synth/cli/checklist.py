"""`ghsynth checklist`: the points that a delivery should satisfy, held against the pipelines of a definition."""

from __future__ import annotations

import os
import sys

from synth.bindings.lock import merged
from synth.build.repository import in_repository
from synth.checklist.checking import checked
from synth.checklist.values import MISSED
from synth.checklist.written import as_json, as_markdown, as_text
from synth.link import file_name, link
from synth.nearest import nearest
from synth.problems import DefinitionError, Problem
from synth.project import load

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.checklist.values import Checklist


def checklist(directory: str = ".", *, workflow: str = "", fail: bool = False, format: str = "text") -> int:
    """The exit code: 0, 1 for a missed point where that is asked, 2 when the definition is in the way."""
    try:
        found = _all(directory, workflow)
    except DefinitionError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 2
    code = 1 if fail and any([one.count(MISSED) for one in found]) else 0
    sys.stdout.write(as_json(found, code) if format == "json" else as_markdown(found) if format == "markdown" else as_text(found))
    return code


def _all(directory: str, name: str) -> list[Checklist]:
    """Raises DefinitionError where no pipeline is there to look at."""
    project = load(directory)
    pin = merged(project.lock).pin
    chosen = [one for one in project.pipelines if name in ("", one.name)]
    if not chosen:
        known = [one.name for one in project.pipelines]
        what = f"has no pipeline '{name}'{nearest(name, known)}" if name else "has no pipeline: the points are about its stages"
        raise DefinitionError([Problem(project.source, what)])

    def read(path: str) -> str | None:
        return _text(directory, path)

    found = []
    with in_repository(directory):
        for pipeline in chosen:
            sources = pipeline.workflows()
            found.append(checked(pipeline, file_name(sources[0]), [link(source, pin) for source in sources], read))
    return found


def _text(root: str, path: str) -> str | None:
    """A file of the repository; None for one that is not there, lies outside, or cannot be read."""
    whole = os.path.realpath(os.path.join(root, path))
    if not whole.startswith(os.path.realpath(root) + os.sep):
        return None
    try:
        with open(whole, encoding="utf-8-sig") as file:
            return file.read()
    except (OSError, UnicodeDecodeError):
        return None
