"""Random expression trees, as plain tuples, and two independent readings of them: `built` with the library's operators and `meaning` in Python.

What `meaning` says is GitHub's documentation put into Python: text compares without case, `&` and `|` give an operand, values of different kinds
compare as numbers, lists and mappings are equal only to themselves.
"""

from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Callable
from typing import Any

from synth.build.triggers import Input
from synth.expr import case, contains, ends_with, from_json, github, join, starts_with, strategy, text, to_json
from synth.expr import vars as vars_
from synth.expr.literal import dotted
from synth.expr.tree import Reference

Tree = tuple[Any, ...]

TEXTS = [
    "",
    "main",
    "MAIN",
    "refs/heads/main",
    "it's",
    "'",
    "''",
    "'quoted' twice and 'again'",
    '"double"',
    "{0}",
    "{{",
    "}}",
    "a}b{c",
    "$",
    "${HOME}",
    "$(id)",
    "${",
    "line\nbreak",
    "\ttab\r\n",
    " padded ",
    "0",
    "12",
    "-3.5",
    "1e3",
    "0x1F",
    "true",
    "null",
    "[1]",
    "é",
    "e\u0301",
    "É",
    "𝄞 clef",
    "😀",
    "日本語",
    "ЖЁЛТЫЙ",
    "жёлтый",
    "\u2028",
    "a,b",
    "back\\slash\\n",
    "'{0}' }}{{ '${x}'",
]
NUMBERS: list[int | float] = [0, 1, 2, 3, 7, -1, -12, 100, 0.5, -0.25, 2.75, 1e21, -1e21, 2**53, -(2**53), 123456789012345]
EVENT: dict[str, Any] = {
    "action": "opened",
    "number": 42,
    "ratio": 0.5,
    "draft": False,
    "merged": True,
    "empty": "",
    "zero": 0,
    "nothing": None,
    "labels": [{"name": "Ship it"}, {"name": "o'clock"}],
    "list": ["a", "B", 3, None, True, "it's"],
    "bare": [],
    "none": {},
    "pull_request": {"title": "Fix 'all' the {things}", "head": {"ref": "feature/x", "repo": {"fork": True, "id": 7}}, "user-name": "é"},
    "with space": {"o'key": "${x}", "": "nameless"},
}
CONTEXTS: dict[str, Any] = {
    "github": {
        "ref": "refs/heads/main",
        "ref_name": "Main",
        "actor": "o'brien",
        "sha": "0000000",
        "head_ref": "",
        "workflow": "{0} ${x} 'a' 'b'",
        "ref_protected": True,
        "event": EVENT,
    },
    "vars": {f"T{i}": value for i, value in enumerate(TEXTS)} | {"with space": "w", "o'name": "n", "hyphen-ed": "h", "JSON": '{"a": ["x", 1]}'},
    "strategy": {"fail-fast": False, "job-index": 2, "job-total": 5, "max-parallel": 1},
    "inputs": {"yes": True, "no": False, "count": 3, "share": -0.25, "big": 2**53, "name": "Ärger", "odd name": "x"},
}
GITHUB_TEXTS = ["ref", "ref_name", "actor", "sha", "head_ref", "workflow"]
INPUTS: dict[str, Input[Any]] = {
    name: Input(name, float if kind is int else kind) for name, value in CONTEXTS["inputs"].items() for kind in [type(value)]
}


def resolve(reference: Reference[Any]) -> str:
    assert isinstance(reference, Input)
    return dotted("inputs", reference.name)


