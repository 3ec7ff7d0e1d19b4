"""The first lines of the comment: what a reader knows who reads no further."""

from __future__ import annotations

import re

from synth.compare.render.escaped import code
from synth.compare.render.grouped import Group, counted, number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.compare.values import Comparison

_COMMIT = re.compile("[0-9a-f]{40}(?:[0-9a-f]{24})?")
SIGNS = {"danger": "🔴", "caution": "🟡", "info": "🔵"}


def verdict(comparison: Comparison, groups: Sequence[Group], head: str) -> tuple[str, ...]:
    """The same in less and less space, the last in none."""
    said = " · ".join([f"{SIGNS[severity]} {text}" for severity, text in counts(groups)])
    files = _files(comparison)
    at = f"commit {code(head[:12])}" if _COMMIT.fullmatch(head) else code(head, longest=60)
    if not groups:
        what = f"{files} in comments, order or style only" if comparison.files else "No workflow file differs"
        return f"### No workflow behaviour change\n\n{what}, at {at}.", "No workflow behaviour change", "no change", ""
    pins = " Nothing but pins changed." if all([group.is_pin for group in groups]) else ""
    return f"### {said}\n\n{files}, at {at}.{pins}", f"### {said}", said, _shortest(groups), ""


def counts(groups: Sequence[Group]) -> tuple[tuple[str, str], ...]:
    """The severity and such as `1 danger`, `2 cautions`, `3 other changes`; what there is none of is not named."""
    found = counted(groups)
    other = "other change" if found["danger"] or found["caution"] else "change"
    names = (("danger", "danger"), ("caution", "caution"), ("info", other))
    return tuple([(severity, number(found[severity], name)) for severity, name in names if found[severity]])


def _shortest(groups: Sequence[Group]) -> str:
    found = counted(groups)
    return f"{found['danger']}/{found['caution']}/{found['info']}"


def _files(comparison: Comparison) -> str:
    silent = len([file for file in comparison.files if not file.changes])
    total = len(comparison.files)
    differ = f"{number(total, 'file')} {'differs' if total == 1 else 'differ'}"
    return differ if not silent or silent == total else f"{differ}, {silent:,} of them in comments, order or style only"
