"""A secret is read in a job with an environment, whose branch rules and reviewers decide who gets it.

A repository's secret is given to every workflow on every branch; an environment's only to jobs that its protection lets through. What a called
workflow declares as its secrets is its caller's matter.
"""

from __future__ import annotations

from synth.checks.secret_reads import secret_reads
from synth.checks.subject import Found, Subject
from synth.model import Job

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "policy"
SEVERITY = "error"
BAD = """
name: Build
on: push
permissions: {}
concurrency:
  group: build-${{ github.ref }}
jobs:
  publish:
    name: Publish
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - run: npm publish
        env:
          NODE_AUTH_TOKEN: ${{ secrets.NPM_TOKEN }}
"""
GOOD = """
name: Build
on: push
permissions: {}
concurrency:
  group: build-${{ github.ref }}
jobs:
  publish:
    name: Publish
    environment: registry
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - run: npm publish
        env:
          NODE_AUTH_TOKEN: ${{ secrets.NPM_TOKEN }}
"""


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    if workflow is None:
        return
    declared = {name.upper() for trigger in workflow.on.values() for name in (trigger.secrets or {})}
    outside = {name: job.name or name for name, job in workflow.jobs.items() if isinstance(job, Job) and job.environment is None}
    if not outside:
        return
    for read in secret_reads(subject):
        what = f"secret '{read.name}'" if read.name else "all secrets"
        if read.name.upper() in declared:
            continue
        if read.text.job in outside:
            message = f"job '{outside[read.text.job]}' reads {what} and has no environment"
            yield Found(read.where, message, "give the job an environment, and keep the secret there")
        elif read.text.path[0] == "env":
            message = f"the whole workflow is given {what}, and job '{next(iter(outside.values()))}' has no environment"
            yield Found(read.where, message, "give it to the steps that need it, in a job with an environment")