class Trees:
    """Makes trees of a kind. `expr=True` asks for one that is no bare constant, as the left side of a method needs."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def of_any_kind(self, depth: int) -> Tree:
        return self.random.choice([self.text, self.truth, self.truth, self.number, self.data])(depth, expr=True)

    def text(self, depth: int, expr: bool = False) -> Tree:
        pick = self.random
        if depth <= 0 or pick.random() < 0.2:
            leaves: list[Callable[[], Tree]] = [
                lambda: ("github", pick.choice(GITHUB_TEXTS)),
                lambda: ("vars", pick.choice([*CONTEXTS["vars"], "MISSING"])),
                lambda: ("input", pick.choice(["name", "odd name"])),
            ]
            return pick.choice(leaves)() if expr or pick.random() < 0.5 else ("constant", self.word())
        forms: list[Callable[[], Tree]] = [
            lambda: ("add", self.text(depth - 1, expr=True), self.part(depth - 1)),
            lambda: ("add", self.part(depth - 1), self.text(depth - 1, expr=True)),
            lambda: ("template", _harmless(self.word()), *[pick.choice([self.part, self.some_value])(depth - 1) for _ in range(pick.randint(1, 3))]),
            lambda: ("join", self.data(depth - 1), pick.choice([",", "", " ", "'", "', '", "{}"])),
            lambda: ("to_json", self.data(depth - 1)),
            lambda: ("case", "text", self.truth(depth - 1, expr=True), self.text(depth - 1), self.text(depth - 1)),
            lambda: ("otherwise", self.text(depth - 1, expr=True), self.text(depth - 1)),
        ]
        return pick.choice(forms)()

    def truth(self, depth: int, expr: bool = False) -> Tree:
        pick = self.random
        if depth <= 0 or pick.random() < 0.1:
            leaves: list[Tree] = [("protected",), ("fail_fast",), ("input", "yes"), ("input", "no")]
            return pick.choice(leaves) if expr or pick.random() < 0.7 else ("constant", pick.random() < 0.5)
        forms: list[Callable[[], Tree]] = [
            lambda: ("and", self.condition(depth - 1), self.condition(depth - 1)),
            lambda: ("or", self.condition(depth - 1), self.condition(depth - 1)),
            lambda: ("not", self.condition(depth - 1)),
            lambda: (pick.choice(["eq", "ne"]), self.text(depth - 1, expr=True), self.text(depth - 1)),
            lambda: (pick.choice(["eq", "ne"]), self.truth(depth - 1, expr=True), self.truth(depth - 1)),
            lambda: (pick.choice(["eq", "ne"]), self.number(depth - 1), self.number(depth - 1, expr=True)),
            lambda: (pick.choice(["eq", "ne"]), self.data(depth - 1), self.some(depth - 1)),
            lambda: (pick.choice(["lt", "le", "gt", "ge"]), self.number(depth - 1, expr=True), self.number(depth - 1)),
            lambda: (pick.choice(["lt", "le", "gt", "ge"]), self.number(depth - 1), self.data(depth - 1)),
            lambda: ("contains", pick.choice([self.text, self.data])(depth - 1), self.some(depth - 1)),
            lambda: ("starts_with", self.text(depth - 1), self.text(depth - 1)),
            lambda: ("ends_with", self.text(depth - 1), self.text(depth - 1)),
            lambda: ("case", "truth", self.condition(depth - 1), self.truth(depth - 1), self.truth(depth - 1)),
        ]
        return pick.choice(forms)()

    def condition(self, depth: int) -> Tree:
        """What `&`, `|` and `~` take: a truth value, or data, which counts as true unless it is empty."""
        return self.data(depth) if self.random.random() < 0.15 else self.truth(depth, expr=True)

    def number(self, depth: int, expr: bool = False) -> Tree:
        pick = self.random
        if depth <= 0 or pick.random() < 0.5:
            leaves: list[Tree] = [("input", "count"), ("input", "share"), ("input", "big"), ("job_index",), ("job_total",)]
            return pick.choice(leaves) if expr or pick.random() < 0.5 else ("constant", pick.choice(NUMBERS))
        forms: list[Callable[[], Tree]] = [
            lambda: ("case", "number", self.truth(depth - 1, expr=True), self.number(depth - 1), self.number(depth - 1)),
            lambda: ("otherwise", self.number(depth - 1, expr=True), self.number(depth - 1)),
        ]
        return pick.choice(forms)()

    def data(self, depth: int, expr: bool = True) -> Tree:
        pick = self.random
        if depth <= 0 or pick.random() < 0.4:
            leaves: list[Callable[[], Tree]] = [
                lambda: ("event",),
                lambda: self.path(("event",), EVENT),
                lambda: self.path(("event",), EVENT),
                lambda: ("from_json", ("constant", json.dumps(self.value(2), ensure_ascii=pick.random() < 0.5))),
                lambda: ("from_json", ("vars", "JSON")),
            ]
            return pick.choice(leaves)()
        forms: list[Callable[[], Tree]] = [
            lambda: (
                "index",
                self.data(depth - 1),
                pick.choice([self.text(0), ("constant", pick.choice([0, 1, 2, 5])), self.number(depth - 1, expr=True)]),
            ),
            lambda: ("from_json", ("to_json", self.data(depth - 1))),
            lambda: ("and", self.data(depth - 1), self.condition(depth - 1)),
            lambda: ("or", self.condition(depth - 1), self.data(depth - 1)),
            lambda: ("otherwise", self.data(depth - 1), self.some(depth - 1)),
            lambda: ("case", "any", self.condition(depth - 1), self.data(depth - 1), self.some(depth - 1)),
        ]
        return pick.choice(forms)()

    def some(self, depth: int) -> Tree:
        if self.random.random() < 0.05:
            return ("constant", None)
        return self.random.choice([self.text, self.truth, self.number, self.data])(depth)

    def some_value(self, depth: int) -> Tree:
        return self.random.choice([self.truth, self.number, self.data])(depth, expr=True)

    def path(self, tree: Tree, value: Any) -> Tree:
        while isinstance(value, (dict, list)) and value and self.random.random() < 0.85:
            key = self.random.choice(list(value) if isinstance(value, dict) else range(len(value)))
            value = value[key]
            tree = ("index", tree, ("constant", key.upper() if isinstance(key, str) and self.random.random() < 0.2 else key))
        return ("index", tree, ("constant", "missing")) if self.random.random() < 0.1 else tree

    def word(self) -> str:
        return "".join(self.random.choices(TEXTS, k=self.random.choice([1, 1, 2, 3])))

    def part(self, depth: int) -> Tree:
        """A part of a text. As a bare constant it would be refused with `${{` in it."""
        tree = self.text(depth)
        return ("constant", _harmless(tree[1])) if tree[0] == "constant" else tree

    def value(self, depth: int) -> Any:
        pick = self.random
        if depth and pick.random() < 0.3:
            return [self.value(depth - 1) for _ in range(pick.randint(0, 3))]
        if depth and pick.random() < 0.4:
            return {key: self.value(depth - 1) for key in pick.sample(["a", "b", "name", "o'key", "x y", ""], pick.randint(0, 3))}
        return pick.choice([None, True, False, self.word(), pick.choice(NUMBERS)])


def _harmless(word: str) -> str:
    while "${{" in word or word.endswith(("$", "${")):  # at the end the next part could complete it
        word = word.replace("$", "")
    return word


def built(tree: Tree) -> Any:
    """The tree with the library's operators: an expression, or a bare constant."""
    match tree:
        case ("constant", value):
            return value
        case ("github", name):
            return getattr(github, name)
        case ("vars", name):
            return vars_[name]
        case ("input", name):
            return INPUTS[name]
        case ("protected",):
            return github.ref_protected
        case ("fail_fast" | "job_index" | "job_total" as name,):
            return getattr(strategy, name)
        case ("event",):
            return github.event
        case ("index", of, key):
            return built(of)[built(key)]
        case ("from_json", of):
            return from_json(built(of))
        case ("to_json", of):
            return to_json(built(of))
        case ("join", of, separator):
            return join(built(of), separator)
        case ("add", left, right):
            return built(left) + built(right)
        case ("template", word, *parts):
            pattern = word.replace("{", "{{").replace("}", "}}") + "".join([f"<{{v{i}}}>" for i in range(len(parts))])
            return text(pattern, **{f"v{i}": built(part) for i, part in enumerate(parts)})
        case ("case", _, condition, value, default):
            return case((built(condition), built(value)), default=built(default))
        case ("otherwise", left, right):
            return built(left).otherwise(built(right))
        case ("and", left, right):
            return built(left) & built(right)
        case ("or", left, right):
            return built(left) | built(right)
        case ("not", of):
            return ~built(of)
        case ("eq", left, right):
            return built(left) == built(right)
        case ("ne", left, right):
            return built(left) != built(right)
        case ("lt", left, right):
            return built(left) < built(right)
        case ("le", left, right):
            return built(left) <= built(right)
        case ("gt", left, right):
            return built(left) > built(right)
        case ("ge", left, right):
            return built(left) >= built(right)
        case ("contains", search, item):
            return contains(built(search), built(item))
        case ("starts_with", left, right):
            return starts_with(built(left), built(right))
        case ("ends_with", left, right):
            return ends_with(built(left), built(right))
    raise AssertionError(tree)


