"""What points are held against: a pipeline's stages, its linked workflows, and files of the repository."""

from __future__ import annotations

import json
import re

from synth import model
from synth.checklist.deployments import deployments
from synth.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from synth.checklist.deployments import Deployment
    from synth.explain.explaining import Staged
    from synth.pipeline import Pipeline

_SCRIPT = re.compile(r"(?:npm|pnpm|yarn)(?: run)? ([\w:.-]+)")


@record
class Evidence:
    """`read` gives the text of a file of the repository by its path, None where there is none."""

    pipeline: Pipeline
    staged: Staged
    workflows: Sequence[model.Workflow]  # the pipeline's own first
    read: Callable[[str], str | None]

    @property
    def delivery(self) -> model.Workflow:
        return self.workflows[0]

    def stages(self, *kinds: str) -> list[Any]:
        """The stages of these kinds that have a job: an adapting stack may have left one out."""
        return [one for one in self.pipeline.stages if any([cls.__name__ in kinds for cls in type(one).__mro__]) and self._stands(one)]

    def deploys(self) -> list[Deployment]:
        return deployments(self.pipeline)

    def named(self, point: str) -> Any:
        """The first stage that says itself that it satisfies the point."""
        return next((one for one in self.pipeline.stages if point in getattr(one, "satisfies", ())), None)

    def using(self, *actions: str) -> Iterator[tuple[model.Job, model.Step]]:
        """The steps that use one of these actions, named by the end of their reference without version, and their jobs."""
        jobs = [job for workflow in self.workflows for job in workflow.jobs.values() if isinstance(job, model.Job)]
        for job in jobs:
            for step in job.steps:
                if step.uses is not None and any([f"/{step.uses.reference.partition('@')[0]}".endswith(f"/{name}") for name in actions]):
                    yield job, step

    def command(self, command: str, folder: str) -> str:
        """The command, or for `npm run x` what package.json says that it is."""
        found = _SCRIPT.fullmatch(command.strip())
        text = self.read("package.json" if folder == "." else f"{folder}/package.json") if found else None
        if found is None or text is None:
            return command
        try:
            content = json.loads(text)
        except ValueError:
            return command
        scripts = content.get("scripts") if isinstance(content, dict) else None
        script = scripts.get(found[1]) if isinstance(scripts, dict) else None
        return script if isinstance(script, str) else command

    def _stands(self, stage: Any) -> bool:
        """Whether one of its jobs is still there, after edits, or it makes a workflow of its own."""
        names = {job.name for job in self.delivery.jobs.values()}
        return hasattr(stage, "beside") or any([one is stage and names.intersection(jobs) for one, jobs in self.staged.stages])
