"""`ghsynth init`: a definition and its workflows for a repository that has none, from a template and what the repository shows."""

from __future__ import annotations

import os
import sys

from synth.adapters import git
from synth.adapters.disk import carry_out, present
from synth.problems import DefinitionError, Problem
from synth.project import PYTHON, YAML
from synth.record import field, record
from synth.report.started import as_json, as_text, refused_as_json
from synth.templates.fitting import checked, open_blanks
from synth.templates.library import DEFAULT, template
from synth.templates.starting import start
from synth.templates.surroundings import Git, seen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from synth.templates.library import Template
    from synth.templates.surroundings import Seen


@record
class Asked:
    """What was asked for. `given` are values of the template's blanks; `yes` takes the rest as it is, `dry_run` writes nothing."""

    template: str = DEFAULT
    stack: str = "auto"
    given: Mapping[str, str] = field(default_factory=dict)
    yes: bool = False
    dry_run: bool = False


def init(asked: Asked, *, directory: str = ".", format: str = "text") -> int:
    """The exit code: 0 when there is a definition now, 2 when something is in the way; then nothing was written."""
    try:
        there = [name for name in (PYTHON, *YAML) if os.path.lexists(os.path.join(directory, name))]
        if there:
            return _there(there[0], as_json=format == "json")
        chosen = template(asked.template)
        found = _seen(directory, asked.stack)
        given = dict(asked.given)
        if not (asked.yes or format == "json") and sys.stdin.isatty() and sys.stdout.isatty():
            given |= _answers(chosen, found, given)
        made = start(chosen, found, lambda wanted: present(directory, wanted), given, stack=asked.stack)
        if not asked.dry_run:
            carry_out(directory, made.plan)
    except DefinitionError as error:
        return _refused(error.problems, format == "json")
    except OSError as error:
        return _refused((Problem(error.filename or directory, f"{error.strerror}: mend that and run it again"),), format == "json")
    except EOFError:
        return _refused((Problem("ghsynth init", "the answers ended: run it again, with --yes where nobody answers"),), format == "json")
    sys.stdout.write((as_json if format == "json" else as_text)(chosen, found, made, asked.dry_run))
    return 0


def _seen(directory: str, stack: str) -> Seen:
    if not os.path.isdir(directory):
        raise DefinitionError([Problem(directory, "is no folder: give the repository's")])
    return seen(directory, Git(repository=git.remote(directory), branch=git.branch(directory), top=git.top(directory)), stack)


def _answers(chosen: Template, found: Seen, given: Mapping[str, str]) -> dict[str, str]:
    """What a person says to each open blank; an empty answer leaves it open."""
    answers: dict[str, str] = {}
    for blank in open_blanks(chosen, found, given):
        while answer := input(f"{blank.purpose} ({blank.name}) [{blank.value}]: ").strip():
            try:
                checked(chosen, blank.name, answer)
            except DefinitionError as error:
                print(error)
                continue
            answers[blank.name] = answer
            break
    return answers


def _there(name: str, as_json: bool) -> int:
    said = "is there already, and stays as it is: change it, and run 'ghsynth generate'"
    if as_json:
        sys.stdout.write(refused_as_json((Problem(name, said),), 0))
    else:
        print(f"{name}  {said}")
    return 0


def _refused(problems: tuple[Problem, ...], as_json: bool) -> int:
    if as_json:
        sys.stdout.write(refused_as_json(problems, 2))
    else:
        for problem in problems:
            print(problem, file=sys.stderr)
        print(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}; nothing was written.", file=sys.stderr)
    return 2
