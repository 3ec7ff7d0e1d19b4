"""What the stages that look at a deployment have in common: which one they look at, and the steps of commands that ask its address."""

from __future__ import annotations

from synth.bindings import checkout
from synth.pipeline import StageError
from synth.stages.of_stack import steps_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.build.jobs import CallJob, Job
    from synth.build.steps import Step, Text
    from synth.pipeline import Environment, Progress
    from synth.stacks import Stack


def newest(progress: Progress, environment: Environment) -> Job | CallJob:
    """The deployment to look at. Raises StageError unless it is the newest one and went to this environment."""
    if not progress.deployed or progress.last is None:
        raise StageError("nothing is deployed yet: put Deploy before it")
    if progress.deployed[-1].name != environment.name:
        raise StageError(f"environment '{environment.name}' is not the one deployed to last: put it right after the Deploy of '{environment.name}'")
    return progress.last


def all_deployed(progress: Progress, environments: Sequence[Environment]) -> None:
    """Raises StageError where an environment is deployed to later, or none is named."""
    if not environments:
        raise StageError("it names no environment: give it those to ask")
    done = {one.name for one in progress.deployed}
    if missing := [one.name for one in environments if one.name not in done]:
        raise StageError(f"environment '{missing[0]}' has not been deployed to yet: put Deploy before it")


def asking(commands: Sequence[str], stack: Stack | None) -> list[Step[Any]]:
    """The steps that run the commands, after what the stack needs to be there. Raises StageError where there is no command."""
    if not commands:
        raise StageError("it has nothing to run: give it commands")
    return [*(stack.prepare() if stack is not None else [checkout("Check out")]), *steps_of(commands)]


def reader(environment: Environment, role: Text | None) -> tuple[Text, str | None]:
    """The role to read with, and the GitHub environment that the job names for it. Raises StageError where a person would be asked again."""
    if role is not None:
        return role, None
    if environment.approval:
        raise StageError(
            f"environment '{environment.name}' waits for a person before every job that names it: "
            "give role=, one that only reads and trusts the branch"
        )
    return environment.role_for("verify"), environment.name
