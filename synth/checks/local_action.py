"""An action of the repository is there, and its file can be read.

The runner looks for `action.yml` or `action.yaml` when the step begins, after everything before it has run.
https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#example-using-an-action-in-the-same-repository-as-the-workflow
"""

from __future__ import annotations

import re

from synth.checks import places
from synth.checks.subject import Found, Subject
from synth.model.action import DockerRuns, NodeRuns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.model import Job

LEVEL = "lint"
SEVERITY = "warning"
_LIKE_ONE = re.compile(r"dockerfile", re.IGNORECASE)
_DOCKERFILE = re.compile(r"dockerfile|dockerfile\..*|.*\.dockerfile", re.IGNORECASE)
BAD = """
name: Test
on: push
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v7
      - uses: ./.github/actions/set-up
"""
GOOD = BAD.replace("      - uses: ./.github/actions/set-up\n", "")
BESIDE = {  # an action that cannot be read
    ".github/actions/set-up/action.yml": "name: Set up\ndescription: Sets up\nruns:\n  using: composite\n",
}


def check(subject: Subject) -> Iterator[Found]:
    for job, step in subject.steps():
        reference = step.uses.reference if step.uses is not None else ""
        if not reference.startswith(("./", "$/")) or "${{" in reference or subject.around.holds(".github") is not True:
            continue
        if subject.around.action(reference) is None:
            if not _brought(reference, job):
                yield Found(places.at(step, "uses"), f"'{reference}' holds no action.yml", "mend the path, or add the file", "note")
            continue
        for flaw in (*subject.around.flaws(reference), *_missing(subject, reference)):
            yield Found(places.at(step, "uses"), f"the action '{reference}' cannot be used: {flaw}", "mend its file")


def _missing(subject: Subject, reference: str) -> Iterator[str]:
    """The files that the action runs and that are not there."""
    action = subject.around.action(reference)
    runs = action.runs if action is not None else None
    files: dict[str, str | None] = {}
    if isinstance(runs, NodeRuns):
        files = {"main": runs.main, "pre": runs.pre, "post": runs.post}
    elif isinstance(runs, DockerRuns) and not runs.image.startswith("docker://"):
        files = {"image": runs.image, "pre-entrypoint": runs.pre_entrypoint, "entrypoint": runs.entrypoint, "post-entrypoint": runs.post_entrypoint}
        if _LIKE_ONE.match(name := runs.image.rpartition("/")[2]) and not _DOCKERFILE.fullmatch(name):
            yield f"'{runs.image}' is no name of a Dockerfile"
    for key, file in files.items():
        if file and "/" not in file.removeprefix("./") and subject.around.holds(f"{reference}/{file}") is False:
            yield f"'{file}', its '{key}', does not exist"


def _brought(reference: str, job: Job | None) -> bool:
    """Whether a checkout of another repository, or a script, may put the action there."""
    for step in job.steps if job is not None else ():
        used = step.uses.reference if step.uses is not None else ""
        given = step.with_ if isinstance(step.with_, dict) else {}
        path = str(given.get("path") or "")
        if (
            used.startswith("actions/checkout@")
            and (path or given.get("repository"))
            and (reference[2:] + "/").startswith(path.removeprefix("./").rstrip("/") + "/")
        ):
            return True
        if used.startswith("actions/checkout@") and given.get("repository") and not path:
            return True
    return False
