"""How a test shows what it shows, told by what its code reaches: a simulated service, a process or code that runs, or generated text alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

SIMULATOR, EXECUTED, TEXT = "simulator", "executed", "generated text"
_SIMULATORS = ("tests.simulator", "tests.github")
_RUNS = ("subprocess", "synth.runtime", "synth.adapters", "tests.act", "tests.actions.script", "actions")
_PASSED_BY = ("tests.judges", "tests.conftest")  # judges read text; what they start is no part of a pipeline

Place = tuple[ast.AST, "Module"]


class Module:
    """A source of the tests, parsed once, and what stands under each of its names: functions, classes, values, imports."""

    def __init__(self, path: Path, modules: Modules) -> None:
        self.path, self._modules = path, modules
        self.tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
        self._edges: dict[ast.AST, tuple[set[str], list[Place]]] = {}

    @cached_property
    def defined(self) -> dict[str, list[ast.AST]]:
        found: dict[str, list[ast.AST]] = {}
        for node in self.tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                found.setdefault(node.name, []).append(node)
            elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                for name in [one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)]:
                    found.setdefault(name, []).append(node.value)
        for inside in ast.walk(self.tree):
            if isinstance(inside, ast.Import | ast.ImportFrom):
                for alias in inside.names:
                    found.setdefault((alias.asname or alias.name).split(".")[0], []).append(inside)
        return found

    @cached_property
    def homes(self) -> list[Module]:
        """Itself and the conftest.py of its folders, the nearest first: where a fixture may be."""
        above = [folder / "conftest.py" for folder in self.path.parents if folder.is_relative_to(self._modules.root / "tests")]
        return [self, *[self._modules.at(path) for path in above if path.is_file()]]

    def reached(self, node: ast.AST) -> tuple[set[str], list[Place]]:
        """What the node names itself: modules by their full names, and the code to look into next."""
        if node not in self._edges:
            walked = list(ast.walk(node))
            names = {one.id for one in walked if isinstance(one, ast.Name)} | {one.arg for one in walked if isinstance(one, ast.arg)}
            modules: set[str] = set()
            places: list[Place] = []
            for name, home in [(name, home) for name in names for home in self.homes]:
                for found in home.defined.get(name, ()):
                    if isinstance(found, ast.Import | ast.ImportFrom):
                        for module, inside in home._imported(found, name):
                            modules.add(module)
                            places += inside
                    else:
                        places.append((found, home))
            self._edges[node] = modules, places
        return self._edges[node]

    def _imported(self, node: ast.Import | ast.ImportFrom, name: str) -> Iterator[tuple[str, list[Place]]]:
        for alias in node.names:
            if (alias.asname or alias.name).split(".")[0] != name:
                continue
            module = f"{node.module}.{alias.name}" if isinstance(node, ast.ImportFrom) else alias.name
            if _within(module, (*_PASSED_BY, *_SIMULATORS)):
                yield module, []
            elif (inside := self._modules.of(module)) is not None:  # which part of it is used is not followed, so all of it counts
                yield module, [(inside.tree, inside)]
            elif isinstance(node, ast.ImportFrom) and (home := self._modules.of(node.module or "")) is not None:
                yield module, [(found, home) for found in home.defined.get(alias.name, ())]
            else:
                yield module, []


class Modules:
    """The sources of the tests below a repository's root, by path and by name."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._at: dict[Path, Module] = {}

    def at(self, path: Path) -> Module:
        if path not in self._at:
            self._at[path] = Module(path, self)
        return self._at[path]

    def of(self, module: str) -> Module | None:
        """The module of that name; None for all that are no tests'."""
        if module.split(".")[0] != "tests":
            return None
        bare = self.root.joinpath(*module.split("."))
        return next((self.at(path) for path in (bare.with_suffix(".py"), bare / "__init__.py") if path.is_file()), None)


def kind_of(test: ast.FunctionDef, module: Module) -> str:
    """The strongest thing that the test reaches, through its fixtures and through what it and they call."""
    reached: set[str] = set()
    seen: set[ast.AST] = set()
    waiting: list[Place] = [(test, module)]
    while waiting:
        node, home = waiting.pop()
        if node not in seen:
            seen.add(node)
            modules, places = home.reached(node)
            reached |= modules
            waiting += places
    for kind, roots in ((SIMULATOR, _SIMULATORS), (EXECUTED, _RUNS)):
        if any(_within(name, roots) for name in reached):
            return kind
    return TEXT


def _within(module: str, roots: tuple[str, ...]) -> bool:
    return any(module == root or module.startswith(f"{root}.") for root in roots)
