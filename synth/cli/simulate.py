"""`ghsynth simulate`: which workflows an event starts, which of their jobs run, and why the others do not."""

from __future__ import annotations

import json
import os
import sys

from synth.cli import coloured
from synth.cli.files import workflow_files
from synth.problems import DefinitionError, Problem
from synth.record import field, record
from synth.simulate.as_json import as_json
from synth.simulate.as_mermaid import as_mermaid
from synth.simulate.as_text import as_text
from synth.simulate.asking import EventError
from synth.simulate.simulating import simulate as simulation_of
from synth.simulate.values import Event
from synth.surroundings import Repository, repository_of
from synth.validate import is_action, loaded, validate_bytes
from synth.yaml.read import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.model import Workflow
    from synth.simulate.values import Simulation


@record
class Asked:
    """What happens. `event` is NAME or NAME.TYPE; `changed` are lines of paths, None: unknown; pairs are NAME=VALUE."""

    event: str
    ref: str = ""
    head: str = ""
    changed: Sequence[str] | None = None
    inputs: Sequence[str] = ()
    results: Sequence[str] = ()
    outputs: Sequence[str] = ()
    variables: Sequence[str] = ()
    secrets: Sequence[str] = ()
    approved: Sequence[str] = ()
    actor: str = ""
    repository: str = ""
    fork: bool = False
    workflow: str = ""
    payload: str = ""
    paths: Sequence[str] = field(default_factory=list)


def simulate(asked: Asked, *, format: str = "text") -> int:
    """The exit code: 0, or 2 when a file, or what was asked, is in the way."""
    try:
        workflows, around = _read(asked.paths)
        event = _event(asked, next(iter(workflows), "."))
        found = simulation_of(workflows, event, approved=asked.approved, find=around.workflow)
    except DefinitionError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 2
    except EventError as error:
        print(f"{asked.event}  {error}", file=sys.stderr)
        return 2
    _print(_written(found, format))
    return 0


def _written(found: Simulation, format: str) -> str:
    if format == "json":
        return as_json(found)
    return as_mermaid(found) if format == "mermaid" else as_text(found, coloured(sys.stdout))


def _read(paths: Sequence[str]) -> tuple[dict[str, Workflow], Repository]:
    """The workflows by their paths. Raises DefinitionError with what GitHub refuses in them."""
    files, problems = workflow_files(paths)
    files = [file for file in files if not is_action(file)]
    found: dict[str, Workflow] = {}
    around = repository_of(files[0]) if files else Repository(None)
    for file in files:
        try:
            with open(file, "rb") as opened:
                data = opened.read()
        except OSError as error:
            problems.append(Problem(file, f"cannot be read: {error.strerror}"))
            continue
        wrong = [one for one in validate_bytes(data, file, around, level="grammar") if one.severity == "error"]
        problems += [Problem(f"{one.where}:{one.where.column}" if one.where else file, f"{one.message} [{one.rule}]") for one in wrong]
        text = decode(data)
        if not wrong and isinstance(text, str):
            found[file] = loaded(text, file).part
    if problems:
        raise DefinitionError(problems)
    if not found:
        raise DefinitionError([Problem(paths[0] if paths else ".", "holds no workflow")])
    return found, around


def _event(asked: Asked, file: str) -> Event:
    from synth.adapters.git import branch, remote

    folder = os.path.dirname(file) or "."
    name, _, action = asked.event.partition(".")
    changed = None if asked.changed is None else tuple([path for lines in asked.changed for path in lines.splitlines() if path])
    return Event(
        name=name,
        action=action or None,
        ref=asked.ref,
        head=asked.head or "feature",
        default_branch=branch(folder) or "main",
        changed=changed,
        inputs=_pairs("--input", asked.inputs),
        results=_pairs("--result", asked.results),
        outputs=_pairs("--output", asked.outputs, dotted=True),
        actor=asked.actor,
        repository=asked.repository or remote(folder),
        fork=asked.fork,
        variables=_pairs("--var", asked.variables),
        secrets=tuple(asked.secrets),
        workflow=asked.workflow,
        payload=_payload(asked.payload),
    )


def _pairs(option: str, words: Sequence[str], dotted: bool = False) -> dict[str, str]:
    found = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name or (dotted and "." not in name):
            raise DefinitionError([Problem(option, f"'{word}' is not {'JOB.NAME=VALUE' if dotted else 'NAME=VALUE'}")])
        found[name.strip()] = value
    return found


def _payload(file: str) -> dict[str, Any]:
    if not file:
        return {}
    try:
        with open(file, encoding="utf-8") as opened:
            content = json.load(opened)
    except OSError as error:
        raise DefinitionError([Problem(file, f"cannot be read: {error.strerror}")]) from None
    except (ValueError, RecursionError) as error:
        raise DefinitionError([Problem(file, f"is no JSON: {error}")]) from None
    if not isinstance(content, dict):
        raise DefinitionError([Problem(file, "is no JSON object: give what github.event holds")])
    return content


def _print(text: str) -> None:
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")  # a path may be no text
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has what it wants: https://docs.python.org/3/library/signal.html#note-on-sigpipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
