"""Words and code as plain text: code in quotes, nothing in it that a terminal would obey."""

from __future__ import annotations

from synth.compare.render.visible import clipped, one_line
from synth.compare.values import Code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.compare.values import Words

LONGEST_CODE = 200


def sentence(said: Words) -> str:
    return "".join([f"'{clipped(one_line(part.text), LONGEST_CODE)}'" if isinstance(part, Code) else one_line(part) for part in said])
