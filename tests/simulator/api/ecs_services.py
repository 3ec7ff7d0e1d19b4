"""CreateService, UpdateService, DescribeServices, ListServices, DeleteService, CreateCluster, DescribeClusters."""

from __future__ import annotations

from typing import Any

from tests.simulator.api import ecs_views as views
from tests.simulator.api.ecs_views import Fields
from tests.simulator.api.paging import page
from tests.simulator.errors import ApiError, invalid
from tests.simulator.names import arn, last_part
from tests.simulator.world import hooks
from tests.simulator.world.service import DEFAULTS, Service
from tests.simulator.world.world import World

KEPT = "loadBalancers networkConfiguration serviceRegistries platformVersion healthCheckGracePeriodSeconds enableExecuteCommand".split()
DEPLOYS = "taskDefinition networkConfiguration platformVersion loadBalancers serviceRegistries serviceConnectConfiguration".split()
DEPLOYS += ["vpcLatticeConfigurations", "volumeConfigurations"]
NOT_MODELLED = "serviceConnectConfiguration vpcLatticeConfigurations volumeConfigurations gatewayConnectors capacityProviderStrategy".split()


def create(world: World, asked: Fields) -> Fields:
    cluster, name = world.cluster(asked.get("cluster")), asked["serviceName"]
    existing = world.services.get(arn("ecs", f"service/{cluster}/{name}"))
    if existing is not None and existing.status == "ACTIVE":
        raise invalid("Creation of service was not idempotent.")
    if "taskDefinition" not in asked:
        raise invalid("TaskDefinition can not be blank.")
    _check(asked, {})
    definition = world.definitions.active(asked["taskDefinition"])
    settings = {name: asked[name] for name in KEPT if name in asked}
    service = world.add_service(cluster, name, definition, asked.get("desiredCount", 0), asked.get("deploymentConfiguration", {}), settings)
    service.tags = {tag["key"]: tag.get("value", "") for tag in asked.get("tags", [])}
    return {"service": views.service(service)}


def update(world: World, asked: Fields) -> Fields:
    """Deploys only for the fields that start a deployment, and only where they change something."""
    service = world.service(asked.get("cluster"), asked["service"])
    if service.status != "ACTIVE":
        raise ApiError("ServiceNotActiveException", "Service was not ACTIVE.")
    _check(asked, service.configuration)
    definition = world.definitions.active(asked["taskDefinition"]) if "taskDefinition" in asked else None
    service.configuration = {**service.configuration, **asked.get("deploymentConfiguration", {})}
    service.desired = asked.get("desiredCount", service.desired)
    changes = [name for name in DEPLOYS if name in asked and name != "taskDefinition" and asked[name] != service.settings.get(name)]
    service.settings = service.settings | {name: asked[name] for name in KEPT if name in asked}
    if definition and definition["taskDefinitionArn"] != service.primary.revision.definition:
        changes.append("taskDefinition")
    if changes or asked.get("forceNewDeployment"):
        world.redeploy(service, definition or world.definitions.find(service.primary.revision.definition))
    return {"service": views.service(service)}


def describe(world: World, asked: Fields) -> Fields:
    if not 1 <= len(asked["services"]) <= 10:
        raise invalid("Services list must have from 1 to 10 entries.")
    cluster = world.cluster(asked.get("cluster"))
    found, failures = [], []
    for name in asked["services"]:
        full = name if name.startswith("arn:") else arn("ecs", f"service/{cluster}/{name}")
        if (service := world.services.get(full)) is not None:
            found.append(views.service(service, "TAGS" in asked.get("include", [])))
        else:
            failures.append({"arn": full, "reason": "MISSING"})
    return {"services": found, "failures": failures}


def list_all(world: World, asked: Fields) -> Fields:
    cluster = world.cluster(asked.get("cluster"))
    found = [one.arn for one in world.services.values() if one.cluster == cluster and one.status == "ACTIVE"]
    part, token = page(world, found, asked.get("nextToken"), asked.get("maxResults", 10))
    return {"serviceArns": part} | ({"nextToken": token} if token else {})


def delete(world: World, asked: Fields) -> Fields:
    service = world.service(asked.get("cluster"), asked["service"])
    if service.desired and not asked.get("force"):
        raise invalid("The service cannot be stopped while it is scaled above 0.")
    _end(service, world)
    return {"service": views.service(service)}


def create_cluster(world: World, asked: Fields) -> Fields:
    name = asked.get("clusterName", "default")
    world.clusters.add(name)
    return {"cluster": _cluster(world, name)}


def describe_clusters(world: World, asked: Fields) -> Fields:
    names = [last_part(name) for name in asked.get("clusters", ["default"])]
    missing = [{"arn": arn("ecs", f"cluster/{name}"), "reason": "MISSING"} for name in names if name not in world.clusters]
    return {"clusters": [_cluster(world, name) for name in names if name in world.clusters], "failures": missing}


def _end(service: Service, world: World) -> None:
    if service.deploying:
        service.deploying.supersede()
    service.status, service.desired, service.grow, service.keep = "INACTIVE", 0, None, ()
    for rollout in service.rollouts:
        rollout.launching = False


def _cluster(world: World, name: str) -> Fields:
    mine = [one for one in world.services.values() if one.cluster == name]
    return {
        "clusterArn": arn("ecs", f"cluster/{name}"),
        "clusterName": name,
        "status": "ACTIVE",
        "runningTasksCount": sum(one.running for one in mine),
        "pendingTasksCount": sum(one.pending for one in mine),
        "activeServicesCount": sum(one.status == "ACTIVE" for one in mine),
    }


def _check(asked: Fields, before: dict[str, Any]) -> None:
    """Raises ApiError for settings that ECS refuses, and for those that the simulator does not know how to act on."""
    if unknown := [name for name in NOT_MODELLED if name in asked]:
        raise ApiError("UnsupportedFeatureException", f"The simulator does not model {unknown[0]}.", 501)
    if asked.get("deploymentController", {"type": "ECS"})["type"] != "ECS":
        raise ApiError("UnsupportedFeatureException", "The simulator models the ECS deployment controller only.", 501)
    given = asked.get("deploymentConfiguration", {})
    merged = {**DEFAULTS, **before, **given}
    hooks.check(merged.get("lifecycleHooks", []))
    if merged["strategy"] == "BLUE_GREEN" and "bakeTimeInMinutes" not in {**before, **given}:
        raise invalid("bakeTimeInMinutes must be provided for the BLUE_GREEN deployment strategy.")
    if not 0 <= merged["bakeTimeInMinutes"] <= 1440:
        raise invalid("bakeTimeInMinutes must be between 0 and 1440.")
    _between("canaryPercent", merged.get("canaryConfiguration", {}).get("canaryPercent", 5.0), 0.1, 100)
    _between("stepPercent", merged.get("linearConfiguration", {}).get("stepPercent", 10.0), 3, 100)
    if merged.get("earlySuccessCriteria", {}).get("enable"):
        early = merged["earlySuccessCriteria"]
        if not {"healthyPercent", "sourceServiceRevisionCleanup"} <= early.keys():
            raise invalid("healthyPercent and sourceServiceRevisionCleanup must be provided when earlySuccessCriteria is enabled.")
        _between("healthyPercent", early["healthyPercent"], merged["minimumHealthyPercent"], 100)


def _between(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise invalid(f"{name} must be between {least:g} and {most:g}.")
