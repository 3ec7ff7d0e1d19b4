"""The name of an environment variable holds no '=', '&' or space.

GitHub hands it to the runner, where no shell can read it.
"""

from __future__ import annotations

import re

from synth.checks import places
from synth.checks.containers import containers
from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from synth.checks.places import Part

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
on: push
env:
  BUILD MODE: fast
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: make
"""
GOOD = """
on: push
env:
  BUILD_MODE: fast
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: make
"""
_UNREADABLE = re.compile(r"[=& ]")


def check(subject: Subject) -> Iterator[Found]:
    for part, path, env in _environments(subject):
        for name in env if env and not isinstance(env, str) else ():
            if _UNREADABLE.search(name) and not places.dynamic(name):
                meant = _UNREADABLE.sub("_", name.strip())
                yield Found(
                    places.key(part, *path, name), f"'{name}' is no name for an environment variable: no shell can read it", f"write '{meant}'"
                )


def _environments(subject: Subject) -> Iterator[tuple[Part, tuple[str, ...], Mapping[str, object] | str | None]]:
    """Every `env`, with the part of the model that it is in and the way there."""
    workflow = subject.workflow
    if workflow is not None:
        yield workflow, ("env",), workflow.env
    for _, job in subject.jobs():
        yield job, ("env",), job.env
    for _, job, path, container in containers(subject):
        yield job, (*path, "env"), container.env
    for _, step in subject.steps():
        yield step, ("env",), step.env
