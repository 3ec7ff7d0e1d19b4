"""Rules about a workflow, one file each: why, what it finds, and an example on either side of it."""

from __future__ import annotations

from synth.checks import credentials_beside_strangers, secret_outside_environment
from synth.checks.finding import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.model import Workflow

CHECKS = (credentials_beside_strangers, secret_outside_environment)

__all__ = ["CHECKS", "Finding", "findings"]


def findings(workflow: Workflow) -> list[Finding]:
    """What all checks find in the workflow."""
    return [finding for module in CHECKS for finding in module.check(workflow)]
