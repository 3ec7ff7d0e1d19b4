"""Versions: what a project's files say about the language that it is for, and the one that is chosen where they leave a choice."""

from __future__ import annotations

import re

from synth.detect.defaults import NODE, PYTHON

# the first is what is taken where nothing is said
NODES = (NODE, "26", "25", "22", "20", "18")
PYTHONS = (PYTHON, "3.15", "3.13", "3.12", "3.11", "3.10", "3.9")

_PART = re.compile(r"(?P<sign>\^|~=|~>?|>=|<=|==|!=|>|<|=)?\s*v?(?P<version>\d+(?:\.(?:\d+|[xX*]))*(?:\.[xX*])?|[xX*])")


def numbers(version: str) -> tuple[int, ...]:
    """The leading numbers of a version: `3.12.1` is (3, 12, 1)."""
    found = re.match(r"\s*v?(\d+(?:\.\d+)*)", version)
    return tuple([int(part) for part in found[1].split(".")]) if found else ()


def is_exact(version: str) -> bool:
    """Whether the text is one version and no range: `24`, `v24.1.0`, `3.12`."""
    return re.fullmatch(r"v?\d+(?:\.\d+){0,2}", version.strip()) is not None


def allows(spec: str, version: str) -> bool:
    """Whether a range of npm or of Python (`>=3.11,<4`, `^22.4`, `20 || 22`) allows some release of the version."""
    return any([all([_allowed(part, numbers(version)) for part in _parts(way)]) for way in spec.split("||")])


def chosen(spec: str, known: tuple[str, ...], hint: str = "") -> str:
    """The version that is used where the range leaves a choice: the hint, or the first known one, that it allows.

    Where it allows none of them, the first version that the range names. Empty when it names none.
    """
    for version in ([hint] if hint else []) + list(known):
        if allows(spec, version):
            return version
    named = re.search(r"\d+(?:\.\d+)*", spec)
    return named[0] if named else ""


def _parts(way: str) -> list[tuple[str, tuple[int, ...], bool]]:
    """The bounds of a range: sign, numbers, and whether the version ends in a wildcard."""
    if found := re.fullmatch(r"\s*v?([\d.]+)\s+-\s+v?([\d.]+)\s*", way):
        return [(">=", numbers(found[1]), False), ("<=", numbers(found[2]), False)]
    return [(part["sign"] or "", numbers(part["version"]), part["version"][-1] in "xX*") for part in _PART.finditer(way)]


def _allowed(part: tuple[str, tuple[int, ...], bool], version: tuple[int, ...]) -> bool:
    """Compared as far as both are given: 24 stands for some release of it, so `>=24.3` allows it."""
    sign, bound, _ = part
    if not bound:
        return True
    length = min(len(bound), len(version))
    mine, theirs = version[:length], bound[:length]
    match sign:
        case ">=":
            return mine >= theirs
        case ">":
            return mine > theirs or (mine == theirs and len(bound) > length)  # 24 has releases behind 24.3
        case "<=":
            return mine <= theirs
        case "<":
            return mine < theirs or (mine == theirs and any(bound[length:]))
        case "!=":
            return mine != theirs or len(bound) > length
        case "^":
            significant = next((i for i, n in enumerate(bound) if n), len(bound) - 1) + 1
            upto = min(significant, length)
            return version[:upto] == bound[:upto] and mine >= theirs
        case "~=":
            upto = min(max(len(bound) - 1, 1), length)
            return version[:upto] == bound[:upto] and mine >= theirs
        case "~" | "~>":
            upto = min(2, length)
            return version[:upto] == bound[:upto] and mine >= theirs
    return mine == theirs
