"""`ghsynth explain`: what the workflows of a definition do, as text, tables or a picture; and how two environments differ."""

from __future__ import annotations

import sys

from synth.bindings.lock import merged
from synth.build.repository import in_repository
from synth.explain.as_json import as_json, comparison_as_json
from synth.explain.as_markdown import as_markdown, comparison_as_markdown
from synth.explain.as_text import as_text
from synth.explain.differences import as_text as comparison_as_text
from synth.explain.differences import compared
from synth.explain.explaining import Staged, explained, names, staged
from synth.explain.minutes import MinutesError, check_known, given
from synth.explain.pictures import drawn
from synth.link import link
from synth.nearest import nearest
from synth.picture import mermaid, svg
from synth.problems import DefinitionError, Problem
from synth.project import load
from synth.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from synth import model
    from synth.build.workflows import Workflow
    from synth.explain.differences import Comparison
    from synth.explain.values import Explanation
    from synth.project import Project

_WRITTEN: Mapping[str, Callable[[Sequence[Explanation]], str]] = {
    "text": as_text,
    "json": as_json,
    "markdown": as_markdown,
    "mermaid": lambda found: mermaid(drawn(found[0])),
    "svg": lambda found: svg(drawn(found[0])),
}
_COMPARED: Mapping[str, Callable[[Comparison], str]] = {"text": comparison_as_text, "json": comparison_as_json, "markdown": comparison_as_markdown}


@record
class Asked:
    """What to explain. `minutes` are NAME=N each; `diff` are two environments, or nothing."""

    workflow: str = ""
    minutes: Sequence[str] = ()
    diff: Sequence[str] = ()


def explain(asked: Asked, *, directory: str = ".", format: str = "text") -> int:
    """The exit code: 0, or 2 when the definition or what was asked is in the way."""
    try:
        project = load(directory)
        with in_repository(directory):
            text = _compared(project, asked, format) if asked.diff else _WRITTEN[format](_explained(project, asked))
    except DefinitionError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 2
    except MinutesError as error:
        print(f"--minutes  {error}", file=sys.stderr)
        return 2
    sys.stdout.write(text)
    return 0


def _explained(project: Project, asked: Asked) -> list[Explanation]:
    minutes = given(asked.minutes)
    pin = merged(project.lock).pin
    linked = [(source, link(source, pin), _staged(project, source)) for source in project.workflows]
    chosen = [one for one in linked if asked.workflow in ("", one[0].name)]
    if not chosen:
        raise DefinitionError([Problem(project.source, _no("workflow", asked.workflow, [source.name for source, _, _ in linked]))])
    check_known(minutes, {name for _, workflow, stages in chosen for name in names(workflow, stages)})
    waiting = {name for _, _, stages in linked for name in stages.waiting}
    return [explained(source, workflow, stages, minutes, waiting=waiting) for source, workflow, stages in _pipelines_first(chosen)]


def _pipelines_first(found: Sequence[tuple[Workflow, model.Workflow, Staged]]) -> list[tuple[Workflow, model.Workflow, Staged]]:
    return sorted(found, key=lambda one: not one[2].stages)


def _staged(project: Project, source: Workflow) -> Staged:
    """The stages behind the workflow; none where it was written by hand or stands beside a pipeline."""
    pipeline = next((one for one in project.pipelines if (one.name, one.file) == (source.name, source.file)), None)
    return staged(pipeline) if pipeline is not None else Staged()


def _compared(project: Project, asked: Asked, format: str) -> str:
    if format not in _COMPARED:
        raise DefinitionError([Problem("--diff", f"is no picture: take --format {', '.join(_COMPARED)}")])
    pipelines = [one for one in project.pipelines if asked.workflow in ("", one.name)]
    if not pipelines:
        raise DefinitionError([Problem(project.source, _no("pipeline", asked.workflow, [one.name for one in project.pipelines]))])
    return _COMPARED[format](compared(pipelines[0], *asked.diff))


def _no(what: str, name: str, known: Sequence[str]) -> str:
    return f"has no {what} '{name}'{nearest(name, known)}" if name else f"has no {what}"
