"""A definition and all its files, worked out before anything is written. Workflows that are there already are left alone, and so are their names."""

from __future__ import annotations

from synth.build.repository import in_repository
from synth.link import WORKFLOWS
from synth.plan import plan
from synth.problems import DefinitionError, Problem
from synth.project import LOCK, MARKERS, PYTHON, load, render
from synth.record import Record, record
from synth.templates.fitting import fitted
from synth.templates.next_steps import places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeAlias

    from synth.plan import Change, Plan
    from synth.templates.fitting import Fitted
    from synth.templates.library import Template
    from synth.templates.next_steps import Place
    from synth.templates.surroundings import Seen

    Present: TypeAlias = Callable[[Iterable[str]], Mapping[str, str | None]]


@record
class Start(Record):
    """What `ghsynth init` would write, and what a person then has to do. `kept` are workflows that are not ours."""

    fitted: Fitted
    plan: Plan
    places: tuple[Place, ...]
    notes: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def start(template: Template, seen: Seen, present: Present, given: Mapping[str, str], *, stack: str = "auto") -> Start:
    """The files of the template in the repository. Where a workflow of somebody else has a file's name, ours get another name.

    Raises DefinitionError when the definition cannot become workflows, or something else is in the way.
    """
    made = _called(template, seen, present, given, stack, "")
    taken = [change.path for change in made.plan.of("foreign") if change.path.startswith(WORKFLOWS + "/")]
    if taken and len(taken) == len(made.plan.of("foreign")) and "NAME" not in given:
        first = made.fitted.known["NAME"].value.strip('"')
        for name in (f"{first} delivery", f"{first} by ghsynth"):
            made = _called(template, seen, present, given, stack, name)
            if not made.plan.of("foreign"):
                break
    if foreign := made.plan.of("foreign"):
        raise DefinitionError([_foreign(change) for change in foreign])
    return made


def _called(template: Template, seen: Seen, present: Present, given: Mapping[str, str], stack: str, name: str) -> Start:
    fit = fitted(template, seen, given, stack=stack, name=name)
    project = load(seen.folder, draft=fit.text)
    with in_repository(seen.folder):
        wanted = {**render(project), PYTHON: fit.text}
        where = places(project)
    found = present(wanted)
    ours = [path for path, text in found.items() if path in wanted and (path == LOCK or (text or "").startswith(MARKERS))]
    kept = [path for path in found if path.startswith(WORKFLOWS + "/") and path not in ours]
    return Start(
        fitted=fit, plan=plan(wanted, found, ours), places=where, notes=tuple(dict.fromkeys([*fit.remarks, *project.notes])), kept=tuple(kept)
    )


def _foreign(change: Change) -> Problem:
    return Problem(change.path, "is in the way and was not made by ghsynth: move it, or give the workflows another name with --set NAME=...")
