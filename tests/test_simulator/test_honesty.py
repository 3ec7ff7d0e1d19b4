"""Nothing of the wrong shape comes in or goes out unnoticed, in any of the protocols."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import Request, urlopen

import botocore.session
import pytest
from botocore.exceptions import ClientError
from botocore.parsers import create_parser
from botocore.serialize import create_serializer
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulator import Simulator
from tests.simulator.api.operations import OPERATIONS
from tests.simulator.errors import Violation
from tests.simulator.wire import cbor, shapes


def raw(sim: Simulator, operation: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """What a careless client, one without models, would send."""
    headers = {"X-Amz-Target": f"AmazonEC2ContainerServiceV20141113.{operation}", "Content-Type": "application/x-amz-json-1.1"}
    request = Request(sim.endpoint, json.dumps(body).encode(), headers)
    try:
        with urlopen(request) as answer:
            return answer.status, json.loads(answer.read())
    except OSError as error:
        with error as answer:  # type: ignore[attr-defined]  # urllib.error.HTTPError is one, and is the answer
            return answer.code, json.loads(answer.read())


@pytest.mark.parametrize(
    ("operation", "body", "message"),
    [
        ("DescribeServices", {"services": ["web"], "Cluster": "x"}, ".Cluster is no member of DescribeServicesRequest"),
        ("DescribeServices", {}, 'Missing required parameter in input: "services"'),
        ("DescribeServices", {"services": ["web"], "include": ["EVERYTHING"]}, ".include[0] is 'EVERYTHING', which is none of TAGS"),
        ("StopServiceDeployment", {"serviceDeploymentArn": "a", "stopType": "HARD"}, ".stopType is 'HARD', which is none of ABORT, ROLLBACK"),
        ("UpdateService", {"service": "web", "desiredCount": "4"}, "Invalid type for parameter desiredCount"),
        ("UpdateServices", {}, "ecs has no operation UpdateServices"),
    ],
)
def test_a_request_of_the_wrong_shape_is_a_500(capsys: pytest.CaptureFixture[str], operation: str, body: dict[str, Any], message: str) -> None:
    with Simulator() as sim:
        status, answer = raw(sim, operation, body)
        assert (500, "SimulatorViolation", True) == (status, answer["__type"], message in answer["message"])
        assert (1, True) == (len(sim.violations), message in capsys.readouterr().err)


@pytest.mark.parametrize(
    ("service", "operation", "answer", "message"),
    [
        ("ecs", "ListServices", {"serviceArns": "web"}, "Invalid type for parameter serviceArns"),
        ("ecs", "ListServices", {"services": []}, ".services is no member of ListServicesResponse"),
        ("ecs", "DescribeServices", {"services": [{"launchType": "CLOUD"}]}, ".services[0].launchType is 'CLOUD', which is none of EC2, FARGATE"),
        ("elbv2", "DescribeTargetGroups", {"TargetGroups": [{"Port": "80"}]}, "Invalid type for parameter TargetGroups[0].Port"),
        ("cloudwatch", "DescribeAlarms", {"MetricAlarms": [{"StateValue": "BAD"}]}, ".MetricAlarms[0].StateValue is 'BAD'"),
        ("cloudwatch", "SetAlarmState", {"Extra": 1}, "has no members, and there are ['Extra']"),
    ],
)
def test_an_answer_of_the_wrong_shape_is_a_500(service: str, operation: str, answer: dict[str, Any], message: str) -> None:
    with Simulator(handlers={**OPERATIONS, f"{service}:{operation}": lambda world, asked: answer}) as sim:
        arguments = {"DescribeServices": {"services": ["web"]}, "SetAlarmState": {"AlarmName": "a", "StateValue": "OK", "StateReason": "r"}}
        with pytest.raises(ClientError) as caught:
            sim.client(service)._make_api_call(operation, arguments.get(operation, {}))
        error = caught.value.response
        assert (500, "SimulatorViolation", True) == (
            error["ResponseMetadata"]["HTTPStatusCode"],
            error["Error"]["Code"],
            message in sim.violations[0],
        )


def test_what_is_not_modelled_is_a_501_that_no_client_retries(sim: Simulator) -> None:
    ecs = sim.client("ecs", retries={"mode": "standard", "total_max_attempts": 3})
    with pytest.raises(ClientError, match=r"NotImplementedException.*The simulator does not model ecs:RunTask"):
        ecs.run_task(taskDefinition="web")
    assert 1 == len(sim.calls())


def test_every_operation_is_in_botocores_model() -> None:
    for name in OPERATIONS:
        assert shapes.operation(*name.split(":")).name == name.split(":")[1]
    with pytest.raises(Violation, match="ecs has no operation Nothing"):
        shapes.operation("ecs", "Nothing")


SCALARS = st.none() | st.booleans() | st.integers(-(2**64), 2**64 - 1) | st.floats(allow_nan=False) | st.text(max_size=30) | st.binary(max_size=30)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4), max_leaves=6)


@settings(max_examples=25, deadline=None)
@given(VALUES)
def test_cbor_reads_what_it_writes(value: Any) -> None:
    assert value == cbor.loads(cbor.dumps(value))


@pytest.mark.parametrize("data", [b"", b"\x82\x01", b"\x01\x01", b"\x5f"])
def test_cbor_that_is_broken(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"breaks off|after the value|unknown length"):
        cbor.loads(data)


def test_cbor_as_botocore_reads_and_writes_it() -> None:
    fields = {
        "MetricDataResults": [{"Id": "a", "Timestamps": [1793491200.0], "Values": [1.0, 0.5], "StatusCode": "Complete"}],
        "NextToken": "n" * 300,
    }
    model = botocore.session.get_session().get_service_model("cloudwatch").operation_model("GetMetricData")
    assert model.output_shape is not None
    timed = shapes.changed(fields, model.output_shape, "timestamp", cbor.Epoch)
    parsed = create_parser("smithy-rpc-v2-cbor").parse({"status_code": 200, "headers": {}, "body": cbor.dumps(timed)}, model.output_shape)
    assert 1793491200.0 == parsed["MetricDataResults"][0]["Timestamps"][0].timestamp()
    assert ([1.0, 0.5], "n" * 300) == (parsed["MetricDataResults"][0]["Values"], parsed["NextToken"])
    asked = {"MetricDataQueries": [], "StartTime": 1793491200, "EndTime": 1793491260, "MaxDatapoints": 70000}
    written = create_serializer("smithy-rpc-v2-cbor").serialize_to_request(asked, model)
    assert asked == cbor.loads(bytes(written["body"]))
