"""A script hands over values by the runner's files, not by the commands that the runner no longer trusts.

Anything that a program prints could set them. `set-env` and `add-path` have been refused since 2020, the others are deprecated.
https://github.blog/changelog/2022-10-11-github-actions-deprecating-save-state-and-set-output-commands/
"""

from __future__ import annotations

import re

from synth.checks import places
from synth.checks.subject import Found, Subject
from synth.yaml.place import Spot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.model import Origin

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: echo "::set-output name=version::1.2"
"""
GOOD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: echo "version=1.2" >> "$GITHUB_OUTPUT"
"""
_COMMAND = re.compile(r"::(?:(save-state|set-output|set-env)\s+name=[a-zA-Z][a-zA-Z_-]*::\S|(add-path)::\S)")
_INSTEAD = {"set-output": "{name}={value}' to $GITHUB_OUTPUT", "save-state": "{name}={value}' to $GITHUB_STATE"}
_INSTEAD |= {"set-env": "{name}={value}' to $GITHUB_ENV", "add-path": "{path}' to $GITHUB_PATH"}


def check(subject: Subject) -> Iterator[Found]:
    for _, step in subject.steps():
        script = step.run
        if not script or "::" not in script:
            continue
        for found in _COMMAND.finditer(script):
            command = found[1] or found[2]
            yield Found(_place(places.at(step, "run"), found.start()), f"the command '{command}' is deprecated", f"append '{_INSTEAD[command]}")


def _place(script: Origin | None, offset: int) -> Origin | None:
    """Where in the script; a definition in Python knows its line only."""
    return script.inside(offset) if isinstance(script, Spot) else script
