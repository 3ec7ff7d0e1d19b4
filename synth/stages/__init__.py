"""The stages of a pipeline, one file each. A stage takes what the earlier ones produced and returns it with its own part added."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.backing import Postgres, Redis
    from synth.stages.build import Build
    from synth.stages.deploy import Deploy
    from synth.stages.integration_test import IntegrationTest
    from synth.stages.lint import Lint
    from synth.stages.push import Push
    from synth.stages.rollback import Rollback
    from synth.stages.trivy_scan import TrivyScan
    from synth.stages.unit_test import UnitTest

STAGES = {
    "Build": "synth.stages.build",
    "Deploy": "synth.stages.deploy",
    "IntegrationTest": "synth.stages.integration_test",
    "Lint": "synth.stages.lint",
    "Push": "synth.stages.push",
    "Rollback": "synth.stages.rollback",
    "TrivyScan": "synth.stages.trivy_scan",
    "UnitTest": "synth.stages.unit_test",
}
BACKINGS = {"Postgres": "synth.backing", "Redis": "synth.backing"}

__all__ = ["Build", "Deploy", "IntegrationTest", "Lint", "Postgres", "Push", "Redis", "Rollback", "TrivyScan", "UnitTest"]


if not TYPE_CHECKING:  # a type checker knows the names above and no others

    def __getattr__(name):
        from synth.lazy import loaded

        return loaded(__name__, name, STAGES | BACKINGS)
