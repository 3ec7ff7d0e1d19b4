"""Paths that a person gives -> the workflow and action files that they stand for."""

from __future__ import annotations

import os

from synth.problems import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_YAML = (".yml", ".yaml")
_ACTION = ("action.yml", "action.yaml")
_PASSED_OVER = frozenset({".git", "node_modules", "__pycache__", ".venv"})


def workflow_files(paths: Sequence[str]) -> tuple[list[str], list[Problem]]:
    """The files, each once, and what is wrong with the paths. No path stands for the repository around the current folder."""
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for path in paths or [around(".")]:
        if not paths and not path:
            problems.append(Problem(".", "is in no repository (no folder from here up has .github or .git): name the files or the folder"))
        elif os.path.isdir(path):
            try:
                files = list(_below(path))
            except OSError as error:
                problems.append(Problem(_shown(error.filename or path), f"cannot be read: {error.strerror}"))
                continue
            if not files:
                problems.append(Problem(path, "holds no workflow: give a file, a folder of workflows, or a repository with .github/workflows"))
            for file in files:
                found.setdefault(os.path.abspath(file), _shown(file))
        elif os.path.lexists(path):
            found.setdefault(os.path.abspath(path), _shown(path))
        else:
            problems.append(Problem(path, "does not exist"))
    return sorted(found.values()), problems


def around(folder: str) -> str:
    """The repository that the folder lies in; empty when there is none."""
    at = os.path.abspath(folder)
    while not any([os.path.lexists(os.path.join(at, mark)) for mark in (".github", ".git")]):
        if at == os.path.dirname(at):
            return ""
        at = os.path.dirname(at)
    return os.path.relpath(at)


def _below(folder: str) -> Iterator[str]:
    """What a folder stands for: a repository's own workflows and actions, or all YAML directly in it, or the actions somewhere below it."""
    if os.path.basename(os.path.abspath(folder)) == ".github":
        folder = os.path.normpath(os.path.join(folder, ".."))
    if any([os.path.lexists(os.path.join(folder, mark)) for mark in (".github", ".git")]):
        yield from [path for path in _files(os.path.join(folder, ".github", "workflows")) if path.endswith(_YAML)]
        yield from _actions(os.path.join(folder, ".github", "actions"))
        yield from [path for path in _files(folder) if os.path.basename(path) in _ACTION]
        return
    yaml = [path for path in _files(folder) if path.endswith(_YAML)]
    yield from yaml or _actions(folder)


def _actions(folder: str) -> Iterator[str]:
    for at, folders, names in os.walk(folder):
        folders[:] = sorted([name for name in folders if name not in _PASSED_OVER])
        yield from [os.path.join(at, name) for name in sorted(names) if name in _ACTION]


def _files(folder: str) -> Iterable[str]:
    try:
        return sorted([entry.path for entry in os.scandir(folder) if entry.is_file()])
    except FileNotFoundError:
        return []


def _shown(path: str) -> str:
    return os.path.normpath(path).replace(os.sep, "/")
