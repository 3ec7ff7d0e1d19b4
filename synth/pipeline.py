"""A delivery pipeline as a value: environments, services and images, and the stages that bring one to the other."""

from __future__ import annotations

from typing import Protocol

from synth.build.jobs import Concurrency
from synth.build.origin import here, standing_at
from synth.build.triggers import dispatch, pull_request, push
from synth.build.workflows import Workflow
from synth.expr import ExpressionError, github, text
from synth.link.names import slug
from synth.model import Origin
from synth.problems import DefinitionError, Problem
from synth.record import field, record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, Literal

    from synth.build.jobs import CallJob, Job
    from synth.build.steps import Step, Text
    from synth.configuration import Scale, SecretSource
    from synth.expr.tree import Expr


class StageError(Exception):
    """A stage that cannot stand where it was put; the message says what it needs first."""


class Stage(Protocol):
    """One step of a pipeline that a person would name. Adding one is a file in `synth.stages`, or a class of your own."""

    @property
    def origin(self) -> Origin: ...

    def after(self, progress: Progress) -> Progress:
        """What has been produced once this stage is added. Raises StageError when what it needs is not there."""
        ...


@record
class Environment:
    """A GitHub environment and the AWS account behind it. With `approval` GitHub waits for a person: protect the environment with reviewers.

    `role` is the ARN of the IAM role that may deploy here, or an expression such as `vars.AWS_ROLE`; `roles` are others for a purpose of its own,
    `{"rollback": ARN}` for the button, and `"verify"` for stages that only look. `test_url` is the address of the load
    balancer's test listener, through which a blue/green, canary or linear deployment is verified before it gets any production traffic.

    `variables` and `secrets` are what the container finds in its environment here: texts or `vars.NAME`, and where ECS reads a secret. What is
    not named stays as it is. `scale` is the size of a task.
    """

    name: str = field(kw_only=False)
    region: str
    cluster: str
    role: Text
    roles: Mapping[Literal["rollback", "verify"], Text] = field(default_factory=dict)
    url: str
    test_url: str | None = None
    approval: bool = False
    variables: Mapping[str, Text] = field(default_factory=dict)
    secrets: Mapping[str, SecretSource] = field(default_factory=dict)
    scale: Scale | None = None
    origin: Origin = field(default_factory=here, init=False)

    def role_for(self, purpose: Literal["rollback", "verify"]) -> Text:
        """The role of that purpose, else the one that deploys."""
        return self.roles.get(purpose, self.role)


@record
class Registry:
    """An ECR registry and the role that may push to it. `environment` is the GitHub environment that the role trusts."""

    account: str = field(kw_only=False)
    region: str
    role: Text
    environment: str = "registry"

    @property
    def host(self) -> str:
        """The registry's name, `<account>.dkr.ecr.<region>.amazonaws.com`."""
        return f"{self.account}.dkr.ecr.{self.region}.amazonaws.com"


@record
class Image:
    """What is built: a Dockerfile, and the repository that the result is pushed to."""

    repository: str = field(kw_only=False)
    context: str = "."
    dockerfile: str = "Dockerfile"
    build_args: Mapping[str, str] = field(default_factory=dict)
    platforms: Sequence[str] = ("linux/amd64",)


@record
class Service:
    """An ECS service: the container whose image is replaced, and the task definition family that is rendered from the live one.

    `task_roles` are the IAM roles that its tasks run as, the execution role too, by name or ARN: what `ghsynth infra` lets a deployment pass on.
    """

    name: str = field(kw_only=False)
    container: str
    family: str | None = None
    task_roles: Sequence[str] = ()


@record
class Health:
    """How a release proves itself: the address answers as expected, several times in a row, with the version that was deployed.

    `version` is where the answer tells its version: `/version#/version` is the JSON pointer `/version` in the answer of the path `/version`.
    Seconds are wall-clock.
    """

    path: str = field(default="/health", kw_only=False)
    expect_status: str = "200"
    expect_json: Mapping[str, Any] = field(default_factory=dict)
    version: str | None = None
    consecutive: int = 3
    interval_seconds: int = 5
    timeout_seconds: int = 5
    deadline_seconds: int = 300


