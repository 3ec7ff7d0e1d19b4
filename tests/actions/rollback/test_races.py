"""What happens between a look and a call: deployments that end, hooks that somebody answers, deployments of others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.actions.rollback.releases import BLUE_GREEN, paused_at, released, serves, service
from tests.actions.rollback.running import Interrupted, run
from tests.simulator import Simulator
from tests.simulator.api.operations import OPERATIONS
from tests.simulator.world.deployment import Deployment
from tests.simulator.world.image import failing, good
from tests.simulator.world.world import World


@contextmanager
def before(operation: str, happens: Callable[[World], object]) -> Iterator[Simulator]:
    """A simulator in which something happens just before the first call of that operation is answered."""
    done: list[bool] = []

    def handler(world: World, asked: dict[str, Any]) -> dict[str, Any]:
        if not done:
            done.append(True)
            happens(world)
        return OPERATIONS[operation](world, asked)

    with Simulator(handlers={**OPERATIONS, operation: handler}) as sim:
        yield sim
        assert [] == sim.violations


def current(world: World) -> Deployment:
    return next(iter(world.services.values())).deployments[-1]


def test_a_deployment_that_completes_before_the_stop_arrives_is_undone_by_another_deployment() -> None:
    with before("ecs:StopServiceDeployment", lambda world: current(world).succeed()) as sim:
        service(sim, "v1")
        sim.deploy("web", failing("v2"))
        sim.advance(150)
        ran = run(sim)
        assert ((3, "rolled-back"), "redeploy", {"v1": 100.0}) == (ran.ended, ran.outputs["method"], serves(sim))
        assert ["ConflictException"] == [call.outcome for call in sim.calls("StopServiceDeployment")]


def test_a_hook_that_somebody_continues_first_leaves_a_deployment_to_be_stopped() -> None:
    with before("ecs:ContinueServiceDeployment", lambda world: current(world).hooks[0].close("CONTINUE")) as sim:
        service(sim, "v1", **{**BLUE_GREEN, **paused_at("POST_TEST_TRAFFIC_SHIFT")})
        deployment = sim.deploy("web", failing("v2"))
        sim.run_until(lambda: bool(deployment.hooks))
        ran = run(sim)
        assert ((3, "rolled-back"), "stop", {"v1": 100.0}) == (ran.ended, ran.outputs["method"], serves(sim))


def test_a_hook_that_somebody_rolls_back_first_is_waited_for() -> None:
    with before("ecs:ContinueServiceDeployment", lambda world: current(world).hooks[0].close("ROLLBACK")) as sim:
        service(sim, "v1", **{**BLUE_GREEN, **paused_at("POST_TEST_TRAFFIC_SHIFT")})
        deployment = sim.deploy("web", failing("v2"))
        sim.run_until(lambda: bool(deployment.hooks))
        ran = run(sim)
        assert ((3, "rolled-back"), "attach") == (ran.ended, ran.outputs["method"])


def test_somebody_elses_newer_deployment_is_not_undone(sim: Simulator) -> None:
    service(sim, "v1")
    ours = released(sim, failing("v2"))
    sim.deploy("web", good("v3"))
    sim.advance(10)
    ran = run(sim, deployment=ours.arn, fail_on="superseded")
    assert (5, "superseded") == ran.ended
    assert [] == sim.calls("StopServiceDeployment", "UpdateService")
    assert ran.outputs["reason"].startswith("nothing was changed: ")


def test_it_is_undone_for_who_names_the_release(sim: Simulator) -> None:
    service(sim, "v1")
    ours = released(sim, failing("v2"))
    sim.deploy("web", good("v3"))
    sim.advance(10)
    ran = run(sim, deployment=ours.arn, to="web:1")
    assert ((3, "rolled-back"), "redeploy", {"v1": 100.0}) == (ran.ended, ran.outputs["method"], serves(sim))


def test_a_deployment_that_comes_during_the_preflight_is_left_alone() -> None:
    with before("ecr:DescribeImages", lambda world: world.redeploy(*_newer(world))) as sim:
        service(sim, "v1")
        released(sim, failing("v2"))
        ran = run(sim, fail_on="superseded")
        assert ((5, "superseded"), []) == (ran.ended, sim.calls("UpdateService"))


def test_a_deployment_that_takes_over_from_the_rollback_ends_it(sim: Simulator) -> None:
    service(sim, "v1")
    released(sim, failing("v2"))
    taken: list[Deployment] = []

    def take_over() -> bool:
        if not taken and sim.calls("UpdateService"):
            sim.advance(20)
            taken.append(sim.deploy("web", good("v3")))
        return False

    ran = run(sim, Interrupted(sim, take_over), fail_on="superseded")
    assert (5, "superseded") == ran.ended
    assert [] == sim.calls("StopServiceDeployment")
    assert "web:3" in ran.outputs["reason"]


def _newer(world: World) -> tuple[Any, Any]:
    service = next(iter(world.services.values()))
    return service, world.definitions.find("web:1")
