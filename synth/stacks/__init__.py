"""Language stacks: how a project of a language is prepared, checked and tested. One file each.

`Auto()` is the stack that the files of the repository show; the others say it themselves. A command is only what the project declares:
nothing is installed for a check that the project's own lock file does not bring.
"""

from __future__ import annotations

from typing import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.build.steps import Step
    from synth.stacks.auto import Auto
    from synth.stacks.docker import Docker
    from synth.stacks.go import Go
    from synth.stacks.gradle import Gradle
    from synth.stacks.maven import Maven
    from synth.stacks.npm import Npm
    from synth.stacks.pip import Pip
    from synth.stacks.pnpm import Pnpm
    from synth.stacks.poetry import Poetry
    from synth.stacks.uv import Uv
    from synth.stacks.yarn import Yarn

STACKS = {
    "Auto": "synth.stacks.auto",
    "Docker": "synth.stacks.docker",
    "Go": "synth.stacks.go",
    "Gradle": "synth.stacks.gradle",
    "Maven": "synth.stacks.maven",
    "Npm": "synth.stacks.npm",
    "Pip": "synth.stacks.pip",
    "Pnpm": "synth.stacks.pnpm",
    "Poetry": "synth.stacks.poetry",
    "Uv": "synth.stacks.uv",
    "Yarn": "synth.stacks.yarn",
}

__all__ = ["STACKS", "Auto", "Docker", "Go", "Gradle", "Maven", "Npm", "Pip", "Pnpm", "Poetry", "Stack", "Uv", "Yarn"]


class Stack(Protocol):
    """What the test stages ask of a language; each command runs in `folder`, and no command means that there is nothing to run."""

    @property
    def folder(self) -> str: ...
    @property
    def lint(self) -> Sequence[str]: ...
    @property
    def format(self) -> Sequence[str]: ...
    @property
    def types(self) -> Sequence[str]: ...
    @property
    def audit(self) -> Sequence[str]: ...
    @property
    def unit(self) -> Sequence[str]:
        """The unit tests. `{coverage}` stands for the per cent of lines that they have to cover."""
        ...

    @property
    def integration(self) -> Sequence[str]: ...
    @property
    def coverage(self) -> str:
        """The folder or file that the unit tests leave their coverage in, empty where they leave none."""
        ...

    def prepare(self) -> list[Step[Any]]:
        """The steps that bring the sources, the language and the locked dependencies."""
        ...

    def prepare_audit(self) -> list[Step[Any]]:
        """The steps before an audit, which some tools make of the lock file alone."""
        ...


if not TYPE_CHECKING:  # a type checker knows the names above and no others

    def __getattr__(name):
        from synth.lazy import loaded

        return loaded(__name__, name, STACKS)
