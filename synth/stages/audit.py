"""Code quality: known vulnerabilities of dependencies."""

from __future__ import annotations

from synth.bindings import checkout, setup_trivy, upload_artifact
from synth.build.jobs import Job
from synth.build.origin import here
from synth.build.steps import run
from synth.expr import cancelled
from synth.link.names import slug
from synth.model import Origin
from synth.pipeline import StageError
from synth.record import field, record
from synth.stages.of_stack import checked, folder, left_out, named, nothing
from synth.stages.trivy_scan import TRIVY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from synth.pipeline import Progress
    from synth.stacks import Stack


@record
class Audit:
    """Stops the run before any push when a dependency is known to be vulnerable.

    The stack's own tool looks at what runs in production; `tool="trivy"` lets Trivy read the folder's lock files, whatever the language, in a job
    without credentials. It keeps its report.
    """

    stack: Stack = field(kw_only=False)
    tool: Literal["stack", "trivy"] = "stack"
    severity: Sequence[str] = ("HIGH", "CRITICAL")  # of Trivy; the other tools' commands say theirs
    version: str = TRIVY
    name: str = "Audit"
    timeout_minutes: int = 15
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        if self.tool == "trivy":
            return progress.gate(self._trivy(progress))
        commands = self.stack.audit
        if not commands:
            from synth.stacks.auto import Auto

            if isinstance(self.stack, Auto):
                return progress
            raise StageError(f"{nothing(self.stack, 'audit')}; Audit(..., tool='trivy') reads lock files of all languages")
        return checked(self, progress, "audit", commands, prepared=self.stack.prepare_audit())

    def notes(self) -> list[str]:
        return left_out(self, "audit") if self.tool == "stack" else []

    def _trivy(self, progress: Progress) -> Job:
        name = named(progress, self.name, self.stack)
        severity = ",".join(self.severity)
        scan = run(f"trivy fs --scanners vuln --severity {severity} --exit-code 1 --format json --output trivy.json .", name="Scan")
        show = run(
            """
            { echo '```'; trivy convert --format table trivy.json; echo '```'; } | tee -a "$GITHUB_STEP_SUMMARY"
            """,
            name="Show the findings",
        )
        ended = ~cancelled() & scan.began  # findings are wanted most when they stop the run
        report = "trivy.json" if self.stack.folder == "." else f"{self.stack.folder}/trivy.json"
        steps = [
            checkout("Check out"),
            setup_trivy("Set up Trivy", version=self.version),
            scan,
            show.replace(if_=ended),
            upload_artifact("Keep the report", name=slug(name), path=report, retention_days=90).replace(if_=ended),
        ]
        return Job(name, steps, working_directory=folder(self.stack), timeout_minutes=self.timeout_minutes, origin=self.origin)
