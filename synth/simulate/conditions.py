"""Whether a job runs: its `if`, the status functions over all jobs before it, and the part of it that decides.

A condition that asks for no status has `success() &&` before it; success() and failure() look at all jobs before, near and far:
https://docs.github.com/actions/reference/workflows-and-actions/expressions#status-check-functions
"""

from __future__ import annotations

from itertools import product

from synth.expr.embedded import embedded, is_whole
from synth.expr.evaluate import EvaluationError
from synth.expr.tree import Call
from synth.expr.values import text_of
from synth.record import Record, field, positional
from synth.simulate.partly import Partly
from synth.simulate.texts import deciding, filled, read_values, tree_of
from synth.simulate.unknown import Unknown, truth

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, TypeAlias

    from synth.expr.tree import Expr

    Values: TypeAlias = tuple[tuple[str, str], ...]

_STATUS = frozenset({"success", "failure", "always", "cancelled"})
_WORLDS = 256  # combinations of results of jobs that may run or not, that are looked at one by one


@positional
class Decision(Record):
    """Whether the job runs, None: unknown, why, and what its condition reads. `fails` is that GitHub cannot evaluate the condition."""

    met: bool | None
    why: str
    values: tuple[tuple[str, str], ...] = ()
    fails: bool = False


@positional
class Before(Record):
    """What stands before a job: the results that jobs after them see, of all jobs before it, and the context `needs` that is made of them."""

    results: Mapping[str, Any] = field(kw_only=False, default_factory=dict)
    needs: Callable[[Mapping[str, Any]], dict[str, Any]] = field(kw_only=False, default=lambda _: {})


def decide(condition: Any, contexts: Mapping[str, Any], before: Before) -> Decision:
    """What becomes of the job."""
    try:
        verdicts = {_met(condition, world, contexts, before) for world in _worlds(before.results)}
        values, part, read = _told(condition, contexts, before)
    except EvaluationError as error:
        return Decision(False, f"its condition cannot be evaluated: {error}", (), True)
    met = verdicts.pop() if len(verdicts) == 1 else None
    return Decision(met, _why(met, condition, part, read, before), values)


def functions(results: Mapping[str, Any]) -> dict[str, Callable[..., Any]]:
    """The status functions after these results; with names, those of the named jobs only."""

    def of(names: tuple[Any, ...]) -> list[Any]:
        return [results.get(text_of(name), "success") for name in names] if names else list(results.values())

    return {
        "always": lambda: True,
        "cancelled": lambda: _any(list(results.values()), ("cancelled",), "cancelled()"),
        "failure": lambda *names: _any(of(names), ("failure",), "failure()"),
        "success": lambda *names: _every(of(names), "success()"),
    }


def _any(results: list[Any], wanted: tuple[str, ...], what: str) -> Any:
    if any([not isinstance(one, Unknown) and one in wanted for one in results]):
        return True
    maybe = any([isinstance(one, Unknown) and (not one.possible or set(wanted) & set(one.possible)) for one in results])
    return Unknown(what, (True, False)) if maybe else False


def _every(results: list[Any], what: str) -> Any:
    if any([one != "success" and not isinstance(one, Unknown) for one in results]):
        return False
    if any([isinstance(one, Unknown) and one.possible and "success" not in one.possible for one in results]):
        return False
    return Unknown(what, (True, False)) if any([isinstance(one, Unknown) for one in results]) else True


def _worlds(results: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The results with each possibility of those that are unknown, while they are few."""
    size = 1
    for one in results.values():
        size *= len(one.possible) or 1 if isinstance(one, Unknown) else 1
    if size > _WORLDS:
        return [dict(results)]
    kinds = [one.possible or (one,) if isinstance(one, Unknown) else (one,) for one in results.values()]
    return [dict(zip(results, world, strict=True)) for world in product(*kinds)]


def _met(condition: Any, world: Mapping[str, Any], contexts: Mapping[str, Any], before: Before) -> bool | None:
    partly = Partly({**contexts, "needs": before.needs(world)}, functions(world))
    tree = _tree(condition)
    implicit = True
    if not _asks_for_status(condition):
        implicit = truth(partly.functions["success"]())  # type: ignore[assignment]  # may be open
        if implicit is False:
            return False
    met = True if condition is None else truth(partly.value(tree)) if tree is not None else truth(filled(condition, partly))
    return met if implicit or met is False else None


def _tree(condition: Any) -> Expr[Any] | None:
    """The condition as one expression; None without one, and for text around expressions."""
    if condition is None:
        return None
    text = text_of(condition)
    found, faults = embedded(text)
    if faults:
        raise EvaluationError(faults[0].message)
    if not found:
        return tree_of(text) if text.strip() else None
    return tree_of(found[0].text) if is_whole(text.strip(), embedded(text.strip())[0]) else None


def _asks_for_status(condition: Any) -> bool:
    if condition is None:
        return False
    text = text_of(condition)
    found = embedded(text)[0]
    trees = [tree_of(one.text) for one in found] if found else [tree_of(text)] if text.strip() else []
    while trees:
        one = trees.pop()
        if isinstance(one, Call) and one.function.lower() in _STATUS:
            return True
        trees += one.children()
    return False


def _told(condition: Any, contexts: Mapping[str, Any], before: Before) -> tuple[Values, str, Values]:
    """What the condition reads, the part of it that decides, and what that reads."""
    tree = _tree(condition)
    if tree is None:
        return (), "", ()
    partly = Partly({**contexts, "needs": before.needs(before.results)}, functions(before.results))
    part = deciding(tree, partly)
    return tuple(read_values(tree, partly)), part.source(), tuple([one for one in read_values(part, partly) if one[0] != part.source()])


def _why(met: bool | None, condition: Any, part: str, values: Values, before: Before) -> str:
    stopped = [f"'{name}' {_PAST[one]}" for name, one in before.results.items() if isinstance(one, str) and one != "success"]
    open_ = [f"'{name}'" for name, one in before.results.items() if isinstance(one, Unknown)]
    asks = _asks_for_status(condition)
    if met is False and not asks and stopped:
        return " and ".join(stopped)
    if condition is None or not part:
        if met is None:
            return f"it is unknown whether {_and(open_)} runs"
        return "all jobs before it succeed" if before.results else "nothing stands before it"
    given = ", ".join([f"{name} is {value}" for name, value in values])
    behind = f": {given}" if given else ""
    if met is None:
        if not asks and open_ and not any(["unknown" in value for _, value in values]):
            return f"it is unknown whether {_and(open_)} runs"
        return f"`{part}` is unknown{behind}"
    return f"`{part}` {'holds' if met else 'does not hold'}{behind}"


def _and(names: list[str]) -> str:
    return " and ".join(names) or "a job before it"


_PAST = {"failure": "failed", "skipped": "is skipped", "cancelled": "is cancelled"}
