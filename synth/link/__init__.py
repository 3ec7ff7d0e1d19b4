"""Build values -> model: works out step ids, job outputs, `needs`, permissions and pins, and refuses references to nowhere."""

from __future__ import annotations

from synth.link.names import ACTIONS, WORKFLOWS, action_folder, file_name, slug
from synth.link.shape import misshapen
from synth.link.workflow import WorkflowLinker
from synth.problems import DefinitionError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth import model
    from synth.build.actions import Action
    from synth.build.workflows import Workflow
    from synth.link.values import Pin
    from synth.model.action import ActionFile

__all__ = ["ACTIONS", "WORKFLOWS", "action_folder", "file_name", "link", "link_action", "slug"]


def link(workflow: Workflow, pin: Pin) -> model.Workflow:
    """The workflow as GitHub's format has it. Raises DefinitionError with everything that is wrong in it."""
    if wrong := misshapen(workflow):
        raise DefinitionError(wrong)
    linker = WorkflowLinker(workflow, pin)
    linked = linker.workflow()
    if linker.problems:
        raise DefinitionError(linker.problems)
    return linked


def link_action(action: Action, pin: Pin) -> ActionFile:
    """The composite action as GitHub's format has it. Raises DefinitionError with everything that is wrong in it."""
    from synth.link.action import ActionLinker

    linker = ActionLinker(action, pin)
    linked = linker.file()
    if linker.problems:
        raise DefinitionError(linker.problems)
    return linked
