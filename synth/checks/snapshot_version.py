"""The version of a snapshot is a number and `.*`, such as `2.*`.

GitHub counts the minor version itself and refuses any other form.
https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idsnapshot
"""

from __future__ import annotations

import re

from synth.checks import places
from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "grammar"
SEVERITY = "error"
BAD = """
on: push
jobs:
  image:
    runs-on: ubuntu-latest
    snapshot:
      image-name: tools
      version: 1.2.3
    steps:
      - run: make
"""
GOOD = """
on: push
jobs:
  image:
    runs-on: ubuntu-latest
    snapshot:
      image-name: tools
      version: 1.*
    steps:
      - run: make
"""
_VERSION = re.compile(r"\d+\.\*")


def check(subject: Subject) -> Iterator[Found]:
    for name, job in subject.jobs():
        version = job.snapshot.version if job.snapshot else None
        if version and not _VERSION.fullmatch(version) and not places.dynamic(version):
            major = version.split(".")[0].removeprefix("v")
            remedy = f"write '{major}.*'" if major.isdigit() else "write '1.*'"
            yield Found(
                places.at(job, "snapshot", "version"), f"the snapshot of job '{name}' has the version '{version}', which has to end in '.*'", remedy
            )
