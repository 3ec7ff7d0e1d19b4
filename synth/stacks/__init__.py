"""Language stacks: how a project of a language is prepared, checked and tested. One file each."""

from __future__ import annotations

from typing import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.build.steps import Step
    from synth.stacks.npm import Npm

STACKS = {"Npm": "synth.stacks.npm"}

__all__ = ["STACKS", "Npm", "Stack"]


class Stack(Protocol):
    """What the test stages ask of a language; each command runs in `folder`."""

    @property
    def folder(self) -> str: ...
    @property
    def lint(self) -> Sequence[str]: ...
    @property
    def unit(self) -> Sequence[str]: ...
    @property
    def integration(self) -> Sequence[str]: ...
    @property
    def coverage(self) -> str:
        """The folder or file that the unit tests leave their coverage in."""
        ...

    def prepare(self) -> list[Step[Any]]:
        """The steps that bring the sources, the language and the locked dependencies."""
        ...


if not TYPE_CHECKING:  # a type checker knows the names above and no others

    def __getattr__(name):
        from synth.lazy import loaded

        return loaded(__name__, name, STACKS)
