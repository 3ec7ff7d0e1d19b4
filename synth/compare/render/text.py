"""A comparison for people at a terminal: a paragraph for each change, the gravest first."""

from __future__ import annotations

from synth.compare.render.differing import GONE, NEW, lines_of
from synth.compare.render.grouped import Group, grouped, number
from synth.compare.render.plain import sentence
from synth.compare.render.verdict import counts
from synth.compare.render.visible import clipped, one_line
from synth.record import Record, positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.compare.render.differing import Piece
    from synth.compare.values import Change, Comparison

_COLOURS = {"danger": "1;31", "caution": "1;33", "info": "1;36"}
_MARKS = {GONE: ("31;9", "[-{}-]"), NEW: ("32;1", "{{+{}+}}")}  # without colour as `git diff --word-diff` has them
_PLACE, _GUTTER = "1", "34"
_LONGEST_LINE = 400
_MOST_PLACES = 8


@positional
class Paint(Record):
    """Colours, or none."""

    colour: bool

    def __call__(self, how: str, what: str) -> str:
        return f"\x1b[{how}m{what}\x1b[0m" if self.colour else what


def text(comparison: Comparison, colour: bool = False) -> str:
    """The whole of it. It ends with the counts, whatever changed."""
    groups = grouped(comparison)
    paint = Paint(colour)
    blocks = ["".join([line + "\n" for line in _block(group, paint)]) for group in groups]
    if groups and comparison.notes:
        blocks.append("".join([f"assumed: {sentence(note)}\n" for note in comparison.notes]))
    files = number(len(comparison.files), "file")
    last = f"{', '.join([said for _, said in counts(groups)])} in {files}" if groups else f"no workflow behaviour change in {files}"
    return "\n".join([*blocks, last + "\n"])


def _block(group: Group, paint: Paint) -> list[str]:
    change = group.first
    kind = paint(_COLOURS[change.severity], f"{change.severity}[{change.kind}]")
    lines = [f"{kind}: {sentence(change.says)}"]
    notes = [("why", sentence(change.why)), ("see", one_line(change.link or "")), ("written", one_line(str(change.written or "")))]
    lines += [f"  {paint(_GUTTER, '=')} {word}: {said}" for word, said in notes if said]
    lines += [f"  {paint(_GUTTER, '|')} {line}" for line in _differences(change, paint)]
    places = list(dict.fromkeys([_place(one) for one in group.changes]))
    lines += [f"  {paint(_GUTTER, '-->')} {paint(_PLACE, place)}" for place in places[:_MOST_PLACES]]
    left = len(places) - _MOST_PLACES
    return [*lines, *([f"  {paint(_GUTTER, '-->')} and {number(left, 'more place')}"] if left > 0 else [])]


def _place(change: Change) -> str:
    where, at = change.where, change.new
    line = f":{at.line}" if at is not None and at.line else ""
    return one_line(" > ".join([f"{where.file}{line}", *[part for part in (where.job, where.step) if part]]))


def _differences(change: Change, paint: Paint) -> list[str]:
    found = lines_of(change)
    lines = ["".join([_piece(piece, paint) for piece in line]) for line in found.lines]
    return [*lines, *([f"and {number(found.more, 'more line')}"] if found.more else [])]


def _piece(piece: Piece, paint: Paint) -> str:
    shown = clipped(one_line(piece.text), _LONGEST_LINE)
    if piece.state not in _MARKS:
        return shown
    how, mark = _MARKS[piece.state]
    return paint(how, shown) if paint.colour else mark.format(shown)
