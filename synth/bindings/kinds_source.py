"""The text of `input_kinds.py`: what each input takes that does not take just any text."""

from __future__ import annotations

import re

from synth.bindings.interfaces_source import words
from synth.bindings.source import MARKER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.bindings.catalogue import ActionFacts
    from synth.bindings.shape import Correction, Kind

_HEAD = f'''{MARKER}"""Actions -> what some of their inputs take (values, `#` for a whole number) -> those inputs."""

from __future__ import annotations

__all__ = ["KINDS"]

'''
_ALTERNATIVE = re.compile(r"Literal\[[^\]]*\]|[^|]+")


def input_kinds(actions: Sequence[tuple[ActionFacts, Correction]]) -> str:
    """The module with the table, for all actions of the catalogue."""
    return f"{_HEAD}KINDS = {{\n{''.join([_action(action, correction) for action, correction in actions])}}}\n"


def taken(kind: Kind) -> str:
    """The values that an input of the kind takes, `|` between them; nothing when it takes any text."""
    values: list[str] = []
    for alternative in _ALTERNATIVE.findall(kind.annotation):
        match alternative.strip():
            case "Truth":
                values += ["true", "false"]
            case "int":
                values.append("#")
            case literal if literal.startswith("Literal["):
                values += re.findall(r'"([^"]*)"', literal)
            case expression if expression.startswith("Expr["):
                pass  # what only the runner knows
            case _:
                return ""
    return "|".join(values)


def _action(action: ActionFacts, correction: Correction) -> str:
    named: dict[str, list[str]] = {}
    for name in action.inputs:
        if name in correction.kinds and (values := taken(correction.kinds[name])):
            named.setdefault(values, []).append(name)
    said = "".join([f'        "{values}": {words(names)},\n' for values, names in named.items()])
    return f'    "{action.name}": {{\n{said}    }},\n' if said else ""
