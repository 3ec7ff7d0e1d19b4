"""A job that can sign in somewhere runs actions of the project itself, GitHub, AWS and Docker only.

In March 2026 the tags of a scanner's actions were moved to a credential stealer (GHSA-69fq-xp46-6x23): every job that ran the scanner beside
credentials lost them. A scanner in a job of its own, without `id-token: write` and without secrets, has nothing to lose. Owners that a project
trusts as much as these are named in the settings: `trusted = ["octo-org"]`.
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.secret_reads import secret_reads
from synth.checks.subject import Found, Subject, flat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.model import Job, Step, Workflow

TRUSTED = ("actions/", "aws-actions/", "docker/", "github/", "$/", "./")

LEVEL = "policy"
SEVERITY = "error"
BAD = """
name: Build
on: push
permissions: {}
concurrency:
  group: build-${{ github.ref }}
jobs:
  push:
    name: Push
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      id-token: write # sign in to AWS with OIDC
    steps:
      - uses: aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3
        with:
          aws-region: eu-west-1
          role-to-assume: arn:aws:iam::111122223333:role/push
      - uses: aquasecurity/setup-trivy@81e514348e19b6112ce2a7e3ecbafe19c1e1f567 # v0.3.1
        with:
          version: v0.75.0
"""
GOOD = """
name: Build
on: push
permissions: {}
concurrency:
  group: build-${{ github.ref }}
jobs:
  scan:
    name: Scan
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - uses: aquasecurity/setup-trivy@81e514348e19b6112ce2a7e3ecbafe19c1e1f567 # v0.3.1
        with:
          version: v0.75.0
      - run: trivy fs .
"""


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    if workflow is None:
        return
    trusted = (*TRUSTED, *[f"{owner.lower().rstrip('/')}/" for owner in subject.settings.get("trusted", ())])
    strangers = {name: _strangers(job, trusted) for name, job in subject.jobs()}
    if not any(strangers.values()):
        return
    reading = {read.text.job for read in secret_reads(subject) if read.text.job or read.text.path[0] == "env"}
    for name, job in subject.jobs():
        credential = _signs_in(job, workflow) or ("reads secrets" if reading & {name, ""} else "")
        for step in strangers[name] if credential else ():
            yield Found(places.at(step, "uses"), _message(name, job, step, credential), "move it to a job without credentials")


def _strangers(job: Job, trusted: tuple[str, ...]) -> list[Step]:
    return [step for step in flat(job.steps) if step.uses is not None and not step.uses.reference.lower().startswith(trusted)]


def _signs_in(job: Job, workflow: Workflow) -> str:
    """How the job can sign in elsewhere by its permissions, in words; empty when it cannot."""
    granted = workflow.permissions if job.permissions is None else job.permissions
    if granted == "write-all" or (granted and not isinstance(granted, str) and "id-token" in granted and granted["id-token"].level == "write"):
        return "can sign in with OIDC (id-token: write)"
    return ""


def _message(name: str, job: Job, step: Step, credential: str) -> str:
    assert step.uses is not None
    action = step.uses.reference.split("@")[0]
    owner = "neither yours nor GitHub's, AWS's or Docker's"
    return f"job '{job.name or name}' {credential} and runs {action}, which is {owner}"
