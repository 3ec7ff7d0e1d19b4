"""The ids of jobs and steps. Source: actions/runner, src/Sdk/WorkflowParser/Conversion/IdBuilder.cs."""

from __future__ import annotations

import re

LONGEST = 99
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_OTHER = re.compile(r"[^A-Za-z0-9_-]+")
_LEADING = re.compile(r"^[^A-Za-z_]+")


def flaw_of(name: str) -> tuple[str, str]:
    """What is wrong with an id, and what to do; two empty texts when nothing is."""
    if not _ID.fullmatch(name):
        meant = _OTHER.sub("-", _LEADING.sub("", name)).strip("-")
        remedy = f"write '{meant}'" if meant else "write a name, such as 'build'"
        return "is no id: one begins with a letter or '_' and goes on with letters, digits, '-' and '_'", remedy
    if name.startswith("__"):
        return "begins with '__', which GitHub keeps for itself", f"write '{name.lstrip('_') or 'job'}'"
    if len(name) > LONGEST:
        return f"is {len(name)} characters long; an id has at most {LONGEST}", "shorten it, and say the rest with 'name'"
    return "", ""
