"""The simulator behind a role: each call is asked of the evaluator, and what the role may not is refused as AWS refuses it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from synth import BlueGreen, Environment, Health, Image, LogScan, Pipeline, Registry, Service
from synth.infra.agreement.written import as_written
from synth.infra.evaluate import Request as Asking
from synth.infra.evaluate import decide
from synth.infra.infrastructure import infrastructure
from synth.infra.reading.values import Document
from synth.infra.values import Policy, Role
from synth.project import Project
from synth.stages import Build, Deploy, Push, Rollback, TrivyScan, VerifyMetrics
from tests.actions.deploy_ecs import running as deploying
from tests.actions.rollback import running as rolling_back
from tests.actions.rollback.releases import mark, released
from tests.actions.verify_metrics import running as watching
from tests.cloud.needs import needs
from tests.infra.agreement.orders import GITHUB
from tests.simulator import Simulator
from tests.simulator.errors import ApiError
from tests.simulator.journal import Call
from tests.simulator.names import ACCOUNT, REGION, arn
from tests.simulator.wire.message import Asked, Request
from tests.simulator.world.image import crashing, failing, good

TASK_ROLES = (f"arn:aws:iam::{ACCOUNT}:role/web-execution", f"arn:aws:iam::{ACCOUNT}:role/web-task")
RULES = '[{"rule": "bounds", "namespace": "AWS/ECS", "metric": "CPUUtilization", "max": 90}, {"rule": "alarm", "alarms": ["errors"]}]'
PAUSED = {"lifecycleStages": ["POST_TEST_TRAFFIC_SHIFT"], "timeoutConfiguration": {"timeoutInMinutes": 60, "action": "ROLLBACK"}}
BLUE_GREEN = {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 2, "lifecycleHooks": [{"targetType": "PAUSE", **PAUSED}]}


@cache
def role() -> Role:
    """Of a pipeline that deploys the simulator's service, with everything that a deployment may look at."""
    here = f"arn:aws:iam::{ACCOUNT}:role"
    to = Environment(
        "production", region=REGION, cluster="default", role=f"{here}/web-deploy", url="https://web.example.com", test_url="https://t.example.com"
    )
    web = Service("web", container="app", family="web", task_roles=TASK_ROLES)
    deploy = Deploy(to, web, Health("/health"), strategy=BlueGreen(bake_minutes=2), alarms=["errors"], logs=LogScan(group="/ecs/web"))
    metrics = VerifyMetrics(
        to, [{"rule": "bounds", "namespace": "AWS/ECS", "metric": "CPUUtilization", "max": 90}, {"rule": "alarm", "alarms": ["errors"]}]
    )
    registry = Registry(ACCOUNT, region=REGION, role=f"{here}/web-push")
    made = Pipeline("Web", stages=[Build(Image("web")), TrivyScan(), Push(registry), deploy, metrics, Rollback()])
    found = infrastructure(Project(source=".github/ghsynth.py", workflows=made.workflows(), pipelines=[made]), GITHUB)
    return next(one for one in found.roles if one.name == "web-deploy")


class Guard:
    """A gate of the simulator. `refused` are the actions that it has refused."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self.refused: list[str] = []

    def admit(self, request: Request, asked: Asked) -> str:
        for one in asking(asked):
            decision = decide(self.documents, one)
            if not decision.allowed:
                self.refused.append(f"{one.action} on {one.resource}")
                raise ApiError(
                    "AccessDeniedException", f"not authorized to perform: {one.action} on resource: {one.resource} because {decision.why}", 400
                )
        return "web-deploy"

    def note(self, caller: str, call: Call) -> None:
        """The simulator's own journal has it."""


def asking(asked: Asked) -> Iterator[Asking]:
    """What the call needs, as the service authorization reference has it: a revision is registered in its family, and tagged there."""
    family = arn("ecs", f"task-definition/{asked.fields.get('family', '')}:*")
    for action, resource, context in needs(asked):
        where = family if action == "ecs:RegisterTaskDefinition" else asked.fields.get("serviceDeploymentArn", resource)
        yield Asking(action=action, resource=where, context={key: (value,) for key, value in context.items()})
    if asked.operation == "RegisterTaskDefinition" and asked.fields.get("tags"):
        yield Asking(action="ecs:TagResource", resource=family, context={"ecs:CreateAction": ("RegisterTaskDefinition",)})


def service(sim: Simulator, version: str, **configuration: Any) -> None:
    """`web`, verified, whose commit is what it says as its version."""
    sim.service("web", good(version), **configuration)
    mark(sim, sim.find("web").deployments[0], version)
    sim.advance(60)


def flow(
    prepare: Callable[[Simulator], object], act: Callable[[Simulator], tuple[int, str]], documents: Sequence[Document]
) -> tuple[tuple[int, str], list[str]]:
    """How it ended, and what was refused on the way."""
    guard = Guard(documents)
    with Simulator() as sim:
        prepare(sim)
        for definition in sim.world.definitions.families["web"]:
            definition.update(executionRoleArn=TASK_ROLES[0], taskRoleArn=TASK_ROLES[1])
        sim.dispatcher.gate = guard
        return act(sim), guard.refused


def _watched(sim: Simulator) -> None:
    service(sim, "v1")
    sim.alarm("errors")


def _bad(sim: Simulator) -> None:
    service(sim, "v1")
    released(sim, failing("v2"))


def _waiting(sim: Simulator) -> None:
    service(sim, "v1", **BLUE_GREEN)
    deployment = sim.deploy("web", failing("v2"))
    sim.run_until(lambda: deployment.stage == "POST_TEST_TRAFFIC_SHIFT")
    sim.advance(5)


_LOOKS: dict[str, Any] = {"verify_alarms": "errors", "verify_log_pattern": "ERROR", "verify_log_group": "/ecs/web"}
FLOWS: dict[str, tuple[Callable[[Simulator], object], Callable[[Simulator], tuple[int, str]]]] = {
    "deploys": (_watched, lambda sim: deploying.run(sim, **deploying.release(sim, good("v2")), **_LOOKS).ended),
    "deploys a crash": (lambda sim: service(sim, "v1"), lambda sim: deploying.run(sim, **deploying.release(sim, crashing("v2"))).ended),
    "deploys what fails": (lambda sim: service(sim, "v1"), lambda sim: deploying.run(sim, **deploying.release(sim, failing("v2"))).ended),
    "deploys to a pause": (
        lambda sim: service(sim, "v1", **BLUE_GREEN),
        lambda sim: deploying.run(sim, **deploying.release(sim, good("v2"), test=True), strategy="BLUE_GREEN").ended,
    ),
    "rolls back": (_bad, lambda sim: rolling_back.run(sim, verify_url=f"{sim.endpoint}/app/web/health").ended),
    "rolls back from a pause": (_waiting, lambda sim: rolling_back.run(sim).ended),
    "verifies": (_watched, lambda sim: watching.run(sim, RULES).ended),
}


def without(policy: Policy, sid: str) -> list[Document]:
    return [as_written(Policy(statements=tuple([one for one in policy.statements if one.sid != sid])))]
