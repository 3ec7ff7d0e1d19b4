"""Services, task definitions, tasks and tags through an unmodified client."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.simulator import Simulator
from tests.simulator.world.image import crashing, good, pull_failing
from tests.test_simulator.story import service, status, story


def register(sim: Simulator, image: Any, family: str = "web") -> str:
    reference = sim.push(image, repository=family).by_tag
    answer = sim.client("ecs").register_task_definition(family=family, containerDefinitions=[{"name": "app", "image": reference}])
    return str(answer["taskDefinition"]["taskDefinitionArn"])


def test_create_describe_update_delete(sim: Simulator) -> None:
    ecs, first = sim.client("ecs"), register(sim, good("v1"))
    made = ecs.create_service(serviceName="web", taskDefinition="web", desiredCount=2)["service"]
    assert (first, 2, 0, "ROLLING", "ENABLED") == (
        made["taskDefinition"],
        made["desiredCount"],
        made["runningCount"],
        made["deploymentConfiguration"]["strategy"],
        made["availabilityZoneRebalancing"],
    )
    sim.advance(200)
    assert (2, "COMPLETED") == (service(sim)["runningCount"], service(sim)["deployments"][0]["rolloutState"])
    second = register(sim, good("v2"))
    updated = ecs.update_service(service="web", taskDefinition=second)["service"]
    assert [(second, "PRIMARY", "IN_PROGRESS"), (first, "ACTIVE", "COMPLETED")] == [
        (one["taskDefinition"], one["status"], one["rolloutState"]) for one in updated["deployments"]
    ]
    assert made["currentServiceDeployment"] != updated["currentServiceDeployment"]
    with pytest.raises(ClientError, match="scaled above 0"):
        ecs.delete_service(service="web")
    assert "INACTIVE" == ecs.delete_service(service="web", force=True)["service"]["status"]
    sim.advance(120)
    assert ([], 0) == (ecs.list_services()["serviceArns"], service(sim)["runningCount"])


def test_only_what_starts_a_deployment_starts_one(sim: Simulator) -> None:
    made = sim.service("web")
    ecs = sim.client("ecs")
    ecs.update_service(service="web", desiredCount=6, deploymentConfiguration={"deploymentCircuitBreaker": {"enable": True, "rollback": True}})
    ecs.update_service(service="web", taskDefinition=made.primary.revision.definition)
    assert (1, 6) == (len(made.deployments), made.desired)
    ecs.update_service(service="web", forceNewDeployment=True)
    assert 2 == len(made.deployments)
    ecs.update_service(service="web", networkConfiguration={"awsvpcConfiguration": {"subnets": ["subnet-1"]}})
    assert 3 == len(made.deployments)


@pytest.mark.parametrize(
    ("configuration", "message"),
    [
        ({"strategy": "BLUE_GREEN"}, None),
        ({"strategy": "LINEAR", "linearConfiguration": {"stepPercent": 2.0}}, "stepPercent must be between 3 and 100"),
        ({"strategy": "CANARY", "canaryConfiguration": {"canaryPercent": 0.0}}, "canaryPercent must be between 0.1 and 100"),
        ({"bakeTimeInMinutes": 1441}, "bakeTimeInMinutes must be between 0 and 1440"),
        ({"earlySuccessCriteria": {"enable": True}}, "must be provided when earlySuccessCriteria is enabled"),
        (
            {"earlySuccessCriteria": {"enable": True, "healthyPercent": 50, "sourceServiceRevisionCleanup": "DEFERRED"}},
            "healthyPercent must be between 100 and 100",
        ),
    ],
)
def test_configurations_that_are_refused(sim: Simulator, configuration: dict[str, Any], message: str | None) -> None:
    sim.service("web")
    ecs = sim.client("ecs")
    if message is None:
        register(sim, good("v1"), "other")
        with pytest.raises(ClientError, match="bakeTimeInMinutes must be provided for the BLUE_GREEN"):
            ecs.create_service(serviceName="other", taskDefinition="other", deploymentConfiguration=configuration)
    else:
        with pytest.raises(ClientError, match=message):
            ecs.update_service(service="web", deploymentConfiguration=configuration)


def test_an_inactive_task_definition_can_be_described_and_not_deployed(sim: Simulator) -> None:
    sim.service("web")
    ecs, second = sim.client("ecs"), register(sim, good("v2"))
    ecs.deregister_task_definition(taskDefinition=second)
    with pytest.raises(ClientError, match=r"ClientException.*TaskDefinition is inactive"):
        ecs.update_service(service="web", taskDefinition=second)
    assert "INACTIVE" == ecs.describe_task_definition(taskDefinition=second)["taskDefinition"]["status"]
    listed = [ecs.list_task_definitions(familyPrefix="web", status=one)["taskDefinitionArns"] for one in ("ACTIVE", "INACTIVE")]
    assert (1, [second]) == (len(listed[0]), listed[1])
    with pytest.raises(ClientError, match="Unable to describe task definition"):
        ecs.describe_task_definition(taskDefinition="web:9")
    with pytest.raises(ClientError, match="TaskDefinition not found"):
        ecs.update_service(service="web", taskDefinition="web:9")


def test_what_is_missing(sim: Simulator) -> None:
    ecs = sim.client("ecs")
    with pytest.raises(ClientError, match="ServiceNotFoundException"):
        ecs.update_service(service="web", desiredCount=1)
    with pytest.raises(ClientError, match="ClusterNotFoundException"):
        ecs.describe_services(cluster="other", services=["web"])
    assert ["MISSING"] == [one["reason"] for one in ecs.describe_services(services=["web"])["failures"]]
    ecs.create_cluster(clusterName="other")
    clusters = ecs.describe_clusters(clusters=["other", "third"])
    assert (["other"], ["MISSING"]) == ([one["clusterName"] for one in clusters["clusters"]], [one["reason"] for one in clusters["failures"]])


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        (crashing("v2", exit_code=3), ("EssentialContainerExited", "Essential container in task exited", 3, None)),
        (pull_failing("v2"), ("TaskFailedToStart", "CannotPullContainerError: ", None, "CannotPullContainerError: ")),
    ],
)
def test_why_tasks_stopped(sim: Simulator, image: Any, expected: tuple[Any, ...]) -> None:
    sim.service("web", desired=1)
    sim.deploy("web", image)
    sim.advance(51)
    ecs = sim.client("ecs")
    stopped = ecs.list_tasks(serviceName="web", desiredStatus="STOPPED")["taskArns"]
    task = ecs.describe_tasks(tasks=stopped)["tasks"][-1]
    container = task["containers"][0]
    code, reason, exit_code, why = expected
    assert (code, "STOPPED", exit_code, True, True) == (
        task["stopCode"],
        task["lastStatus"],
        container.get("exitCode"),
        task["stoppedReason"].startswith(reason),
        container.get("reason", "").startswith(why or ""),
    )


def test_stages_of_a_task(sim: Simulator) -> None:
    sim.service("web", desired=1)
    deployment = sim.deploy("web", good("v2"))
    ecs, seen = sim.client("ecs"), []
    new = sim.run_until(lambda: bool(deployment.target.tasks)) and deployment.target.tasks[0].arn
    old = deployment.sources[0].tasks[0].arn
    for seconds in (0, 45, 60, 60):
        sim.advance(seconds)
        tasks = ecs.describe_tasks(tasks=[new, old])["tasks"]
        seen.append([(task["lastStatus"], task["healthStatus"]) for task in tasks])
    assert [
        [("PENDING", "UNKNOWN"), ("RUNNING", "HEALTHY")],
        [("RUNNING", "UNKNOWN"), ("RUNNING", "HEALTHY")],
        [("RUNNING", "HEALTHY"), ("DEACTIVATING", "HEALTHY")],
        [("RUNNING", "HEALTHY"), ("STOPPED", "HEALTHY")],
    ] == seen
    stopped = ecs.describe_tasks(tasks=[old])["tasks"][0]
    scaled = f"Scaling activity initiated by (deployment {stopped['startedBy']})"
    assert ("ServiceSchedulerInitiated", scaled, 0) == (stopped["stopCode"], stopped["stoppedReason"], stopped["containers"][0]["exitCode"])
    sim.advance(3661)
    assert ["MISSING"] == [one["reason"] for one in ecs.describe_tasks(tasks=[old])["failures"]], "stopped tasks are kept for an hour"


def test_an_image_that_is_not_there_and_one_that_is_archived_cannot_be_pulled(sim: Simulator) -> None:
    sim.service("web", desired=1)
    ecs = sim.client("ecs")
    archived = sim.push(good("v2"), repository="web")
    sim.archive(archived)
    for reference, why in ((archived.by_tag.replace("v2", "v9"), "not found"), (archived.by_digest, "ARCHIVED")):
        ecs.register_task_definition(family="web", containerDefinitions=[{"name": "app", "image": reference}])
        ecs.update_service(service="web", taskDefinition="web")
        sim.advance(17)
        task = ecs.describe_tasks(tasks=ecs.list_tasks(desiredStatus="STOPPED")["taskArns"][:1])["tasks"][0]
        assert ("TaskFailedToStart", True) == (task["stopCode"], why in task["stoppedReason"])


def test_a_tag_is_resolved_when_the_deployment_begins(sim: Simulator) -> None:
    sim.service("web", desired=1)
    definition = register(sim, good("v2"))
    arn = sim.client("ecs").update_service(service="web", taskDefinition=definition)["service"]["currentServiceDeployment"]
    sim.push(crashing("other"), tag="v2", repository="web")
    sim.advance(170)
    ecs = sim.client("ecs")
    deployment = ecs.describe_service_deployments(serviceDeploymentArns=[arn])["serviceDeployments"][0]
    revision = ecs.describe_service_revisions(serviceRevisionArns=[deployment["targetServiceRevision"]["arn"]])["serviceRevisions"][0]
    assert ("SUCCESSFUL", "v2") == (deployment["status"], sim.request("web").version)
    assert sim.world.services[revision["serviceArn"]].primary.tasks[0].containers[0][2] == revision["containerImages"][0]["imageDigest"]


def test_tags_of_services_definitions_and_tasks(sim: Simulator) -> None:
    made = sim.service("web", desired=1)
    ecs = sim.client("ecs")
    for arn in (made.arn, made.primary.revision.definition, made.primary.tasks[0].arn):
        ecs.tag_resource(resourceArn=arn, tags=[{"key": "verified", "value": "yes"}, {"key": "other", "value": ""}])
        ecs.untag_resource(resourceArn=arn, tagKeys=["other"])
        assert [{"key": "verified", "value": "yes"}] == ecs.list_tags_for_resource(resourceArn=arn)["tags"]
    assert [{"key": "verified", "value": "yes"}] == ecs.describe_services(services=["web"], include=["TAGS"])["services"][0]["tags"]
    with pytest.raises(ClientError, match="InvalidParameterException"):
        ecs.list_tags_for_resource(resourceArn=f"{made.arn}x")


def test_deployments_are_listed_newest_first_in_pages_and_by_status_and_time(sim: Simulator) -> None:
    made = sim.service("web", desired=0)
    for number in range(2, 27):
        story(sim, sim.deploy("web", good(f"v{number}")), status)
    ecs = sim.client("ecs")
    first = ecs.list_service_deployments(service="web")
    second = ecs.list_service_deployments(service="web", nextToken=first["nextToken"])
    arns = [one["serviceDeploymentArn"] for one in first["serviceDeployments"] + second["serviceDeployments"]]
    assert (20, 6, [one.arn for one in reversed(made.deployments)]) == (len(first["serviceDeployments"]), len(second["serviceDeployments"]), arns)
    assert "nextToken" not in second
    assert [] == ecs.list_service_deployments(service="web", status=["IN_PROGRESS"])["serviceDeployments"]
    recent = ecs.list_service_deployments(service="web", createdAt={"after": first["serviceDeployments"][2]["createdAt"]})["serviceDeployments"]
    assert arns[:3] == [one["serviceDeploymentArn"] for one in recent]
    with pytest.raises(ClientError, match="Invalid token"):
        ecs.list_service_deployments(service="web", nextToken="elsewhere")
    with pytest.raises(ClientError, match="from 1 to 20"):
        ecs.describe_service_deployments(serviceDeploymentArns=arns[:21])


def test_an_express_service_has_no_task_definition_and_rolls_back(sim: Simulator) -> None:
    made = sim.express("shop")
    bad = sim.push(crashing("v2"), repository="shop")
    ecs = sim.client("ecs")
    before = ecs.describe_express_gateway_service(serviceArn=made.arn)["service"]
    assert (1, "ECS", False) == (
        len(before["activeConfigurations"]),
        service(sim, "shop")["resourceManagementType"],
        "taskDefinition" in service(sim, "shop"),
    )
    updated = ecs.update_express_gateway_service(serviceArn=made.arn, primaryContainer={"image": bad.by_digest})["service"]
    assert bad.by_digest == updated["targetConfiguration"]["primaryContainer"]["image"]
    current = ecs.describe_express_gateway_service(serviceArn=made.arn)["service"]["currentDeployment"]
    sim.advance(130)
    view = ecs.describe_service_deployments(serviceDeploymentArns=[current])["serviceDeployments"][0]
    assert ("ROLLBACK_SUCCESSFUL", "v1") == (view["status"], sim.request("shop").version)
    assert before["currentDeployment"] != current
    ecs.update_express_gateway_service(serviceArn=made.arn, scalingTarget={"minTaskCount": 3})
    assert (3, current) == (made.desired, made.deployments[-1].arn), "scaling is no deployment"
    sim.service("web")
    with pytest.raises(ClientError, match="not an Express Gateway service"):
        ecs.describe_express_gateway_service(serviceArn=sim.find("web").arn)
