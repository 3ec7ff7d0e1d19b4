"""What happens, and what comes of it, as values."""

from __future__ import annotations

from synth.record import Record, field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from synth.model import Origin

RESULTS = ("success", "failure", "cancelled", "skipped")


@record
class Event(Record):
    """What happens, and what is taken to be so.

    `ref` is the branch or tag that it happens to, of a pull request, a merge group and a run that ended the one that it is about; `head` is a pull
    request's own branch. `changed` are paths, None: unknown. `results` and `outputs` are by a job's id, or `call / job` for one in a called
    workflow, outputs with `.name` behind it. `workflow` is the name of the run that ended, `payload` what is known of `github.event`.
    """

    name: str
    action: str | None = None
    ref: str = ""
    head: str = "feature"
    default_branch: str = "main"
    changed: tuple[str, ...] | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict)
    results: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    actor: str = ""
    repository: str = ""
    fork: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    workflow: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)


@record
class Held(Record):
    """A concurrency group, None: unknown at this point, as it is written, and what a run or job in it does to the others there."""

    group: str | None
    written: str
    does: str


@record
class Leg(Record):
    """One job of a matrix: its name and its values."""

    name: str
    values: Mapping[str, Any]


@record
class JobSimulated(Record):
    """A job. `status` is `runs`, `waits` (it runs once a person approves), `skipped`, `fails` (before its first step) or `unknown`.

    `result` is what jobs after it see, None: unknown. `values` are what its condition reads. `legs` is None where the matrix is unknown at this
    point, empty without one. `permissions` is None where the repository decides. Minutes are from the run's begin, None for what does not run.
    """

    id: str
    name: str
    status: str
    why: str
    result: str | None = None
    needs: tuple[str, ...] = ()
    condition: str | None = None
    values: tuple[tuple[str, str], ...] = ()
    legs: tuple[Leg, ...] | None = ()
    environments: tuple[str | None, ...] = ()
    concurrency: tuple[Held, ...] = ()
    permissions: Mapping[str, str] | None = None
    secrets: tuple[str, ...] = ()
    calls: str | None = None
    inside: str | None = None
    begins: float | None = None
    ends: float | None = None
    critical: bool = False
    origin: Origin | None = None


@record
class WorkflowSimulated(Record):
    """A workflow. `starts` is None where that is unknown, for example without the changed paths; its jobs are then as if it started."""

    name: str
    file: str
    starts: bool | None
    why: str
    jobs: tuple[JobSimulated, ...] = ()
    concurrency: Held | None = None
    critical: tuple[str, ...] = ()
    minutes: float = 0
    followed_by: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def job(self, id: str) -> JobSimulated:
        return next(job for job in self.jobs if job.id == id)


@record
class Simulation(Record):
    """All workflows, those that do not start among them. `assumed` is what was taken to be so because nobody said otherwise."""

    event: Event
    workflows: tuple[WorkflowSimulated, ...]
    assumed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def started(self) -> tuple[WorkflowSimulated, ...]:
        return tuple([one for one in self.workflows if one.starts is not False])

    def workflow(self, name: str) -> WorkflowSimulated:
        """The workflow of that name or file."""
        return next(one for one in self.workflows if name in (one.name, one.file))

    def job(self, id: str) -> JobSimulated:
        """The first started workflow's job of that id."""
        return next(job for one in self.started for job in one.jobs if job.id == id)
