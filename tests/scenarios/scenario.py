"""A scenario: what happens to a push, on which set, and how it must end. Its assertions are in `play`, so that a sabotage can be held against them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from tests.scenarios.gate import Decision
from tests.scenarios.repository import APPLICATION, ROOT
from tests.scenarios.scene import Edit, Scene, as_it_is

EXAMPLE = (ROOT / "examples/orders-api/.github/ghsynth.py").read_text("utf-8")
JOBS = ("lint", "unit-tests", "integration-tests", "build-image", "scan-image", "push-image", "deploy-to-staging", "deploy-to-production")
DELIVERY = ("push-image", "deploy-to-staging", "deploy-to-production")
APP = APPLICATION["app.py"]


class Scenario(NamedTuple):
    """`files` stand in place of the application's, `edit` changes the main workflow."""

    why: str
    play: Callable[[Scene], None]
    files: Mapping[str, str] = {}
    reviews: Mapping[str, Decision] = {"production": "approved"}
    definition: str = EXAMPLE
    workflow: str = "orders-api.yml"
    branch: str = "main"
    edit: Edit = as_it_is

    def played(self, folder: Path, sabotage: Edit = as_it_is) -> list[str]:
        """What could not run here. Raises AssertionError where it ends otherwise than it must."""
        with Scene(
            folder,
            self.definition,
            self.workflow,
            files=self.files,
            edit=lambda text: sabotage(self.edit(text)),
            reviews=self.reviews,
            branch=self.branch,
        ) as scene:
            self.play(scene)
            assert ([], []) == (scene.cloud.violations, scene.permitted.refused)
            return scene.said


def results(failed: str = "", skipped: tuple[str, ...] = (), jobs: tuple[str, ...] = JOBS) -> dict[str, str]:
    """Each job's result."""
    return {job: "failure" if job == failed else "skipped" if job in skipped else "success" for job in jobs}
