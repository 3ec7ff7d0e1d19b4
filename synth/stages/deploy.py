"""A deployment to ECS, proved by HTTP."""

from __future__ import annotations

from synth.bindings import ecs_deploy_task_definition, ecs_render_task_definition
from synth.build.actions import vendored
from synth.build.jobs import Concurrency, Job
from synth.build.origin import here
from synth.expr import github
from synth.model import Origin
from synth.pipeline import Environment, Health, Service, StageError
from synth.record import field, record
from synth.stages.push import signed_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.build.steps import Step
    from synth.pipeline import Progress


@record
class Deploy:
    """Deploys the pushed image, by digest, to the service in the environment, waits until ECS is stable, and verifies the health address.

    The task definition is the live one with the image replaced. Deployments to an environment queue; none is ever cancelled half-way. The
    next environment waits for this one.
    """

    environment: Environment = field(kw_only=False)
    service: Service = field(kw_only=False)
    health: Health | None = field(default=None, kw_only=False)
    name: str | None = None
    timeout_minutes: int = 45
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        to, service, release = self.environment, self.service, progress.release
        if release is None or progress.last is None:
            raise StageError("there is no image in a registry yet: put Push before it")
        if any(done.name == to.name for done in progress.deployed):
            raise StageError(f"environment '{to.name}' has been deployed to already")
        rendered = ecs_render_task_definition(
            "Render the task definition",
            task_definition_family=service.family or service.name,
            container_name=service.container,
            image=release.reference,
        )
        job = Job(
            self.name or f"Deploy to {to.name}",
            [
                signed_in(to.role, to.region),
                rendered,
                ecs_deploy_task_definition(
                    "Deploy", task_definition=rendered.outputs.task_definition, service=service.name, cluster=to.cluster, wait_for_minutes=30
                ),
                *([verified(to, self.health)] if self.health else []),
            ],
            needs=[progress.last],
            environment=to.name,
            environment_url=to.url,
            concurrency=Concurrency(f"deploy-{service.name}-{to.name}"),
            timeout_minutes=self.timeout_minutes,
            origin=self.origin,
        )
        return progress.but(jobs=(*progress.jobs, job), deployed=(*progress.deployed, to), last=job)


def verified(environment: Environment, health: Health) -> Step[Any]:
    """The step that asks the environment's address until it answers as `health` says, or its deadline passes."""
    inputs: dict[str, Any] = {
        "url": environment.url.rstrip("/") + health.path,
        "expect-status": health.expect_status,
        "consecutive": health.consecutive,
        "interval": health.interval_seconds,
        "timeout": health.timeout_seconds,
        "deadline": health.deadline_seconds,
    }
    if health.expect_json:
        import json

        inputs["expect-json"] = json.dumps(dict(health.expect_json), sort_keys=True)
    if health.version is not None:
        inputs |= {"version-path": health.version, "expect-version": github.sha}
    return vendored("verify-health", inputs, outputs=("outcome", "reason", "version-seen"), name="Verify health")
