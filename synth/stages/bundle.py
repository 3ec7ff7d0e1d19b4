"""The production bundle: what the project's own build makes, proved to build and kept."""

from __future__ import annotations

from synth.bindings import upload_artifact
from synth.build.jobs import Job
from synth.build.origin import here
from synth.link.names import slug
from synth.model import Origin
from synth.pipeline import StageError
from synth.record import field, record
from synth.stages.of_stack import folder, named, steps_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.pipeline import Progress
    from synth.stacks import Stack


@record
class Bundle:
    """Makes the production bundle in its own job, beside the checks, and keeps it as artifact: `Bundle(Pnpm(), ["pnpm run build"], keep="dist")`.

    `keep` is the file or folder that the commands leave, from the stack's folder; nothing there fails the job. Nothing is pushed before it succeeds.
    """

    stack: Stack = field(kw_only=False)
    commands: Sequence[str] = field(kw_only=False)
    keep: str
    name: str = "Bundle"
    retention_days: int = 14
    timeout_minutes: int = 15
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        if not self.commands:
            raise StageError("there is no command that makes the bundle: Bundle(stack, ['npm run build'], keep='dist')")
        at, name = folder(self.stack), named(progress, self.name, self.stack)
        kept = upload_artifact(
            "Keep the bundle",
            name=slug(name),
            path=f"{at}/{self.keep}" if at else self.keep,
            if_no_files_found="error",
            retention_days=self.retention_days,
        )
        steps = [*self.stack.prepare(), *steps_of(self.commands), kept]
        return progress.gate(Job(name, steps, working_directory=at, timeout_minutes=self.timeout_minutes, origin=self.origin))
