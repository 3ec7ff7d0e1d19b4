"""How many tasks run while a rolling deployment replaces them."""

from __future__ import annotations

import pytest

from tests.actions.deploy_ecs.running import release, run
from tests.simulator import Image, Simulator
from tests.simulator.world.image import crashing, good


@pytest.mark.row("E11a", "while ECS rolls between 100 % and 200 %, all wanted tasks run at any time, and no request is answered badly")
@pytest.mark.parametrize("image", [good("v2"), crashing("v2")], ids=["good", "crashing"])
@pytest.mark.parametrize("seed", range(3))
def test_all_wanted_tasks_run_at_any_time(image: Image, seed: int) -> None:
    with Simulator() as sim:
        service = sim.service("web", minimumHealthyPercent=100, maximumPercent=200)
        sim.load("web", per_second=4)
        few: list[int] = []
        sim.when(lambda: service.running < service.desired, lambda: few.append(sim.now))
        many: list[int] = []
        sim.when(lambda: service.running > 2 * service.desired, lambda: many.append(sim.now))
        run(sim, seed=seed, **release(sim, image))
        assert ([], [], 0) == (few, many, sim.bad("web"))
        assert [] == sim.violations
