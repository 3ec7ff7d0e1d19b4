"""The types of an expression's parts, and what is wrong among them."""

from __future__ import annotations

from functools import lru_cache

from synth.expr.calls import call_type
from synth.expr.compare import judge_comparison
from synth.expr.fault import Fault
from synth.expr.known import NAMES, OF_KIND
from synth.expr.parts import filtered, part
from synth.expr.tree import Binary, Call, Constant, Filter, Index, Not, Path
from synth.expr.types import ANY, NULL, TRUTH, List, Object, joined, type_of_value
from synth.expr.values import is_true
from synth.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from synth.expr.availability import Availability
    from synth.expr.fault import Severity
    from synth.expr.placed import Placed
    from synth.expr.tree import Expr
    from synth.expr.types import Type


class Inference:
    """One walk through a tree. Without a `place`, names are not held against what is available; without the text, offsets are 0."""

    def __init__(self, scope: Mapping[str, Type], place: Availability | None = None, read: Placed | None = None) -> None:
        self.scope = scope
        self.place = place
        self.read = read
        self.faults: list[Fault] = []
        self._rights: dict[int, Type] = {}  # of the right operands of && and ||

    def note(self, rule: str, node: Expr[Any] | None, message: str, remedy: str, severity: Severity = "warning") -> None:
        start, end = self.read.span(node) if self.read is not None and node is not None else (0, 0)
        self.faults.append(Fault(rule, severity, start, end, message, remedy))

    def type(self, tree: Expr[Any] | None) -> Type:
        match tree:
            case Constant():
                return type_of_value(tree.value)
            case Index():
                of = self.type(tree.of)
                return part(self, tree, of, self.type(tree.key))
            case Path():
                found = self.context(tree)
                for name in tree.parts[1:]:
                    found = part(self, Index(tree, Constant(name)), found, type_of_value(name))
                return found
            case Binary():
                return self.binary(tree)
            case Call():
                return call_type(self, tree, [self.type(argument) for argument in tree.arguments])
            case Not():
                self.type(tree.of)
                return TRUTH
            case Filter():
                return filtered(self, tree, self.type(tree.of))
            case None:
                return NULL
        return OF_KIND[tree.kind]

    def said(self, node: Expr[Any]) -> str:
        """The node as it is written."""
        if self.read is None:
            return "it"
        start, end = self.read.span(node)
        return self.read.text[start:end]

    def binary(self, tree: Binary[Any]) -> Type:
        chain = [tree]  # a || b || c || ... is as deep on its left as it is long
        while isinstance(chain[-1].left, Binary):
            chain.append(chain[-1].left)
        kind = self.type(chain[-1].left)
        for one in reversed(chain):
            kind = self.combined(one, kind, self.type(one.right))
        return kind

    def combined(self, tree: Binary[Any], left: Type, right: Type) -> Type:
        if tree.operator not in ("&&", "||"):
            judge_comparison(self, tree, left, right)
            return TRUTH
        self._rights[id(tree)] = right
        return joined(self.when(tree.left, tree.operator == "||", left), right)

    def when(self, tree: Expr[Any], truth: bool, kind: Type) -> Type | None:
        """The type of the value in those cases in which it counts as true, or as false; None where there are none."""
        if isinstance(tree, Constant):
            return kind if is_true(tree.value) == truth else None
        if isinstance(tree, Binary) and tree.operator == ("&&" if truth else "||"):
            return self.when(tree.right, truth, self._rights[id(tree)])
        if (kind is NULL and truth) or (isinstance(kind, (List, Object)) and not truth):
            return None
        return kind

    def context(self, tree: Path[Any]) -> Type:
        name = tree.parts[0]
        lowered = name.lower()
        if self.place is None or lowered in self.place.contexts:
            return self.scope.get(lowered, ANY)
        if lowered in NAMES:
            message, remedy = f"The context '{name}' is not available here", _available(self.place.contexts)
            self.note("unavailable-context", tree, message, remedy, "error")
            return ANY
        message = f"There is no context '{name}'{nearest(lowered, self.place.contexts)}"
        self.note("unknown-context", tree, message, f"texts stand in quotes: '{name}'", "error")
        return ANY


@lru_cache(maxsize=64)
def _available(contexts: frozenset[str]) -> str:
    return f"available are {', '.join(sorted(contexts))}" if contexts else "no context is: write the value itself"
