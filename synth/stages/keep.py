"""What was good in an environment, held in the registry for as long as a rollback may need it."""

from __future__ import annotations

from synth.bindings import ecr_login
from synth.build.jobs import Concurrency, Job
from synth.build.origin import here
from synth.build.steps import run
from synth.link.names import slug
from synth.model import Origin
from synth.pipeline import Registry, StageError
from synth.record import field, record
from synth.retention import HELD
from synth.stages.push import signed_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.pipeline import Environment, Progress, Release

MOST = 20


@record
class Keep:
    """Marks the release that was just deployed and checked with the tag `good-<environment>-1`; those before it are 2, 3 and so on.

    Put it after a Deploy. The lifecycle policy of `ghsynth retention` never takes an image with such a tag, so that the last `releases` good
    ones stay, however many images are pushed after them and however long ago they were pushed. The tags move, by the role that pushes: the one
    that deploys cannot write to the registry. Going back by a button moves no tag; the release that it brings back has one already.
    """

    registry: Registry = field(kw_only=False)
    releases: int = 5
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        if not progress.deployed or progress.last is None or progress.release is None:
            raise StageError("nothing is deployed yet: put Deploy before it")
        if not 2 <= self.releases <= MOST:
            raise StageError(f"releases={self.releases} is none of 2 to {MOST}: the one that runs, and at least the one before it")
        to, release = progress.deployed[-1], progress.release
        if release.repository != f"{self.registry.host}/{release.image.repository}":
            raise StageError(f"the image is in {release.repository}: give the registry that Push has")
        job = Job(
            f"Keep the release of {to.name}",
            [
                signed_in(self.registry.role, self.registry.region),
                ecr_login("Log in to ECR"),
                run(_script(release, to, self.releases), name="Mark the release", digest=release.digest),
            ],
            needs=[progress.last, *progress.checks],
            environment=self.registry.environment,
            environment_deployment=False,
            concurrency=Concurrency(slug(f"keep {release.image.repository} {to.name}")),  # the tags move one after another
            timeout_minutes=10,
            origin=self.origin,
        )
        return progress.but(jobs=(*progress.jobs, job))

    def notes(self) -> list[str]:
        """What has to be set in AWS for the tags to move."""
        return [f"the tags {HELD}* move: add the wildcard {HELD}* to the exclusions of the repository's tag mutability, IMMUTABLE_WITH_EXCLUSION"]


def _script(release: Release, to: Environment, most: int) -> str:
    """Moves each mark down by one, from the last, as far as the first free place or the one that the release has had so far."""
    copy = "skopeo copy --all --preserve-digests"
    mark = f"{HELD}{slug(to.name)}"
    return f"""
    wanted={{digest}}
    for slot in $(seq 1 {most}); do
      held="$(aws ecr batch-get-image --repository-name {release.image.repository} --image-ids imageTag="{mark}-$slot" \\
        --query 'images[0].imageId.imageDigest' --output text)"
      if [ "$held" = "$wanted" ] || [ "$held" = None ]; then
        break
      fi
    done
    while [ "$slot" -gt 1 ]; do
      {copy} docker://{release.repository}:{mark}-$((slot - 1)) docker://{release.repository}:{mark}-"$slot"
      slot=$((slot - 1))
    done
    {copy} docker://{release.repository}@"$wanted" docker://{release.repository}:{mark}-1
    """
