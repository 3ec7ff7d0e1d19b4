"""The image in the registry."""

from __future__ import annotations

from synth.bindings import configure_aws_credentials, ecr_login
from synth.build.jobs import Job
from synth.build.origin import here, standing_at
from synth.build.steps import run
from synth.model import Origin
from synth.pipeline import Registry, Release, StageError
from synth.record import field, record
from synth.retention import Retention
from synth.stages.tagging import check, nightly, versioned
from synth.stages.trivy_scan import fetched
from synth.versions import branch_tag, version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Literal

    from synth.build.steps import Step, Text
    from synth.build.workflows import Workflow
    from synth.pipeline import Pipeline, Progress


@record
class Push:
    """Copies the archive to ECR with its digest preserved, under the immutable tag `sha-<commit>`, once every gate has succeeded.

    A second run for the same commit finds the tag taken: by the same digest it is done, by another it fails and says so. More `tags` name the
    same image: `branch` is `branch-<name>`, moved with each push; `nightly` is `nightly-<date>`, given at `nightly_cron` to what the branch's tag
    names; `version` is the one that a person pushes to git, `v1.4.0`, given to the image of that commit. The last two are workflows beside the
    pipeline's that build nothing. No tag is called latest. `ghsynth retention` prints the lifecycle policy that keeps what `retention` says.
    """

    registry: Registry = field(kw_only=False)
    tags: Sequence[Literal["sha", "branch", "nightly", "version"]] = ("sha",)
    nightly_cron: str = "37 2 * * *"  # at the full hour GitHub's schedules are late
    retention: Retention = field(default_factory=Retention)
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
        check(self.tags)
        repository = f"{registry.host}/{archive.image.repository}"
        moved = branch_tag(progress.main) if "branch" in self.tags else None
        # the branch's tag first: a run that breaks off between the two does both again, and one that is repeated later moves nothing back
        branch = f"skopeo copy --all --preserve-digests oci-archive:{archive.file} docker://{repository}:{{branch}}\n              "
        more: dict[str, Any] = {"branch": moved} if moved else {}
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
              {branch if moved else ""}skopeo copy --all --preserve-digests oci-archive:{archive.file} docker://{repository}:{{tag}}
            fi
            """,
            name="Copy to the registry",
            tag=version(),
            digest=archive.digest,
            **more,
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

    def beside(self, pipeline: Pipeline) -> list[Workflow]:
        """The workflows that give an image another name."""
        with standing_at(self.origin):
            made = [nightly(self, pipeline)] if "nightly" in self.tags else []
            return [*made, versioned(self, pipeline)] if "version" in self.tags else made

    def notes(self) -> list[str]:
        """What has to be set in AWS and GitHub for the tags to be what they say."""
        said = self.retention.warnings()
        if "branch" in self.tags:
            said.append(
                "the tag branch-* moves: set the repository's tag mutability to IMMUTABLE_WITH_EXCLUSION, and the wildcard branch-* as exclusion"
            )
        if "version" in self.tags:
            said.append(f"environment '{self.registry.environment}' has to allow the tags v* beside the main branch")
        return said


def signed_in(role: Text, region: str, minutes: int = 60) -> Step[Any]:
    """The step that takes on the role by OIDC; where the role's ARN is known here, no other account is accepted.

    A role gives credentials for an hour; for longer jobs its maximum session duration has to be raised, and the step says so by failing at once.
    """
    account = role.split(":")[4] if isinstance(role, str) and role.count(":") == 5 else None
    longer = minutes * 60 if minutes > 60 else None
    return configure_aws_credentials(
        "Sign in to AWS", role_to_assume=role, aws_region=region, allowed_account_ids=account, role_duration_seconds=longer
    )
