"""What a test sets up before the first API call: images, services that already run, faults, alarms, metrics, logs, load."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.simulator.dispatch import Dispatcher
from tests.simulator.faults import Fault, Kind
from tests.simulator.names import arn
from tests.simulator.world.alarms import Alarm
from tests.simulator.world.deployment import Deployment
from tests.simulator.world.image import Image, good
from tests.simulator.world.metrics import Name, Series
from tests.simulator.world.registry import Stored
from tests.simulator.world.service import DEFAULTS, Service
from tests.simulator.world.traffic import NOBODY, Count, Reply
from tests.simulator.world.world import World

CONTAINER = "app"


class Scenario:
    """Everything here happens at once and costs no API call: none of it is in `calls`."""

    def __init__(self, world: World, dispatcher: Dispatcher) -> None:
        self.world, self.dispatcher = world, dispatcher

    def push(self, image: Image, tag: str | None = None, repository: str = "app") -> Stored:
        """An image in ECR, under its version as tag. `.by_tag` and `.by_digest` are how a task definition names it."""
        return self.world.registry.push(repository, tag or image.version, image, self.world.now)

    def archive(self, stored: Stored) -> None:
        stored.archived, stored.active_from = self.world.now, None

    def delete_image(self, stored: Stored) -> None:
        stored.deleted = True

    def define(self, family: str, reference: str) -> str:
        """The ARN of a new task definition with one container of that image, whose log goes to /ecs/<family>."""
        options = {"awslogs-group": f"/ecs/{family}", "awslogs-region": "eu-central-1", "awslogs-stream-prefix": "ecs"}
        container = {
            "name": CONTAINER,
            "image": reference,
            "portMappings": [{"containerPort": 8080}],
            "logConfiguration": {"logDriver": "awslogs", "options": options},
        }
        self.world.logs.groups.setdefault(f"/ecs/{family}", {})
        fields: dict[str, Any] = {"family": family, "containerDefinitions": [container], "cpu": "256", "memory": "512", "networkMode": "awsvpc"}
        return str(self.world.definitions.register(fields, self.world.wall)["taskDefinitionArn"])

    def service(
        self,
        name: str,
        image: Image | None = None,
        desired: int | None = None,
        settled: bool = True,
        load_balanced: bool = True,
        **configuration: Any,
    ) -> Service:
        """A service that runs `image` (v1, good). Settled, it has been running it for long, after a deployment that was completed.

        `configuration` are fields of deploymentConfiguration: strategy="CANARY", deploymentCircuitBreaker={...}.
        """
        world = self.world
        definition = world.definitions.find(self.define(name, self.push(image or good("v1"), repository=name).by_digest))
        shifts = configuration.get("strategy", "ROLLING") != "ROLLING"
        settings = {"loadBalancers": [balancer(name, shifts)]} if load_balanced else {}
        full = {**DEFAULTS, **configuration}
        service = world.add_service("default", name, definition, world.profile.desired if desired is None else desired, full, settings)
        if settled:
            self.settle(service)
        return service

    def settle(self, service: Service) -> None:
        """Ends what is under way as if all had gone well some time ago."""
        world, rollout = self.world, service.primary
        for task in [world.launch(service, rollout) for _ in range(service.desired)]:
            task.status, task.health, task.started, task.fate = "RUNNING", "HEALTHY", world.now, "healthy"
        rollout.launched = 0
        deployment = service.deployments[-1]
        deployment.started = world.now
        if service.shifts:
            service.production = {rollout: 100.0}
        deployment.succeed()
        service.steady = True

    def express(self, name: str, image: Image | None = None, desired: int = 2) -> Service:
        """An Express Gateway service: rolling with the circuit breaker on, all else its own affair."""
        breaker = {"enable": True, "rollback": True, "thresholdConfiguration": {"type": "COUNT", "value": 3}}
        service = self.service(name, image, desired, load_balanced=False, deploymentCircuitBreaker=breaker)
        service.express = {
            "infrastructureRoleArn": "arn:aws:iam::123456789012:role/ecsInfrastructureRole",
            "primaryContainer": {"image": service.primary.revision.containers[0][1], "containerPort": 8080},
            "scalingTarget": {"minTaskCount": desired, "maxTaskCount": 10},
            "healthCheckPath": "/health",
            "cpu": "256",
            "memory": "512",
        }
        return service

    def deploy(self, name: str, image: Image) -> Deployment:
        """What a person would do with RegisterTaskDefinition and UpdateService."""
        definition = self.define(name, self.push(image, repository=name).by_digest)
        return self.world.redeploy(self.find(name), self.world.definitions.find(definition))

    def when(self, condition: Callable[[], bool], act: Callable[[], object]) -> None:
        """Lets something happen, once, in the first second in which the condition holds: `sim.when(lambda: sim.now > 60, lambda: sim.scale("web", 8))`."""
        self.world.planned.append((condition, act))

    def scale(self, name: str, desired: int) -> None:
        """What Application Auto Scaling does: the desired count changes, no deployment starts."""
        self.find(name).desired = desired

    def alarm(self, name: str, state: str = "OK", reason: str = "set by the scenario") -> Alarm:
        alarm = self.world.alarms.setdefault(name, Alarm(name, arn("cloudwatch", f"alarm:{name}"), {}, self.world.now))
        alarm.change(state, reason, self.world.now)
        return alarm

    def log(self, group: str, stream: str, message: str) -> None:
        self.world.logs.write(group, stream, message, int(self.world.wall * 1000))

    def metric(self, namespace: str, metric: str, dimensions: Mapping[str, str], series: Series | Sequence[float]) -> None:
        """Samples for each minute: from a function of that minute's begin (seconds since 1970), or always the same ones."""
        name = Name(namespace, metric, frozenset(dimensions.items()))
        self.world.metrics.given[name] = series if callable(series) else lambda _: series

    def load(self, name: str, per_second: float) -> None:
        """Requests through the production listener in each second from now on; 0 ends them."""
        self.world.traffic.loads[self.find(name).arn] = per_second

    def fault(self, kind: Kind, operation: str = "*", **settings: Any) -> Fault:
        """See faults.Fault for the settings. `faults.planned` lists them; remove one to end it."""
        fault = Fault(kind, operation, **settings)
        self.dispatcher.faults.planned.append(fault)
        return fault

    def request(self, name: str, test: bool = False) -> Reply:
        """One request through the production or the test listener, without HTTP."""
        return self.world.traffic.serve(self.find(name), test)

    def counts(self, name: str, test: bool = False) -> dict[str, Count]:
        """Good and bad answers by revision ARN; those that no task could give under ''."""
        return self.world.traffic.counts.get((self.find(name).arn, test), {})

    def bad(self, name: str, test: bool = False) -> int:
        """Answers of 500 and above so far; of production unless asked for the test listener."""
        return sum(count.bad for count in self.counts(name, test).values())

    def unanswered(self, name: str) -> int:
        return self.counts(name).get(NOBODY, Count()).bad

    def find(self, name: str) -> Service:
        """The service of that name in any cluster, or `cluster:name`. Raises KeyError."""
        for service in self.world.services.values():
            if name in (service.name, f"{service.cluster}:{service.name}"):
                return service
        raise KeyError(f"no service '{name}'; there are {', '.join(one.name for one in self.world.services.values()) or 'none'}")


def balancer(name: str, shifts: bool) -> dict[str, Any]:
    def group(colour: str) -> str:
        return arn("elasticloadbalancing", f"targetgroup/{name}-{colour}/{'0123456789abcdef'}")

    fields: dict[str, Any] = {"targetGroupArn": group("blue"), "containerName": CONTAINER, "containerPort": 8080}
    if shifts:
        rule = arn("elasticloadbalancing", f"listener-rule/app/{name}/0123456789abcdef/0123456789abcdef")
        fields["advancedConfiguration"] = {
            "alternateTargetGroupArn": group("green"),
            "productionListenerRule": f"{rule}/production",
            "testListenerRule": f"{rule}/test",
            "roleArn": "arn:aws:iam::123456789012:role/ecsInfrastructureRole",
        }
    return fields
