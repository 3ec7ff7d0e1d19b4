"""What stands around GitHub's own wait for a person: evidence before it, a record after it, and an end to waits that nobody answers."""

from __future__ import annotations

from synth.bindings import download_artifact
from synth.build.actions import vendored
from synth.build.jobs import Concurrency, Job
from synth.build.origin import here, standing_at
from synth.build.triggers import dispatch, schedule
from synth.build.workflows import Workflow
from synth.link.names import slug
from synth.model import Origin
from synth.pipeline import StageError
from synth.record import field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from synth.build.jobs import CallJob
    from synth.build.steps import Step, Text
    from synth.pipeline import Environment, Pipeline, Progress, Release, Service

OUTPUTS = ("outcome", "reason", "report", "approved-by", "comment", "approved-at", "audit-json", "entry", "chain-hash")
_FIGURES = "k6"
_HOURLY = "23 * * * *"  # at the full hour GitHub's schedules are late


@record
class Approvals:
    """Makes the approval of each environment with `approval=True` that is deployed to after it one that can be relied on. Put it before Deploy.

    A job before the wait writes the evidence: the tests that passed, k6's figures, what changes, what a rollback brings back, the tasks' logs in
    AWS's console, and `links` to other logs and dashboards. The first step after it records who approved in a chain that shows tampering; with
    `different_from_author` nobody approves what they wrote or started. A second workflow cancels, each hour, runs that wait longer than
    `expire_hours`.
    """

    expire_hours: int = 24
    different_from_author: bool = True
    min_approvers: int = 1
    links: Mapping[str, str] = field(default_factory=dict)
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        if waited := [done.name for done in progress.deployed if done.approval]:
            raise StageError(f"environment '{waited[0]}' has been deployed to already: put Approvals before its Deploy")
        if not 1 <= self.expire_hours <= 720:
            raise StageError(f"expire_hours={self.expire_hours} is none of 1 to 720, after which GitHub itself gives up")
        if not 1 <= self.min_approvers <= 10:
            raise StageError(f"min_approvers={self.min_approvers} is none of 1 to 10")
        return progress.but(approvals=self)

    def before(self, to: Environment, service: Service, release: Release, last: Job | CallJob, progress: Progress | None = None) -> Job:
        """The job that the deployment waits for, and with it the approver. It runs only once all of `progress.checks` have succeeded."""
        figures = progress.figures if progress else None
        tests = [job.name for job in progress.checks if figures is None or job.name != figures.job] if progress else []
        smoke = f"{', '.join(tests or [last.name])} succeeded"
        page = evidence(
            to,
            service,
            release,
            smoke=smoke,
            k6_summary=f"{_FIGURES}/{figures.file}" if figures else None,
            links={**consoles(progress.deployed if progress else (), to, service), **self.links},
        )
        fetched = [download_artifact("Fetch the figures of the load test", name=figures.artifact, path=_FIGURES)] if figures else []
        return Job(
            f"Evidence for {to.name}",
            [*[step.replace(continue_on_error=True) for step in fetched], page],  # the page says what is missing, and a person judges that
            needs=[last],
            timeout_minutes=10,
            origin=self.origin,
        )

    def step(self, to: Environment, service: Service, release: Release) -> Step[Any]:
        """The step that records the approval, and fails where it is none."""
        inputs: dict[str, Any] = {
            "environment": to.name,
            "chain": f"{service.name} in {to.name}",
            "digest": release.digest,
            "require-different-from-author": self.different_from_author,
            "min-approvers": self.min_approvers,
            "max-wait-hours": self.expire_hours,
        }
        scopes = {
            "actions": ("read", "reads who approved the run"),
            "contents": ("read", "reads who wrote the commit"),
            "deployments": ("write", "records the approval"),
        }
        return vendored("approval-audit", inputs, outputs=OUTPUTS, name="Record the approval", permissions=scopes)

    def beside(self, pipeline: Pipeline) -> list[Workflow]:
        """The workflow that ends waits. Raises DefinitionError as `progress` does."""
        waiting = [done.name for done in pipeline.progress().deployed if done.approval]
        if not waiting:
            return []
        inputs: dict[str, Any] = {
            "mode": "expire",
            "environment": "\n".join(waiting),
            "workflow": pipeline.name,
            "max-wait-hours": self.expire_hours,
        }
        scopes = {
            "actions": ("write", "cancels runs that wait too long"),
            "deployments": ("read", "reads since when they wait"),
        }
        name = f"Expire approvals of {pipeline.name}"
        with standing_at(self.origin):
            step = vendored("approval-audit", inputs, name="Cancel what waits too long", permissions=scopes)
            job = Job("Expire", [step], timeout_minutes=10, origin=self.origin)
            return [Workflow(name, on=[schedule(_HOURLY), dispatch()], jobs=[job], concurrency=Concurrency(slug(name)), origin=self.origin)]


def consoles(deployed: Sequence[Environment], to: Environment, service: Service) -> dict[str, str]:
    """The service's logs in AWS's console, where the release was tried last and where it is to go. Environments without a cluster have none."""
    places = [place for place in (*deployed[-1:], to) if place.cluster and place.region]
    return {f"Logs of {service.name} in {place.name}": _console(place, service) for place in places}


def _console(place: Environment, service: Service) -> str:
    cluster = place.cluster.rsplit("/", 1)[-1]
    domain = "console.amazonaws.cn" if place.region.startswith("cn-") else "console.aws.amazon.com"
    return f"https://{place.region}.{domain}/ecs/v2/clusters/{cluster}/services/{service.name}/logs?region={place.region}"


def evidence(
    to: Environment,
    service: Service,
    release: Release,
    *,
    smoke: Text | None = None,
    k6_summary: str | None = None,
    links: Mapping[str, str] | None = None,
) -> Step[Any]:
    """The step that writes a page for the approver. `k6_summary` is the path of k6's summary, which an earlier step of the job has fetched."""
    import json

    inputs: dict[str, Any] = {
        "mode": "evidence",
        "environment": to.name,
        "service": f"{to.cluster.rsplit('/', 1)[-1]}/{service.name}",
        "digest": release.digest,
        "smoke": smoke,
        "k6-summary": k6_summary,
        "links": json.dumps(dict(links), sort_keys=True) if links else None,
    }
    given = {name: value for name, value in inputs.items() if value is not None}
    scopes = {"deployments": ("read", "reads which release is live")}
    return vendored("approval-audit", given, name="Write the evidence", permissions=scopes)
