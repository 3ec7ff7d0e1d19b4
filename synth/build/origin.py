"""Which line of the user's definition is being run."""

from __future__ import annotations

import sys
from os.path import dirname

from synth.model import Origin

_OURS = dirname(dirname(__file__))


def here() -> Origin:
    """The innermost line outside this package that led here."""
    frame = sys._getframe(2)
    while frame.f_code.co_filename.startswith(_OURS) and frame.f_back is not None:
        frame = frame.f_back
    return Origin(frame.f_code.co_filename, frame.f_lineno)
