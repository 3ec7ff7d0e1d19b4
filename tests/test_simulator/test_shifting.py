"""BLUE_GREEN, CANARY and LINEAR: the stages in their order, the weights, and when each comes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator import Simulator
from tests.simulator.world.image import failing, good
from tests.simulator.world.shifting import STAGES, steps
from tests.test_simulator.story import described, shares, stage, status, story

COMMON = [(0, ""), (1, "PRE_SCALE_UP"), (2, "SCALE_UP"), (107, "POST_SCALE_UP"), (108, "TEST_TRAFFIC_SHIFT"), (111, "POST_TEST_TRAFFIC_SHIFT")]
COMMON += [(113, "PRODUCTION_TRAFFIC_SHIFT")]
CANARY: dict[str, Any] = {"strategy": "CANARY", "canaryConfiguration": {"canaryPercent": 10.0, "canaryBakeTimeInMinutes": 5}}
LINEAR: dict[str, Any] = {"strategy": "LINEAR", "linearConfiguration": {"stepPercent": 30.0, "stepBakeTimeInMinutes": 1}}


@pytest.mark.parametrize(
    ("configuration", "stages", "weights"),
    [
        (
            {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 5},
            [(116, "POST_PRODUCTION_TRAFFIC_SHIFT"), (117, "BAKE_TIME"), (418, "CLEAN_UP")],
            [(0, {"v1": 100.0}), (116, {"v2": 100.0})],
        ),
        (
            CANARY,
            [(420, "POST_PRODUCTION_TRAFFIC_SHIFT"), (421, "BAKE_TIME"), (422, "CLEAN_UP")],
            [(0, {"v1": 100.0}), (116, {"v1": 90.0, "v2": 10.0}), (420, {"v2": 100.0})],
        ),
        (
            LINEAR,
            [(308, "POST_PRODUCTION_TRAFFIC_SHIFT"), (309, "BAKE_TIME"), (310, "CLEAN_UP")],
            [
                (0, {"v1": 100.0}),
                (116, {"v1": 70.0, "v2": 30.0}),
                (180, {"v1": 40.0, "v2": 60.0}),
                (244, {"v1": 10.0, "v2": 90.0}),
                (308, {"v2": 100.0}),
            ],
        ),
    ],
)
def test_each_strategy_goes_through_its_stages(
    sim: Simulator, configuration: dict[str, Any], stages: list[tuple[int, str]], weights: list[tuple[int, dict[str, float]]]
) -> None:
    sim.service("web", **configuration)
    deployment = sim.deploy("web", good("v2"))
    seen = story(sim, deployment, lambda one: (one.stage, shares(one)))
    found = [(at, now) for number, (at, (now, _)) in enumerate(seen) if number == 0 or now != seen[number - 1][1][0]]
    assert COMMON + stages == found
    assert weights == [(at, now) for number, (at, (_, now)) in enumerate(seen) if number == 0 or now != seen[number - 1][1][1]]
    assert ("SUCCESSFUL", stages[-1][0] + 61) == (deployment.status, sim.now), "old tasks drain in CLEAN_UP"
    assert [name for name in STAGES if name in {name for _, name in found}] == [name for _, name in found][1:]


def test_steps_of_canary_and_linear() -> None:
    assert [(5.0, 600), (100.0, 0)] == list(steps({"strategy": "CANARY"}))
    assert [(10.0 * number, 360) for number in range(1, 10)] + [(100.0, 0)] == list(steps({"strategy": "LINEAR"}))
    assert [(33.3, 60), (66.6, 60), (99.9, 60), (100.0, 0)] == list(
        steps({"strategy": "LINEAR", "linearConfiguration": {"stepPercent": 33.3, "stepBakeTimeInMinutes": 1}})
    )


def test_weights_are_in_the_description(sim: Simulator) -> None:
    sim.service("web", **CANARY)
    deployment = sim.deploy("web", good("v2"))
    sim.run_until(lambda: shares(deployment) == {"v1": 90.0, "v2": 10.0})
    view = described(sim, deployment)
    source, target = view["sourceServiceRevisions"][0], view["targetServiceRevision"]
    assert [(90.0, 0.0), (10.0, 100.0)] == [(one["requestedProductionTrafficWeight"], one["requestedTestTrafficWeight"]) for one in (source, target)]
    assert ("PRODUCTION_TRAFFIC_SHIFT", 4, 4) == (view["lifecycleStage"], source["runningTaskCount"], target["runningTaskCount"])


def test_the_test_listener_reaches_the_new_revision_before_production_does(sim: Simulator) -> None:
    sim.service("web", strategy="BLUE_GREEN", bakeTimeInMinutes=1)
    deployment = sim.deploy("web", failing("v2"))
    sim.run_until(lambda: deployment.stage == "TEST_TRAFFIC_SHIFT")
    assert ("v1", "v1") == (sim.request("web").version, sim.request("web", test=True).version)
    sim.run_until(lambda: deployment.stage == "POST_TEST_TRAFFIC_SHIFT")
    assert ("v1", "v2") == (sim.request("web").version, sim.request("web", test=True).version)
    assert (0, 1) == (sim.bad("web"), sim.bad("web", test=True))


def test_superseding_begins_with_reconciliation(sim: Simulator) -> None:
    sim.service("web", strategy="BLUE_GREEN", bakeTimeInMinutes=5)
    first = sim.deploy("web", good("v2"))
    sim.run_until(lambda: first.stage == "BAKE_TIME")
    second = sim.deploy("web", good("v3"))
    assert {"v2": 100.0} == shares(second)
    sim.advance(1)
    assert {"v1": 100.0} == shares(second)
    names = [name for _, name in story(sim, second, stage)]
    assert ("STOPPED", ["RECONCILE_SERVICE", "PRE_SCALE_UP", "SCALE_UP"]) == (first.status, names[:3])
    assert ("SUCCESSFUL", {"v3": 100.0}) == (second.status, shares(second))


def test_a_first_deployment_has_no_source(sim: Simulator) -> None:
    made = sim.service("web", settled=False, strategy="BLUE_GREEN", bakeTimeInMinutes=1)
    assert "SUCCESSFUL" == story(sim, made.deployments[0], status)[-1][1]
    assert [] == described(sim, made.deployments[0])["sourceServiceRevisions"]


def test_target_groups_alternate(sim: Simulator) -> None:
    made = sim.service("web", strategy="BLUE_GREEN")
    groups = []
    for version in ("v2", "v3"):
        story(sim, sim.deploy("web", good(version)), status)
        groups.append((made.primary.target_group or "").split("/")[1])
    assert ["web-green", "web-blue"] == groups
