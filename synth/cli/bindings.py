"""`ghsynth bindings`: typed functions for actions that ghsynth does not bring."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

from synth.bindings.catalogue import ActionFacts
from synth.bindings.own import CATALOGUE, FOLDER, OWN_MARKER, facts_of, read, read_calls, rendered, with_call, with_one
from synth.bindings.own_calls import CallFacts, call_facts
from synth.cli.files import workflow_files
from synth.locking import repository_of
from synth.model import Origin, Workflow
from synth.model.action import ActionFile
from synth.plan import plan
from synth.ports import OutsideError
from synth.problems import DefinitionError, Problem
from synth.project import MARKER
from synth.record import positional, replace
from synth.validate import loaded
from synth.yaml.read import decode


def add(reference: str = "", *, directory: str = ".", source: str = "") -> int:
    """The exit code: 0 when the binding is there, 2 when the reference or its file cannot be used.

    Without a reference: every action and reusable workflow of the repository that somebody wrote by hand.
    """
    try:
        own = _known(directory)
        wanted = [_facts(reference, directory, source)] if reference else _local(directory)
        for facts in wanted:
            own = own.with_one(facts)
        _write(directory, own)
    except (DefinitionError, OSError, OutsideError) as error:
        return _refused(error, directory)
    for facts in wanted:
        print(f"bound    {facts.path if isinstance(facts, CallFacts) else facts.name}: from bindings import {_function(facts)}")
    if not wanted:
        print("no action or reusable workflow of the repository is written by hand")
    if reference and not reference.startswith(("./", "$/")):
        print(f"next     ghsynth lock {_normal(reference)}")
    return 0


def bindings(*, directory: str = ".", check: bool = False) -> int:
    """The exit code: 0 when all is as the catalogue and the repository's files say, 1 when --check found a difference, 2 when one cannot be read."""
    try:
        own = _known(directory)
        for facts in _read_again(directory, own):
            own = own.with_one(facts)
        if check:
            wanted = own.rendered()
            differing = [path for path, text in wanted.items() if _text(os.path.join(directory, path)) != text]
            for path in differing:
                print(f"differs  {path}")
            return 1 if differing else 0
        _write(directory, own)
    except (DefinitionError, OSError, OutsideError) as error:
        return _refused(error, directory)
    count = len(own.actions) + len(own.calls)
    print(f"{count} bound in {FOLDER}" if count else "no bindings of its own: 'ghsynth bindings add owner/repo@ref' makes the first")
    return 0


@positional
class _Own:
    """What the repository has bound."""

    actions: tuple[ActionFacts, ...]
    calls: tuple[CallFacts, ...]

    def with_one(self, facts: ActionFacts | CallFacts) -> _Own:
        if isinstance(facts, CallFacts):
            return _Own(self.actions, with_call(self.calls, facts))
        return _Own(with_one(self.actions, facts), self.calls)

    def rendered(self) -> dict[str, str]:
        return rendered(self.actions, self.calls) if self.actions or self.calls else {}


def _function(facts: ActionFacts | CallFacts) -> str:
    if isinstance(facts, CallFacts):
        return facts.function
    line = next(line for line in rendered([facts])[f"{FOLDER}/__init__.py"].splitlines() if " import " in line and "bindings." in line)
    return line.rpartition(" ")[2]


def _facts(reference: str, directory: str, source: str = "") -> ActionFacts | CallFacts:
    """What is known of an action, or of a reusable workflow of the repository. Raises DefinitionError, OSError, OutsideError."""
    text, name = _given(reference, directory, source)
    read = loaded(text, name)
    problems = [Problem(f.where or name, f.message) for f in read.findings if f.severity == "error"]
    if not problems and isinstance(read.part, ActionFile):
        return facts_of(_normal(reference), read.part, datetime.now(UTC).date().isoformat())
    if not problems and isinstance(read.part, Workflow):
        found = call_facts(reference[2:], read.part) if _is_local_workflow(reference) else None
        if found is not None:
            return found
        problems = [Problem(name, "cannot be called: add 'workflow_call' to its triggers")]
    raise DefinitionError(problems or [Problem(name, "is no action's file")])


