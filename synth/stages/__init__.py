"""The stages of a pipeline, one file each. A stage takes what the earlier ones produced and returns it with its own part added."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.backing import Mysql, Postgres, Redis
    from synth.stages.approvals import Approvals
    from synth.stages.audit import Audit
    from synth.stages.build import Build
    from synth.stages.deploy import Deploy
    from synth.stages.format import Format
    from synth.stages.hotfix import Hotfix
    from synth.stages.integration_test import IntegrationTest
    from synth.stages.lint import Lint
    from synth.stages.push import Push
    from synth.stages.rollback import Rollback
    from synth.stages.trivy_scan import TrivyScan
    from synth.stages.type_check import TypeCheck
    from synth.stages.unit_test import UnitTest

STAGES = {
    "Approvals": "synth.stages.approvals",
    "Audit": "synth.stages.audit",
    "Build": "synth.stages.build",
    "Deploy": "synth.stages.deploy",
    "Format": "synth.stages.format",
    "Hotfix": "synth.stages.hotfix",
    "IntegrationTest": "synth.stages.integration_test",
    "Lint": "synth.stages.lint",
    "Push": "synth.stages.push",
    "Rollback": "synth.stages.rollback",
    "TrivyScan": "synth.stages.trivy_scan",
    "TypeCheck": "synth.stages.type_check",
    "UnitTest": "synth.stages.unit_test",
}
BACKINGS = {"Mysql": "synth.backing", "Postgres": "synth.backing", "Redis": "synth.backing"}

__all__ = [
    "Approvals",
    "Audit",
    "Build",
    "Deploy",
    "Format",
    "Hotfix",
    "IntegrationTest",
    "Lint",
    "Mysql",
    "Postgres",
    "Push",
    "Redis",
    "Rollback",
    "TrivyScan",
    "TypeCheck",
    "UnitTest",
]


if not TYPE_CHECKING:  # a type checker knows the names above and no others

    def __getattr__(name):
        from synth.lazy import loaded

        return loaded(__name__, name, STAGES | BACKINGS)
