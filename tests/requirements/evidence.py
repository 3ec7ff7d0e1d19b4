"""The marks `row(id, shows)` of all tests, read from their source. Nothing is imported, so that a broken test module hides no other's evidence."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.requirements.kind import Module, Modules, kind_of


class Evidence(NamedTuple):
    """A test that shows a requirement. `shows` says what in a sentence; `test` is its id, relative to the repository."""

    row: str
    shows: str
    test: str
    kind: str


class UnreadableMarkError(Exception):
    """A mark that is not `row("E1", "a sentence")` in so many words."""


def collected(root: Path) -> list[Evidence]:
    """Of every test file under `tests/`, in the order of their paths and lines. Raises UnreadableMarkError with the place of a mark that is no literal."""
    modules = Modules(root)
    found: list[Evidence] = []
    for path in sorted((root / "tests").rglob("test_*.py")):
        if "mark.row(" in path.read_text(encoding="utf-8"):
            found += _of_file(root, modules.at(path))
    return found


def _of_file(root: Path, module: Module) -> Iterator[Evidence]:
    path = module.path
    shared = _marks(path, [value for node in module.tree.body for value in _file_level(node)])
    for owner, node in _functions(module.tree):
        name = f"{path.relative_to(root).as_posix()}::{owner}{node.name}"
        for row, shows in (*shared, *_marks(path, node.decorator_list)):
            yield Evidence(row, shows=shows, test=name, kind=kind_of(node, module))


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield "", node
        elif isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            yield from [(f"{node.name}::", each) for each in node.body if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")]


def _file_level(node: ast.stmt) -> Sequence[ast.expr]:
    """The marks in `pytestmark = ...`, one or a list of them."""
    if isinstance(node, ast.Assign) and any(isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets):
        return node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value]
    return ()


def _marks(path: Path, written: Sequence[ast.expr]) -> list[tuple[str, str]]:
    return [_literal(path, node) for node in written if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.row"]


def _literal(path: Path, call: ast.Call) -> tuple[str, str]:
    match [*call.args, *call.keywords]:
        case [ast.Constant(value=str(row)), ast.Constant(value=str(shows))] if shows:
            return row, shows
    raise UnreadableMarkError(f'{path}:{call.lineno}  write row("E1", "what is shown"), with two texts')
