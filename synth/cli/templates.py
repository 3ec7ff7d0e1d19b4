"""`ghsynth templates`: what `ghsynth init` can start from, and the same for an organisation's `.github` repository."""

from __future__ import annotations

import json
import os
import sys

from synth.adapters.disk import carry_out
from synth.plan import plan
from synth.problems import DefinitionError
from synth.templates.export import exported
from synth.templates.library import templates


def listed(*, format: str = "text") -> int:
    """The exit code, 0."""
    if format == "json":
        found = [{"id": one.id, "name": one.name, "description": one.description, "categories": one.properties["categories"]} for one in templates()]
        print(json.dumps({"schema": 1, "command": "templates", "exit_code": 0, "templates": found}, indent=2))
        return 0
    for one in templates():
        print(f"{one.id:12}  {one.description}")
    return 0


def export(directory: str, *, stack: str = "npm", force: bool = False, format: str = "text") -> int:
    """The exit code: 0 when all files are there, 2 when one that differs is in the way and `force` was not given; then nothing was written."""
    try:
        wanted = exported(stack)
        present = {path: _text(os.path.join(directory, path)) for path in wanted if os.path.lexists(os.path.join(directory, path))}
        made = plan(wanted, present, (), adopt=force)
        foreign = [change.path for change in made.of("foreign")]
        if not foreign:
            carry_out(directory, made)
    except DefinitionError as error:
        return _refused([str(problem) for problem in error.problems], format)
    except OSError as error:
        return _refused([f"{error.filename or directory}  {error.strerror}: mend that and run it again"], format)
    if foreign:
        return _refused([f"{path}  is there already and differs: move it, or give --force" for path in foreign], format)
    if format == "json":
        changes = [{"path": change.path, "change": change.kind} for change in made.changes]
        print(json.dumps({"schema": 1, "command": "templates export", "exit_code": 0, "changes": changes}, indent=2))
        return 0
    for change in made.changes:
        if change.path.startswith("workflow-templates/"):
            print(f"{change.kind:7} {change.path}")
    print("the workflows call actions of the repository that uses them: ghsynth-actions/README.md says how they get there")
    return 0


def _refused(said: list[str], format: str) -> int:
    if format == "json":
        print(json.dumps({"schema": 1, "command": "templates export", "exit_code": 2, "problems": said}, indent=2))
        return 2
    for line in said:
        print(line, file=sys.stderr)
    print(f"{len(said)} problem{'s' if len(said) > 1 else ''}; nothing was written.", file=sys.stderr)
    return 2


def _text(path: str) -> str | None:
    """None for what is no text."""
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except UnicodeDecodeError:
        return None
