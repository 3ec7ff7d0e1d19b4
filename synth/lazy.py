"""Names of a package that are loaded when they are first used (PEP 562)."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def loaded(package: str, name: str, home: Mapping[str, str]) -> object:
    """The value called `name` from its module in `home`; the package keeps it. Raises AttributeError, with the nearest name, for another."""
    module = home.get(name)
    if module is None:
        if name.startswith("__"):
            raise AttributeError(name)
        from synth.nearest import nearest

        raise AttributeError(f"{package} has no '{name}'{nearest(name, home)}")
    __import__(module)
    value = getattr(sys.modules[module], name)
    setattr(sys.modules[package], name, value)
    return value
