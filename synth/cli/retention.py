"""`ghsynth retention`: the lifecycle policy of a pipeline's registry, or what another one would take that a rollback needs."""

from __future__ import annotations

import json
import sys
from time import time

from synth.lifecycle import PolicyError, read
from synth.problems import DefinitionError, Problem
from synth.project import PYTHON, YAML, load
from synth.record import record
from synth.registry_state import needed_images, stored_images
from synth.retention import Retention
from synth.retention_dangers import KINDS, dangers, foreseen, missing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from synth.pipeline import Pipeline
    from synth.project import Project

    T = TypeVar("T")

SCHEMA = 1


@record
class Asked:
    """`policy` is a file's path, empty for the pipeline's own; `images` and `deployed` are files of what is there, which go together."""

    policy: str = ""
    images: str = ""
    deployed: str = ""
    workflow: str = ""


def retention(asked: Asked, *, directory: str = ".", format: str = "text") -> int:
    """The exit code: 0, 1 where a policy is a danger, 2 where it or the definition cannot be read."""
    try:
        return _checked(asked, directory, format) if asked.policy or asked.images else _printed(directory, asked.workflow, format)
    except DefinitionError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
    except PolicyError as error:
        for said in error.problems:
            print(said, file=sys.stderr)
    return 2


def _printed(directory: str, workflow: str, format: str) -> int:
    stage, repository = _pushed(load(directory), workflow)
    text = stage.retention.policy()
    for warning in stage.retention.warnings():
        print(f"{warning}; the policy has that already", file=sys.stderr)
    if format == "json":
        content = {"repository": repository, "region": stage.registry.region, "policy": json.loads(text), "warnings": stage.retention.warnings()}
        text = _json(content, 0)
    sys.stdout.write(text)
    return 0


def _checked(asked: Asked, directory: str, format: str) -> int:
    """A policy is held against the pipeline's promise, or the usual one where no pipeline is around, and against what is there."""
    promise, kinds, held, repository = Retention(), list(KINDS), False, ""
    if _defined(directory):
        project = load(directory)
        stage, repository = _pushed(project, asked.workflow)
        promise, kinds = stage.retention, ["commit", *[one for one in KINDS if one in stage.tags]]
        held = any([type(one).__name__ == "Keep" for pipeline in project.pipelines for one in pipeline.stages])
    rules = _read(asked.policy, read) if asked.policy else read(promise.policy())
    found, gone = foreseen(rules, promise, kinds, held), [""][:0]
    if asked.images:
        images = _read(asked.images, stored_images)
        needed = _read(asked.deployed, lambda text: needed_images(text, images, repository))
        found, gone = [*dangers(rules, images, needed, time()), *found], missing(images, needed)
    code = 1 if found or gone else 0
    name = asked.policy or "the policy"
    if format == "json":
        shown = [{"rule": one.rule.priority, "digest": one.digest, "why": one.why, "remedy": one.remedy} for one in found]
        sys.stdout.write(_json({"window": promise.window, "dangers": shown, "missing": gone}, code))
    elif code:
        sys.stdout.write("".join([f"{name}  {one}\n" for one in found] + [f"{asked.images}  {one}\n" for one in gone]))
    else:
        needs = f"{promise.rollback_days} days of {promise.deployments_a_day:g} deployments, and a year without one"
        sys.stdout.write(f"{name}  keeps what a rollback needs: {needs}{', and all that is deployed' if asked.images else ''}\n")
    return code


def _read(path: str, read: Callable[[str], T]) -> T:
    """What the file holds. Raises PolicyError, which names it."""
    try:
        return read(_text(path))
    except PolicyError as error:
        raise PolicyError([f"{path}  {said}" for said in error.problems]) from None


def _json(content: dict[str, Any], code: int) -> str:
    return json.dumps({"schema": SCHEMA, "command": "retention", "exit_code": code, **content}, indent=2) + "\n"


def _pushed(project: Project, workflow: str) -> tuple[Any, str]:
    """The stage that pushes, and the repository. Raises DefinitionError where there is none, or more than one."""
    found = [(one, stage) for one in project.pipelines for stage in one.stages if type(stage).__name__ == "Push" and workflow in ("", one.name)]
    if len(found) != 1:
        names = ", ".join([pipeline.name for pipeline, _ in found])
        what = f"pushes in several pipelines, {names}: choose one with --workflow" if found else "has no pipeline with the stage Push"
        raise DefinitionError([Problem(project.source, what + (f" called '{workflow}'" if workflow and not found else ""))])
    pipeline, stage = found[0]
    return stage, _repository(pipeline)


def _repository(pipeline: Pipeline) -> str:
    release = pipeline.progress().release
    return release.image.repository if release else ""


def _defined(directory: str) -> bool:
    import os

    return any([os.path.isfile(os.path.join(directory, name)) for name in (PYTHON, *YAML)])


def _text(path: str) -> str:
    if path == "-":
        return sys.stdin.read()
    try:
        with open(path, encoding="utf-8-sig") as file:
            return file.read()
    except UnicodeDecodeError:
        raise PolicyError(["is no UTF-8 text"]) from None
    except OSError as error:
        raise PolicyError([f"cannot be read: {error.strerror}"]) from None
