"""Patterns of branches, tags and paths.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet; names of refs: git-check-ref-format(1).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_SPECIAL = "[?*+\\!"
_NOT_IN_REFS = " \t~^:"


def ref_flaws(pattern: str) -> Iterator[str]:
    """What is wrong with a pattern of branches or tags, in words."""
    if not pattern:
        yield "is empty"
        return
    if pattern[0] == "/":
        yield "begins with '/', as no ref does"
    yield from _flaws(pattern, ref=True)
    if pattern[-1] in "/." and not pattern.endswith("\\."):
        yield f"ends with '{pattern[-1]}', as no ref does"


def path_flaws(pattern: str) -> Iterator[str]:
    """What is wrong with a pattern of paths, in words."""
    if not pattern:
        yield "is empty"
        return
    if pattern != pattern.strip():
        yield "begins or ends with a space"
        if not pattern.strip():
            return
    parts = pattern.strip().removeprefix("!").split("/")
    if "." in parts or ".." in parts:
        yield "has '.' or '..', which GitHub compares as they are: paths begin at the root of the repository"
    yield from _flaws(pattern, ref=False)


def _flaws(pattern: str, ref: bool) -> Iterator[str]:
    at = 0
    repeatable = False  # whether ? or + may follow
    if pattern[0] == "!":
        if len(pattern) == 1:
            yield "is '!' alone: what it excludes has to follow"
            return
        at = 1
    while at < len(pattern):
        character = pattern[at]
        at += 1
        if character == "\\":
            if at < len(pattern) and pattern[at] in _SPECIAL:
                at += 1
            elif ref:
                yield f"has a '\\' before what needs none: only {' '.join(_SPECIAL)} can be escaped"
                at += 1
            repeatable = True
        elif character in "?+":
            if not repeatable:
                yield f"has a '{character}' with nothing before it that it could repeat"
            repeatable = False
        elif character == "*":
            repeatable = False
        elif character == "[":
            end, wrong = _set(pattern, at)
            if wrong:
                yield wrong
            if end < 0:
                return
            at, repeatable = end, True
        elif character in "\r\n":
            yield "holds a line break"
        elif ref and character in _NOT_IN_REFS:
            yield f"has a '{character}', which no ref may have"
        else:
            repeatable = True


def _set(pattern: str, at: int) -> tuple[int, str]:
    """Where a set of characters ends, -1 when it does not, and what is wrong with it."""
    end = pattern.find("]", at)
    if end < 0:
        return -1, "has a '[' without ']'"
    inside = pattern[at:end]
    if not inside:
        return end + 1, "has an empty set of characters, '[]'"
    if len(inside) == 1:
        return end + 1, f"has a set of one character, '[{inside}]': write {inside}"
    index = 0
    while index < len(inside):
        if index + 1 < len(inside) and inside[index + 1] == "-":
            if index + 2 == len(inside):
                return end + 1, f"has a range without end, '[{inside}]'"
            if inside[index] > inside[index + 2]:
                return end + 1, f"has a range that runs backwards, '{inside[index : index + 3]}'"
            index += 3
        else:
            index += 1
    return end + 1, ""
