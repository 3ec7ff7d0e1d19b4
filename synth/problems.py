"""Mistakes of a user, each with its place, gathered so that one run reports all of them."""

from __future__ import annotations

from synth.model import Origin
from synth.record import Record, positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


@positional
class Problem(Record):
    """What is wrong, where, and what to do next."""

    where: Origin | str
    message: str

    def __str__(self) -> str:
        return f"{self.where}  {self.message}"


class DefinitionError(Exception):
    """The definition cannot become workflows; `problems` says why, in the order of their places."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(dict.fromkeys(problems), key=_place))
        super().__init__("\n".join(map(str, self.problems)))


def _place(problem: Problem) -> tuple[str, int]:
    where = problem.where
    return (where.file, where.line) if isinstance(where, Origin) else (where, 0)
