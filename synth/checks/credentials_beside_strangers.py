"""A job that can sign in somewhere runs actions of the project itself, GitHub, AWS and Docker only.

In March 2026 the tags of a scanner's actions were moved to a credential stealer (GHSA-69fq-xp46-6x23): every job that ran the scanner beside
credentials lost them. A scanner in a job of its own, without `id-token: write` and without secrets, has nothing to lose.
"""

from __future__ import annotations

from synth.checks.finding import Finding
from synth.model import Job

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.model import Step, Workflow

TRUSTED = ("actions/", "aws-actions/", "docker/", "github/", "$/", "./")

BAD = """
Job("Push", [configure_aws_credentials(role_to_assume="arn:aws:iam::111122223333:role/push", aws_region="eu-west-1"), setup_trivy(version="v0.75.0")])
"""
GOOD = """
Job("Scan", [setup_trivy(version="v0.75.0"), run("trivy fs .")])
"""


def check(workflow: Workflow) -> Iterator[Finding]:
    for job in workflow.jobs.values():
        if not isinstance(job, Job):
            continue
        strangers = [step for step in job.steps if step.uses is not None and not step.uses.reference.startswith(TRUSTED)]
        if strangers and (credential := _credential(job, workflow)):
            for step in strangers:
                yield Finding("credentials-beside-strangers", "error", step.origin, _message(job, step, credential))


def _credential(job: Job, workflow: Workflow) -> str:
    """What the job could lose, in words; empty when nothing."""
    granted = workflow.permissions if job.permissions is None else job.permissions
    if granted == "write-all" or (granted is not None and not isinstance(granted, str) and "id-token" in granted):
        return "can sign in with OIDC (id-token: write)"
    for values in (workflow.env, job.env, *[step.env for step in job.steps], *[step.with_ for step in job.steps]):
        for text in (values or {}).values():
            if isinstance(text, str) and "secrets" in text and _secret(text):
                return "reads secrets"
    return ""


def _secret(text: str) -> bool:
    """Whether the text reads a secret, under whatever name, other than the token that every job has."""
    from re import search

    return search(r"\bsecrets\b(?!\.GITHUB_TOKEN\b)", text) is not None


def _message(job: Job, step: Step, credential: str) -> str:
    assert step.uses is not None
    action = step.uses.reference.split("@")[0]
    owner = "neither yours nor GitHub's, AWS's or Docker's"
    return f"job '{job.name}' {credential} and runs {action}, which is {owner}: move it to a job without credentials"
