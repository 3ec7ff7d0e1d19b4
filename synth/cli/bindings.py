"""`ghsynth bindings`: typed functions for actions that ghsynth does not bring."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

from synth.bindings.own import CATALOGUE, FOLDER, OWN_MARKER, facts_of, read, rendered, with_one
from synth.locking import repository_of
from synth.model import Origin
from synth.model.action import ActionFile
from synth.plan import plan
from synth.ports import OutsideError
from synth.problems import DefinitionError, Problem
from synth.validate import loaded
from synth.yaml.read import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.bindings.catalogue import ActionFacts


def add(reference: str, *, directory: str = ".", source: str = "") -> int:
    """The exit code: 0 when the binding is there, 2 when the reference or its file cannot be used."""
    try:
        text, name = _given(reference, directory, source)
        action = loaded(text, name)
        problems = [Problem(f.where or name, f.message) for f in action.findings if f.severity == "error"]
        if not isinstance(action.part, ActionFile) or problems:
            raise DefinitionError(problems or [Problem(name, "is no action's file")])
        facts = facts_of(_normal(reference), action.part, datetime.now(UTC).date().isoformat())
        _write(directory, with_one(_known(directory), facts))
    except (DefinitionError, OSError, OutsideError) as error:
        return _refused(error, directory)
    function = next(line for line in rendered([facts])[f"{FOLDER}/__init__.py"].splitlines() if " import " in line and "bindings." in line)
    print(f"bound    {facts.name}: {function.strip().replace(function.split()[1], 'bindings')}")
    if not facts.name.startswith("$/"):
        print(f"next     ghsynth lock {_normal(reference)}")
    return 0


def bindings(*, directory: str = ".", check: bool = False) -> int:
    """The exit code: 0 when all is as the catalogue says, 1 when --check found a difference, 2 when the catalogue cannot be read."""
    try:
        actions = _known(directory)
        if check:
            wanted = rendered(actions) if actions else {}
            differing = [path for path, text in wanted.items() if _text(os.path.join(directory, path)) != text]
            for path in differing:
                print(f"differs  {path}")
            return 1 if differing else 0
        _write(directory, actions)
    except (DefinitionError, OSError) as error:
        return _refused(error, directory)
    print(f"{len(actions)} bound in {FOLDER}" if actions else "no bindings of its own: 'ghsynth bindings add owner/repo@ref' makes the first")
    return 0


def _given(reference: str, directory: str, source: str) -> tuple[str, str]:
    """The text of the action's file, and a name for it."""
    if not source and reference.startswith(("./", "$/")):
        folder = os.path.join(directory, reference[2:])
        source = next((path for name in ("action.yml", "action.yaml") if os.path.isfile(path := os.path.join(folder, name))), "")
        if not source:
            raise DefinitionError([Problem(folder, "holds no action.yml: mend the path")])
    if source:
        with open(source, "rb") as opened:
            text = decode(opened.read())
        if not isinstance(text, str):
            raise DefinitionError([Problem(Origin(source, text.line, text.column), f"{text.message}: {text.remedy}")])
        return text, f"{os.path.dirname(source) or '.'}/action.yml"
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


def _normal(reference: str) -> str:
    return f"$/{reference[2:].strip('/')}" if reference.startswith(("./", "$/")) else reference


def _known(directory: str) -> tuple[ActionFacts, ...]:
    text = _text(os.path.join(directory, CATALOGUE))
    return () if text is None else read(text)


def _text(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return None


def _write(directory: str, actions: tuple[ActionFacts, ...]) -> None:
    from synth.adapters.disk import carry_out

    wanted = rendered(actions) if actions else {}
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
