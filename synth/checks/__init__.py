"""Rules about workflows and actions, one file each: why, what it finds, and an example on either side of it.

A check is a module with a docstring, `LEVEL` (grammar: GitHub refuses it; lint: a good linter reports it; policy: the security rules),
`SEVERITY`, `CONFIDENCE` (high unless said), `BAD` and `GOOD` (whole files) and `check(subject)`. Its name with hyphens is the name of the rule.
`NAMES` lists them. One that looks for several things gives each finding its rule, and `EXAMPLE` is that of its BAD.
"""

from __future__ import annotations

import sys

from synth.checks.subject import Found, Subject
from synth.finding import LEVELS, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from synth.model import Workflow

NAMES = (
    "action_inputs",
    "action_reference",
    "action_runtime",
    "adhoc_packages",
    "anonymous_definition",
    "background_reference",
    "bot_conditions",
    "cache_poisoning",
    "call_default_type",
    "call_input_default",
    "call_inputs",
    "call_nesting",
    "call_permissions",
    "call_reference",
    "call_secrets",
    "call_target",
    "concurrency_deadlock",
    "concurrency_group",
    "concurrency_limits",
    "credentials_beside_strangers",
    "cron_interval",
    "cron_syntax",
    "dangerous_triggers",
    "deprecated_command",
    "deprecated_input",
    "dispatch_boolean",
    "dispatch_input",
    "duplicate_needs",
    "duplicate_step_id",
    "env_name",
    "excessive_permissions",
    "expression",
    "filter_conflict",
    "filter_pattern",
    "github_env",
    "half_credentials",
    "image_tag",
    "input_kind",
    "input_name",
    "insecure_commands",
    "invalid_id",
    "known_vulnerable_actions",
    "local_action",
    "matrix_duplicate",
    "matrix_exclude",
    "matrix_values",
    "missing_timeout",
    "needs_cycle",
    "not_positive",
    "obfuscation",
    "outdated_action",
    "output_without_value",
    "overprovisioned_secrets",
    "parallel_background",
    "persisted_credentials",
    "plain_password",
    "ref_version_mismatch",
    "retired_runtime",
    "runner_group",
    "runner_label",
    "script_length",
    "secret_outside_environment",
    "secrets_inherit",
    "self_hosted_runner",
    "self_repository",
    "shell_name",
    "snapshot_version",
    "step_timeout",
    "steps_missing",
    "suppression",
    "template_injection",
    "time_zone",
    "undocumented_permissions",
    "unknown_needs",
    "unpinned_images",
    "unpinned_tools",
    "unpinned_uses",
    "unredacted_secrets",
    "unsound_contains",
    "unsound_ternary",
    "wait_all_false",
)
WHILE_GENERATING = ("credentials_beside_strangers", "secret_outside_environment")  # what types and link cannot rule out

__all__ = ["NAMES", "Finding", "Found", "Subject", "checked", "findings", "named"]


def findings(workflow: Workflow) -> list[Finding]:
    """What the checks of a generated workflow find in the model."""
    return list(checked(Subject(workflow), WHILE_GENERATING))


def named(name: str) -> Any:
    """The module of a check."""
    __import__(f"{__name__}.{name}")
    return sys.modules[f"{__name__}.{name}"]


def checked(subject: Subject, names: Iterable[str] = NAMES, level: str = LEVELS[-1]) -> Iterator[Finding]:
    """What the checks up to a level find."""
    for name in names:
        module = named(name)
        if LEVELS.index(module.LEVEL) > LEVELS.index(level):
            continue
        for found in module.check(subject):
            yield Finding(
                found.rule or name.replace("_", "-"),
                found.severity or module.SEVERITY,
                found.where,
                found.message,
                found.remedy,
                found.level or module.LEVEL,
                found.confidence or getattr(module, "CONFIDENCE", "high"),
            )
