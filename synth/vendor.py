"""The composite actions that ghsynth ships, as files for a repository that uses them.

An action in the repository itself needs no other repository to be trusted, pinned or reachable, and a reviewer sees what runs. The actions
share one folder beside them with those modules of `synth` that they import.
"""

from __future__ import annotations

import os
import re
from os.path import dirname, isdir, isfile, join

from synth.link import ACTIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

RUNTIME = f"{ACTIONS}/ghsynth-runtime"
_HERE = dirname(__file__)
_ROOT = dirname(_HERE)
_SOURCES = (join(_ROOT, "actions"), join(_HERE, "shipped"))  # a checkout of ghsynth, an installed wheel
_LOCKS = (join(_ROOT, "packaging/vendor.lock"), join(_HERE, "shipped/vendor.lock"))
_INSTALLS = "synth.runtime.packages"  # reads the lock

# Parsing the whole runtime with ast takes 300 ms, these two 15; a test finds the same imports with ast
_TYPES_ONLY = re.compile(r"^( *)if TYPE_CHECKING:\n(?:\1 +[^\n]*\n|[ ]*\n)*", re.MULTILINE)
_IMPORT = re.compile(r"^ *(?:from (synth(?:\.\w+)*) import (?:\(([^)]*)\)|([^\n]*))|import (synth(?:\.\w+)*)\b)", re.MULTILINE)


def files_of(*actions: str) -> dict[str, str]:
    """Path in the user's repository -> text, for the actions, their scripts and their runtime. Raises FileNotFoundError for an unknown action."""
    files: dict[str, str] = {}
    for action in actions:
        source = next((join(folder, action) for folder in _SOURCES if isdir(join(folder, action))), None)
        if source is None:
            raise FileNotFoundError(f"ghsynth ships no action '{action}'")
        for name in sorted(os.listdir(source)):
            if name.endswith((".yml", ".py")):
                files[f"{ACTIONS}/{action}/{name}"] = _text(join(source, name))
    modules = reached([text for path, text in files.items() if path.endswith(".py")])
    for path, text in modules.values():
        files[f"{RUNTIME}/{path}"] = text
    if _INSTALLS in modules:
        files[f"{RUNTIME}/vendor.lock"] = _text(next((lock for lock in _LOCKS if isfile(lock)), _LOCKS[0]))
    return files


def reached(scripts: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The modules of `synth` that the texts import, directly or not, in functions too, but not for types alone: name -> path and text."""
    found: dict[str, tuple[str, str]] = {}
    waiting = [name for text in scripts for name in imported(text)]
    while waiting:
        name = waiting.pop()
        if name in found or (path := _path(name)) is None:
            continue
        if name == "synth":  # its own gives the names of definitions
            found[name] = path, '"""The part of ghsynth that the actions need."""\n'
            continue
        found[name] = path, _text(join(_ROOT, path))
        waiting += imported(found[name][1])
    return dict(sorted(found.items()))


def imported(text: str) -> Iterator[str]:
    """What a module or a script imports of `synth`, packages above included; names that may be modules or not, as `b` in `from synth.a import b`."""
    for package, several, one, module in _IMPORT.findall(_TYPES_ONLY.sub("", text)):
        names = [line.partition("#")[0] for line in (several or one).splitlines()]
        for name in ",".join(names).split(","):
            whole = module or f"{package}.{name.split()[0]}" if name.strip() or module else package
            parts = whole.split(".")
            yield from [".".join(parts[:end]) for end in range(1, len(parts) + 1)]


def _path(module: str) -> str | None:
    """Path below the folder of `synth`; None for a name that is no module, but something in one."""
    path = module.replace(".", "/")
    return next((p for p in (f"{path}.py", f"{path}/__init__.py") if isfile(join(_ROOT, p))), None)


def _text(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()
