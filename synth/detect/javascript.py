"""Projects of Node.js: which package manager, which Node, and which of its scripts and tools check, test and measure it."""

from __future__ import annotations

import re

from synth.detect import manager, node_tests, node_tools
from synth.detect.defaults import NODE
from synth.detect.found import Gathering, Note, Project
from synth.detect.manager import Runner
from synth.detect.tree import parents, within
from synth.detect.versions import NODES, chosen, is_exact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.detect.tree import Tree

_LTS = {"argon": "4", "boron": "6", "carbon": "8", "dubnium": "10", "erbium": "12", "fermium": "14", "gallium": "16", "hydrogen": "18"}
_FILES = (".nvmrc", ".node-version")


def projects(tree: Tree, notes: list[Note]) -> list[Project]:
    """The projects of the tree that have a package.json, members of workspaces within their root's."""
    found: list[Project] = []
    for folder in [folder for folder in tree.folders if tree.has(folder, "package.json")]:
        path = within(folder, "package.json")
        if tree.unreadable(path):
            notes.append(Note(path, "is no JSON object that can be read"))
            continue
        if any([folder in one.members for one in found]):
            continue
        package = tree.json(path)
        chosen_manager = manager.of(tree, folder, package, notes)
        if chosen_manager is None:
            continue
        if not (package.get("scripts") or package.get("dependencies") or package.get("devDependencies") or package.get("workspaces")):
            notes.append(Note(path, "names no script and no dependency, so it is no project of its own"))
            continue
        found.append(_project(tree, folder, package, chosen_manager))
    return found


def member(tree: Tree, root: Project, folder: str) -> Project:
    """The member of a workspace as a project: installed with its root, checked and tested by itself."""
    package = tree.json(within(folder, "package.json"))
    gathered = Gathering()
    for fact in root.facts:
        if fact.setting in ("node", "node_file", "pnpm", "berry", "corepack", "scripts"):
            gathered.add(fact.setting, fact.value, fact.where, fact.why)
    name = str(package.get("name") or folder)
    below = folder if root.folder == "." else folder.removeprefix(root.folder + "/")
    _commands(
        tree, folder, package, Runner(root.kind, member=below if root.kind == "npm" else name, berry=_berry(root)), gathered, prefix=below + "/"
    )
    return gathered.project(root.kind, root.folder, within(folder, "package.json"), f"a member of the workspace {root.where}")


def _project(tree: Tree, folder: str, package: dict[str, Any], by: manager.Found) -> Project:
    gathered = Gathering()
    _node(tree, folder, package, gathered)
    for fact in by.facts:
        gathered.add(*fact)
    for missing in by.missing:
        gathered.lacks(*missing)
    members = manager.members(tree, folder, package)
    if any(["hasInstallScript" in (tree.text(within(folder, name)) or "") for name in ("package-lock.json", "npm-shrinkwrap.json")]):
        gathered.lacks("scripts", "dependencies with install scripts are there and do not run: where tests need them, give scripts=True")
    inner = {one: tree.json(within(one, "package.json")) for one in members}
    _commands(tree, folder, package, Runner(by.kind, berry=by.berry), gathered, inner=inner)
    return gathered.project(by.kind, folder, by.where, by.why, tuple(members))


def _commands(
    tree: Tree,
    folder: str,
    package: dict[str, Any],
    runner: Runner,
    gathered: Gathering,
    *,
    prefix: str = "",
    inner: dict[str, dict[str, Any]] | None = None,
) -> None:
    """The checks and tests that the package declares, else those that the members of its workspace declare."""
    seen = node_tools.Package(tree, folder, package, runner, prefix, inner or {})
    node_tools.checks(seen, gathered)
    node_tests.tests(seen, gathered)
    runner.audit(seen, gathered)


def _berry(project: Project) -> bool:
    return any([fact.setting == "berry" and fact.value for fact in project.facts])


def _node(tree: Tree, folder: str, package: dict[str, Any], gathered: Gathering) -> None:
    """The version of Node: a file that setup-node reads itself, else a version, else what a range leaves."""
    for place in (folder, *parents(folder)):
        for name in _FILES:
            text = (tree.text(within(place, name)) or "").strip()
            if text and "\n" not in text:
                at = tree.at(within(place, name), r"\S")
                gathered.add("node_file", within(place, name), at, f"says {text}, and setup-node reads it")
                if major := _major(text):
                    gathered.add("node", major, at, f"says {text}")
                return
        listed = re.search(r"^(?:nodejs|node)\s+(\S+)", tree.text(within(place, ".tool-versions")) or "", re.MULTILINE)
        if listed:
            gathered.add("node", listed[1], tree.at(within(place, ".tool-versions"), r"^node"), "names the version")
            return
    path = within(folder, "package.json")
    volta = package.get("volta")
    if isinstance(volta, dict) and isinstance(volta.get("node"), str):
        gathered.add("node", volta["node"], tree.at(path, r'"node"\s*:', after=r'"volta"\s*:'), "volta names the version")
        return
    hint, where = base_image(tree, folder, "node")
    engines = package.get("engines")
    spec = engines.get("node") if isinstance(engines, dict) else None
    if isinstance(spec, str) and spec.strip():
        version = spec.strip().removeprefix("v") if is_exact(spec) else chosen(spec, NODES, hint)
        why = "engines names the version" if is_exact(spec) else f"engines asks for '{spec}'"
        if not is_exact(spec) and hint and version == hint:
            why += f", and {where} has {hint}"
        gathered.add("node", version, tree.at(path, r'"node"\s*:', after=r'"engines"\s*:'), why)
    elif hint:
        gathered.add("node", hint, where, "the image has this version")
    else:
        gathered.add("node", NODE, path, "says no version, so it is the default")


def _major(text: str) -> str:
    """`v22.3.0` is 22, `lts/krypton` too is one; empty for what moves, such as `lts/*`."""
    if name := re.fullmatch(r"lts/([a-z]+)", text):
        return {**_LTS, "iron": "20", "jod": "22", "krypton": "24"}.get(name[1], "")
    found = re.match(r"v?(\d+)", text)
    return found[1] if found else ""


def base_image(tree: Tree, folder: str, image: str) -> tuple[str, str]:
    """The version of the image that the folder's last stage of a Dockerfile starts from, and its place; empty where there is none."""
    path = tree.first(folder, "Dockerfile", "Containerfile", "Dockerfile.*")
    found = (
        list(re.finditer(rf"^FROM\s+(?:--\S+\s+)?(?:\S+/)?{image}:v?(\d+(?:\.\d+)*)", tree.text(path) or "", re.MULTILINE | re.IGNORECASE))
        if path
        else []
    )
    if not path or not found:
        return "", ""
    line = (tree.text(path) or "").count("\n", 0, found[-1].start()) + 1
    return found[-1][1], f"{path}:{line}"
