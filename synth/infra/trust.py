"""Who may take on a role: the jobs that do, told by GitHub's OIDC token, in the form that AWS compares.

https://docs.github.com/actions/reference/security/oidc. Repositories made, renamed or transferred after 2026-07-15 send numbers in `sub`; older ones
may begin to. With the numbers both forms are named exactly. Without them any numbers are, which a namesake of a deleted repository would fit too.
"""

from __future__ import annotations

from synth.infra.values import Policy, Statement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from synth.infra.values import Assuming, Github

ISSUER = "token.actions.githubusercontent.com"
AUDIENCE = "sts.amazonaws.com"
_ACTION = "sts:AssumeRoleWithWebIdentity"


def trust(jobs: Sequence[Assuming], github: Github, account: str, partition: str = "aws") -> Policy:
    """One statement for each GitHub environment, and one for the jobs that have none."""
    federated = f"arn:{partition}:iam::{account}:oidc-provider/{ISSUER}"
    contexts = sorted({job.environment or "" for job in jobs})
    return Policy(statements=tuple([_statement([job for job in jobs if (job.environment or "") == one], one, github, federated) for one in contexts]))


def subjects(context: str, github: Github) -> tuple[str, ...]:
    """The claim `sub` in its old and its immutable form; the second has numbers, `*` where they are not known."""
    owner_id, repository_id = github.owner_id or "*", github.repository_id or "*"
    return f"repo:{github.owner}/{github.name}:{context}", f"repo:{github.owner}@{owner_id}/{github.name}@{repository_id}:{context}"


def workflow_refs(job: Assuming, github: Github) -> tuple[str, ...]:
    """The claim `job_workflow_ref` on each ref that the workflow runs on."""
    return tuple([f"{github.owner}/{github.name}/.github/workflows/{job.file}@{ref}" for ref in job.refs])


def _statement(jobs: Sequence[Assuming], environment: str, github: Github, federated: str) -> Statement:
    refs = _once([ref for job in jobs for ref in job.refs])
    contexts = [f"environment:{environment.replace(':', '%3A')}"] if environment else [f"ref:{ref}" for ref in refs]
    exact: dict[str, tuple[str, ...]] = {f"{ISSUER}:aud": (AUDIENCE,)}
    like: dict[str, tuple[str, ...]] = {}
    if environment:
        exact[f"{ISSUER}:environment"] = (environment,)
    if github.repository_id is not None:
        exact[f"{ISSUER}:repository_id"] = (str(github.repository_id),)
    for key, values in (
        ("sub", _once([one for context in contexts for one in subjects(context, github)])),
        ("job_workflow_ref", _once([one for job in jobs for one in workflow_refs(job, github)])),
    ):
        (like if any(["*" in value for value in values]) else exact)[f"{ISSUER}:{key}"] = values
    conditions = {"StringEquals": dict(sorted(exact.items())), **({"StringLike": dict(sorted(like.items()))} if like else {})}
    names = ", ".join(_once([job.name for job in jobs]))
    return Statement(
        sid=_sid(environment),
        principal={"Federated": (federated,)},
        actions=(_ACTION,),
        conditions=conditions,
        reason=f"{names}, in environment {environment}" if environment else f"{names}, on {', '.join(refs)}",
    )


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _sid(environment: str) -> str:
    words = "".join([letter if letter.isascii() and letter.isalnum() else " " for letter in environment]).title().split()
    return f"GitHub{''.join(words)}"
