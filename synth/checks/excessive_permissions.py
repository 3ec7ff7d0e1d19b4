"""Jobs are given what they need one by one; the workflow itself is given nothing.

Without `permissions` the token has whatever the repository's settings say, which may be everything; what is given to the workflow, each of its jobs
has, the one that runs a stranger's code among them. https://docs.github.com/actions/reference/security/secure-use#permissions-for-the-github_token
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.model import Workflow

LEVEL = "policy"
SEVERITY = "error"
BAD = """
name: Build
on: push
permissions: write-all
concurrency:
  group: build-${{ github.ref }}
jobs:
  build:
    name: Build
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read
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
    permissions:
      contents: read
    steps:
      - run: make
"""
_EACH = "write 'permissions: {}' at the top, and in each job what it needs"
_ALL = {"write-all": "change everything", "read-all": "read everything"}


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    if workflow is None or not workflow.jobs:
        return
    yield from _of_workflow(workflow)
    for name, job in workflow.jobs.items():
        if isinstance(job.permissions, str) and job.permissions in _ALL:
            severity = "warning" if job.permissions == "read-all" else ""
            message = f"job '{name}' may {_ALL[job.permissions]} ({job.permissions})"
            yield Found(places.at(job, "permissions"), message, "name what it needs, and no more", severity)


def _of_workflow(workflow: Workflow) -> Iterator[Found]:
    given = workflow.permissions
    if given is None:
        bare = [name for name, job in workflow.jobs.items() if job.permissions is None]
        if bare and workflow.on.keys() != {"workflow_call"}:  # which has what its caller gives
            message = f"job '{bare[0]}'{f' and {len(bare) - 1} more' * (len(bare) > 1)} may do what the repository's settings allow to all"
            yield Found(places.key(workflow, "on"), message, _EACH, "warning")
    elif isinstance(given, str):
        if given in _ALL:
            severity = "warning" if given == "read-all" else ""
            yield Found(places.at(workflow, "permissions"), f"every job may {_ALL[given]} ({given})", _EACH, severity)
    else:
        for scope, permission in given.items():
            if permission.level == "write":
                where = places.key(workflow, "permissions", scope)
                yield Found(where, f"every job is given '{scope}: write'", f"move it to the job that needs it: {_EACH}")
