"""One workflow for several services in a repository: checks and tests of those that changed, as matrices that only the run knows."""

from __future__ import annotations

from synth.build.jobs import Concurrency, Job
from synth.build.origin import here, standing_at
from synth.build.triggers import dispatch, pull_request, push
from synth.build.workflows import Workflow
from synth.changes import finder, found_by, merge_group, patterns, verdict
from synth.expr import ExpressionError, github, text
from synth.legs import HERE, for_each, image_of
from synth.link.names import slug
from synth.model import Origin
from synth.pipeline import Image, Progress, StageError
from synth.problems import DefinitionError, Problem
from synth.record import field, record, replace, settable
from synth.stacks.auto import Auto
from synth.stages.audit import Audit
from synth.stages.lint import Lint
from synth.stages.type_check import TypeCheck
from synth.stages.unit_test import UnitTest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from synth.stacks import Stack


@record
class Part:
    """One service or library: the stack in its folder, and what it is built from beside that.

    `uses` are patterns of paths, such as `libs/money/**`. The `image` is built as well, for the runner's own platform, and thrown away: the one that
    is deployed is built by the service's own pipeline.
    """

    stack: Stack = field(kw_only=False)
    uses: Sequence[str] = ()
    image: Image | None = None


@record
class Monorepo:
    """Checks and tests of the parts that a push, pull request or merge group changed: `Monorepo([Npm(folder="services/orders"), ...])`.

    A part is a stack, or a Part that says more. What `shared` matches changes all of them. Parts whose stacks differ in nothing but the folder
    share the jobs of one matrix. The last job, `<name> passed`, always reports, and is the check to require. Deployments are a Pipeline with
    `paths` for each service: the legs of a matrix cannot pass a digest on, wait for each other, and have no approvals and rollbacks of their own.
    """

    parts: Sequence[Stack | Part] = field(kw_only=False)
    shared: Sequence[str] = ()
    name: str = "Checks"
    main: str = "main"
    coverage: int | None = None
    file: str | None = None
    origin: Origin = field(default_factory=here, init=False)

    def workflows(self) -> list[Workflow]:
        """The workflow. Raises DefinitionError with what is wrong in it."""
        try:
            with standing_at(self.origin):
                return [self._workflow()]
        except (StageError, ExpressionError) as error:
            raise DefinitionError([Problem(self.origin, f"monorepo '{self.name}': {error}")]) from None

    def notes(self) -> list[str]:
        """What has to be set in GitHub for the workflow to mean what it says."""
        return [f"require the check '{self.name} passed': it reports always; the others are those of the parts that changed"]

    def _workflow(self) -> Workflow:
        empty = Workflow(
            self.name,
            on=[push(branches=[self.main]), pull_request(branches=[self.main]), merge_group(), dispatch()],
            concurrency=Concurrency(
                text("{name}-{run}", name=slug(self.name), run=github.head_ref.otherwise(github.run_id)),
                cancel_in_progress=github.event_name == "pull_request",
            ),
            file=self.file,
            origin=self.origin,
        )
        groups = list(_groups([one if isinstance(one, Part) else Part(one) for one in self.parts]))
        found = {name: found_by(*[self._told(part, empty) for part in parts], name=f"Find changes of {name}") for name, _, parts in groups}
        finding = finder(list(found.values()), {slug(name): step.outputs["matrix"] for name, step in found.items()}, self.origin)
        jobs: list[Job] = []
        for name, stack, _ in groups:
            listed = finding.output(slug(name))
            if stack is None:
                jobs.append(image_of(listed))
                continue
            several = sum(one is not None for _, one, _ in groups) > 1
            jobs += [for_each(job, listed, f"{job.name} of {name}" if several else job.name) for job in self._checks(stack)]
        return empty.replace(jobs=[finding, *jobs, verdict(self.name, [finding, *jobs], self.origin)])

    def _told(self, part: Part, workflow: Workflow) -> Mapping[str, Any]:
        """What the finder is told of a part, and the matrix of it."""
        folder, image = part.stack.folder, part.image
        for name, given in (("uses", part.uses), ("shared", self.shared)):
            if isinstance(given, str):
                raise ExpressionError(f"{name} takes a list: {name}=[{given!r}]")
        told = {"name": slug(folder), "folder": folder, "paths": patterns([f"{folder}/**", *part.uses, *self.shared], workflow)}
        if image is not None:
            file = image.dockerfile if image.context == "." else f"{image.context}/{image.dockerfile}"
            told |= {"context": image.context, "file": file, "arguments": "\n".join([f"{key}={value}" for key, value in image.build_args.items()])}
        return told

    def _checks(self, stack: Stack) -> list[Job]:
        """The jobs of the stack, as a pipeline has them; what it has no command for is left out."""
        progress = Progress(main=self.main)
        if stack.lint or stack.format:
            progress = Lint(stack).after(progress)
        if stack.types:
            progress = TypeCheck(stack).after(progress)
        if stack.audit:
            progress = Audit(stack).after(progress)
        if stack.unit:
            progress = UnitTest(stack, coverage=self.coverage).after(progress)
        return [job for job in progress.jobs if isinstance(job, Job)]


def _groups(parts: Sequence[Part]) -> Iterator[tuple[str, Stack | None, list[Part]]]:
    """Parts that can share a matrix, with a name and a stack in no folder; last, and without stack, those with an image."""
    if not parts:
        raise StageError("there are no parts: give the stack of each service")
    found: dict[str, tuple[Stack, list[Part]]] = {}
    seen: set[str] = set()
    for part in parts:
        stack: Any = part.stack.stack if isinstance(part.stack, Auto) else part.stack
        folder = stack.folder
        if folder == ".":
            raise StageError(f"{type(stack).__name__} is at the root of the repository, where everything belongs to it: give it folder=")
        if folder in seen:
            raise StageError(f"'{folder}' is there twice")
        seen.add(folder)
        bare = replace(stack, **{name: _bare(getattr(stack, name), folder) for name in settable(type(stack))})
        key = repr([type(stack).__name__, *[getattr(bare, name) for name in settable(type(stack))]])
        found.setdefault(key, (bare, []))[1].append(part)
    kinds = [type(stack).__name__ for stack, _ in found.values()]
    for at, (stack, members) in enumerate(found.values()):
        number = kinds[: at + 1].count(kinds[at])
        yield f"{kinds[at]} {number}" if kinds.count(kinds[at]) > 1 else kinds[at], stack, members
    images = [part for part in parts if part.image]
    if images:
        yield "images", None, images


def _bare(value: Any, folder: str) -> Any:
    """The setting with a mark in place of the folder."""
    if isinstance(value, str):
        return HERE if value == folder else f"{HERE}/{value[len(folder) + 1 :]}" if value.startswith(f"{folder}/") else value
    return [_bare(one, folder) for one in value] if isinstance(value, (list, tuple)) else value
