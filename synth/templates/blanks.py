"""The blanks of a template: the constants at its head, with what each is for. They are filled by their place in the tree, never in the text."""

from __future__ import annotations

import ast
import json

from synth.problems import DefinitionError, Problem
from synth.record import Record, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

OPEN = "TO FILL IN: "
_WIDTH = 150


@record
class Blank(Record):
    """A constant: its name, its value as Python source, what it is for, and its kind: text, number, texts, or code that `ghsynth init` writes."""

    name: str
    value: str
    purpose: str
    kind: str


def blanks(text: str) -> tuple[Blank, ...]:
    """The constants of a template's text, in their order."""
    return tuple([Blank(name=_name(one), value=ast.unparse(one.value), purpose=_comment(text, one), kind=_kind(one.value)) for one in _head(text)])


def source(blank: Blank, given: str) -> str:
    """What a person gave as the value, as Python source. Raises DefinitionError when it cannot be that."""
    given = given.strip()
    if not given or not given.isprintable():
        raise DefinitionError([Problem(blank.name, "is empty, or has characters that cannot be printed")])
    if blank.kind == "number":
        if not (given.isascii() and given.isdecimal()):
            raise DefinitionError([Problem(blank.name, f"'{given}' is no number")])
        return str(int(given))
    if blank.kind == "texts":
        return "[" + ", ".join([quoted(part.strip()) for part in given.split(",") if part.strip()]) + "]"
    if blank.kind == "code":
        raise DefinitionError([Problem(blank.name, "is code, and no value of an option: change it in the definition")])
    return quoted(given)


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with these values, as Python source, in place of its own. The other blanks are marked as open, but for code that stays as it is."""
    lines = text.splitlines()
    for one in _head(text):
        name, purpose = _name(one), _comment(text, one)
        if name in values:
            lines[one.lineno - 1] = f"{name} = {values[name]}  # {purpose}"
        elif _kind(one.value) != "code":
            lines[one.lineno - 1] = f"{_code(lines[one.lineno - 1], one)}  # {OPEN}{purpose}"
    return "\n".join(lines) + "\n"


def without(text: str, stage: str, why: str) -> str:
    """The text without the calls of the stage in a list; a line that was there for it becomes a comment that says why."""
    lines = text.splitlines()
    for node in _calls(text, stage):
        line = lines[node.lineno - 1].encode()
        before, after = line[: node.col_offset].decode(), line[node.end_col_offset or 0 :].decode()
        alone = not before.strip() and after.strip() in ("", ",")
        lines[node.lineno - 1] = f"{before}# {line.decode().strip()}  # left out: {why}" if alone else before + after.removeprefix(",").lstrip()
    return "\n".join(lines) + "\n"


def bare(text: str, stage: str, keyword: str) -> tuple[str, bool]:
    """The text whose calls of the stage are without their last argument, where that is this keyword; and whether there was one."""
    lines, changed = text.splitlines(), False
    for node in _calls(text, stage):
        if node.keywords and node.keywords[-1].arg == keyword and node.args and node.lineno == node.end_lineno:
            line = lines[node.lineno - 1].encode()
            kept = [*node.args, *[one.value for one in node.keywords[:-1]]][-1]
            lines[node.lineno - 1] = (line[: kept.end_col_offset] + b")" + line[node.end_col_offset or 0 :]).decode()
            changed = True
    return "\n".join(lines) + "\n", changed


def _calls(text: str, name: str) -> list[ast.Call]:
    found = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name]
    return sorted(found, key=lambda node: (node.lineno, node.col_offset), reverse=True)


def imported_as_used(text: str, more: Mapping[str, str] | None = None) -> str:
    """The text whose imports bring what it uses and nothing else; `more` are names that it may use and the modules that have them."""
    tree = ast.parse(text)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    lines = text.splitlines()
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    for node in reversed(imports):
        brought = {alias.name for alias in node.names} | {name for name, module in (more or {}).items() if module == node.module}
        lines[node.lineno - 1 : node.end_lineno] = _import(node.module or "", sorted(brought & used, key=lambda name: (not name[0].isupper(), name)))
    return "\n".join(lines) + "\n"


def _import(module: str, names: list[str]) -> list[str]:
    line = f"from {module} import {', '.join(names)}"
    if not names or len(line) <= _WIDTH:
        return [line] if names else []
    return [f"from {module} import (", *[f"    {name}," for name in names], ")"]


def _head(text: str) -> Iterator[ast.Assign]:
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign):
            if not _name(node).isupper():
                return
            yield node
        elif not isinstance(node, (ast.Expr, ast.ImportFrom)):
            return


def _name(node: ast.Assign) -> str:
    target = node.targets[0]
    return target.id if isinstance(target, ast.Name) else ""


def _kind(value: ast.expr) -> str:
    if isinstance(value, ast.JoinedStr):
        return "text"
    if isinstance(value, ast.List):
        return "texts" if all([_kind(one) == "text" for one in value.elts]) else "code"
    if isinstance(value, ast.Constant):
        return "text" if isinstance(value.value, str) else "number"
    return "code"


def _code(line: str, node: ast.Assign) -> str:
    return line.encode()[: node.end_col_offset].decode()


def _comment(text: str, node: ast.Assign) -> str:
    line = text.splitlines()[node.lineno - 1]
    return line.encode()[node.end_col_offset or 0 :].decode().strip().removeprefix("#").strip()
