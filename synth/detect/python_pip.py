"""How a project is installed by pip: its requirement files, its extras and groups, and what comes with them."""

from __future__ import annotations

import re

from synth.detect.python_install import Installed
from synth.detect.python_packages import extras, groups, is_for_development, named, of_lines, of_project, of_setup, setup_of
from synth.detect.tree import table, within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from synth.detect.found import Gathering
    from synth.detect.tree import Tree

_BASES = ("requirements.lock", "requirements/base.txt", "requirements/main.txt", "requirements/requirements.txt", "requirements/prod.txt")
_UNLOCKED = "there is no lock file, so what is installed may change from day to day: 'uv lock', or 'pip-compile --generate-hashes'"


def pip(tree: Tree, folder: str, settings: Mapping[str, Any], gathered: Gathering) -> Installed:
    """Adds how pip installs the project."""
    files = _files(tree, folder)
    contents = {name: tree.text(within(folder, name)) or "" for name in files}
    included = {_target(name, one) for name, text in contents.items() for one in re.findall(r"^(?:-r|--requirement)[ =]*(\S+)", text, re.MULTILINE)}
    taken = [name for name in files if name not in included]
    packages: dict[str, str] = {}
    for name, text in contents.items():
        packages |= of_lines(within(folder, name), text)
    hashed = [name for name in files if "--hash=" in contents[name]]
    if taken:
        gathered.add("requirements", tuple(taken), within(folder, taken[0]), "what pip installs")
        if len(hashed) == len(files):
            gathered.add("hashes", True, tree.at(within(folder, hashed[0]), r"--hash="), "every file has hashes, so pip checks them")
        else:
            plain = next(name for name in files if name not in hashed)
            gathered.lacks("hashes", f"{plain} has no hashes, so what is installed may change: pip-compile --generate-hashes")
    else:
        gathered.lacks("hashes", _UNLOCKED)
    packages |= _own(tree, folder, settings, gathered, locked=len(hashed) == len(files) > 0, developed=any(map(is_for_development, taken)))
    base = next((name for name in hashed if not is_for_development(name)), "")
    return Installed("pip", packages, hashed=within(folder, base) if base else "")


def _files(tree: Tree, folder: str) -> list[str]:
    """The requirement files for production and for development, by path from the project's folder."""
    names = [name for name in tree.folders[folder] if "requirements" in name and name.endswith((".txt", ".lock"))]
    names += [f"requirements/{name}" for name in tree.folders.get(within(folder, "requirements"), ()) if name.endswith((".txt", ".lock"))]
    base = next((name for name in ("requirements.txt", *_BASES) if name in names), "")
    return [*([base] if base else []), *[name for name in names if name not in ("requirements.txt", *_BASES) and is_for_development(name)]]


def _target(name: str, other: str) -> str:
    """The path of a file that another one includes, both from the project's folder."""
    parts: list[str] = []
    for part in [*name.split("/")[:-1], *other.split("/")]:
        if part == ".." and parts:
            parts.pop()
        elif part not in (".", ".."):
            parts.append(part)
    return "/".join(parts)


def _own(tree: Tree, folder: str, settings: Mapping[str, Any], gathered: Gathering, *, locked: bool, developed: bool) -> dict[str, str]:
    """Adds the project itself and its groups, which bring what no requirement file does."""
    path = within(folder, "pyproject.toml")
    setup = setup_of(tree, folder)
    packages: dict[str, str] = {}
    listed = {name: those for name, those in groups(settings).items() if is_for_development(name)} if not (locked or developed) else {}
    if listed:
        first = next(iter(listed))
        at = tree.at(path, rf"^{re.escape(first)}\s*=", after=r"^\[dependency-groups\]")
        gathered.add("groups", tuple(listed), at, "groups for development")
        for name, those in listed.items():
            packages |= named(tree, path, those, rf"^{re.escape(name)}\s*=")
    if not (("project" in settings and ("build-system" in settings or not _has_files(gathered))) or setup):
        return packages
    chosen = extras(settings) if not (locked or developed) else []
    if setup and not _has_files(gathered):
        chosen = [name for name in _setup_extras(tree, setup) if is_for_development(name)] or chosen
        packages |= of_setup(tree, setup)
    if chosen or not locked:
        packages |= {} if locked else of_project(tree, path, settings)
    at = tree.at(path, r"^\[project\]") if table(settings, "project") else setup or path
    gathered.add(
        "editable", f".[{','.join(chosen)}]" if chosen else ".", at, "the package itself" + (", with what it needs for development" if chosen else "")
    )
    return packages


def _has_files(gathered: Gathering) -> bool:
    return any([fact.setting == "requirements" for fact in gathered.facts])


def _setup_extras(tree: Tree, path: str) -> list[str]:
    text = tree.text(path) or ""
    block = re.search(r"extras_require\s*=\s*(?:dict\()?\{(.*?)\n?\s*\}|\[options\.extras_require\](.*?)(?:\n\[|\Z)", text, re.DOTALL)
    return re.findall(r"^\s*['\"]?([a-z][\w-]*)['\"]?\s*[:=]", block[1] or block[2] or "", re.MULTILINE) if block else []
