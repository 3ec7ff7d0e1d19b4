"""IAM's patterns: `*` is any text, `?` any one character. A text may be a pattern itself; then all of it must lie within the other.

A piece that nobody knows (`UNKNOWN`) may be any text without `:` and `/`; where nothing else is known, any text at all.
"""

from __future__ import annotations

import re
from functools import cache

from synth.infra.reading.values import UNKNOWN


def like(pattern: str, text: str) -> bool:
    """Whether the text, and where it is a pattern all that it stands for, is what the pattern stands for."""
    if UNKNOWN in pattern or UNKNOWN in text:
        return UNKNOWN in (pattern, text) or _table(pattern, text, meeting=False)
    return _compiled(pattern).fullmatch(text) is not None


def same(wanted: str, text: str) -> bool:
    """Whether the texts are equal, letter by letter: no pattern in either."""
    if UNKNOWN in wanted or UNKNOWN in text:
        return UNKNOWN in (wanted, text) or _table(_plain(wanted), _plain(text), meeting=False)
    return wanted == text


def action_like(pattern: str, action: str) -> bool:
    """The same as `like` for actions, which have no case."""
    return like(pattern.lower(), action.lower())


def arn_like(pattern: str, arn: str) -> bool:
    """ArnLike: each of the six parts for itself, so that no `*` reaches over a colon."""
    parts, given = pattern.split(":", 5), arn.split(":", 5)
    return len(parts) == len(given) and all([like(part, one) for part, one in zip(parts, given, strict=True)])


def meet(one: str, other: str) -> bool:
    """Whether there is a text that both patterns stand for."""
    return UNKNOWN in (one, other) or _table(one, other, meeting=True)


def wild(text: str) -> bool:
    return "*" in text or "?" in text


def _plain(text: str) -> str:
    """With letters that are no pattern in place of `*` and `?`."""
    return text.replace("*", "\ue001").replace("?", "\ue002")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    known = {"*": ".*", "?": r"[^*]"}
    return re.compile("".join([known.get(letter) or re.escape(letter) for letter in pattern]), re.DOTALL)


def _table(pattern: str, text: str, *, meeting: bool) -> bool:
    """Which beginnings of the text each beginning of the pattern reaches. `meeting` lets the text's own wildcards stand for letters, too."""
    row = [True]
    for letter in text:
        row.append(row[-1] and _skipped(letter, "", meeting))
    for wanted in pattern:
        below = [row[0] and _skipped(wanted, "", True)]
        for place, letter in enumerate(text):
            through = row[place] and (wanted == letter or (wanted == "?" and letter != "*") or (meeting and letter == "?" and wanted != "*"))
            stays = below[place] and _skipped(wanted, letter, True)  # the pattern's wildcard takes this letter
            passes = row[place + 1] and (_skipped(wanted, "", True) or _skipped(letter, wanted, meeting))  # or nothing, or is taken by the text's
            rests = below[place] and _skipped(letter, "", meeting)  # the text's wildcard stands for nothing
            below.append(through or stays or passes or rests)
        row = below
    return row[-1]


def _skipped(wildcard: str, letter: str, may: bool) -> bool:
    """Whether the wildcard takes the letter, or nothing."""
    if wildcard == UNKNOWN:
        return letter not in (":", "/", "*")
    return wildcard == "*" and may
