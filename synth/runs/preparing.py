"""From a repository and an event to what act is given: which workflows start, what stands in the way, and the lowered copy."""

from __future__ import annotations

import json
import os
import re

from synth import model
from synth.nearest import nearest
from synth.record import Record, field, record, replace
from synth.runs import copying, refusing
from synth.runs.lowering import SELF, lower, may_identify
from synth.runs.telling import told
from synth.runs.uses import OWN, used
from synth.runs.values import RunnerError
from synth.simulate.happening import completed
from synth.simulate.starting import starts
from synth.simulate.values import Event
from synth.validate import loaded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import Any

    from synth.runs.lowering import Imitated

FOLDER = ".github/workflows"
_OWN_ACTION = re.compile(r"^(\s*(?:- )?uses:\s*['\"]?)\$/([^'\"\s#]+)", re.MULTILINE)


@record
class Chosen(Record):
    """The workflows that run, by file. `repositories` are folders by `owner/name@ref`; `notes` say what is imitated."""

    root: str
    workflows: Mapping[str, model.Workflow]
    repositories: Mapping[str, str] = field(default_factory=dict)
    job: str = ""
    notes: tuple[str, ...] = ()


def choose(
    root: str, event: str, file: str = "", job: str = "", repositories: Mapping[str, str] | None = None, inputs: Collection[str] = (), ref: str = ""
) -> Chosen:
    """What runs for the event; of a push to the branch that is checked out, unless `ref` says another.

    Raises RunnerError with everything that stands in its way.
    """
    known = {name: os.path.abspath(folder) for name, folder in (repositories or {}).items()}
    read = {name: _read(root, name) for name in _named(root, file)}
    started = {name: workflow for name, workflow in read.items() if event in workflow.on and (not job or job in workflow.jobs)}
    if not started:
        events = sorted({one for workflow in read.values() for one in workflow.on})
        what = f"job '{job}' of a workflow for {event}" if job else f"workflow for {event}"
        raise RunnerError(f"{root}  has no {what}: its workflows run for {', '.join(events) or 'nothing'}")
    started = _started(root, started, event, ref)
    problems = [f"--local-repository {name}={folder}  is no folder" for name, folder in known.items() if not os.path.isdir(folder)]
    for name, workflow in started.items():
        declared = workflow.on[event].inputs or {}
        problems += [f"--input {one}  is no input of {name}{nearest(one, declared)}" for one in inputs if one not in declared]
    notes: list[str] = []
    for name, workflow in started.items():
        needed = needs(workflow, job)
        problems += [problem for one in needed for problem in refusing.of_workflow(name, workflow, one)]
        notes += [note for one in needed for note in told(name, workflow, one)]
    uses = used(root, {name: needs(workflow, job) for name, workflow in started.items()}, known)
    problems += refusing.of_uses(root, uses, known)
    for called in called_files(root, _only(started, job)):
        problems += refusing.of_workflow(called, _read(root, called))
    if problems:
        raise RunnerError(*dict.fromkeys(problems))
    return Chosen(root=root, workflows=started, repositories=known, job=job, notes=tuple(dict.fromkeys(notes)))


def _started(root: str, workflows: Mapping[str, model.Workflow], event: str, ref: str) -> dict[str, model.Workflow]:
    """Those whose filters let the event through, as far as they can be known: which paths changed is not."""
    at = ref or (f"refs/heads/{copying.branch(root)}" if event == "push" else "")
    happened = completed(Event(name=event, ref=at, action="synchronize" if event.startswith("pull_request") else None))
    verdicts = {name: starts(workflow, happened) for name, workflow in workflows.items()}
    if all([met is False for met, _ in verdicts.values()]):
        raise RunnerError(*[f"{name}  does not run for {event}: {why}; --ref names another branch or tag" for name, (_, why) in verdicts.items()])
    return {name: workflow for name, workflow in workflows.items() if verdicts[name][0] is not False}


def needs(workflow: model.Workflow, job: str) -> tuple[str, ...]:
    """The job and all that it waits for; all jobs where none is named."""
    if not job:
        return tuple(workflow.jobs)
    found: list[str] = []
    waiting = [job]
    while waiting:
        id = waiting.pop()
        if id not in found and id in workflow.jobs:
            found.append(id)
            waiting += workflow.jobs[id].needs or ()
    return tuple([id for id in workflow.jobs if id in found])


