"""Runtime and actions run on Python 3.10, which ubuntu-22.04 has."""

from __future__ import annotations

import ast

import pytest

from tests.packaging.sources import ROOT, RUNTIME, SCRIPTS, imports, nodes

LATER_MODULES = {"tomllib", "annotationlib", "compression", "concurrent.interpreters"}
LATER_NAMES = {
    "asyncio": {"Runner", "TaskGroup", "timeout", "timeout_at"},
    "contextlib": {"chdir"},
    "copy": {"replace"},
    "datetime": {"UTC"},
    "enum": {"EnumCheck", "FlagBoundary", "ReprEnum", "StrEnum", "global_enum", "member", "nonmember", "property", "verify"},
    "hashlib": {"file_digest"},
    "itertools": {"batched"},
    "logging": {"getHandlerByName", "getLevelNamesMapping"},
    "operator": {"call"},
    "typing": {
        "LiteralString", "Never", "NotRequired", "ReadOnly", "Required", "Self", "TypeIs", "TypeVarTuple", "Unpack",
        "assert_never", "assert_type", "dataclass_transform", "get_overloads", "override", "reveal_type",
    },
}  # fmt: skip
LATER_BUILTINS = {"BaseExceptionGroup", "ExceptionGroup", "PythonFinalizationError"}
LATER_METHODS = {"add_note", "full_match"}


def later_than_3_10(source: str) -> list[str]:
    """What a source uses that Python 3.10 does not have; a SyntaxError is raised for its grammar."""
    tree = ast.parse(source, feature_version=(3, 10))
    later = {*LATER_MODULES, *(f"{module}.{name}" for module, names in LATER_NAMES.items() for name in names)}
    found = [name for name in imports(tree) if name in later]
    for node in nodes(tree):
        if isinstance(node, ast.Attribute):
            if node.attr in LATER_METHODS or (isinstance(node.value, ast.Name) and node.attr in LATER_NAMES.get(node.value.id, ())):
                found.append(ast.unparse(node))
        elif isinstance(node, ast.Name) and node.id in LATER_BUILTINS:
            found.append(node.id)
    return found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import tomllib", ["tomllib"]),
        ("from typing import Any, Self", ["typing.Self"]),
        ("import datetime\ndatetime.UTC", ["datetime.UTC"]),
        ("def f():\n    from datetime import UTC", ["datetime.UTC"]),
        ("raise ExceptionGroup('x', [])", ["ExceptionGroup"]),
        ("error.add_note('x')", ["error.add_note"]),
        ("if TYPE_CHECKING:\n    from typing import Self", []),
        ("import datetime\ndatetime.timezone.utc", []),
    ],
)
def test_what_came_later_is_found(source: str, expected: list[str]) -> None:
    assert expected == later_than_3_10(source)


def test_later_grammar_is_found() -> None:
    with pytest.raises(SyntaxError):
        later_than_3_10("try:\n    pass\nexcept* OSError:\n    pass")


def test_nothing_later_is_used() -> None:
    found = {path.relative_to(ROOT).as_posix(): later_than_3_10(path.read_text("utf-8")) for path in (*SCRIPTS, *RUNTIME)}
    assert {} == {path: names for path, names in found.items() if names}
