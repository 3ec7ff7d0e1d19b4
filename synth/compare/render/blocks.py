"""Parts of a comment that give way when there is no room. A part is cut between its items only, so that what it opens is closed."""

from __future__ import annotations

from synth.record import Record, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LONGEST_MORE = 120  # bytes of the line that says what is left out
_LONGEST_LEFT_OUT = 400
GAP = "\n\n"


@record
class Block(Record):
    """What stands between `begin` and `end`. `place` is its place on the page; `what` names an item (`danger`, `dangers`)."""

    place: int
    begin: str = ""
    items: Iterable[str]
    end: str = ""
    what: tuple[str, str]
    count: int
    joint: str = "\n"


@record
class Fitted(Record):
    """A part as far as there was room: `text` is empty where there was none, `missing` counts the items that are left out."""

    text: str = ""
    missing: int = 0


def fitted(block: Block, room: int) -> Fitted:
    """Takes items as long as they fit and not one more: they may be made only when asked for."""
    if not block.count:
        return Fitted()
    frame = size(block.begin) + size(block.end) + 2 + _LONGEST_MORE
    taken: list[str] = []
    used = frame
    for item in block.items:
        used += size(item) + len(block.joint)
        if used > room:
            break
        taken.append(item)
    missing = block.count - len(taken)
    if not taken:
        return Fitted(missing=block.count)
    more = f"{GAP}{_more(missing, block.what)}" if missing else ""
    return Fitted(text=f"{block.begin}{block.joint.join(taken)}{more}{block.end}", missing=missing)


def arranged(first: str, blocks: Sequence[Block], limit: int, elsewhere: str) -> str:
    """The text `first` and all that there is room for. `blocks` are in the order of their weight.

    A block that does not fit in whole ends it: what weighs less is left out with it, and a last line says so.
    """
    room = limit - size(first) - _LONGEST_LEFT_OUT - len(GAP)
    shown: dict[int, str] = {}
    left_out: list[str] = []
    for block in blocks:
        part = Fitted(missing=block.count) if left_out else fitted(block, room - len(GAP))
        if part.text:
            shown[block.place] = part.text
            room -= size(part.text) + len(GAP)
        if part.missing:
            left_out.append(_counted(part.missing, block.what))
    parts = [first, *[shown[place] for place in sorted(shown)]]
    last = f"<sub>Left out for want of room: {', '.join(left_out)}. {elsewhere}</sub>"
    if left_out and room >= 0 and size(last) <= _LONGEST_LEFT_OUT:
        parts.append(last)
    return GAP.join(parts)


def size(text: str) -> int:
    """In bytes, which are never fewer than characters."""
    return len(text.encode())


def _more(missing: int, what: tuple[str, str]) -> str:
    return f"and {_counted(missing, what)} more"


def _counted(n: int, what: tuple[str, str]) -> str:
    return f"{n:,} {what[0] if n == 1 else what[1]}"
