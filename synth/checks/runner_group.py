"""A runner group is named alone, or with `organization/` (`org/`) or `enterprise/` (`ent/`) before it.

Any other prefix, or a prefix without a name, GitHub refuses (actions/runner, src/Sdk/WorkflowParser).
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject
from synth.model import RunnerGroup

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "grammar"
SEVERITY = "error"
BAD = """
on: push
jobs:
  build:
    runs-on:
      group: team/large
    steps:
      - run: make
"""
GOOD = """
on: push
jobs:
  build:
    runs-on:
      group: organization/large
    steps:
      - run: make
"""
PREFIXES = ("org", "organization", "ent", "enterprise")


def check(subject: Subject) -> Iterator[Found]:
    for name, job in subject.jobs():
        group = job.runs_on.group if isinstance(job.runs_on, RunnerGroup) else None
        if not group or places.dynamic(group) or "/" not in group:
            continue
        prefix, *rest = group.split("/")
        if prefix.lower() not in PREFIXES or len(rest) != 1 or not rest[0]:
            message = f"job '{name}' names the runner group '{group}', which GitHub cannot look up"
            yield Found(places.at(job, "runs-on", "group"), message, "write its name, or 'organization/<name>' or 'enterprise/<name>'")
