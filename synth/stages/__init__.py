"""The stages of a pipeline, one file each. A stage takes what the earlier ones produced and returns it with its own part added."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.backing import Mysql, Postgres, Redis
    from synth.destinations import Monday, PagerDuty, Slack, SlackWebhook
    from synth.stages.approvals import Approvals
    from synth.stages.audit import Audit
    from synth.stages.bake import Bake
    from synth.stages.build import Build
    from synth.stages.bundle import Bundle
    from synth.stages.dependency_check import DependencyCheck
    from synth.stages.dependency_review import DependencyReview
    from synth.stages.deploy import Deploy
    from synth.stages.ec2_deploy import Ec2Deploy
    from synth.stages.end_to_end import EndToEnd
    from synth.stages.format import Format
    from synth.stages.hotfix import Hotfix
    from synth.stages.integration_test import IntegrationTest
    from synth.stages.keep import Keep
    from synth.stages.lint import Lint
    from synth.stages.load_test import LoadTest
    from synth.stages.notify import Notify
    from synth.stages.one_box import OneBox
    from synth.stages.push import Push
    from synth.stages.regions import Regions
    from synth.stages.rollback import Rollback
    from synth.stages.sbom import Sbom
    from synth.stages.scheduled_checks import ScheduledChecks
    from synth.stages.sentry_release import SentryRelease
    from synth.stages.smoke import Smoke
    from synth.stages.trivy_scan import TrivyScan
    from synth.stages.type_check import TypeCheck
    from synth.stages.unit_test import UnitTest
    from synth.stages.verify_metrics import VerifyMetrics

STAGES = {
    "Approvals": "synth.stages.approvals",
    "Audit": "synth.stages.audit",
    "Bake": "synth.stages.bake",
    "Build": "synth.stages.build",
    "Bundle": "synth.stages.bundle",
    "DependencyCheck": "synth.stages.dependency_check",
    "DependencyReview": "synth.stages.dependency_review",
    "Deploy": "synth.stages.deploy",
    "Ec2Deploy": "synth.stages.ec2_deploy",
    "EndToEnd": "synth.stages.end_to_end",
    "Format": "synth.stages.format",
    "Hotfix": "synth.stages.hotfix",
    "IntegrationTest": "synth.stages.integration_test",
    "Keep": "synth.stages.keep",
    "Lint": "synth.stages.lint",
    "LoadTest": "synth.stages.load_test",
    "Notify": "synth.stages.notify",
    "OneBox": "synth.stages.one_box",
    "Push": "synth.stages.push",
    "Regions": "synth.stages.regions",
    "Rollback": "synth.stages.rollback",
    "Sbom": "synth.stages.sbom",
    "ScheduledChecks": "synth.stages.scheduled_checks",
    "SentryRelease": "synth.stages.sentry_release",
    "Smoke": "synth.stages.smoke",
    "TrivyScan": "synth.stages.trivy_scan",
    "TypeCheck": "synth.stages.type_check",
    "UnitTest": "synth.stages.unit_test",
    "VerifyMetrics": "synth.stages.verify_metrics",
}
BACKINGS = {"Mysql": "synth.backing", "Postgres": "synth.backing", "Redis": "synth.backing"}
DESTINATIONS = dict.fromkeys(["Monday", "PagerDuty", "Slack", "SlackWebhook"], "synth.destinations")

__all__ = [
    "Approvals",
    "Audit",
    "Bake",
    "Build",
    "Bundle",
    "DependencyCheck",
    "DependencyReview",
    "Deploy",
    "Ec2Deploy",
    "EndToEnd",
    "Format",
    "Hotfix",
    "IntegrationTest",
    "Keep",
    "Lint",
    "LoadTest",
    "Monday",
    "Mysql",
    "Notify",
    "OneBox",
    "PagerDuty",
    "Postgres",
    "Push",
    "Redis",
    "Regions",
    "Rollback",
    "Sbom",
    "ScheduledChecks",
    "SentryRelease",
    "Slack",
    "SlackWebhook",
    "Smoke",
    "TrivyScan",
    "TypeCheck",
    "UnitTest",
    "VerifyMetrics",
]


if not TYPE_CHECKING:  # a type checker knows the names above and no others

    def __getattr__(name):
        from synth.lazy import loaded

        return loaded(__name__, name, STAGES | BACKINGS | DESTINATIONS)