def _only(workflows: Mapping[str, model.Workflow], job: str) -> dict[str, model.Workflow]:
    """The workflows with the jobs that run."""
    return {name: replace(one, jobs={id: one.jobs[id] for id in needs(one, job)}) for name, one in workflows.items()}


def called_files(root: str, workflows: Mapping[str, model.Workflow]) -> dict[str, bool]:
    """The repository's own workflows that these call, and whether their callers let them ask for identity tokens.

    Raises RunnerError where callers differ: the file is lowered once.
    """
    allowed: dict[str, bool] = {}
    work: list[tuple[str, model.Workflow, bool | None]] = [(name, workflow, None) for name, workflow in workflows.items()]
    while work:
        name, workflow, limit = work.pop(0)
        for id, job in workflow.jobs.items():
            if not isinstance(job, model.CallJob) or not job.uses.reference.startswith(OWN):
                continue
            file, may = job.uses.reference[2:], may_identify(job, workflow, limit)
            if allowed.setdefault(file, may) != may:
                raise RunnerError(f"{name}  job '{id}' calls {file} with other rights to identity tokens than another job: run one at a time")
            if (file, may) not in [(one, limits) for one, _, limits in work]:
                work.append((file, _read(root, file), may))
    return allowed


def lowered(chosen: Chosen, imitated: Imitated, copy: str, scratch: str) -> dict[str, str]:
    """Writes what act reads beside the copy, so that jobs see the workflows as they are; called workflows and actions act reads in the copy."""
    folder = os.path.join(scratch, "workflows")
    os.makedirs(folder, exist_ok=True)
    written = {}
    for name in chosen.workflows:
        target = os.path.join(folder, os.path.basename(name))
        _write(target, lower(_text(copy, name), name, imitated, only=needs(chosen.workflows[name], chosen.job)))
        written[name] = target
    for name, may in called_files(copy, _only(chosen.workflows, chosen.job)).items():
        _write(os.path.join(copy, name), lower(_text(copy, name), name, imitated, may))
    for place, _, names in os.walk(copy):
        if ".git" not in place.split(os.sep):
            for name in {"action.yml", "action.yaml"}.intersection(names):
                path = os.path.join(place, name)
                _write(path, _OWN_ACTION.sub(rf"\g<1>{imitated.repository}/\g<2>@{SELF}", _text(place, name)))
    return written


def payload(event: str, repository: str, copy: str, inputs: Mapping[str, str], given: Mapping[str, Any] | None = None) -> str:
    """The event, as GitHub would send it in its most important parts."""
    branch, commit = copying.branch(copy), copying.head(copy)
    said: dict[str, Any] = {"ref": f"refs/heads/{branch}", "repository": {"full_name": repository, "default_branch": "main"}}
    if event == "push":
        said |= {"before": "0" * 40, "after": commit, "head_commit": {"id": commit}}
    if event.startswith("pull_request"):
        pull = {"number": 1, "head": {"ref": branch, "sha": commit}, "base": {"ref": "main"}}
        said |= {"number": 1, "action": "synchronize", "pull_request": pull}
    if inputs:
        said["inputs"] = dict(inputs)
    return json.dumps({**said, **(given or {})})


def _named(root: str, file: str) -> Sequence[str]:
    folder = os.path.join(root, FOLDER)
    if file:
        name = file if "/" in file else f"{FOLDER}/{file}"
        name = os.path.relpath(name, root) if os.path.isabs(name) else name
        if not os.path.isfile(os.path.join(root, name)):
            raise RunnerError(f"--workflow {file}  is no file of {root}")
        return [name]
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    found = [f"{FOLDER}/{name}" for name in names if name.endswith((".yml", ".yaml"))]
    if not found:
        raise RunnerError(f"{root}  has no workflows: {FOLDER} holds none")
    return found


def _read(root: str, name: str) -> model.Workflow:
    if not os.path.isfile(os.path.join(root, name)):
        raise RunnerError(f"{name}  is called, and is no file of {root}")
    read = loaded(_text(root, name), name)
    wrong = [f"{finding.where}  {finding.message}" for finding in read.findings if finding.severity == "error"]
    if wrong or not isinstance(read.part, model.Workflow):
        raise RunnerError(*(wrong or [f"{name}  is no workflow"]))
    return read.part


def _text(root: str, name: str) -> str:
    with open(os.path.join(root, name), encoding="utf-8", errors="replace") as file:
        return file.read()


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