def meaning(tree: Tree) -> Any:
    """What the tree stands for, with CONTEXTS."""
    match tree:
        case ("constant", value):
            return value
        case ("github", name):
            return CONTEXTS["github"][name]
        case ("vars", name):
            return CONTEXTS["vars"].get(name)
        case ("input", name):
            return CONTEXTS["inputs"][name]
        case ("protected",):
            return True
        case ("fail_fast" | "job_index" | "job_total" as name,):
            return CONTEXTS["strategy"][name.replace("_", "-")]
        case ("event",):
            return EVENT
        case ("index", of, key):
            return _part(meaning(of), meaning(key))
        case ("from_json", of):
            return json.loads(as_text(meaning(of)))
        case ("to_json", of):
            return as_json(meaning(of))
        case ("join", of, separator):
            items = meaning(of)
            return separator.join(map(as_text, items)) if isinstance(items, list) else "" if isinstance(items, dict) else as_text(items)
        case ("add", left, right):
            return as_text(meaning(left)) + as_text(meaning(right))
        case ("template", word, *parts):
            return word + "".join([f"<{as_text(meaning(part))}>" for part in parts])
        case ("case", _, condition, value, default):
            return meaning(value) if truthy(meaning(condition)) else meaning(default)
        case ("otherwise" | "or", left, right):
            first = meaning(left)
            return first if truthy(first) else meaning(right)
        case ("and", left, right):
            first = meaning(left)
            return meaning(right) if truthy(first) else first
        case ("not", of):
            return not truthy(meaning(of))
        case ("eq", left, right):
            return equal(meaning(left), meaning(right))
        case ("ne", left, right):
            return not equal(meaning(left), meaning(right))
        case ("lt", left, right):
            return less(meaning(left), meaning(right))
        case ("le", left, right):
            return less(a := meaning(left), b := meaning(right)) or equal(a, b)
        case ("gt", left, right):
            return less(meaning(right), meaning(left))
        case ("ge", left, right):
            return less(b := meaning(right), a := meaning(left)) or equal(a, b)
        case ("contains", search, item):
            within, wanted = meaning(search), meaning(item)
            if isinstance(within, list):
                return any(equal(wanted, one) for one in within)
            return _texts(within, wanted, lambda a, b: b.lower() in a.lower())
        case ("starts_with", left, right):
            return _texts(meaning(left), meaning(right), lambda a, b: a.upper().startswith(b.upper()))
        case ("ends_with", left, right):
            return _texts(meaning(left), meaning(right), lambda a, b: a.upper().endswith(b.upper()))
    raise AssertionError(tree)


