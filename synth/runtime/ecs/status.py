"""What the statuses and stages of service deployments mean. The SDK's lists are unordered, and ECS adds to them: another word is no end."""

from __future__ import annotations

GOING = frozenset({"PENDING", "IN_PROGRESS"})
GOING_BACK = frozenset({"ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS"})
SUCCESS = frozenset({"SUCCESSFUL"})
WENT_BACK = frozenset({"ROLLBACK_SUCCESSFUL"})
TERMINAL = frozenset({"SUCCESSFUL", "STOPPED", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED"})
KNOWN = GOING | GOING_BACK | TERMINAL | {"STOP_REQUESTED"}

# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-stages.html
STAGES = (
    "RECONCILE_SERVICE",
    "PRE_SCALE_UP",
    "SCALE_UP",
    "POST_SCALE_UP",
    "TEST_TRAFFIC_SHIFT",
    "POST_TEST_TRAFFIC_SHIFT",
    "PRE_PRODUCTION_TRAFFIC_SHIFT",  # hooks have it; ECS's answers keep the stage before
    "PRODUCTION_TRAFFIC_SHIFT",
    "POST_PRODUCTION_TRAFFIC_SHIFT",
    "BAKE_TIME",
    "CLEAN_UP",
)
PAUSES_AT = tuple([stage for stage in STAGES if stage.startswith(("PRE_", "POST_"))])  # where ECS takes a PAUSE hook
STRATEGIES = ("ROLLING", "BLUE_GREEN", "LINEAR", "CANARY")


def reached(stage: str, wanted: str) -> bool:
    """Whether a deployment at `stage` has come to `wanted` or beyond; never for a stage that is not known."""
    return stage in STAGES and wanted in STAGES and STAGES.index(stage) >= STAGES.index(wanted)


def unknown(status: str, stage: str) -> str:
    """What is new about them, in words; empty where both are known. No status at all is one that ECS has not told yet."""
    found = [f"the status '{status}'"] if status and status not in KNOWN else []
    found += [f"the stage '{stage}'"] if stage and stage not in STAGES else []
    return " and ".join(found)
