"""The text of `interfaces.py`: what is known of each action's inputs and outputs, short, and quick to load."""

from __future__ import annotations

from textwrap import wrap

from synth.bindings.source import MARKER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from synth.bindings.catalogue import ActionFacts
    from synth.bindings.shape import Correction

_HEAD = f'''{MARKER}"""Actions -> version, commit, runtime, inputs (`!` must be given), outputs (`*` and others); inputs -> what to do instead."""

from __future__ import annotations

__all__ = ["DEPRECATED", "INTERFACES"]

'''
_WIDTH = 120


def interfaces(actions: Sequence[tuple[ActionFacts, Correction]]) -> str:
    """The module with the two tables, for all actions of the catalogue, the bound and the others."""
    known = "".join(f'    "{action.name}": (\n{_interface(action, correction)}    ),\n' for action, correction in actions)
    deprecated = "".join(_deprecated(action, correction) for action, correction in actions if correction.deprecated)
    return f"{_HEAD}INTERFACES = {{\n{known}}}\n\nDEPRECATED = {{\n{deprecated}}}\n"


def _interface(action: ActionFacts, correction: Correction) -> str:
    inputs = [f"{name}!" if declared.required and declared.default is None else name for name, declared in action.inputs.items()]
    outputs = [*action.outputs, *(["*"] if correction.more_outputs else [])]
    return "".join(f"        {text},\n" for text in (f'"{action.tag}"', f'"{action.sha}"', f'"{action.using}"', words(inputs), words(outputs)))


def words(names: Iterable[str]) -> str:
    """The names as one text, on several lines where one would be long."""
    lines = wrap(" ".join(names), _WIDTH, break_long_words=False, break_on_hyphens=False)
    return f'"{lines[0] if lines else ""}"' if len(lines) < 2 else '"""{}"""'.format("\n        ".join(lines))


def _deprecated(action: ActionFacts, correction: Correction) -> str:
    said = "".join(f'        "{name}": "{message}",\n' for name, message in correction.deprecated.items())
    return f'    "{action.name}": {{\n{said}    }},\n'
