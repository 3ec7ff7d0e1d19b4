"""A template and what is known of a repository -> a definition, with what was concluded and what is still open."""

from __future__ import annotations

import re

from synth.nearest import nearest
from synth.problems import DefinitionError, Problem
from synth.record import Record, field, record
from synth.stacks.auto import STACK_NAMES
from synth.templates.blanks import blanks, filled, imported_as_used, quoted, source
from synth.templates.leaving_out import possible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from synth.templates.blanks import Blank
    from synth.templates.library import Template
    from synth.templates.surroundings import Seen

_FORMS = {
    "ACCOUNT": (r"\d{12}", "the 12 digits of an AWS account"),
    "REGION": (r"[a-z]{2}(-[a-z]+)+-\d", "a region of AWS, such as eu-west-1"),
    "URL": (r"https?://[^\s/{}]+(/[^\s{}]*)?", "an address that begins with https:// or http://"),
    "SERVICE": (r"[a-z0-9]+(?:[._-][a-z0-9]+)*", "lower-case letters and digits, with single '-', '_' or '.' between them"),
}


@record
class Known(Record):
    """The value of a blank, as Python source, and where it is known from."""

    value: str
    where: str


@record
class Fitted(Record):
    """A definition. `known` are the blanks that are filled; `open` those that a person has to look at; `remarks` what was left out, and why."""

    text: str
    known: Mapping[str, Known] = field(default_factory=dict)
    open: tuple[Blank, ...] = ()
    remarks: tuple[str, ...] = ()


def open_blanks(template: Template, seen: Seen, given: Mapping[str, str]) -> tuple[Blank, ...]:
    """The blanks that neither the repository nor what was given fills, in their order."""
    known = {*given, *_concluded(seen), "NAME"}
    return tuple([blank for blank in blanks(template.text) if blank.name not in known and blank.kind != "code"])


def checked(template: Template, name: str, value: str) -> str:
    """The value as Python source. Raises DefinitionError when the template has no such blank, or the value is none for it."""
    there = {one.name: one for one in blanks(template.text)}
    if name not in there:
        raise DefinitionError([Problem(name, f"is no blank of this template{nearest(name, there)}: it has {', '.join(there)}")])
    for ending, (form, what) in _FORMS.items():
        if (name == ending or name.endswith("_" + ending)) and not re.fullmatch(form, value.strip(), re.ASCII):
            raise DefinitionError([Problem(name, f"'{value}' is not {what}")])
    return source(there[name], value)


def fitted(template: Template, seen: Seen, given: Mapping[str, str], *, stack: str = "auto", name: str = "") -> Fitted:
    """The template for the repository. `given` are values by blank; `name` is another name for the workflows.

    Raises DefinitionError with everything that cannot be.
    """
    known: dict[str, Known] = {}
    problems: list[Problem] = []
    for key, value in given.items():
        try:
            known[key] = Known(value=checked(template, key, value), where="given")
        except DefinitionError as error:
            problems += error.problems
    more: Mapping[str, str] = {}
    try:
        known["STACK"], more = _stack(seen, stack)
    except DefinitionError as error:
        problems += error.problems
    if problems:
        raise DefinitionError(problems)
    there = [blank.name for blank in blanks(template.text)]
    known = {**{key: one for key, one in _concluded(seen).items() if key in there}, **known}
    if "NAME" not in known and "SERVICE" in known:
        known["NAME"] = known["SERVICE"]
    if name:
        known["NAME"] = Known(value=quoted(name), where="another workflow has the first name")
    text, remarks = possible(filled(template.text, {key: one.value for key, one in known.items()}), seen.project, stack)
    shown = {key: known[key] for key in there if key in known}
    return Fitted(text=imported_as_used(text, more), known=shown, open=open_blanks(template, seen, given), remarks=tuple(remarks))


def beginning(stack: str) -> str:
    """The stack with its usual commands, as Python source, for a project that is yet to come."""
    return 'Pip(requirements=["requirements.txt"])' if stack == "pip" else f"{STACK_NAMES[stack]}()"


def _stack(seen: Seen, stack: str) -> tuple[Known, Mapping[str, str]]:
    """The stack as Python source, and the names that it takes from which module."""
    project = seen.project
    if project is None:
        if stack != "auto":
            return Known(value=beginning(stack), where="given; nothing of it is here yet"), {STACK_NAMES[stack]: "synth.stacks"}
        said = "".join([f"; {note.where}: {note.why}" for note in seen.findings.notes])
        message = f"no project of a stack is here{said}. Begin with one, or name what it will be: --stack {'|'.join(STACK_NAMES)}"
        raise DefinitionError([Problem(seen.folder, message)])
    beside = [one for one in seen.findings.of(project.folder) if one is not project]
    arguments = [quoted(project.folder)] if project.folder != "." else []
    arguments += [f'kind="{project.kind}"'] if beside else []
    others = [one.folder for one in seen.findings.projects if one is not project]
    where = f"{project.where}" + (f"; there are others: {', '.join(others)}" if others else "")
    return Known(value=f"Auto({', '.join(arguments)})", where=where), {}


def _concluded(seen: Seen) -> dict[str, Known]:
    """What the repository shows, by blank."""
    found = {
        "SERVICE": (quoted(seen.name), "git remote" if seen.git.repository else "the folder's name") if seen.name else None,
        "MAIN": (quoted(seen.git.branch), "git") if seen.git.branch else None,
        "CONTEXT": (quoted(seen.context), "Dockerfile" if seen.context == "." else f"{seen.context}/Dockerfile") if seen.context else None,
        "COMPOSE": (quoted(seen.compose), seen.compose) if seen.compose else None,
        "TESTER": (quoted(seen.tester), seen.compose) if seen.tester else None,
    }
    return {name: Known(value=one[0], where=one[1]) for name, one in found.items() if one}
