"""What is known of a workflow and its jobs, as values."""

from __future__ import annotations

from synth.record import Record, field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from synth import model


@record
class Credentials(Record):
    """What a job holds. `token` are GITHUB_TOKEN's scopes, `roles` those of AWS that it takes on, `secrets` their names.

    `everything` says where the token or the secrets are not limited by name: `write-all`, or `secrets: inherit`.
    """

    token: Mapping[str, model.Permission] = field(default_factory=dict)
    oidc: bool = False
    roles: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    everything: tuple[str, ...] = ()

    @property
    def none(self) -> bool:
        """Whether the job holds nothing but the right to read the repository."""
        scopes = {scope: permission.level for scope, permission in self.token.items()}
        return not (self.roles or self.secrets or self.everything) and scopes.items() <= {("contents", "read")}


@record
class OnFailure(Record):
    """What happens when a job fails: `here` in the job itself, which other jobs (by id) are then `skipped`, and which run all the same."""

    here: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    goes_on: bool = False  # continue-on-error: the run counts it as success


@record
class JobExplained(Record):
    """A job. Minutes are from the run's begin; `minutes` are its work, without the runner's start."""

    id: str
    name: str
    stage: str | None = None
    where: str | None = None
    needs: tuple[str, ...] = ()
    condition: str | None = None
    environment: str | None = None
    waits: bool = False
    minutes: float
    begins: float
    ends: float
    critical: bool = False
    timeout_minutes: float | str | None = None
    gates: tuple[str, ...] = ()
    credentials: Credentials
    on_failure: OnFailure


@record
class StageExplained(Record):
    """A stage of a pipeline and the ids of its jobs."""

    kind: str
    where: str
    jobs: tuple[str, ...] = ()


@record
class Explanation(Record):
    """A workflow. `minutes` are those of the longest way, `serial` those of all jobs one after another; each job has `start_up` in both."""

    name: str
    file: str
    events: tuple[str, ...] = ()
    stages: tuple[StageExplained, ...] = ()
    jobs: tuple[JobExplained, ...] = ()
    critical: tuple[str, ...] = ()
    minutes: float = 0
    serial: float = 0
    start_up: float = 1
    model: Any = None  # the workflow itself, for pictures

    def job(self, id: str) -> JobExplained:
        return next(job for job in self.jobs if job.id == id)