def truthy(value: Any) -> bool:
    return isinstance(value, (list, dict)) or bool(value)


def equal(a: Any, b: Any) -> bool:
    if isinstance(a, (list, dict)) or isinstance(b, (list, dict)):
        return a is b
    if isinstance(a, str) and isinstance(b, str):
        return a.upper() == b.upper()
    return as_number(a) == as_number(b)


def less(a: Any, b: Any) -> bool:
    if isinstance(a, (list, dict)) or isinstance(b, (list, dict)):
        return False
    if isinstance(a, str) and isinstance(b, str):
        return a.upper().encode("utf-16-be") < b.upper().encode("utf-16-be")
    return as_number(a) < as_number(b)


def as_number(value: Any) -> float:
    if value is None or isinstance(value, (bool, int, float)):
        return float(value or 0)
    if not isinstance(value, str):
        return math.nan
    stripped = value.strip()
    if not stripped:
        return 0.0
    if re.fullmatch(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", stripped):
        return float(stripped)
    return float(int(stripped, 16)) if re.fullmatch(r"0[xX][0-9a-fA-F]+", stripped) else math.nan


def as_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return "Array"
        case dict():
            return "Object"
        case int() | float() if abs(value) < 1e21 and value == int(value):
            return str(int(value))
    return str(value)


def as_json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def _part(of: Any, key: Any) -> Any:
    if isinstance(of, dict) and not isinstance(key, (list, dict)):
        return next((value for name, value in of.items() if name.lower() == as_text(key).lower()), None)
    place = as_number(key)
    if isinstance(of, list) and math.isfinite(place) and 0 <= place < len(of):
        return of[int(place)]
    return None


def _texts(a: Any, b: Any, holds: Callable[[str, str], bool]) -> bool:
    if isinstance(a, (list, dict)) or isinstance(b, (list, dict)):
        return False
    return holds(as_text(a), as_text(b))
