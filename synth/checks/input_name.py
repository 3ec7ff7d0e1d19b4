"""The name of an input begins with a letter or `_` and goes on with letters, digits, `-` and `_`.

Others cannot be read as `inputs.<name>`, and become environment variables that no shell can read.
https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax#inputsinput_id
"""

from __future__ import annotations

import re

from synth.checks import places
from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.checks.places import Part

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
name: Greet
description: Says hello
inputs:
  who to greet:
    description: a name
runs:
  using: node24
  main: index.js
"""
GOOD = """
name: Greet
description: Says hello
inputs:
  who-to-greet:
    description: a name
runs:
  using: node24
  main: index.js
"""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_OTHER = re.compile(r"[^A-Za-z0-9_-]+")


def check(subject: Subject) -> Iterator[Found]:
    for part, path, name in _inputs(subject):
        if not _NAME.fullmatch(name) and not places.dynamic(name):
            meant = _OTHER.sub("-", name).strip("-")
            yield Found(places.key(part, *path, name), f"'{name}' is no name for an input", f"write '{meant}'" if _NAME.fullmatch(meant) else "")


def _inputs(subject: Subject) -> Iterator[tuple[Part, tuple[str, ...], str]]:
    """The names, each with the part of the model that it is in and the way there."""
    if subject.action is not None:
        for name in subject.action.inputs or ():
            yield subject.action, ("inputs",), name
    workflow = subject.workflow
    for event, trigger in workflow.on.items() if workflow is not None else ():
        for name in trigger.inputs or ():
            if workflow is not None:
                yield workflow, ("on", event, "inputs"), name
