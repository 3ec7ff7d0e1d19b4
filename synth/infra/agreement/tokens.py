"""The identity token that GitHub gives to a job, as a trust policy sees it. Written from GitHub's documentation, not from the policies that we write.

https://docs.github.com/actions/reference/security/oidc
"""

from __future__ import annotations

from synth.infra.evaluate import Request
from synth.infra.trust import AUDIENCE, ISSUER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.infra.values import Assuming, Github, Role

    Context = dict[str, tuple[str, ...]]


def asking(role: Role, job: Assuming, github: Github) -> Iterator[Request]:
    """What the job asks STS: one request for each ref that it runs on, and for each form of `sub` that the repository may send."""
    provider = f"arn:{role.partition}:iam::{role.account}:oidc-provider/{ISSUER}"
    for context in claims(job, github):
        yield Request(action="sts:AssumeRoleWithWebIdentity", principal=("Federated", provider), context=context)


def claims(job: Assuming, github: Github) -> Iterator[Context]:
    """The claims, under the names of their condition keys. Numbers that are not known are `*`: any."""
    owner_id, repository_id = str(github.owner_id or "*"), str(github.repository_id or "*")
    whole = f"{github.owner}/{github.name}"
    for ref in job.refs or ("refs/heads/main",):
        context = f"environment:{job.environment.replace(':', '%3A')}" if job.environment else f"ref:{ref}"
        for repository in (whole, f"{github.owner}@{owner_id}/{github.name}@{repository_id}"):
            found = {
                "aud": AUDIENCE,
                "sub": f"repo:{repository}:{context}",
                "repository": whole,
                "repository_id": repository_id,
                "repository_owner": github.owner,
                "repository_owner_id": owner_id,
                "ref": ref,
                "workflow": job.workflow,
                "job_workflow_ref": f"{whole}/.github/workflows/{job.file}@{ref}",
            }
            if job.environment:
                found["environment"] = job.environment
            yield {f"{ISSUER}:{name}": (value,) for name, value in found.items()}
