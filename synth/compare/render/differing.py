"""Two texts of one field -> the lines that differ, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import zip_longest

from synth.compare.values import Code
from synth.record import Record, positional, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.compare.values import Change

SAME, GONE, NEW = "same", "gone", "new"
MOST_LINES = 12  # of a change that are worth showing, the others are counted
_WORDS = re.compile(r"\s+|[\w./-]+|[^\w\s]")
_NAMES = re.compile(r"([\w-]+(, [\w-]+)*)?")
_MOST_PAIRS = 10_000  # of lines, and of words: a comparison can take the square of it, and a workflow has many
_ALIKE = 0.3  # below, a line is another one, and marking its words would say nothing


@positional
class Piece(Record):
    """A stretch of a line: `state` is same, gone or new."""

    state: str
    text: str


@record
class Lines(Record):
    """The first changed lines, and how many there are after them."""

    lines: tuple[tuple[Piece, ...], ...] = ()
    more: int = 0


def lines_of(change: Change, most: int = MOST_LINES) -> Lines:
    """Nothing where the sentence has both texts, or says it better: a pin by its commits, a list of jobs by those that are not in it any more."""
    before, after = change.before, change.after
    if (
        before is None
        or after is None
        or change.kind.startswith("pin-")
        or {before, after} <= {part.text for part in change.says if isinstance(part, Code)}
    ):
        return Lines()
    lists = change.kind == "gate-bypassed" and all([_NAMES.fullmatch(side) for side in (before, after)])
    return Lines() if lists else differing(before, after, most)


def differing(before: str, after: str, most: int = MOST_LINES) -> Lines:
    """Lines that are the same in both, or empty, are not among them."""
    old, new = before.split("\n"), after.split("\n")
    pairs = [pair for tag, a, b, c, d in _steps(old, new, _MOST_PAIRS) if tag != "equal" for pair in _paired(old[a:b], new[c:d])]
    found: list[tuple[Piece, ...]] = []
    while pairs and len(found) < most:
        found += _line(*pairs.pop(0))
    kept = found[:most]
    return Lines(lines=tuple(kept), more=len(found) - len(kept) + sum([bool(was.strip()) + bool(now.strip()) for was, now in pairs]))


def _paired(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    """Lines in the same place are held against each other; what is left is gone or new as a whole."""
    return [pair for pair in zip_longest(old, new, fillvalue="") if pair[0].strip() or pair[1].strip()]


def _line(was: str, now: str) -> list[tuple[Piece, ...]]:
    old, new = _WORDS.findall(was), _WORDS.findall(now)
    pieces: list[Piece] = []
    for tag, a, b, c, d in _steps(old, new, _MOST_PAIRS):
        sides = ((SAME, old[a:b]),) if tag == "equal" else ((GONE, old[a:b]), (NEW, new[c:d]))
        pieces += [Piece(state, "".join(side)) for state, side in sides if side]
    same = sum([len(piece.text.split()) for piece in pieces if piece.state == SAME])
    if same < _ALIKE * max(len(was.split()), len(now.split()), 1):
        return [(Piece(state, line),) for state, line in ((GONE, was), (NEW, now)) if line.strip()]
    return [tuple(pieces)]


def _steps(old: Sequence[str], new: Sequence[str], most: int) -> list[tuple[str, int, int, int, int]]:
    """As SequenceMatcher's, but what begins and ends alike is not compared, nor is what would take too long: it is replaced as a whole."""
    begin = next((place for place, (was, now) in enumerate(zip(old, new, strict=False)) if was != now), min(len(old), len(new)))
    room = min(len(old), len(new)) - begin
    end = next((place for place in range(room) if old[-1 - place] != new[-1 - place]), room)
    was, now = old[begin : len(old) - end], new[begin : len(new) - end]
    steps = [("replace", 0, len(was), 0, len(now))] if len(was) * len(now) > most else SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    middle = [(tag, a + begin, b + begin, c + begin, d + begin) for tag, a, b, c, d in steps]
    around = (("equal", 0, begin, 0, begin), ("equal", len(old) - end, len(old), len(new) - end, len(new)))
    return [step for step in (around[0], *middle, around[1]) if step[1] < step[2] or step[3] < step[4]]
