"""ECR, load balancers, CloudWatch, Logs and STS."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.simulator import Simulator
from tests.simulator.world.image import crashing, failing, good, slow
from tests.simulator.world.metrics import statistic
from tests.test_simulator.story import status, story


def test_images_by_digest_and_tag_gone_and_archived(sim: Simulator) -> None:
    ecr = sim.client("ecr")
    kept, gone, old = (sim.push(good(version)) for version in ("v1", "v2", "v3"))
    sim.delete_image(gone)
    sim.archive(old)
    by_digest = [{"imageDigest": one.digest} for one in (kept, old)]
    found = ecr.describe_images(repositoryName="app", imageIds=by_digest)["imageDetails"]
    assert [("ACTIVE", ["v1"], False), ("ARCHIVED", ["v3"], True)] == [
        (one["imageStatus"], one["imageTags"], "lastArchivedAt" in one) for one in found
    ]
    with pytest.raises(ClientError, match="ImageNotFoundException"):
        ecr.describe_images(repositoryName="app", imageIds=[{"imageTag": "v2"}])
    with pytest.raises(ClientError, match="RepositoryNotFoundException"):
        ecr.describe_images(repositoryName="other")
    answer = ecr.batch_get_image(repositoryName="app", imageIds=[{"imageTag": "v1"}, {"imageDigest": gone.digest}, {"imageDigest": old.digest}])
    assert ([kept.digest], ["ImageNotFound", "ImageInaccessible"]) == (
        [one["imageId"]["imageDigest"] for one in answer["images"]],
        [one["failureCode"] for one in answer["failures"]],
    )
    assert ["app"] == [one["repositoryName"] for one in ecr.describe_repositories()["repositories"]]


def test_an_archived_image_comes_back_after_a_while(sim: Simulator) -> None:
    ecr, stored = sim.client("ecr"), sim.push(good("v1"))

    def moved(to: str) -> str:
        answer = ecr.update_image_storage_class(repositoryName="app", imageId={"imageDigest": stored.digest}, targetStorageClass=to)
        return str(answer["imageStatus"])

    assert ("ARCHIVED", "ACTIVATING") == (moved("ARCHIVE"), moved("STANDARD"))
    sim.advance(1200)
    assert "ACTIVE" == ecr.describe_images(repositoryName="app")["imageDetails"][0]["imageStatus"]


def test_targets_are_initial_healthy_draining_unused(sim: Simulator) -> None:
    made = sim.service("web", desired=1)
    elb, states = sim.client("elbv2"), []
    group = elb.describe_target_groups(Names=["web-blue"])["TargetGroups"][0]["TargetGroupArn"]
    sim.deploy("web", good("v2"))
    for seconds in (40, 20, 60, 120):
        sim.advance(seconds)
        states.append([one["TargetHealth"]["State"] for one in elb.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]])
    assert [["healthy"], ["healthy", "initial"], ["draining", "healthy"], ["healthy"]] == states
    asked = elb.describe_target_health(TargetGroupArn=made.target_groups[0], Targets=[{"Id": "10.9.9.9", "Port": 8080}])["TargetHealthDescriptions"]
    assert [("10.9.9.9", "unused", "Target.NotRegistered")] == [
        (one["Target"]["Id"], one["TargetHealth"]["State"], one["TargetHealth"]["Reason"]) for one in asked
    ]
    with pytest.raises(ClientError, match="TargetGroupNotFound"):
        elb.describe_target_health(TargetGroupArn=f"{group}x")


def test_alarms_are_put_set_described_and_deleted(sim: Simulator) -> None:
    cloudwatch = sim.client("cloudwatch")
    for name in ("web-5xx", "web-p95", "other"):
        cloudwatch.put_metric_alarm(
            AlarmName=name,
            MetricName="M",
            Namespace="N",
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=5.0,
            ComparisonOperator="GreaterThanThreshold",
        )
    sim.advance(90)
    cloudwatch.set_alarm_state(AlarmName="web-5xx", StateValue="ALARM", StateReason="too many", StateReasonData='{"a": 1}')
    found = cloudwatch.describe_alarms(AlarmNamePrefix="web-")["MetricAlarms"]
    assert [("web-5xx", "ALARM"), ("web-p95", "INSUFFICIENT_DATA")] == [(one["AlarmName"], one["StateValue"]) for one in found]
    assert (datetime(2026, 11, 1, 0, 1, 30, tzinfo=UTC), 5.0, '{"a": 1}') == (
        found[0]["StateUpdatedTimestamp"],
        found[0]["Threshold"],
        found[0]["StateReasonData"],
    )
    assert ["web-5xx"] == [one["AlarmName"] for one in cloudwatch.describe_alarms(StateValue="ALARM")["MetricAlarms"]]
    pages = cloudwatch.get_paginator("describe_alarms").paginate(PaginationConfig={"PageSize": 2})
    assert [2, 1] == [len(page["MetricAlarms"]) for page in pages]
    cloudwatch.delete_alarms(AlarmNames=["other"])
    with pytest.raises(cloudwatch.exceptions.ResourceNotFound):
        cloudwatch.set_alarm_state(AlarmName="other", StateValue="OK", StateReason="-")


def query(metric: str, stat: str, namespace: str = "N", period: int = 60, **dimensions: str) -> dict[str, Any]:
    named = [{"Name": name, "Value": value} for name, value in dimensions.items()]
    return {"Id": "m1", "MetricStat": {"Metric": {"Namespace": namespace, "MetricName": metric, "Dimensions": named}, "Period": period, "Stat": stat}}


def values(sim: Simulator, *queries: dict[str, Any], minutes: int = 10, **more: Any) -> list[list[float]]:
    answer = sim.client("cloudwatch").get_metric_data(
        MetricDataQueries=list(queries), StartTime=sim.wall - 60 * minutes, EndTime=sim.wall, ScanBy="TimestampAscending", **more
    )
    return [one["Values"] for one in answer["MetricDataResults"]]


def test_metrics_from_functions_and_from_what_was_put_come_late(sim: Simulator) -> None:
    sim.advance(600)
    begin = sim.wall - 600
    sim.metric("N", "latency", {"Service": "web"}, lambda at: [(at - begin) / 60 * 10 + n for n in range(10)])
    assert [[9.0, 19.0, 29.0, 39.0, 49.0, 59.0, 69.0, 79.0, 89.0]] == values(sim, query("latency", "p95", Service="web")), (
        "the last minute is not there yet"
    )
    assert [[645.0, 745.0, 845.0]] == values(sim, query("latency", "Sum", Service="web"), minutes=4)
    sim.client("cloudwatch").put_metric_data(
        Namespace="N", MetricData=[{"MetricName": "put", "Timestamp": begin + 60, "Values": [1.0, 3.0], "Counts": [2.0, 1.0]}]
    )
    assert [[5.0], [5.0 / 3], [3.0], []] == values(
        sim, query("put", "Sum"), query("put", "Average"), query("put", "SampleCount"), query("other", "Sum")
    )
    assert [[49.0, 89.0]] == values(sim, query("latency", "Maximum", period=300, Service="web"))


def test_metrics_of_the_front_doors_own_traffic_by_target_group(sim: Simulator) -> None:
    sim.service("web", strategy="CANARY", canaryConfiguration={"canaryPercent": 10.0, "canaryBakeTimeInMinutes": 10})
    sim.load("web", 10)
    deployment = sim.deploy("web", failing("v2"))
    sim.run_until(lambda: deployment.service.shares().get(deployment.target, 0) == 10)
    sim.advance(600)
    found = []
    for colour in ("blue", "green"):
        group = f"targetgroup/web-{colour}/0123456789abcdef"
        metrics = [query(name, "Sum", "AWS/ApplicationELB", TargetGroup=group) for name in ("RequestCount", "HTTPCode_Target_5XX_Count")]
        found.append([one[-1:] for one in values(sim, *metrics)])
    assert [[[540.0], []], [[60.0], [60.0]]] == found, "no errors is no data point, not a zero"


def test_slow_answers_show_in_the_95th_percentile(sim: Simulator) -> None:
    sim.service("web", slow("v1", 1000))
    sim.load("web", 5)
    sim.advance(300)
    group = "targetgroup/web-blue/0123456789abcdef"
    assert {1.2} == set(values(sim, query("TargetResponseTime", "p95", "AWS/ApplicationELB", TargetGroup=group))[0])


def test_statistics() -> None:
    samples = [float(number) for number in range(1, 101)]
    assert [5050.0, 100.0, 50.5, 1.0, 100.0, 95.0, 50.0, 100.0] == [
        statistic(samples, stat) for stat in ("Sum", "SampleCount", "Average", "Minimum", "Maximum", "p95", "p50", "p99.9")
    ]


@pytest.mark.parametrize("wrong", [{"Id": "e1", "Expression": "m1 / m2"}, query("M", "TM(10%:90%)"), query("M", "Sum", period=1)])
def test_what_is_not_modelled_is_said_and_not_answered_empty(sim: Simulator, wrong: dict[str, Any]) -> None:
    sim.advance(300)
    sim.metric("N", "M", {}, [1.0])
    with pytest.raises(ClientError, match="The simulator"):
        values(sim, wrong)


def test_metric_pages(sim: Simulator) -> None:
    sim.metric("N", "M", {}, [1.0])
    sim.advance(600)
    queries = [{**query("M", "Sum"), "Id": f"m{number}"} for number in range(4)]
    pages = (
        sim.client("cloudwatch")
        .get_paginator("get_metric_data")
        .paginate(MetricDataQueries=queries, StartTime=sim.wall - 600, EndTime=sim.wall, MaxDatapoints=18)
    )
    assert [["m0", "m1"], ["m2", "m3"]] == [[one["Id"] for one in page["MetricDataResults"]] for page in pages]


def test_logs_of_new_tasks_by_stream_and_pattern(sim: Simulator) -> None:
    sim.service("web", desired=1)
    deployment = sim.deploy("web", crashing("v2"))
    sim.advance(60)
    logs = sim.client("logs")
    stream = f"ecs/app/{deployment.target.tasks[0].id}"
    assert [stream] == [one["logStreamName"] for one in logs.describe_log_streams(logGroupName="/ecs/web")["logStreams"]]
    found = logs.filter_log_events(logGroupName="/ecs/web", logStreamNames=[stream], filterPattern='?KeyError ?Traceback -"never this"')["events"]
    assert ["Traceback (most recent call last):", "KeyError: 'DATABASE_URL'"] == [one["message"] for one in found]
    assert int((sim.wall - 60 + 46) * 1000) == found[0]["timestamp"], "written when the task came up"
    assert [] == logs.filter_log_events(logGroupName="/ecs/web", logStreamNamePrefix="other")["events"]
    assert ["/ecs/web"] == [one["logGroupName"] for one in logs.describe_log_groups(logGroupNamePrefix="/ecs")["logGroups"]]
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        logs.filter_log_events(logGroupName="/ecs/other")
    with pytest.raises(ClientError, match="does not model JSON"):
        logs.filter_log_events(logGroupName="/ecs/web", filterPattern='{ $.level = "error" }')


def test_pages_without_events_still_have_a_next_one(sim: Simulator) -> None:
    for number in range(5):
        sim.log("/g", "s", f"line {number}")
    sim.world.logs.empty_pages = 2
    pages = [
        page["events"] for page in sim.client("logs").get_paginator("filter_log_events").paginate(logGroupName="/g", PaginationConfig={"PageSize": 2})
    ]
    assert [0, 0, 2, 2, 1] == [len(page) for page in pages]


def test_who_am_i(sim: Simulator) -> None:
    assert "123456789012" == sim.client("sts").get_caller_identity()["Account"]


def test_the_new_target_group_shows_in_the_resolved_configuration(sim: Simulator) -> None:
    made = sim.service("web", strategy="BLUE_GREEN", bakeTimeInMinutes=0)
    deployment = sim.deploy("web", good("v2"))
    story(sim, deployment, status)
    view = sim.client("ecs").describe_service_revisions(serviceRevisionArns=[deployment.target.revision.arn])["serviceRevisions"][0]
    assert list(made.target_groups) == [one["targetGroupArn"] for one in view["resolvedConfiguration"]["loadBalancers"]]
