"""The image in the registry."""

from __future__ import annotations

from synth.bindings import configure_aws_credentials, ecr_login
from synth.build.jobs import Job
from synth.build.origin import here
from synth.build.steps import run
from synth.expr import github
from synth.model import Origin
from synth.pipeline import Registry, Release, StageError
from synth.record import field, record
from synth.stages.trivy_scan import fetched

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.build.steps import Step, Text
    from synth.pipeline import Progress


@record
class Push:
    """Copies the archive to ECR with its digest preserved, under the immutable tag `sha-<commit>`, once every gate has succeeded.

    A second run for the same commit finds the tag taken: by the same digest it is done, by another it fails and says so.
    """

    registry: Registry = field(kw_only=False)
    name: str = "Push image"
    timeout_minutes: int = 15
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        archive, registry = progress.archive, self.registry
        if archive is None:
            raise StageError("there is no image to push yet: put Build before it")
        if not progress.scanned:
            raise StageError("the image has not been scanned: put TrivyScan before it")
        if progress.release is not None:
            raise StageError("the image is pushed already")
        repository = f"{registry.host}/{archive.image.repository}"
        copy = run(
            f"""
            existing="$(aws ecr batch-get-image --repository-name {archive.image.repository} --image-ids imageTag={{tag}} \\
              --query 'images[0].imageId.imageDigest' --output text)"
            if [ "$existing" = {{digest}} ]; then
              echo "the registry has this image already"
            elif [ "$existing" != None ]; then
              echo "::error::the tag is taken by $existing, an earlier build of this commit: re-run that one's failed jobs, or commit again"
              exit 1
            else
              skopeo copy --all --preserve-digests oci-archive:{archive.file} docker://{repository}:{{tag}}
            fi
            """,
            name="Copy to the registry",
            tag="sha-" + github.sha,
            digest=archive.digest,
        )
        job = Job(
            self.name,
            [
                *fetched(archive),
                signed_in(registry.role, registry.region),
                ecr_login("Log in to ECR"),
                copy,
            ],
            needs=progress.gates,
            environment=registry.environment,
            environment_deployment=False,  # a push is no deployment
            timeout_minutes=self.timeout_minutes,
            origin=self.origin,
        )
        release = Release(image=archive.image, repository=repository, digest=archive.digest)
        return progress.but(jobs=(*progress.jobs, job), release=release, last=job)


def signed_in(role: Text, region: str, minutes: int = 60) -> Step[Any]:
    """The step that takes on the role by OIDC; where the role's ARN is known here, no other account is accepted.

    A role gives credentials for an hour; for longer jobs its maximum session duration has to be raised, and the step says so by failing at once.
    """
    account = role.split(":")[4] if isinstance(role, str) and role.count(":") == 5 else None
    longer = minutes * 60 if minutes > 60 else None
    return configure_aws_credentials(
        "Sign in to AWS", role_to_assume=role, aws_region=region, allowed_account_ids=account, role_duration_seconds=longer
    )
