"""A shell is one that the runner knows by name, or a command with `{0}` for the script.

The runner refuses others when the step begins, and `sh`, `cmd` and `powershell` are not on every system.
https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject, flat
from synth.model import Job, RunDefaults, RunnerGroup
from synth.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.model import JobDefaults, Origin

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: dir
        shell: cmd
"""
GOOD = """
on: push
jobs:
  build:
    runs-on: windows-latest
    steps:
      - run: dir
        shell: cmd
"""
SHELLS = {
    "": ("bash", "cmd", "powershell", "pwsh", "python", "sh"),
    "Linux and macOS": ("bash", "pwsh", "python", "sh"),
    "Windows": ("bash", "cmd", "powershell", "pwsh", "python"),
}


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    if workflow is not None and (shell := _default(workflow.defaults)):
        yield from _checked(shell, "", places.at(workflow, "defaults", "run", "shell"))
    for step in subject.action.steps if subject.action else ():
        yield from _checked(step.shell, "", places.at(step, "shell"))
    for _, job in subject.jobs():
        system = _system(job)
        yield from _checked(_default(job.defaults), system, places.at(job, "defaults", "run", "shell"))
        for step in flat(job.steps):
            yield from _checked(step.shell, system, places.at(step, "shell"))


def _checked(shell: str | None, system: str, place: Origin | None) -> Iterator[Found]:
    if not shell or places.dynamic(shell) or "{0}" in shell or shell.lower() in SHELLS[system]:
        return
    if shell.lower() in SHELLS[""]:
        message = f"the shell '{shell}' is not on runners of {system}"
    else:
        message = f"the runner knows no shell '{shell}'{nearest(shell, SHELLS[system])}"
    yield Found(place, message, f"use {', '.join(SHELLS[system])}, or a command with '{{0}}' where the script belongs")


def _default(defaults: JobDefaults | None) -> str | None:
    return defaults.run.shell if defaults is not None and isinstance(defaults.run, RunDefaults) else None


def _system(job: Job) -> str:
    """The system of the job's runner; '' when its labels do not tell."""
    labels = job.runs_on.labels if isinstance(job.runs_on, RunnerGroup) else job.runs_on
    systems = {_SYSTEMS.get(label.lower().partition("-")[0], "") for label in ((labels,) if isinstance(labels, str) else labels or ())} - {""}
    return systems.pop() if len(systems) == 1 else ""


_SYSTEMS = {"windows": "Windows", "ubuntu": "Linux and macOS", "macos": "Linux and macOS", "linux": "Linux and macOS"}
