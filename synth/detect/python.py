"""Projects of Python: uv, Poetry or pip, which Python, and which tools check, test and measure them."""

from __future__ import annotations

import re

from synth.detect import python_tools
from synth.detect.defaults import PYTHON
from synth.detect.found import Gathering, Note, Project
from synth.detect.javascript import base_image
from synth.detect.python_install import poetry, uv
from synth.detect.python_packages import setup_of
from synth.detect.python_pip import pip
from synth.detect.tree import parents, table, within
from synth.detect.versions import PYTHONS, chosen, is_exact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from synth.detect.tree import Tree

_OTHERS = {
    "Pipfile": "pipenv",
    "pdm.lock": "PDM",
    "environment.yml": "conda",
    "environment.yaml": "conda",
    "pixi.toml": "pixi",
    "conda-lock.yml": "conda",
}
_SIGNS = (
    "uv.lock",
    "poetry.lock",
    "pyproject.toml",
    "requirements.txt",
    "requirements.lock",
    "requirements.in",
    "setup.py",
    "setup.cfg",
    "Pipfile",
    "environment.yml",
)


def projects(tree: Tree, notes: list[Note]) -> list[Project]:
    """The projects of the tree that are written in Python, members of a uv workspace within their root's."""
    found: list[Project] = []
    for folder in [folder for folder in tree.folders if any([tree.has(folder, name) for name in _SIGNS]) or _folder_of_files(tree, folder)]:
        if folder.rpartition("/")[2] == "requirements" and _folder_of_files(tree, folder.rpartition("/")[0] or "."):
            continue
        if any([folder in one.members for one in found]):
            continue
        path = within(folder, "pyproject.toml")
        if tree.has(folder, "pyproject.toml") and tree.unreadable(path):
            notes.append(Note(path, "is no TOML that can be read"))
            continue
        settings = tree.toml(path)
        kind, where, why = _kind(tree, folder, settings, notes)
        if kind:
            found.append(_project(tree, folder, settings, kind, where, why))
    return found


def _kind(tree: Tree, folder: str, settings: Mapping[str, Any], notes: list[Note]) -> tuple[str, str, str]:
    """The manager, what shows it and why; empty where there is no project, or none that a stack knows."""
    tool = table(settings, "tool")
    path = within(folder, "pyproject.toml")
    if tree.has(folder, "uv.lock"):
        return "uv", within(folder, "uv.lock"), "the lock file"
    if tree.has(folder, "poetry.lock"):
        return "poetry", within(folder, "poetry.lock"), "the lock file"
    if "uv" in tool and ("project" in settings or "workspace" in table(tool, "uv")):
        return "uv", tree.at(path, r"^\[tool\.uv"), "the section tool.uv"
    if "poetry" in tool and ("project" in settings or table(tool, "poetry").keys() & {"name", "dependencies"}):
        return "poetry", tree.at(path, r"^\[tool\.poetry"), "the section tool.poetry"
    other = next((name for name in _OTHERS if tree.has(folder, name)), "")
    if other and not tree.first(folder, "requirements.txt"):
        notes.append(Note(within(folder, other), f"{_OTHERS[other]} has no stack yet"))
        return "", "", ""
    if where := tree.first(folder, "requirements.txt", "requirements.lock", "requirements.in"):
        return "pip", where, "what pip installs"
    if where := _folder_of_files(tree, folder):
        return "pip", where, "what pip installs"
    if "project" in settings:
        return "pip", tree.at(path, r"^\[project\]"), "the section project, and no lock file"
    if where := setup_of(tree, folder):
        return "pip", where, "a package of setuptools"
    if settings and folder == ".":
        notes.append(Note(path, "holds settings of tools, and no project"))
    return "", "", ""


def _folder_of_files(tree: Tree, folder: str) -> str | None:
    """The first requirement file in a folder `requirements` of the project."""
    return tree.first(within(folder, "requirements"), "base.txt", "main.txt", "requirements.txt", "prod.txt", "dev.txt")


def _project(tree: Tree, folder: str, settings: Mapping[str, Any], kind: str, where: str, why: str) -> Project:
    gathered = Gathering()
    _python(tree, folder, settings, kind, gathered)
    installed = {"uv": uv, "poetry": poetry, "pip": pip}[kind](tree, folder, settings, gathered)
    seen = python_tools.Sources(tree, folder, settings, installed)
    python_tools.checks(seen, gathered)
    python_tools.tests(seen, gathered)
    python_tools.audit(seen, gathered)
    return gathered.project(kind, folder, where, why, tuple(installed.members))


def _python(tree: Tree, folder: str, settings: Mapping[str, Any], kind: str, gathered: Gathering) -> None:
    """The version of Python: a file that names it, else what a range leaves."""
    for place in (folder, *parents(folder)):
        path = within(place, ".python-version")
        lines = [line for line in (tree.text(path) or "").split("\n") if line.strip() and not line.startswith("#")]
        if lines:
            setting = "python_file" if kind != "uv" and len(lines) == 1 else "python"
            value = path if setting == "python_file" else lines[0].strip()
            gathered.add(setting, value, tree.at(path, r"^[^#\s]"), f"says {lines[0].strip()}" + (", the first of several" if len(lines) > 1 else ""))
            return
        listed = re.search(r"^python\s+(\S+)", tree.text(within(place, ".tool-versions")) or "", re.MULTILINE)
        if listed:
            gathered.add("python", listed[1], tree.at(within(place, ".tool-versions"), r"^python\s"), "names the version")
            return
    runtime = re.match(r"python-(\d+(?:\.\d+)*)", tree.text(within(folder, "runtime.txt")) or "")
    if runtime:
        gathered.add("python", runtime[1], within(folder, "runtime.txt") + ":1", "names the version")
        return
    path, spec = _range(tree, folder, settings)
    hint, image = base_image(tree, folder, "python")
    hint = ".".join(hint.split(".")[:2])
    if spec:
        version = spec if is_exact(spec) else chosen(spec, PYTHONS, hint)
        why = f"asks for '{spec}'" + (f", and {image} has {hint}" if hint and version == hint else "")
        gathered.add("python", version, path, why)
    elif hint:
        gathered.add("python", hint, image, "the image has this version")
    else:
        gathered.add("python", PYTHON, within(folder, "pyproject.toml") if settings else folder, "no file says a version, so it is the default")


def _range(tree: Tree, folder: str, settings: Mapping[str, Any]) -> tuple[str, str]:
    """The place and the text of the range of Pythons that the project asks for."""
    path = within(folder, "pyproject.toml")
    spec = table(settings, "project").get("requires-python")
    if isinstance(spec, str):
        return tree.at(path, r"^requires-python\s*="), spec.strip()
    spec = table(settings, "tool", "poetry", "dependencies").get("python")
    if isinstance(spec, str):
        return tree.at(path, r"^python\s*=", after=r"^\[tool\.poetry\.dependencies\]"), spec.strip()
    for name in ("setup.cfg", "setup.py"):
        found = re.search(r"python_requires\s*=\s*['\"]?([^'\"\n]+)", tree.text(within(folder, name)) or "")
        if found:
            return tree.at(within(folder, name), r"python_requires"), found[1].strip()
    return path, ""
