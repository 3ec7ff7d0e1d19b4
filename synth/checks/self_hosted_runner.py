"""Jobs run on GitHub's runners, or on runners that the settings name.

A self-hosted runner keeps what a job leaves behind for the next one, and stands in somebody's network: a pull request from a fork of a public
repository can stay on it. Runners that are made anew for each job can be named in the settings: `labels = ["arc-linux"]`.
https://docs.github.com/actions/reference/security/secure-use#hardening-for-self-hosted-runners
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from synth.checks import places
from synth.checks.subject import Found, Subject
from synth.model import RunnerGroup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.model import Job

LEVEL = "policy"
SEVERITY = "warning"
BAD = """
name: Build
on: push
permissions: {}
concurrency:
  group: build-${{ github.ref }}
jobs:
  build:
    name: Build
    runs-on: [self-hosted, linux]
    timeout-minutes: 10
    steps:
      - run: make
"""
GOOD = """
name: Build
on: push
permissions: {}
concurrency:
  group: build-${{ github.ref }}
jobs:
  build:
    name: Build
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - run: make
"""
_OF_EVERY = frozenset({"self-hosted", "linux", "macos", "windows", "x64", "x86", "arm", "arm64"})


def check(subject: Subject) -> Iterator[Found]:
    known = [str(label).lower() for label in subject.settings.get("labels", ())]
    for name, job in subject.jobs():
        labels = {label.lower() for label in _labels(job)}
        if "self-hosted" in labels and not any([fnmatchcase(label, pattern) for label in labels - _OF_EVERY for pattern in known]):
            message = f"job '{name}' runs on a self-hosted runner"
            yield Found(places.key(job, "runs-on"), message, "use a runner of GitHub's, or one whose label the settings name")


def _labels(job: Job) -> tuple[str, ...]:
    given = job.runs_on.labels if isinstance(job.runs_on, RunnerGroup) else job.runs_on
    return (given,) if isinstance(given, str) else given or ()
