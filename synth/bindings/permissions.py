"""The part of a generated function that says which permissions its step asks for."""

from __future__ import annotations

from synth.bindings.names import parameter_name
from synth.bindings.shape import TRUTH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.bindings.catalogue import ActionFacts
    from synth.bindings.shape import Correction, Scope


def asking(action: ActionFacts, correction: Correction) -> list[str]:
    """The lines that gather the permissions before the step is made; none where one expression says it."""
    if _is_simple(action, correction):
        return []
    always = [scope for scope in correction.scopes if not scope.given]
    lines = [f"    permissions = {_table(always)}" if always else "    permissions: dict[str, tuple[str, str]] = {}"]
    for scope in correction.scopes:
        if scope.given:
            lines.append(f"    if {_condition(action, correction, scope)}:")
            lines.append(f'        permissions["{scope.name}"] = ("{scope.level}", "{scope.reason}")')
    return lines


def given(action: ActionFacts, correction: Correction) -> str:
    """What the step is given as its permissions."""
    if not correction.scopes:
        return ""
    if not _is_simple(action, correction):
        return "permissions or None" if all(scope.given for scope in correction.scopes) else "permissions"
    first = correction.scopes[0]
    table = _table(correction.scopes)
    return f"{table} if {_condition(action, correction, first)} else None" if first.given else table


def _is_simple(action: ActionFacts, correction: Correction) -> bool:
    """Whether all scopes are needed always, or all when the same input is given, whatever its value."""
    conditions = {_condition(action, correction, scope) if scope.given else "" for scope in correction.scopes}
    return len(conditions) <= 1 and not any(" is_any(" in condition for condition in conditions)


def _table(scopes: Sequence[Scope]) -> str:
    table = ", ".join(f'"{s.name}": ("{s.level}", "{s.reason}")' for s in scopes)
    return f"{{{table}}}"


def _condition(action: ActionFacts, correction: Correction, scope: Scope) -> str:
    parameter = parameter_name(scope.given)
    refused = [f'"{value}"' for value in scope.unless]
    if correction.kinds.get(scope.given) == TRUTH:
        refused.append("False")
    default = action.inputs[scope.given].default
    if default is None or default is False or default in ("", "false", *scope.unless):
        refused.insert(0, "None")
    return f"{parameter} is not None" if refused == ["None"] else f"not is_any({parameter}, {', '.join(refused)})"
