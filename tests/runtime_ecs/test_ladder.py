"""Which rung applies to which situation."""

from __future__ import annotations

from typing import Any

import pytest

from synth.runtime.ecs.ladder import (
    ATTACH,
    CONTINUE,
    NOTHING,
    REDEPLOY,
    REFUSE,
    STOP,
    SUPERSEDED,
    WAIT,
    Goal,
    rung,
)
from synth.runtime.ecs.values import Hook, Rollout, Service, ServiceDeployment

OURS, NEWER = "arn:aws:ecs:eu-central-1:123456789012:service-deployment/default/web/ours", "arn:of/newer"
OLD, NEW = "arn:aws:ecs:eu-central-1:123456789012:task-definition/web:1", "arn:aws:ecs:eu-central-1:123456789012:task-definition/web:2"
PAUSE = Hook("hook-1", "PAUSE", "AWAITING_ACTION", 0.0, "ROLLBACK")


def service(primary: str = NEW, **fields: Any) -> Service:
    rollout = Rollout("ecs-svc/1", "PRIMARY", primary, 4, 4, 0, 0, fields.pop("state", "COMPLETED"), "", 0.0)
    return Service("arn:of/web", "web", "arn:of/default", "ACTIVE", 4, 4, 0, current_deployment=OURS, rollouts=(rollout,))._replace(**fields)


def deployment(status: str, arn: str = OURS, created: float = 100.0, **fields: Any) -> ServiceDeployment:
    return ServiceDeployment(arn, "arn:of/web", "arn:of/default", status, created, "revision/2")._replace(**fields)


@pytest.mark.parametrize(
    ("status", "fields", "goal", "expected"),
    [
        ("IN_PROGRESS", {"hooks": (PAUSE,)}, Goal(), (CONTINUE, "hook-1")),
        ("IN_PROGRESS", {"hooks": (PAUSE._replace(status="SUCCEEDED"),)}, Goal(), (STOP, "")),
        ("IN_PROGRESS", {"hooks": (PAUSE._replace(kind="AWS_LAMBDA"),)}, Goal(), (STOP, "")),
        ("STOP_REQUESTED", {"hooks": (PAUSE,)}, Goal(), (STOP, "")),
        ("PENDING", {}, Goal(), (STOP, "")),
        ("IN_PROGRESS", {"stage": "BAKE_TIME"}, Goal(), (STOP, "")),
        ("IN_PROGRESS", {}, Goal(first=True), (REFUSE, "")),
        ("ROLLBACK_REQUESTED", {}, Goal(), (ATTACH, "")),
        ("ROLLBACK_IN_PROGRESS", {}, Goal(leaving=OURS), (ATTACH, "")),
        ("ROLLBACK_SUCCESSFUL", {}, Goal(), (ATTACH, "")),
        ("ROLLBACK_FAILED", {}, Goal(), (REDEPLOY, "")),
        ("STOPPED", {}, Goal(), (REDEPLOY, "")),
        ("SUCCESSFUL", {}, Goal(), (REDEPLOY, "")),
        ("SUCCESSFUL", {}, Goal(leaving=OURS), (REDEPLOY, "")),
        ("RESTING", {}, Goal(), (WAIT, "")),
        ("SUCCESSFUL", {}, Goal(target=NEW), (NOTHING, "")),
        ("SUCCESSFUL", {}, Goal(target=OLD), (REDEPLOY, "")),
        ("STOPPED", {}, Goal(target=NEW), (REDEPLOY, "")),
        ("IN_PROGRESS", {}, Goal(target=OLD, destination=OLD), (STOP, "")),
        ("IN_PROGRESS", {"hooks": (PAUSE,)}, Goal(target=OLD, destination=OLD), (CONTINUE, "hook-1")),
        ("IN_PROGRESS", {}, Goal(target=OLD, destination="another"), (REDEPLOY, "")),
        ("ROLLBACK_IN_PROGRESS", {}, Goal(target=OLD, destination=OLD), (ATTACH, "")),
        ("ROLLBACK_IN_PROGRESS", {}, Goal(target=OLD, destination="another"), (REDEPLOY, "")),
        ("ROLLBACK_SUCCESSFUL", {}, Goal(target=OLD), (REDEPLOY, "")),
        ("ROLLBACK_SUCCESSFUL", {}, Goal(target=NEW), (ATTACH, "")),
    ],
)
def test_the_first_rung_that_applies(status: str, fields: dict[str, Any], goal: Goal, expected: tuple[str, str]) -> None:
    step = rung(service(), deployment(status, **fields), goal)
    assert expected == (step.method, step.hook)


@pytest.mark.parametrize(
    ("seen", "goal", "expected"),
    [
        (deployment("IN_PROGRESS", NEWER, 200.0), Goal(OURS, 100.0), SUPERSEDED),
        (deployment("SUCCESSFUL", NEWER, 200.0), Goal(OURS, 100.0), SUPERSEDED),
        (deployment("ROLLBACK_SUCCESSFUL", NEWER, 200.0), Goal(OURS, 100.0), SUPERSEDED),
        (deployment("SUCCESSFUL", NEWER, 50.0), Goal(OURS, 100.0), WAIT),  # a read that lags
        (deployment("SUCCESSFUL", NEWER, 200.0), Goal(OURS, 100.0, target=OLD), REDEPLOY),
        (deployment("IN_PROGRESS", NEWER, 200.0), Goal(OURS, 100.0, target=OLD, destination="another"), REDEPLOY),
    ],
)
def test_somebody_elses_newer_deployment_is_undone_only_by_name(seen: ServiceDeployment, goal: Goal, expected: str) -> None:
    assert expected == rung(service(current_deployment=seen.arn), seen, goal).method


@pytest.mark.parametrize(
    ("seen", "goal", "expected"),
    [
        (service(state="IN_PROGRESS"), Goal(), STOP),
        (service(state="COMPLETED"), Goal(), REDEPLOY),
        (service(state="FAILED"), Goal(), REDEPLOY),
        (service(state="IN_PROGRESS", current_deployment=""), Goal(), REDEPLOY),
        (service(state="IN_PROGRESS"), Goal(target=OLD), REDEPLOY),
        (service(current_deployment=NEWER), Goal(OURS), SUPERSEDED),
    ],
)
def test_without_the_service_deployment_the_service_has_to_do(seen: Service, goal: Goal, expected: str) -> None:
    assert expected == rung(seen, None, goal).method


def test_codedeploy_and_external_controllers_are_refused_with_advice() -> None:
    step = rung(service(controller="CODE_DEPLOY"), None, Goal())
    assert REFUSE == step.method
    assert "aws deploy stop-deployment --auto-rollback-enabled" in step.why
    assert "--application-name AppECS-default-web" in step.why
    assert (REFUSE, "service 'web' has the deployment controller EXTERNAL: only what controls it can roll it back") == rung(
        service(controller="EXTERNAL"), None, Goal()
    )[:2]
    assert (REFUSE, "service 'web' is DRAINING") == rung(service(status="DRAINING"), None, Goal())[:2]
