"""What the stages that check and test a stack have in common: their job, its name, and what they say when there is nothing to run."""

from __future__ import annotations

from synth.build.jobs import Job
from synth.build.steps import run
from synth.link.names import slug
from synth.pipeline import StageError
from synth.stacks.auto import Auto

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Protocol

    from synth.build.steps import Step
    from synth.model import Origin
    from synth.pipeline import Progress
    from synth.stacks import Stack

    class OfStack(Protocol):
        """A stage that runs commands of a stack."""

        @property
        def stack(self) -> Stack: ...
        @property
        def name(self) -> str: ...
        @property
        def timeout_minutes(self) -> int: ...
        @property
        def origin(self) -> Origin: ...


def folder(stack: Stack) -> str | None:
    """Where the stack's commands run, when that is not the repository's root."""
    return None if stack.folder == "." else stack.folder


def steps_of(commands: Sequence[str]) -> list[Step[Any]]:
    """A step for each command, called as it is; a long one is called by its beginning."""
    return [run(command, name=short(command)) for command in commands]


def short(command: str) -> str:
    """What a log calls the command: a comment that it begins with, else its first line, or the beginning of that."""
    line = command.strip().partition("\n")[0]
    if line.startswith("# "):
        return line.removeprefix("# ")
    return line if len(line) <= 72 else line[:69].rpartition(" ")[0].rstrip(" |&") + " ..."


def named(progress: Progress, name: str, stack: Stack) -> str:
    """The job's name, with the folder where another stack has a job called so already."""
    taken = {slug(job.name) for job in progress.jobs}
    if slug(name) not in taken:
        return name
    at = stack.at if isinstance(stack, Auto) else stack.folder
    return f"{name} of {at}" if at != "." else name


def checked(stage: OfStack, progress: Progress, setting: str, commands: Sequence[str], *, prepared: Sequence[Step[Any]] | None = None) -> Progress:
    """With a job that runs the commands, which holds back the push until it succeeds; without one where an adapting stack has no command.

    Raises StageError where another stack has none.
    """
    stack = stage.stack
    if not commands:
        if isinstance(stack, Auto):
            return progress
        raise StageError(nothing(stack, setting))
    steps = [*(stack.prepare() if prepared is None else prepared), *steps_of(commands)]
    name = named(progress, stage.name, stack)
    return progress.gate(Job(name, steps, working_directory=folder(stack), timeout_minutes=stage.timeout_minutes, origin=stage.origin))


def nothing(stack: Stack, setting: str) -> str:
    """Says that the stack has no such command, and why."""
    if isinstance(stack, Auto):
        return f"'{stack.at}' declares nothing to run: {stack.missing(setting) or 'nothing was found'}"
    return f"{type(stack).__name__} has nothing to run: give it {setting}=, or leave this stage out"


def left_out(stage: OfStack, setting: str) -> list[str]:
    """The note that the stage has no job, and why."""
    if not isinstance(stage.stack, Auto) or getattr(stage.stack, setting):
        return []
    return [f"{stage.name} is left out: {nothing(stage.stack, setting)}"]
