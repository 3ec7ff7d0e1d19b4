"""`ghsynth diff`: what changed in meaning between two versions of the workflows, the default branch and the work tree unless others are given."""

from __future__ import annotations

import os
import sys

from synth.cli import coloured
from synth.compare.comparing import compare
from synth.compare.values import SEVERITIES, Comparison
from synth.problems import DefinitionError
from synth.project import LOCK, MARKERS, PYTHON, YAML, load, render
from synth.record import record
from synth.sources.asked import Versions, versions
from synth.sources.values import SourceError, differing
from synth.sources.written import with_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.compare.values import Change


@record
class Asked:
    """What to compare. `fail_on` is a severity, or `nothing`; `drift` also looks for generated files that are not what the definition says;
    without `definition` none of the repository's Python runs."""

    words: Sequence[str] = ()
    fail_on: str = "nothing"
    drift: bool = False
    definition: bool = True


def diff(asked: Asked, *, directory: str = ".", format: str = "text") -> int:
    """The exit code: 0, 1 when --fail-on is reached, 2 when something is in the way."""
    try:
        found = versions(asked.words, directory)
        comparison = _compared(found, asked)
    except SourceError as error:
        print(error, file=sys.stderr)
        return 2
    except DefinitionError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 2
    for note in (*found.before.notes, *found.after.notes):
        print(f"note: {note}", file=sys.stderr)
    code = 1 if _reached(comparison, asked.fail_on) else 0
    _print(_rendered(comparison, found, format, code))
    return code


def _compared(found: Versions, asked: Asked) -> Comparison:
    made = compare(*differing(found.before.files, found.after.files))
    if found.root is None:
        if asked.drift:
            raise SourceError("--drift", "looks at the work tree: leave out HEAD")
        return made
    if asked.drift:
        from synth.sources.drift import with_drift

        made = with_drift(made, _drift(found.root))
    if asked.definition and any([os.path.isfile(os.path.join(found.root, name)) for name in (PYTHON, *YAML)]):
        made, notes = with_lines(made, found.after.files, found.root)
        for note in notes:
            print(f"note: {note}", file=sys.stderr)
    return made


def _drift(root: str) -> tuple[Change, ...]:
    """What is not as the definition of the work tree says. Raises DefinitionError."""
    from synth.adapters.disk import made_by, present
    from synth.plan import plan
    from synth.sources.drift import drift
    from synth.updates.bots import DEPENDABOT, RENOVATE

    project = load(root)
    wanted = render(project)
    there = present(root, (*wanted, DEPENDABOT, RENOVATE))
    return drift(plan(wanted, there, made_by(MARKERS, there, LOCK)), project.source)


def _reached(comparison: Comparison, fail_on: str) -> bool:
    worst = comparison.worst
    return worst is not None and fail_on in SEVERITIES and SEVERITIES.index(worst) <= SEVERITIES.index(fail_on)


def _rendered(comparison: Comparison, found: Versions, format: str, code: int) -> str:
    if format == "json":
        from synth.compare.render.as_json import as_json

        return as_json(comparison, code)
    if format == "markdown":
        from synth.compare.render.markdown import markdown

        return markdown(comparison, found.head or found.after.name)
    if format == "github":
        from synth.compare.render.annotations import annotations

        return annotations(comparison)
    from synth.compare.render.text import text

    return text(comparison, coloured(sys.stdout))


def _print(text: str) -> None:
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")  # a path may be no text
    try:
        sys.stdout.write(text if text.endswith("\n") or not text else text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has what it wants: https://docs.python.org/3/library/signal.html#note-on-sigpipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
