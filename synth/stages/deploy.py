"""A deployment to ECS that proves itself: verified while it can still be taken back, and taken back when it fails."""

from __future__ import annotations

from synth.bindings import ecs_deploy_task_definition, ecs_render_task_definition
from synth.build.actions import vendored
from synth.build.jobs import Concurrency, Job
from synth.build.origin import here
from synth.configuration import container_inputs
from synth.expr import github
from synth.model import Origin
from synth.pipeline import Environment, Health, LogScan, Service, StageError
from synth.record import field, record
from synth.stages.push import signed_in
from synth.versions import variables, version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, Literal

    from synth.build.steps import Step
    from synth.pipeline import Progress, Release
    from synth.rollout import Strategy

OUTPUTS = ("outcome", "reason", "report", "service-deployment-arn", "service-revision-arn", "task-definition-arn", "digests")
_DEPLOY_MINUTES, _RESTORE_MINUTES = 30, 15  # without the time at steps and bake; for signing in, and for a restoration at the end


@record
class Deploy:
    """Deploys the pushed image, by digest, to the service in the environment, and verifies it before the deployment is over.

    The task definition is the live one with the image replaced, and GIT_SHA and VERSION in the container's environment set to it; nothing else
    about the service changes, its number of tasks least of all. When
    `health` fails, tasks crash, or the deadline passes with a bad release, the last release that was good is restored and verified, and the job
    fails. `strategy` says how traffic comes to the release (`Rolling()`, `BlueGreen()`, `Canary(5, 25, 50, 100)`, `Linear()`) and is set on the
    service; without one the service keeps its own. `alarms` of CloudWatch may not go off meanwhile, and `logs` limits what the new tasks log.
    `rollback=False` reports and leaves things as they are, as for a release whose migration
    cannot be taken back. `deploy_with="official"` lets AWS's own action update the service, and watches.

    `timeout_minutes` are those of the job, 45 and what the strategy bakes unless given; the last 15 are kept for a restoration.
    Deployments to an environment queue; none is ever cancelled half-way. The next environment waits for this one.
    """

    environment: Environment = field(kw_only=False)
    service: Service = field(kw_only=False)
    health: Health | None = field(default=None, kw_only=False)
    strategy: Strategy | None = None
    alarms: Sequence[str] = ()
    logs: LogScan | None = None
    rollback: bool = True
    deploy_with: Literal["ghsynth", "official"] = "ghsynth"
    name: str | None = None
    timeout_minutes: int | None = None
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        to, release = self.environment, progress.release
        if release is None or progress.last is None:
            raise StageError("there is no image in a registry yet: put Push before it")
        if any(done.name == to.name for done in progress.deployed):
            raise StageError(f"environment '{to.name}' has been deployed to already")
        if unknown := sorted(to.roles.keys() - {"rollback", "verify"}):
            raise StageError(f"environment '{to.name}' has a role for '{unknown[0]}': roles= are for rollback and verify, role= deploys")
        minutes = self._minutes()
        steps = self._steps(release, minutes)
        guard = progress.approvals if to.approval else None
        waits = [progress.last, *progress.checks]
        shown = [guard.before(to, self.service, release, progress.last, progress).replace(needs=waits)] if guard else []
        audited = [guard.step(to, self.service, release)] if guard else []
        job = Job(
            self.name or f"Deploy to {to.name}",
            [*audited, signed_in(to.role, to.region, minutes), *steps, *([recorded(to, self.service, steps[-1])] if self.health else [])],
            needs=shown or waits,
            environment=to.name,
            environment_url=to.url,
            concurrency=Concurrency(f"deploy-{self.service.name}-{to.name}"),
            timeout_minutes=minutes,
            origin=self.origin,
        )
        return progress.but(jobs=(*progress.jobs, *shown, job), deployed=(*progress.deployed, to), last=job, checks=())

    def _steps(self, release: Release, minutes: int) -> list[Step[Any]]:
        service = self.service
        if self.deploy_with == "ghsynth":
            images = {"task-definition": service.family, "image": release.reference, "container": service.container}
            named = {key: value for key, value in images.items() if value is not None}
            return [self._proved("Deploy", {**named, **self._configuration(), **self._rollout()}, minutes)]
        if self.strategy is not None:
            raise StageError("AWS's action cannot set a strategy; leave deploy_with out, or set the strategy on the service")
        configuration = self._configuration()
        if self.environment.scale is not None:
            raise StageError("AWS's action cannot set the size of a task: leave deploy_with or scale out")
        rendered = ecs_render_task_definition(
            "Render the task definition",
            task_definition_family=service.family or service.name,
            container_name=service.container,
            image=release.reference,
            environment_variables=configuration["environment-variables"],
            secrets=configuration.get("secrets-from"),
        )
        updated = ecs_deploy_task_definition(
            "Update the service",
            task_definition=rendered.outputs.task_definition,
            service=service.name,
            cluster=self.environment.cluster,
            wait_for_service_stability=False,  # what it calls stable may answer 500, and it notices the end minutes late
        )
        return [rendered, updated, self._proved("Watch and verify", {"deploy-with": "official"}, minutes)]

    def _minutes(self) -> int:
        baking = self.strategy.minutes if self.strategy else 0
        least = baking + _RESTORE_MINUTES + 5
        if self.timeout_minutes is not None and self.timeout_minutes < least:
            raise StageError(
                f"timeout_minutes={self.timeout_minutes} is too short: {baking} minutes of steps and bake, and a restoration, take {least}"
            )
        return self.timeout_minutes or _DEPLOY_MINUTES + _RESTORE_MINUTES + baking

    def _configuration(self) -> dict[str, Any]:
        """What the container finds in its environment: the release's version, and what the environment says."""
        try:
            return container_inputs(self.environment, variables())
        except ValueError as error:
            raise StageError(str(error)) from None

    def _rollout(self) -> Mapping[str, Any]:
        if self.strategy is None:
            return {}
        try:
            return self.strategy.inputs()
        except ValueError as error:
            raise StageError(str(error)) from None

    def _proved(self, name: str, more: Mapping[str, Any], minutes: int) -> Step[Any]:
        to = self.environment
        inputs = {
            "cluster": to.cluster,
            "service": self.service.name,
            **more,
            "rollback": "auto" if self.rollback else "never",
            "deadline": (minutes - _RESTORE_MINUTES) * 60,
            **({f"verify-{key}": value for key, value in verification(to, self.health).items()} if self.health else {}),
        }
        if self.alarms:
            inputs["verify-alarms"] = ",".join(self.alarms)
        if self.logs:
            inputs |= scanned(self.logs)
        if self.health and to.test_url is not None:
            inputs["verify-test-url"] = to.test_url.rstrip("/") + self.health.path
        return vendored("deploy-ecs", inputs, outputs=OUTPUTS, name=name)


def scanned(logs: LogScan) -> dict[str, Any]:
    inputs = {"verify-log-pattern": logs.pattern, "verify-max-log-errors": logs.most, "verify-log-group": logs.group}
    if logs.allow:
        inputs["verify-log-allow"] = "\n".join(logs.allow)
    return {name: value for name, value in inputs.items() if value is not None}


def recorded(environment: Environment, service: Service, deployed: Step[Any]) -> Step[Any]:
    """The step that marks the release as verified, where rollbacks and people look for the last known good one.

    A mark that cannot be written is a warning: the release serves and is good all the same.
    """
    inputs = {
        "environment": environment.name,
        "cluster": environment.cluster,
        "service": service.name,
        "service-revision-arn": deployed.outputs["service-revision-arn"],
        "task-definition": deployed.outputs["task-definition-arn"],
        "digests": deployed.outputs["digests"],
        "version": version(),
        "environment-url": environment.url,
        "soft": True,
    }
    return vendored(
        "record-deployment", inputs, name="Record the deployment", permissions={"deployments": ("write", "record which release was verified")}
    )


def verification(environment: Environment, health: Health) -> dict[str, Any]:
    """The inputs that ask the environment's address as `health` says."""
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
    return inputs
