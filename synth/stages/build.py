"""The image, built once."""

from __future__ import annotations

from synth.bindings import build_push, checkout, setup_buildx, upload_artifact
from synth.build.jobs import Job
from synth.build.origin import here
from synth.build.steps import Outputs, output, run
from synth.expr import github, text
from synth.model import Origin
from synth.pipeline import Archive, Image, StageError
from synth.record import field, record
from synth.versions import labels

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.build.steps import Text
    from synth.pipeline import Progress


class Commit(Outputs):
    """What the image is told about its origin."""

    date = output()


class Digest(Outputs):
    """The archive's manifest digest, which is the image's digest in every registry that it is copied to."""

    digest = output()


@record
class Build:
    """Builds the image into an OCI archive, kept as artifact: what is scanned, pushed and deployed is this file.

    The Dockerfile is given the build arguments APP_VERSION and GIT_COMMIT (the full commit) and BUILD_DATE (the commit's date, so that
    building twice gives the same labels). The image has the labels revision, version (`sha-<commit>`), source and created of the OCI image
    specification. Only the main branch builds.
    """

    image: Image = field(kw_only=False)
    name: str = "Build image"
    timeout_minutes: int = 30
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        if progress.archive is not None:
            raise StageError("the pipeline builds its image already, and every environment gets that one")
        image, file = self.image, "image.tar"
        commit = run('echo "date=$(git log -1 --format=%cI)" >> "$GITHUB_OUTPUT"', name="Commit date", outputs=Commit)
        arguments: dict[str, Text] = {"APP_VERSION": github.sha, "GIT_COMMIT": github.sha, "BUILD_DATE": commit.outputs.date, **image.build_args}
        built = build_push(
            "Build",
            context=image.context,
            file=image.dockerfile if image.context == "." else f"{image.context}/{image.dockerfile}",
            platforms=image.platforms,
            build_args=[text("{name}={value}", name=name, value=value) for name, value in arguments.items()],
            labels=labels(commit.outputs.date),
            outputs=f"type=oci,dest={file}",
            provenance="false",  # an attestation would make the archive an index of two manifests
            push=False,
        )
        digest = run(
            f'echo "digest=sha256:$(skopeo inspect --raw oci-archive:{file} | sha256sum | cut -d" " -f1)" >> "$GITHUB_OUTPUT"',
            name="Digest",
            outputs=Digest,
        )
        job = Job(
            self.name,
            [
                checkout("Check out"),
                commit,
                setup_buildx("Set up Buildx"),
                built,
                digest,
                upload_artifact("Keep the image", name="image", path=file, retention_days=7, compression_level=0),
            ],
            if_=github.ref == f"refs/heads/{progress.main}",  # also keeps the button from delivering another branch
            outputs={"digest": digest.outputs.digest},
            timeout_minutes=self.timeout_minutes,
            origin=self.origin,
        )
        archive = Archive(image=image, artifact="image", file=file, digest=digest.outputs.digest)
        return progress.gate(job).but(archive=archive)