def _local(directory: str) -> list[ActionFacts | CallFacts]:
    """Every action and reusable workflow of the repository that ghsynth did not generate."""
    found = []
    for file in workflow_files([directory])[0] if os.path.isdir(os.path.join(directory, ".github")) else ():
        path, text = os.path.relpath(file, directory).replace(os.sep, "/"), _text(file) or ""
        if text.startswith(MARKER):
            continue
        if path.startswith(".github/workflows/"):
            part = loaded(text, path).part
            if isinstance(part, Workflow) and call_facts(path, part) is not None:
                found.append(_facts(f"./{path}", directory))
        elif "/" in path:
            found.append(_facts(f"./{os.path.dirname(path)}", directory))
    return found


def _read_again(directory: str, own: _Own) -> list[ActionFacts | CallFacts]:
    """What the repository's own files say now, where that is something else than the catalogue has."""
    found: list[ActionFacts | CallFacts] = []
    for action in own.actions:
        if action.name.startswith("$/"):
            now = _facts(action.name, directory)
            if isinstance(now, ActionFacts) and replace(now, seen=action.seen) != action:
                found.append(now)
    return found + [now for call in own.calls if (now := _facts(f"./{call.path}", directory)) != call]


def _given(reference: str, directory: str, source: str) -> tuple[str, str]:
    """The text of the action's file, and a name for it."""
    if not source and _is_local_workflow(reference):
        source = os.path.join(directory, reference[2:])
        return _readable(source), reference[2:]
    if not source and reference.startswith(("./", "$/")):
        folder = os.path.join(directory, reference[2:])
        source = next((path for name in ("action.yml", "action.yaml") if os.path.isfile(path := os.path.join(folder, name))), "")
        if not source:
            raise DefinitionError([Problem(folder, "holds no action.yml: mend the path")])
    if source:
        return _readable(source), f"{os.path.dirname(source) or '.'}/action.yml"
    if "@" not in reference or reference.count("/") < 1:
        raise DefinitionError([Problem(reference, "is no action: write owner/repo@ref, owner/repo/path@ref or $/path")])
    from synth.adapters.github import GitHub

    repository, (name, _, ref) = repository_of(reference), reference.partition("@")
    path = "/".join(name.split("/")[2:])
    with GitHub.from_environment() as github:
        commit = github.resolve(repository, ref).commit
        for file in ("action.yml", "action.yaml"):
            found = github.file(repository, f"{path}/{file}" if path else file, commit)
            if found is not None:
                return found, f"{reference}/action.yml"
    raise DefinitionError([Problem(reference, "has no action.yml at that commit: mend the path or the version")])


def _readable(path: str) -> str:
    with open(path, "rb") as opened:
        text = decode(opened.read())
    if not isinstance(text, str):
        raise DefinitionError([Problem(Origin(path, text.line, text.column), f"{text.message}: {text.remedy}")])
    return text


def _is_local_workflow(reference: str) -> bool:
    return reference.startswith(("./.github/workflows/", "$/.github/workflows/"))


def _normal(reference: str) -> str:
    return f"$/{reference[2:].strip('/')}" if reference.startswith(("./", "$/")) else reference


def _known(directory: str) -> _Own:
    text = _text(os.path.join(directory, CATALOGUE))
    return _Own((), ()) if text is None else _Own(read(text), read_calls(text))


def _text(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return None


def _write(directory: str, own: _Own) -> None:
    from synth.adapters.disk import carry_out

    wanted = own.rendered()
    present = {path: text for path in wanted if (text := _text(os.path.join(directory, path))) is not None}
    ours = [path for path, text in present.items() if path == CATALOGUE or (text or "").startswith(OWN_MARKER)]
    made = plan(wanted, present, ours)
    if foreign := made.of("foreign"):
        raise DefinitionError([Problem(change.path, "is in the way and was not made by ghsynth: move it") for change in foreign])
    carry_out(directory, made)


def _refused(error: Exception, directory: str) -> int:
    if isinstance(error, DefinitionError):
        for problem in error.problems:
            print(problem, file=sys.stderr)
    elif isinstance(error, OSError):
        print(f"{error.filename or directory}  {error.strerror}: mend that and run it again", file=sys.stderr)
    else:
        print(error, file=sys.stderr)
    print("nothing was written.", file=sys.stderr)
    return 2
