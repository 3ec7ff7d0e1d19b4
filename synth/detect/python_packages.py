"""What the files of a Python project name: dependencies, extras, groups, and the lines of requirement files."""

from __future__ import annotations

import re

from synth.detect.tree import table, texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from synth.detect.tree import Tree

_DEVELOPMENT = re.compile(r"dev|develop|development|test|tests|testing|lint|linting|check|checks|ci|typing|types|type|quality|audit|security")
_NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")
_LINE = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)", re.MULTILINE)


def is_for_development(name: str) -> bool:
    """Whether a group, an extra or a file is called like one for development: `dev`, `requirements-test.txt`."""
    return any([_DEVELOPMENT.fullmatch(part) for part in re.split(r"[-_./]", name.lower())])


def named(tree: Tree, path: str, listed: Iterable[Any], after: str) -> dict[str, str]:
    """The packages of a list of requirements in the file, by normal name, each with its place."""
    names = [found[1] for one in listed if isinstance(one, str) and (found := _NAME.match(one))]
    return {normal(name): tree.at(path, rf"(?<![\w-]){re.escape(name)}(?![\w-])", after=after) for name in names}


def of_project(tree: Tree, path: str, settings: Mapping[str, Any]) -> dict[str, str]:
    """What a pyproject.toml names as dependencies, and as extras for development."""
    project = table(settings, "project")
    found = named(tree, path, texts(project.get("dependencies")), r"^dependencies\s*=")
    for name in extras(settings):
        found |= named(tree, path, texts(project["optional-dependencies"][name]), rf"^{re.escape(name)}\s*=")
    return found


def of_lines(path: str, text: str) -> dict[str, str]:
    """What a requirement file names."""
    return {normal(found[1]): f"{path}:{text.count(chr(10), 0, found.start()) + 1}" for found in _LINE.finditer(text)}


def setup_of(tree: Tree, folder: str) -> str | None:
    """The file that makes the folder a package of setuptools: setup.py, or a setup.cfg that is more than settings of tools."""
    if found := tree.first(folder, "setup.py"):
        return found
    found = tree.first(folder, "setup.cfg")
    return found if found and re.search(r"^\[metadata\]", tree.text(found) or "", re.MULTILINE) else None


def of_setup(tree: Tree, path: str) -> dict[str, str]:
    """What a setup.py or setup.cfg seems to name: anything in it that reads like a requirement."""
    text = tree.text(path) or ""
    names = re.findall(r"['\"\s]([A-Za-z][\w.-]+)(?:\[[\w,]+\])?\s*(?:[=~><!]=|[<>]|['\"]\s*[,\]])", text) + re.findall(
        r"^\s+([a-z][\w-]+)\s*$", text, re.MULTILINE
    )
    return {normal(name): tree.at(path, rf"(?<![\w-]){re.escape(name)}(?![\w-])") for name in names}


def extras(settings: Mapping[str, Any]) -> list[str]:
    """The extras for development."""
    return [name for name in table(settings, "project", "optional-dependencies") if is_for_development(name)]


def groups(settings: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The dependency groups (PEP 735), each with what it includes of others."""
    given = table(settings, "dependency-groups")

    def of_group(name: str, seen: tuple[str, ...]) -> list[Any]:
        listed = given.get(name) if name not in seen else None
        found: list[Any] = []
        for one in listed if isinstance(listed, list) else []:
            found += of_group(str(one.get("include-group")), (*seen, name)) if isinstance(one, dict) else [one]
        return found

    return {name: of_group(name, ()) for name in given}


def normal(name: str) -> str:
    """The name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
