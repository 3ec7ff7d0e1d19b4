"""Which line of the user's definition is being run."""

from __future__ import annotations

import sys
from os.path import dirname

from synth.model import Origin

_OURS = dirname(dirname(__file__))
_standing: list[Origin] = []


class standing_at:  # noqa: N801  # used as `with standing_at(origin):`
    """While it lasts, everything that is made comes from this place: a stage's steps from the line that names the stage."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin

    def __enter__(self) -> None:
        _standing.append(self.origin)

    def __exit__(self, *_: object) -> None:
        _standing.pop()


def here() -> Origin:
    """The innermost line outside this package that led here."""
    if _standing:
        return _standing[-1]
    frame = sys._getframe(2)
    while frame.f_code.co_filename.startswith(_OURS) and frame.f_back is not None:
        frame = frame.f_back
    return Origin(file=frame.f_code.co_filename, line=frame.f_lineno)
