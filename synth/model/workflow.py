"""Workflows, jobs, steps and triggers. Keys: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax"""

from __future__ import annotations

from synth.record import Record, positional, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, TypeAlias

    Value: TypeAlias = str | bool | int | float | None
else:
    Value = object


@positional
class Origin(Record):
    """Where a part came from: a line of a Python definition. `str()` gives `file:line`.

    Of a file that was read, `synth.yaml.place.Spot` is the origin, which knows the place of each key.
    """

    file: str
    line: int
    column: int = 0

    def at(self, *path: str | int) -> Origin:
        """Where what lies below the part is, as precisely as it is known: a key by its name, an entry of a list by its number."""
        return self

    def key(self, *path: str | int) -> Origin:
        """Where the key at the end of the path stands, rather than its value."""
        return self

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@positional
class Uses(Record):
    """What a step or job uses. `version` is the release behind a full SHA; a file carries it as comment."""

    reference: str
    version: str = ""


@positional
class Permission(Record):
    """`read`, `write` or `none`, and why the job needs it; a file carries the reason as comment."""

    level: str
    reason: str = ""


@record
class Input(Record):
    """An input of workflow_dispatch or workflow_call."""

    description: str | None = None
    type: str | None = None
    options: tuple[str, ...] | None = None
    default: Value = None
    required: bool | None = None


@record
class Output(Record):
    """An output of workflow_call."""

    description: str | None = None
    value: str


@record
class Secret(Record):
    """A secret that workflow_call takes."""

    description: str | None = None
    required: bool | None = None


@record
class Schedule(Record):
    """One entry of `on.schedule`; the time zone is an IANA name, UTC where it is absent."""

    cron: str
    timezone: str | None = None


@record
class Trigger(Record):
    """An event that starts the workflow, with its filters."""

    types: tuple[str, ...] | None = None
    workflows: tuple[str, ...] | None = None
    names: tuple[str, ...] | None = None  # of images, like the next: only of the event `image_version`
    versions: tuple[str, ...] | None = None
    branches: tuple[str, ...] | None = None
    branches_ignore: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    tags_ignore: tuple[str, ...] | None = None
    paths: tuple[str, ...] | None = None
    paths_ignore: tuple[str, ...] | None = None
    inputs: Mapping[str, Input] | None = None
    outputs: Mapping[str, Output] | None = None
    secrets: Mapping[str, Secret] | None = None
    schedules: tuple[Schedule, ...] | None = None  # only of the event `schedule`, whose value is a list
    extra: Mapping[str, Any] | None = None


@record
class Concurrency(Record):
    """At most one run of a group at a time."""

    group: str
    cancel_in_progress: bool | str | None = None
    queue: str | None = None


@record
class Environment(Record):
    """The GitHub environment that a job runs in."""

    name: str
    url: str | None = None
    deployment: bool | str | None = None


@record
class Container(Record):
    """A job's container or a service beside it."""

    image: str | None = None  # empty where an expression decides that there is none
    credentials: Mapping[str, str] | str | None = None
    env: Mapping[str, Value] | str | None = None
    ports: tuple[str | int, ...] | None = None
    volumes: tuple[str, ...] | None = None
    options: str | None = None
    command: str | None = None
    entrypoint: str | None = None


@record
class Matrix(Record):
    """The axes whose combinations run; each is a list of values or an expression that gives one."""

    axes: Mapping[str, tuple[Any, ...] | str]
    include: tuple[Mapping[str, Any], ...] | str | None = None
    exclude: tuple[Mapping[str, Any], ...] | str | None = None


@record
class Strategy(Record):
    """How the jobs of a matrix run."""

    fail_fast: bool | str | None = None
    max_parallel: int | str | None = None
    matrix: Matrix | str | None = None


@record
class RunnerGroup(Record):
    """`runs-on` with a group of larger or self-hosted runners."""

    group: str | None = None
    labels: tuple[str, ...] | str | None = None


@record
class Snapshot(Record):
    """A custom image that is made of the runner when the job has succeeded."""

    image_name: str
    version: str | None = None
    if_: str | None = None


@record
class RunDefaults(Record):
    """Shell and folder of every `run` step."""

    shell: str | None = None
    working_directory: str | None = None


@record
class JobDefaults(Record):
    """`defaults` of a workflow or job."""

    run: RunDefaults | str | None = None


@record
class Step(Record):
    """A step: one of `run`, `uses`, `wait`, `wait_all`, `cancel` and `parallel`."""

    name: str | None = None
    id: str | None = None
    if_: str | None = None
    uses: Uses | None = None
    with_: Mapping[str, Value] | str | None = None
    run: str | None = None
    shell: str | None = None
    working_directory: str | None = None
    wait: tuple[str, ...] | None = None  # ids of background steps
    wait_all: bool | None = None
    cancel: str | None = None
    parallel: tuple[Step, ...] | None = None
    env: Mapping[str, Value] | str | None = None
    background: bool | None = None
    continue_on_error: bool | str | None = None
    timeout_minutes: float | str | None = None
    extra: Mapping[str, Any] | None = None
    origin: Origin | None = None


@record
class Job(Record):
    """A job with steps."""

    name: str | None = None
    needs: tuple[str, ...] | None = None
    if_: str | None = None
    runs_on: str | tuple[str, ...] | RunnerGroup | None = None
    environment: Environment | None = None
    permissions: Mapping[str, Permission] | str | None = None
    cache_mode: str | None = None
    concurrency: Concurrency | None = None
    timeout_minutes: float | str | None = None
    cancel_timeout_minutes: float | str | None = None
    continue_on_error: bool | str | None = None
    strategy: Strategy | str | None = None
    container: Container | None = None
    services: Mapping[str, Container] | str | None = None
    outputs: Mapping[str, str] | None = None
    env: Mapping[str, Value] | str | None = None
    defaults: JobDefaults | None = None
    snapshot: Snapshot | None = None
    steps: tuple[Step, ...] = ()
    extra: Mapping[str, Any] | None = None
    origin: Origin | None = None


@record
class CallJob(Record):
    """A job that calls a reusable workflow."""

    name: str | None = None
    needs: tuple[str, ...] | None = None
    if_: str | None = None
    permissions: Mapping[str, Permission] | str | None = None
    cache_mode: str | None = None
    concurrency: Concurrency | None = None
    strategy: Strategy | str | None = None
    uses: Uses
    with_: Mapping[str, Value] | None = None
    secrets: Mapping[str, Value] | str | None = None
    extra: Mapping[str, Any] | None = None
    origin: Origin | None = None


@record
class Workflow(Record):
    """A workflow file."""

    name: str | None = None
    description: str | None = None
    run_name: str | None = None
    on: Mapping[str, Trigger]
    permissions: Mapping[str, Permission] | str | None = None
    cache_mode: str | None = None
    env: Mapping[str, Value] | str | None = None
    defaults: JobDefaults | None = None
    concurrency: Concurrency | None = None
    jobs: Mapping[str, Job | CallJob]
    extra: Mapping[str, Any] | None = None
    origin: Origin | None = None
