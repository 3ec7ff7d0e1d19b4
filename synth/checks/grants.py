"""What a token may do, scope by scope, and whether one asks for more than another may."""

from __future__ import annotations

from synth.model.permissions import SCOPES, STRENGTH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    from synth.model import Permission

    Grant: TypeAlias = dict[str, str]

_ALL = {"read-all": "read", "write-all": "write"}
_SHOWN = 4  # scopes in a message


def granted(permissions: Mapping[str, Permission] | str | None) -> Grant | None:
    """The level of each scope that is granted; None when nothing is said."""
    if permissions is None:
        return None
    if isinstance(permissions, str):
        level = _ALL.get(permissions)
        return None if level is None else {scope: level if level in levels else "none" for scope, (levels, _) in SCOPES.items()}
    return {scope: permission.level for scope, permission in permissions.items()}


def excess(wanted: Grant | None, allowed: Grant | None) -> tuple[str, str] | None:
    """What is wanted beyond what is allowed, and what of it is allowed, both in words; None when nothing is, or when one of them is unknown."""
    if wanted is None or allowed is None:
        return None
    more = [scope for scope, level in wanted.items() if STRENGTH.get(level, 0) > STRENGTH.get(allowed.get(scope, "none"), 0)]
    return (_words(more, wanted), _words(more, allowed)) if more else None


def _words(scopes: list[str], grant: Grant) -> str:
    shown = ", ".join([f"{scope}: {grant.get(scope, 'none')}" for scope in scopes[:_SHOWN]])
    return shown if len(scopes) <= _SHOWN else f"{shown} and {len(scopes) - _SHOWN} more"
