"""The names of all rules, for those who switch rules off: of the checks, and of what the reader and the checker of expressions find besides."""

from __future__ import annotations

from functools import cache

from synth.checks import NAMES, named
from synth.finding import LEVELS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_LINT = """
    argument-kind broken-json call-input-type comparison-kind condition-text constant-condition empty-list index-kind no-properties text-kind
    unknown-property untrusted-input unused-argument wanted-kind
""".split()
_GRAMMAR = """
    argument-count empty-file empty-value expression-in-brackets expression-syntax format-arguments format-pattern missing-key no-expression-here
    unavailable-context unavailable-function unexpected-key unexpected-value unknown-context unknown-function wrong-kind yaml-alias yaml-documents
    yaml-duplicate-key yaml-encoding yaml-key yaml-limit yaml-merge-key yaml-syntax yaml-tag
""".split()
_BOTH = ("action-reference", "call-reference")  # refuse some files, and warn of others


@cache
def levels() -> Mapping[str, str]:
    """The level of each rule."""
    own = {name.replace("_", "-"): named(name).LEVEL for name in NAMES}
    return {**dict.fromkeys(_GRAMMAR, LEVELS[0]), **dict.fromkeys(_LINT, LEVELS[1]), **own}


@cache
def movable() -> frozenset[str]:
    """The rules that a project may switch off: all but those by which GitHub refuses a file."""
    return frozenset([name for name, level in levels().items() if level != LEVELS[0] or name in _BOTH])