@record
class LogScan:
    """What the new tasks may log: lines that match `pattern` are errors unless one of `allow` matches too, and more than `most` of them fail.

    `most` is a number, or one a minute such as `5/min`. Tasks that log nothing at all fail as well. `group` is the log group, that of the task
    definition unless given.
    """

    pattern: str = field(default=r"\b(ERROR|FATAL|CRITICAL)\b", kw_only=False)
    most: str = "0"
    allow: Sequence[str] = ()
    group: str | None = None


@record
class Archive:
    """The image as built: an OCI archive kept as artifact, and its digest."""

    image: Image
    artifact: str
    file: str
    digest: Expr[str]


@record
class Release:
    """The image as pushed. `repository` is its name without tag or digest."""

    image: Image
    repository: str
    digest: Expr[str]

    @property
    def reference(self) -> Expr[str]:
        """The image by digest, as every environment uses it."""
        return self.repository + "@" + self.digest


@record
class Figures:
    """What a load test measured: the job, and k6's summary in the artifact that it keeps."""

    job: str
    artifact: str
    file: str


class Guard(Protocol):
    """What stands around the wait for a person: a job before it, and the first step after it."""

    def before(self, to: Environment, service: Service, release: Release, last: Job | CallJob, progress: Progress | None = None) -> Job:
        """The job before the wait. `progress` is what was done until then, for those who look at it."""
        ...

    def step(self, to: Environment, service: Service, release: Release) -> Step[Any]: ...


@record
class Progress:
    """What the stages so far have produced. `gates` are the jobs that must succeed before anything is pushed."""

    main: str = "main"
    jobs: tuple[Job | CallJob, ...] = ()
    gates: tuple[Job | CallJob, ...] = ()
    archive: Archive | None = None
    scanned: bool = False
    scans: tuple[Job | CallJob, ...] = ()  # those of the gates that look for vulnerabilities
    release: Release | None = None
    deployed: tuple[Environment, ...] = ()
    last: Job | CallJob | None = None  # the deployment that the next one waits for
    checks: tuple[Job | CallJob, ...] = ()  # of that deployment; the next one waits for them too
    figures: Figures | None = None  # of the newest load test
    approvals: Guard | None = None

    def gate(self, *jobs: Job | CallJob) -> Progress:
        """With jobs that hold back the push until they succeed."""
        return replace(self, jobs=(*self.jobs, *jobs), gates=(*self.gates, *jobs))

    def scan(self, *jobs: Job | CallJob) -> Progress:
        """With gates that look for vulnerabilities; when they fail, those who care for security are told."""
        return replace(self.gate(*jobs), scans=(*self.scans, *jobs))

    def check(self, *jobs: Job | CallJob) -> Progress:
        """With jobs that hold back the next deployment until they succeed."""
        return replace(self, jobs=(*self.jobs, *jobs), checks=(*self.checks, *jobs))

    def but(self, **changes: Any) -> Progress:
        return replace(self, **changes)


