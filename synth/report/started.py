"""What `ghsynth init` did, and what a person does next: as text and as JSON."""

from __future__ import annotations

import json
import os

from synth.model import Origin
from synth.project import PYTHON
from synth.record import fields
from synth.runtime.screen import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from synth.problems import Problem
    from synth.templates.library import Template
    from synth.templates.next_steps import Place
    from synth.templates.starting import Start
    from synth.templates.surroundings import Seen

SCHEMA = 1


def as_text(template: Template, seen: Seen, made: Start, dry_run: bool = False) -> str:
    """What was concluded, what was written, and what comes next."""
    parts = [
        [f"{template.name}: {template.description}"],
        [*_concluded(made)],
        [*_files(made, dry_run)],
        [*_open(made)],
        ["Next:", *_next(seen, made)],
    ]
    return "\n\n".join(["\n".join(part) for part in parts if part]) + "\n"


def as_json(template: Template, seen: Seen, made: Start, dry_run: bool = False) -> str:
    fit = made.fitted
    answer = {
        "schema": SCHEMA,
        "command": "init",
        "exit_code": 0,
        "dry_run": dry_run,
        "template": template.id,
        "source": PYTHON,
        "repository": seen.git.repository or None,
        "known": {name: {"value": one.value, "where": one.where} for name, one in fit.known.items()},
        "open": [{"name": one.name, "value": one.value, "purpose": one.purpose} for one in fit.open],
        "changes": [{"path": change.path, "change": change.kind} for change in made.plan.changes],
        "kept": list(made.kept),
        "environments": [_plain(place) for place in made.places],
        "missing": [path for path, _ in _missing(seen, made)],
        "notes": list(made.notes),
    }
    return json.dumps(answer, indent=2) + "\n"


def refused_as_json(problems: Sequence[Problem], code: int) -> str:
    def one(problem: Problem) -> dict[str, object]:
        where = problem.where
        place = {"file": where.file, "line": where.line} if isinstance(where, Origin) else {"file": where, "line": None}
        return {**place, "message": problem.message}

    answer = {"schema": SCHEMA, "command": "init", "exit_code": code, "problems": [one(problem) for problem in problems]}
    return json.dumps(answer, indent=2) + "\n"


def _plain(place: Place) -> dict[str, Any]:
    return {name: getattr(place, name) for name in fields(type(place))}


def _concluded(made: Start) -> Iterator[str]:
    for name, known in made.fitted.known.items():
        yield f"  {name:18} {printable(known.value):28} {printable(known.where)}"


def _files(made: Start, dry_run: bool) -> Iterator[str]:
    actions: dict[str, int] = {}
    for change in made.plan.of("create", "update"):
        folder = "/".join(change.path.split("/")[:3]) + "/"
        if folder.startswith(".github/actions/"):
            actions[folder] = actions.get(folder, 0) + 1
    for folder, number in actions.items():
        yield f"create  {folder} ({number} files)"
    for change in made.plan.of("create", "update"):
        if not change.path.startswith(".github/actions/"):
            yield f"{change.kind:7} {change.path}"
    for path in made.kept:
        yield f"kept    {printable(path)}"
    number = len(made.plan.of("create", "update"))
    yield f"{number} to write; this is a dry run" if dry_run else f"{number} written"


def _open(made: Start) -> Iterator[str]:
    if made.fitted.open:
        yield f"To fill in, where {PYTHON} says so; then 'ghsynth generate':"
    for blank in made.fitted.open:
        yield f"  {blank.name:18} {blank.value:38} {blank.purpose}"


def _next(seen: Seen, made: Start) -> Iterator[str]:
    settings = f"https://github.com/{seen.git.repository}/settings" if seen.git.repository else "Settings"
    for path, why in _missing(seen, made):
        yield f"- {path} is not there yet: {why}"
    environments = [place for place in made.places if place.name]
    if environments:
        yield f"- Create the environments ({settings}/environments):"
    for place in environments:
        yield f"    {place.name:16} {'required reviewers, ' if place.waits else ''}only {' and '.join(place.branches)} may deploy to it"
    if any([place.roles for place in environments]):
        yield "- Create the roles in AWS; each trusts GitHub's OIDC provider for this subject alone:"
    for place in environments:
        for role in place.roles:
            yield f"    {role}"
            yield f"      {place.trusts(seen.git.repository)}   for {', '.join(place.workflows)}"
    for place in made.places:
        where = f"environment {place.name}" if place.name else "the repository"
        if place.secrets:
            yield f"- Set the secrets of {where}: {', '.join(place.secrets)}"
        if place.variables:
            yield f"- Set the variables of {where}: {', '.join(place.variables)}"
    for note in made.notes:
        yield f"- {printable(note)}"
    yield '- git add .github && git commit -m "Delivery by ghsynth", and push; the first run shows what is still missing'


def _missing(seen: Seen, made: Start) -> Iterator[tuple[str, str]]:
    """Files that the pipeline uses and the repository does not have."""
    if seen.context is None:
        yield "Dockerfile", "the image is built from it"
    if not seen.git.top:
        yield ".git", "GitHub reads workflows from a repository: git init"
    elif os.path.realpath(seen.git.top) != os.path.realpath(seen.folder):
        yield f"{PYTHON} in {seen.git.top}", "GitHub reads workflows from the repository's root, and this folder is not that"
