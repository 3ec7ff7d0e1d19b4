"""What Python's own parser says of a source: the imports that happen when it runs, and where."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted(ROOT.glob("actions/*/*.py"))
RUNTIME = sorted([*ROOT.glob("synth/runtime/**/*.py"), *ROOT.glob("synth/adapters/aws/*.py"), ROOT / "synth/adapters/__init__.py"])


def nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those that only type checkers see."""
    yield tree
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING":
            for other in child.orelse:
                yield from nodes(other)
        else:
            yield from nodes(child)


def imports(tree: ast.AST) -> Iterator[str]:
    """`a.b` for `import a.b`; `a`, `a.b` and `a.c` for `from a import b, c`."""
    for node in nodes(tree):
        if isinstance(node, ast.Import):
            yield from [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "relative imports are not looked for"
            yield str(node.module)
            yield from [f"{node.module}.{alias.name}" for alias in node.names]
