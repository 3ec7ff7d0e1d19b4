"""The composite actions that ghsynth ships, as files for a repository that uses them.

An action in the repository itself needs no other repository to be trusted, pinned or reachable, and a reviewer sees what runs. The action's
folder carries the part of `synth.runtime` that it imports.
"""

from __future__ import annotations

import os
from os.path import dirname, join

from synth.link import ACTIONS

_HERE = dirname(__file__)
_SOURCES = (join(dirname(_HERE), "actions"), join(_HERE, "shipped"))  # a checkout of ghsynth, an installed wheel


def files_of(action: str) -> dict[str, str]:
    """Path in the user's repository -> text, for the action, its script and its runtime. Raises FileNotFoundError for an unknown action."""
    source = next((join(folder, action) for folder in _SOURCES if os.path.isdir(join(folder, action))), None)
    if source is None:
        raise FileNotFoundError(f"ghsynth ships no action '{action}'")
    target = f"{ACTIONS}/{action}"
    files = {f"{target}/{name}": _text(join(source, name)) for name in os.listdir(source) if name.endswith((".yml", ".py"))}
    runtime = join(_HERE, "runtime")
    for name in os.listdir(runtime):
        if name.endswith(".py"):
            files[f"{target}/synth/runtime/{name}"] = _text(join(runtime, name))
    files[f"{target}/synth/__init__.py"] = '"""The part of ghsynth that the action needs."""\n'
    return files


def _text(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()
