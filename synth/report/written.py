"""Findings in generated files -> the same with the line of the definition that wrote the place. Loading a definition runs its Python."""

from __future__ import annotations

import os

from synth.finding import Finding
from synth.model import Origin
from synth.model.shape import field_names
from synth.problems import DefinitionError
from synth.record import Record, replace
from synth.yaml.tree import Mapping, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from synth.project import Project
    from synth.yaml.tree import Node

_GITHUB = "/.github/"


class Definitions:
    """The definitions of the repositories that the files lie in, each loaded at most once. `notes` says which could not be."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self._projects: dict[str, Project | None] = {}

    def written(self, file: str, text: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings with the lines of the definition that the head of the file names; as they are when it names none of its repository."""
        findings = tuple(findings)
        root, path = _repository(file)
        source = _source(text)
        if not findings or not source or not _holds(root, source):
            return findings
        project = self._project(root, source)
        part = project and self._part(project, root, path, text)
        if part is None:
            return findings
        from synth.yaml.read import read

        tree = read(text, file).root
        return tuple([_with_origin(finding, tree, part, root) for finding in findings])

    def _project(self, root: str, source: str) -> Project | None:
        if root not in self._projects:
            from synth.project import load

            try:
                self._projects[root] = load(root)
            except DefinitionError as error:
                self._projects[root] = None
                self.notes.append(f"{_shown(root, source)} cannot be loaded, so its lines are not named: {error.problems[0]}")
        return self._projects[root]

    def _part(self, project: Project, root: str, path: str, text: str) -> Any:
        """The part of the model that the file was made from. None when there is none, or the file is no longer what it makes."""
        try:
            made = _made(project, path)
        except DefinitionError as error:
            self.notes.append(f"{_shown(root, path)} cannot be made anew, so the lines of its definition are not named: {error.problems[0]}")
            return None
        if made is None:
            return None
        part, body = made
        if text.replace("\r\n", "\n").partition("\n")[2] != body:
            self.notes.append(f"{_shown(root, path)} is not what {_shown(root, project.source)} makes: run 'ghsynth generate'")
            return None
        return part


def origin_at(node: Node | None, part: Any, line: int, column: int) -> Origin | None:
    """The origin of the innermost part of the model that has one, at a place of the file that it was emitted to."""
    found = None
    while node is not None and part is not None:
        origin = getattr(part, "origin", None)
        found = origin if isinstance(origin, Origin) else found
        node, part = _below(node, part, (line, column))
    return found


def _below(node: Node, part: Any, place: tuple[int, int]) -> tuple[Node | None, Any]:
    """The entry of a mapping or list that the place is in, in the tree and in the model."""
    if isinstance(node, Mapping):
        before = [(key, value) for key, value in node.pairs if _start(key, node.flow) <= place]
        if not before:
            return None, None
        key, value = before[-1]
        if isinstance(part, Record):
            return value, getattr(part, field_names(type(part)).get(key.text, ""), None)
        return value, part.get(key.text) if isinstance(part, dict) else None
    if isinstance(node, Sequence) and isinstance(part, (tuple, list)):
        at = sum([_start(item, node.flow) <= place for item in node.items]) - 1
        return (node.items[at], part[at]) if 0 <= at < len(part) else (None, None)
    return None, None


def _start(node: Node, flow: bool) -> tuple[int, int]:
    """Where an entry begins; in a block it has its line to itself, with the indent and the `-`."""
    return (node.line, node.column if flow else 1)


def _with_origin(finding: Finding, tree: Node | None, part: Any, root: str) -> Finding:
    where = finding.where
    origin = origin_at(tree, part, where.line, where.column) if where is not None else part.origin
    return finding if origin is None else replace(finding, written=Origin(_shown(root, origin.file), origin.line))


def _made(project: Project, path: str) -> tuple[Any, str] | None:
    """The workflow or action that the path is written from, and its text without the head. Raises DefinitionError."""
    from synth.bindings.lock import merged
    from synth.link import action_folder, file_name, link, link_action
    from synth.yaml.emit import emit, emit_action

    pin = merged(project.lock).pin
    for workflow in project.workflows:
        if file_name(workflow) == path:
            linked = link(workflow, pin)
            return linked, emit(linked)
    for action in project.actions:
        if f"{action_folder(action)}/action.yml" == path:
            made = link_action(action, pin)
            return made, emit_action(made)
    return None


def _repository(file: str) -> tuple[str, str]:
    """The root of the repository that a file of `.github` lies in, and its path there."""
    whole = os.path.abspath(file).replace(os.sep, "/")
    root, found, path = whole.rpartition(_GITHUB)
    return (root or "/", _GITHUB[1:] + path) if found else ("", "")


def _source(text: str) -> str:
    """The definition that the head of a generated file names."""
    from synth.project import MARKER, PYTHON, YAML

    if not text.startswith(MARKER):
        return ""
    named = text[len(MARKER) :].partition("\n")[0].partition(". Do not edit")[0]
    return named if named in (PYTHON, *YAML) else ""


def _holds(root: str, source: str) -> bool:
    """Whether the definition lies in the repository, and not behind a link out of it."""
    path = os.path.join(root, source)
    return bool(root) and os.path.isfile(path) and os.path.realpath(path) == os.path.join(os.path.realpath(root), *source.split("/"))


def _shown(root: str, file: str) -> str:
    """The path as seen from here."""
    return os.path.relpath(os.path.join(root, file)).replace(os.sep, "/")
