"""A field's name and the key that it stands for."""

from __future__ import annotations

_CAMEL = {"deprecation_message": "deprecationMessage"}  # the one key that GitHub does not write with hyphens


def key_of(field: str) -> str:
    """The key in the file: `runs-on` of `runs_on`, `if` of `if_`."""
    return _CAMEL.get(field) or field.rstrip("_").replace("_", "-")
