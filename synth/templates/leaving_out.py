"""What a template has and a repository cannot: taken out of the definition, and said."""

from __future__ import annotations

from synth import stacks
from synth.stacks.auto import STACK_NAMES
from synth.templates.blanks import bare, without

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.detect.found import Project

_SETTINGS = {"Format": "format", "TypeCheck": "types", "Audit": "audit", "UnitTest": "unit", "IntegrationTest": "integration"}


def possible(text: str, project: Project | None, stack: str) -> tuple[str, Sequence[str]]:
    """The definition without what would be refused, and what that was.

    Those are services beside a compose file that brings its own, unit tests where the project declares none, and, where there is no project yet,
    stages for which its stack has no usual command.
    """
    remarks: list[str] = []
    if project is None:
        return _usual(text, stack)
    if _by_compose(project):
        text, changed = bare(text, "IntegrationTest", "services")
        remarks += ["the compose file of the integration tests brings its services: those of the template are left out"] if changed else []
    if why := project.missing_for("unit"):
        text = without(text, "UnitTest", why)
        remarks.append(f"unit tests are left out of the definition: {why}. Take them in once there are some: UnitTest(STACK)")
    return text, remarks


def _by_compose(project: Project) -> bool:
    """Whether the project's integration tests are in its compose file, and only there."""
    settings = project.settings
    return "compose" in settings and not settings.get("integration")


def _usual(text: str, stack: str) -> tuple[str, Sequence[str]]:
    kind = getattr(stacks, STACK_NAMES[stack])
    remarks = []
    for stage, setting in _SETTINGS.items():
        if getattr(kind(), setting) or f"{stage}(STACK" not in text or f"{stage}(STACK, compose=" in text:
            continue
        why = f"{STACK_NAMES[stack]} has no usual command; give it {setting}="
        text = without(text, stage, why)
        remarks.append(f"{stage} is left out of the definition: {why}")
    return text, remarks
