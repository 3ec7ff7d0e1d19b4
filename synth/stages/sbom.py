"""What is in the image, as a list that others can check."""

from __future__ import annotations

from synth.bindings import setup_trivy, upload_artifact
from synth.build.jobs import Job
from synth.build.origin import here
from synth.build.steps import run
from synth.model import Origin
from synth.pipeline import StageError
from synth.record import field, record
from synth.stages.trivy_scan import TRIVY, fetched

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.pipeline import Progress


@record
class Sbom:
    """Lists what the built image consists of, in CycloneDX's JSON, and keeps the list. What cannot be listed is not pushed.

    The tool runs in a job without credentials and without a token, and reads the archive that Build kept.
    """

    version: str = TRIVY
    retention_days: int = 90
    name: str = "List contents"
    timeout_minutes: int = 15
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        archive = progress.archive
        if archive is None:
            raise StageError("there is no image to list yet: put Build before it")
        if progress.release is not None:
            raise StageError("the image is pushed already: put it before Push")
        # Trivy reads the unpacked layout of an OCI archive, not the archive
        listed = run(
            f"""
            mkdir image
            tar -xf {archive.file} -C image
            trivy image --input image --format cyclonedx --output sbom.cdx.json
            """,
            name="List",
        )
        kept = upload_artifact("Keep the list", name="sbom", path="sbom.cdx.json", retention_days=self.retention_days)
        steps = [*fetched(archive), setup_trivy("Set up Trivy", version=self.version), listed, kept]
        return progress.gate(Job(self.name, steps, timeout_minutes=self.timeout_minutes, origin=self.origin))
