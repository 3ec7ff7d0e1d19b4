"""DescribeExpressGatewayService and UpdateExpressGatewayService: services whose load balancer and scaling ECS manages itself."""

from __future__ import annotations

from copy import deepcopy

from tests.simulator.api.ecs_views import Fields
from tests.simulator.clock import START
from tests.simulator.errors import ApiError
from tests.simulator.world.rollout import Rollout
from tests.simulator.world.service import Service
from tests.simulator.world.world import World


def describe(world: World, asked: Fields) -> Fields:
    return {"service": _view(_service(world, asked["serviceArn"]))}


def update(world: World, asked: Fields) -> Fields:
    """A change of the container registers a task definition and deploys it; a change of scaling alone does neither."""
    service = _service(world, asked["serviceArn"])
    assert service.express is not None
    given = {name: value for name, value in asked.items() if name not in ("serviceArn", "scalingTarget")}
    if "scalingTarget" in asked:
        service.express["scalingTarget"] = {**service.express["scalingTarget"], **asked["scalingTarget"]}
        service.desired = max(service.desired, service.express["scalingTarget"].get("minTaskCount", 1))
    if given:
        service.express.update(given)
        container = given.get("primaryContainer", service.express["primaryContainer"])
        main = {"name": "Main", "image": container["image"]}
        family = {"family": f"{service.cluster}-{service.name}", "containerDefinitions": [main]}
        named = given.get("taskDefinitionArn")
        world.redeploy(service, world.definitions.active(named) if named else world.definitions.register(family, world.wall))
    view = _view(service)
    kept = "serviceArn cluster serviceName status createdAt updatedAt".split()
    return {"service": {name: view[name] for name in kept} | {"targetConfiguration": _configuration(service.primary, service)}}


def _service(world: World, name: str) -> Service:
    service = world.services.get(name)
    if service is None:
        raise ApiError("ServiceNotFoundException", "Service not found.")
    if service.express is None:
        raise ApiError("InvalidParameterException", "The service is not an Express Gateway service.")
    return service


def _view(service: Service) -> Fields:
    assert service.express is not None
    return {
        "cluster": service.cluster,
        "serviceName": service.name,
        "serviceArn": service.arn,
        "infrastructureRoleArn": service.express["infrastructureRoleArn"],
        "status": {"statusCode": service.status},
        "currentDeployment": service.deployments[-1].arn,
        "activeConfigurations": [_configuration(one, service) for one in service.rollouts if not one.gone],
        "createdAt": START + service.created,
        "updatedAt": START + service.deployments[-1].updated,
        "tags": [],
    }


def _configuration(one: Rollout, service: Service) -> Fields:
    assert service.express is not None
    fields = deepcopy({name: value for name, value in service.express.items() if name != "infrastructureRoleArn"})
    fields["primaryContainer"]["image"] = one.revision.containers[0][1]
    fields["ingressPaths"] = [{"accessType": "PUBLIC", "endpoint": f"https://{service.name}.ecs.example"}]
    return fields | {"serviceRevisionArn": one.revision.arn, "taskDefinitionArn": one.revision.definition, "createdAt": START + one.created}
