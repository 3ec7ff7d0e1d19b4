"""The permissions that we write are enough for what the actions do, and no statement of them is for nothing."""

from __future__ import annotations

import pytest

from synth.infra.agreement.written import as_written
from tests.infra.agreement.guarded import FLOWS, flow, role, without

ENDS = {
    "deploys": (0, "passed"),
    "deploys a crash": (3, "rolled-back"),
    "deploys what fails": (3, "rolled-back"),
    "deploys to a pause": (0, "passed"),
    "rolls back": (3, "rolled-back"),
    "rolls back from a pause": (3, "rolled-back"),
    "verifies": (6, "inconclusive"),  # nothing is measured in the simulator, which takes all calls to find out
}
STATEMENTS = [one.sid for one in role().permissions.statements]
WITHOUT = {  # what fails without the statement, and how
    "ListTasks": ("deploys", (6, "inconclusive")),
    "Logs": ("deploys", (6, "inconclusive")),
    "PassTaskRoles": ("deploys", (2, "failed")),
    "ReadTaskDefinitions": ("deploys", (2, "failed")),
    "Service": ("deploys", (2, "failed")),
    "ServiceDeployments": ("deploys a crash", (4, "rollback-failed")),
    "ServiceRevisions": ("rolls back", (4, "rollback-failed")),
    "RegisterTaskDefinitions": ("deploys", (2, "failed")),
    "Tasks": ("deploys", (6, "inconclusive")),
}
REFUSED = {  # the actions say so and go on with less: a mark that is not set, an image or a target that is not looked at
    "Alarms": ("deploys", "cloudwatch:DescribeAlarms"),
    "Images": ("rolls back", "ecr:DescribeImages"),
    "Marks": ("deploys", "ecs:TagResource"),
    "Metrics": ("verifies", "cloudwatch:GetMetricData"),
    "TargetHealth": ("deploys a crash", "elasticloadbalancing:DescribeTargetHealth"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FLOWS)
def test_the_permissions_are_enough(name: str) -> None:
    assert (ENDS[name], []) == flow(*FLOWS[name], [as_written(role().permissions)])


@pytest.mark.slow
@pytest.mark.parametrize("sid", WITHOUT)
def test_without_a_statement_a_flow_fails(sid: str) -> None:
    name, end = WITHOUT[sid]
    assert end == flow(*FLOWS[name], without(role().permissions, sid))[0]


@pytest.mark.slow
@pytest.mark.parametrize("sid", REFUSED)
def test_without_another_a_flow_is_refused_what_it_asks_for(sid: str) -> None:
    name, action = REFUSED[sid]
    assert action in {one.partition(" ")[0] for one in flow(*FLOWS[name], without(role().permissions, sid))[1]}


def test_no_statement_is_left_out() -> None:
    assert sorted(STATEMENTS) == sorted([*WITHOUT, *REFUSED])
