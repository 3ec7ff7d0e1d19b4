"""What of a run's event anybody may write: the title of an issue, the name of a branch, the message of a commit.

https://docs.github.com/actions/reference/security/secure-use#good-practices-for-mitigating-script-injection-attacks
"""

from __future__ import annotations

from functools import cache

from synth.expr.placed import Placed, placed
from synth.expr.tree import Binary, Call, Constant, Expr, Filter, Index, Path
from synth.record import Record, positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, TypeAlias

    Names: TypeAlias = dict[str, "Names"]

_COMMIT = "message author.name author.email committer.name committer.email"
_SOURCES = {
    "github": "head_ref",
    "github.event": "comment.body discussion.body discussion.title issue.body issue.title review.body review_comment.body",
    "github.event.pages.*": "page_name title summary",
    "github.event.commits.*": _COMMIT,
    "github.event.head_commit": _COMMIT,
    "github.event.merge_group.head_commit": _COMMIT,
    "github.event.commit.commit": _COMMIT,
    "github.event.pull_request": "title body head.ref head.label head.repo.default_branch head.repo.description head.repo.homepage",
    "github.event.workflow_run": "display_title head_branch head_repository.description pull_requests.*.head.ref",
    "github.event.workflow_run.head_commit": _COMMIT,
    "github.event.check_suite": "head_branch pull_requests.*.head.ref",
    "github.event.check_suite.head_commit": _COMMIT,
    "github.event.check_run.check_suite": "head_branch pull_requests.*.head.ref",
    "github.event.forkee": "default_branch description homepage",
}


@positional
class Untrusted(Record):
    """A value that anybody may write, and where the expression reads it."""

    path: str
    start: int
    end: int


def untrusted(expression: Expr[Any] | Placed | str) -> tuple[Untrusted, ...]:
    """What anybody may write and the expression's text may show. What is only compared, searched or hashed does not count.

    Of text that is no expression nothing is said. For a tree alone the offsets are 0.
    """
    read = placed(expression) if isinstance(expression, str) else expression if isinstance(expression, Placed) else None
    tree = expression if isinstance(expression, Expr) else read.tree if read is not None else None
    found = [(node, path) for node, deep in _shown(tree, False) for node, path in _read_by(node, deep)]
    return tuple([Untrusted(path, *(read.span(node) if read is not None else (0, 0))) for node, path in found])


def _shown(tree: Expr[Any] | None, deep: bool) -> Iterator[tuple[Expr[Any], bool]]:
    """The values that become part of the result; `deep` where as JSON, with all their parts."""
    waiting = [(tree, deep)]
    while waiting:
        one, deep = waiting.pop()
        match one:
            case Path() | Index() | Filter():
                yield one, deep
            case Binary(operator="||"):
                waiting += [(one.right, deep), (one.left, deep)]
            case Binary(operator="&&"):
                waiting.append((one.right, deep))
            case Call():
                deep = deep or one.function.lower() == "tojson"
                waiting += [(argument, deep) for argument in reversed(_handed_on(one))]


def _handed_on(tree: Call[Any]) -> tuple[Expr[Any], ...]:
    name = tree.function.lower()
    if name == "case":
        return (*tree.arguments[1::2], tree.arguments[-1])
    return tree.arguments if name in ("format", "fromjson", "join", "tojson") else ()


def _read_by(node: Expr[Any], deep: bool) -> list[tuple[Expr[Any], str]]:
    """The paths of what the node reads that anybody may write, each with the part of the expression that reads it."""
    base, steps = _steps(node)
    if not isinstance(base, Path):
        return [one for inner, _ in _shown(base, True) for one in _read_by(inner, True)]
    ends = [("", _tree())]
    for step in steps:
        ends = [(f"{path}.{name}" if path else name, names[name]) for path, names in ends for name in _matching(names, step)]
    return [(node, path) for path, names in ends for path in ([path] if not names else _below(path, names) if deep else [])]


def _steps(node: Expr[Any]) -> tuple[Expr[Any], list[str | None]]:
    """The value that the node is a part of, and the names that lead from there to it: None for `.*`, '' for one that only the run knows."""
    steps: list[str | None] = []
    while not isinstance(node, Path):
        if isinstance(node, Index):
            key = node.key.value if isinstance(node.key, Constant) else None
            steps.append(key.lower() if isinstance(key, str) else "")
        elif isinstance(node, Filter):
            steps.append(None)
        else:
            return node, steps
        node = node.of
    return node, [*[part.lower() for part in node.parts], *steps[::-1]]


def _matching(names: Names, step: str | None) -> list[str]:
    return [name for name in names if step in (None, name) or (name == "*" and (step == "" or step.isdigit()))]


def _below(path: str, names: Names) -> list[str]:
    """The paths of all that is in a part of the event."""
    return [inner for name, more in names.items() for inner in (_below(f"{path}.{name}", more) if more else [f"{path}.{name}"])]


@cache
def _tree() -> Names:
    tree: Names = {}
    for prefix, endings in _SOURCES.items():
        for ending in endings.split():
            names = tree
            for name in f"{prefix}.{ending}".split("."):
                names = names.setdefault(name, {})
    return tree
