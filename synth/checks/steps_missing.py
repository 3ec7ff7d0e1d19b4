"""A job that calls no workflow has steps.

GitHub starts a runner for it, and nothing happens there.
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject
from synth.yaml.tree import Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.yaml.tree import Node

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
"""
GOOD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: make
"""


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    for name, job in subject.jobs():
        if not job.steps and workflow is not None and not _written(subject, name):
            yield Found(places.key(workflow, "jobs", name), f"job '{name}' has no steps", "add 'steps:', or call a workflow with 'uses:'")


def _written(subject: Subject, name: str) -> bool:
    """Whether the file has `steps:` all the same, whose own fault is reported already."""
    job: Node | None = subject.document.root if subject.document else None
    for part in ("jobs", name, "steps"):
        job = job.get(part) if isinstance(job, Mapping) else None
    return job is not None
