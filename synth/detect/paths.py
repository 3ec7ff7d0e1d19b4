"""The path filters of a repository with several projects: the folder of each, the folders of the repository that it depends on, shared locks."""

from __future__ import annotations

import os
import re

from synth.detect.tree import is_within, table, within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from synth.detect.found import Project
    from synth.detect.tree import Tree

# what all members of a workspace are installed by
_OF_ALL = (
    "package.json package-lock.json npm-shrinkwrap.json pnpm-lock.yaml pnpm-workspace.yaml yarn.lock .yarnrc.yml .npmrc pyproject.toml uv.lock "
    "go.work go.work.sum pom.xml build.gradle build.gradle.kts settings.gradle settings.gradle.kts gradle.properties gradle/libs.versions.toml"
).split()
_DEPENDENCIES = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")


def filters(tree: Tree, projects: Sequence[Project]) -> dict[str, list[str]]:
    """Folder -> `Pipeline(paths=...)` of the project in it; empty where the repository has one project, which needs no filter."""
    units: dict[str, list[str]] = {}
    for project in projects:
        inner = [folder for folder in project.members if folder != project.folder]
        shared = [within(project.folder, name) for name in _OF_ALL if _is_there(tree, project.folder, name)]
        units.update(dict.fromkeys(inner, shared) if inner else {project.folder: _versions(project)})
    if len(units) < 2:
        return {}
    names = {name: folder for folder in units for name in _names(tree, folder)}
    return {folder: [*_patterns(folder, units), *_needed(tree, folder, names), *shared] for folder, shared in units.items()}


def _versions(project: Project) -> list[str]:
    """The files outside the project's folder that name the version of its language."""
    named = [fact.value for fact in project.facts if fact.setting in ("node_file", "version_file") and isinstance(fact.value, str)]
    return [file for file in named if not is_within(file, project.folder)]


def _patterns(folder: str, units: Mapping[str, object]) -> list[str]:
    """All below the folder; of the repository's root what belongs to no other."""
    return [f"{folder}/**"] if folder != "." else ["**", *[f"!{other}/**" for other in units if other != "."]]


def _needed(tree: Tree, folder: str, names: Mapping[str, str]) -> list[str]:
    """The patterns of the other folders that the project depends on, directly or not."""
    found: list[str] = []
    waiting = [folder]
    while waiting:
        for other in _depends(tree, waiting.pop(), names):
            if other not in (folder, ".", *found) and other in tree.folders:
                found.append(other)
                waiting.append(other)
    return [f"{other}/**" for other in sorted(found) if folder != "."]


def _depends(tree: Tree, folder: str, names: Mapping[str, str]) -> Iterator[str]:
    package = tree.json(within(folder, "package.json"))
    for name, version in [item for kind in _DEPENDENCIES for item in table(package, kind).items()]:
        place = re.match(r"(?:file|link|portal):(.+)", str(version))
        if place:
            yield _at(folder, place[1])
        elif name in names:  # a member of the workspace; npm and Yarn 1 name it like any other
            yield names[name]
    project = tree.toml(within(folder, "pyproject.toml"))
    sources = [*table(project, "tool", "uv", "sources").items(), *table(project, "tool", "poetry", "dependencies").items()]
    for name, source in sources:
        if isinstance(source, dict) and isinstance(source.get("path"), str):
            yield _at(folder, source["path"])
        elif isinstance(source, dict) and source.get("workspace") and name in names:
            yield names[name]
    for pattern, file in ((r"=>\s*(\.\.?/\S+)", "go.mod"), (r"^\s*(?:-e\s+)?(\.\.?/\S+)", "requirements.txt")):
        for place in re.findall(pattern, tree.text(within(folder, file)) or "", re.MULTILINE):
            yield _at(folder, place)


def _names(tree: Tree, folder: str) -> list[str]:
    """What other projects call this one."""
    said = [tree.json(within(folder, "package.json")).get("name"), table(tree.toml(within(folder, "pyproject.toml")), "project").get("name")]
    return [name for name in said if isinstance(name, str)]


def _at(folder: str, place: str) -> str:
    return os.path.normpath(os.path.join(folder, place)).replace(os.sep, "/")


def _is_there(tree: Tree, folder: str, name: str) -> bool:
    below, _, file = within(folder, name).rpartition("/")
    return tree.has(below or ".", file)