@record
class Pipeline:
    """From a commit to production: `Pipeline("Orders API", stages=[...])`.

    It becomes one workflow; stages such as Rollback add others. Pull requests run what needs no credentials; a push to `main`, or the button,
    runs all of it. `edits` change what the stages made, for what they do not offer: `lambda workflow: workflow.replace_job("Lint", ...)`.

    `paths` are for a repository of several services: `["services/orders/**", "libs/**"]`, as GitHub's filters of paths are written. Where a push or
    a pull request changes none of them, nor the workflow and its definition, a first job finds that out and the others are skipped; the last one,
    `<name> passed`, reports in any case, and is the check to require.
    """

    name: str = field(kw_only=False)
    stages: Sequence[Stage]
    main: str = "main"
    file: str | None = None
    paths: Sequence[str] = ()
    edits: Sequence[Edit] = ()
    origin: Origin = field(default_factory=here, init=False)

    def progress(self) -> Progress:
        """What all stages produce. Raises DefinitionError with every stage that cannot stand where it is."""
        progress = Progress(main=self.main)
        problems = []
        for stage in self.stages:
            if not hasattr(stage, "after"):
                problems.append(Problem(self.origin, f"pipeline '{self.name}': {stage!r} is no stage; synth.stages has them"))
                continue
            try:
                with standing_at(stage.origin):
                    progress = stage.after(progress)
            except (StageError, ExpressionError) as error:
                problems.append(Problem(stage.origin, f"stage {type(stage).__name__}: {error}"))
            except Exception as error:  # a stage may be the user's own; the line that names it is what can be mended
                problems.append(Problem(stage.origin, f"stage {type(stage).__name__}: {type(error).__name__}: {error}"))
        if problems:
            raise DefinitionError(problems)
        return progress

    def notes(self) -> list[str]:
        """What has to be set in GitHub for the workflow to mean what it says."""
        waiting = [e.name for e in self.progress().deployed if e.approval]
        said = [f"environment '{name}' waits for a person once it has required reviewers: Settings > Environments > {name}" for name in waiting]
        kept = [(e.name, ", ".join(e.secrets)) for e in self.progress().deployed if e.secrets]
        said += [f"environment '{name}' starts no task unless the execution role of its tasks may read {secrets}" for name, secrets in kept]
        if self.paths:
            said.append(f"require the check '{self.name} passed': it reports always; the others are skipped where their paths did not change")
        return said + [note for stage in self.stages for note in getattr(stage, "notes", list)()]

    def workflows(self) -> list[Workflow]:
        """The pipeline, and what stages make beside it, such as the button that rolls back. Raises DefinitionError as `progress` does."""
        made = [self.workflow()]
        for stage in self.stages:
            beside: Callable[[Pipeline], Sequence[Workflow]] | None = getattr(stage, "beside", None)
            made += beside(self) if beside is not None else ()
        return made

    def workflow(self) -> Workflow:
        """The workflow of the stages. Raises DefinitionError as `progress` does."""
        progress = self.progress()
        made = Workflow(
            self.name,
            on=[push(branches=[self.main]), pull_request(branches=[self.main]), dispatch()],
            jobs=progress.jobs,
            # a run that waits for an approval must not hold back the next commit: only pull requests share a group, environments have their own
            concurrency=Concurrency(
                text("{name}-{run}", name=slug(self.name), run=github.head_ref.otherwise(github.run_id)),
                cancel_in_progress=github.event_name == "pull_request",
            ),
            file=self.file,
            origin=self.origin,
        )
        for edit in self.edits:
            try:
                made = edit(made)
            except (StageError, ExpressionError) as error:
                raise DefinitionError([Problem(self.origin, f"edit of pipeline '{self.name}': {error}")]) from None
        return self._only_for_paths(made, progress) if self.paths else made

    def _only_for_paths(self, workflow: Workflow, progress: Progress) -> Workflow:
        from synth.changes import only_for  # most pipelines do without

        try:
            return only_for(workflow, self.paths, progress.gates or progress.jobs)
        except ExpressionError as error:
            raise DefinitionError([Problem(self.origin, f"pipeline '{self.name}': {error}")]) from None


class Edit(Protocol):
    """A change to the workflow that the stages made."""

    def __call__(self, workflow: Workflow) -> Workflow: ...


def replace_step(job: str, step: str, *steps: Step[Any]) -> Edit:
    """An edit that puts other steps in place of one of a stage: `replace_step("Lint", "Lint", run("npx biome ci"))`."""

    def edit(workflow: Workflow) -> Workflow:
        return workflow.replace_job(job, _with_steps(workflow, job).replace_step(step, *steps))

    return edit


def insert_steps(job: str, *steps: Step[Any], before: str | None = None, after: str | None = None) -> Edit:
    """An edit that adds steps to a job of a stage, before or after the step called so, or at its end."""

    def edit(workflow: Workflow) -> Workflow:
        return workflow.replace_job(job, _with_steps(workflow, job).insert(*steps, before=before, after=after))

    return edit


def _with_steps(workflow: Workflow, name: str) -> Job:
    from synth.build.jobs import Job

    job = workflow.job(name)
    if not isinstance(job, Job):
        raise StageError(f"job '{name}' calls a reusable workflow, so it has no steps to change")
    return job
