"""The vulnerability gate."""

from __future__ import annotations

from synth.bindings import download_artifact, setup_trivy, upload_artifact
from synth.build.jobs import Job
from synth.build.origin import here
from synth.build.steps import run
from synth.expr import cancelled
from synth.model import Origin
from synth.pipeline import StageError
from synth.record import field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.build.steps import Step
    from synth.pipeline import Archive, Progress

TRIVY = "v0.75.0"  # 2026-10-01, an immutable release; 0.69.4 to 0.69.6 were malicious (GHSA-69fq-xp46-6x23)


@record
class TrivyScan:
    """Stops the run before any push when Trivy finds a vulnerability of these severities in the built image; keeps the JSON report.

    The scanner runs in a job without credentials and without a token, and reads the archive that Build kept.
    """

    severity: Sequence[str] = ("HIGH", "CRITICAL")
    ignore_unfixed: bool = False
    version: str = TRIVY
    name: str = "Scan image"
    timeout_minutes: int = 15
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        if progress.archive is None:
            raise StageError("there is no image to scan yet: put Build before it")
        if progress.release is not None:
            raise StageError("the image is pushed already: put it before Push")
        unfixed = " --ignore-unfixed" if self.ignore_unfixed else ""
        severity = ",".join(self.severity)
        # Trivy reads the unpacked layout of an OCI archive, not the archive
        scan = run(
            f"""
            mkdir image
            tar -xf {progress.archive.file} -C image
            trivy image --input image --severity {severity}{unfixed} --exit-code 1 --format json --output trivy.json
            """,
            name="Scan",
        )
        show = run(
            """
            { echo '```'; trivy convert --format table trivy.json; echo '```'; } | tee -a "$GITHUB_STEP_SUMMARY"
            """,
            name="Show the findings",
        )
        ended = ~cancelled() & scan.began  # findings are wanted most when they stop the run
        job = Job(
            self.name,
            [
                *fetched(progress.archive),
                setup_trivy("Set up Trivy", version=self.version),
                scan,
                show.replace(if_=ended),
                upload_artifact("Keep the report", name="trivy", path="trivy.json", retention_days=90).replace(if_=ended),
            ],
            timeout_minutes=self.timeout_minutes,
            origin=self.origin,
        )
        return progress.scan(job).but(scanned=True)


def fetched(archive: Archive) -> list[Step[Any]]:
    """The steps that bring the archive and make sure that it is the one that was built."""
    check = run(
        f"""
        found="sha256:$(skopeo inspect --raw oci-archive:{archive.file} | sha256sum | cut -d" " -f1)"
        if [ "$found" != {{digest}} ]; then
          echo "::error::the archive's digest is $found, not the one that was built"
          exit 1
        fi
        """,
        name="Compare the digest",
        digest=archive.digest,
    )
    return [download_artifact("Fetch the image", name=archive.artifact), check]
