"""A secret is read in a job with an environment, whose branch rules and reviewers decide who gets it.

A repository's secret is given to every workflow on every branch; an environment's only to jobs that its protection lets through.
"""

from __future__ import annotations

from synth.checks.finding import Finding
from synth.model import Job

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from synth.model import Workflow

BAD = """
Job("Publish", [run("npm publish", env={"NPM_TOKEN": secrets.NPM_TOKEN})])
"""
GOOD = """
Job("Publish", [run("npm publish", env={"NPM_TOKEN": secrets.NPM_TOKEN})], environment="registry")
"""


def check(workflow: Workflow) -> Iterator[Finding]:
    declared = {name for trigger in workflow.on.values() for name in (trigger.secrets or {})}
    for job in workflow.jobs.values():
        if not isinstance(job, Job) or job.environment is not None:
            continue
        for values, origin in ((job.env, job.origin), *[(values, step.origin) for step in job.steps for values in (step.env, step.with_)]):
            for name in _secrets(values):
                if name not in declared:
                    message = f"job '{job.name}' reads secret '{name}' and has no environment: give it environment=, and keep the secret there"
                    yield Finding("secret-outside-environment", "error", origin, message)


def _secrets(values: Mapping[str, Any] | None) -> list[str]:
    """The secrets that the values read, but for the token that every job has."""
    found: list[str] = []
    for text in (values or {}).values():
        if isinstance(text, str) and "secrets." in text:
            from re import findall

            found += [name for name in findall(r"\bsecrets\.([A-Za-z_]\w*)", text) if name != "GITHUB_TOKEN"]
    return found
