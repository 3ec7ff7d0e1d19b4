"""The rows of the comment's tables."""

from __future__ import annotations

import re

from synth.compare.render.differing import GONE, NEW, SAME, lines_of
from synth.compare.render.escaped import code, words
from synth.compare.render.grouped import Group, number
from synth.compare.render.verdict import SIGNS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.compare.render.differing import Piece
    from synth.compare.values import Change

_FOLDER = ".github/workflows/"
_MOST_PLACES = 4
_MOST_INSIDE = 6
_MOST_LINES = 6
_LONGEST_LINE = 400
_PAGE = re.compile(r"/[A-Za-z0-9._-]+/[A-Za-z0-9._-]+/(?:compare|commit|tree|releases/tag)/[A-Za-z0-9._/+-]{1,200}")


def row(group: Group, server: str) -> str:
    """What changed and what follows, and where. Word by word where the texts are known."""
    change = group.first
    said = [_sentence(change), words(change.why, cell=True).strip(), *_lines(change), page(change.link, server)]
    return f"| {'<br>'.join([part for part in said if part])} | {places(group)} |"


def pin_row(group: Group, server: str) -> str:
    """A pin, with the commits between the two where a page shows them."""
    change = group.first
    said = [_sentence(change), words(change.why, cell=True).strip()]
    sign = f"{SIGNS['caution']} " if change.severity == "caution" else ""
    return f"| {sign}{'<br>'.join([part for part in said if part])} | {places(group)} | {page(change.link, server)} |"


def places(group: Group) -> str:
    """A line for each line of a file, with the jobs and steps that it concerns. The first few, and how many there are."""
    found: dict[tuple[str, str], list[str]] = {}
    for change in group.changes:
        inside = " · ".join([code(part, longest=80, cell=True) for part in (change.where.job, change.where.step) if part])
        found.setdefault((_file(change), _written(change)), []).append(inside)
    lines = [" · ".join([file, *_some(inside)]) + written for (file, written), inside in found.items()]
    more = [f"and {number(len(lines) - _MOST_PLACES, 'more place')}"] if len(lines) > _MOST_PLACES else []
    return "<br>".join([*lines[:_MOST_PLACES], *more])


def _some(inside: list[str]) -> list[str]:
    named = list(dict.fromkeys([one for one in inside if one]))
    more = [f"{len(named) - _MOST_INSIDE:,} more"] if len(named) > _MOST_INSIDE else []
    return [", ".join([*named[:_MOST_INSIDE], *more])] if named else []


def page(link: str | None, server: str) -> str:
    """A link to a page of a repository on that server; any other address is nobody's to follow."""
    path = link.removeprefix(server) if link is not None and link.startswith(f"{server}/") else ""
    return f"[commits]({server}{path})" if _PAGE.fullmatch(path) and "/../" not in f"{path}/" else ""


def _sentence(change: Change) -> str:
    """In bold where it matters, so that the reason under it stands back. Emphasis that begins with a space would be none."""
    shown = words(change.says, cell=True).strip()
    return f"**{shown}**" if shown and change.severity != "info" else shown


def _file(change: Change) -> str:
    line = f":{change.new.line}" if change.new is not None and change.new.line else ""
    return code(f"{change.where.file.removeprefix(_FOLDER)}{line}", longest=80, cell=True)


def _written(change: Change) -> str:
    """The place in the definition that the file was made from."""
    return f"<br>written in {code(str(change.written), longest=80, cell=True)}" if change.written is not None else ""


def _lines(change: Change) -> list[str]:
    found = lines_of(change, _MOST_LINES)
    shown = [line for pieces in found.lines if (line := _line(pieces))]
    return [*shown, *([f"and {number(found.more, 'more line')}"] if found.more else [])]


def _line(pieces: tuple[Piece, ...]) -> str:
    """What stays as it is between what is struck out and what is bold. Of a long line, what is near a change."""
    shown: list[str] = []
    for place, piece in enumerate(pieces):
        text = _near(piece.text, place > 0, place + 1 < len(pieces)) if piece.state == SAME else piece.text
        if text.strip():
            mark = {GONE: "~~", NEW: "**"}.get(piece.state, "")
            shown.append(f"{mark}{code(text.strip(), cell=True)}{mark}")
        if sum([len(part) for part in shown]) > _LONGEST_LINE:
            return " ".join([*shown, "…"])
    return " ".join(shown)


def _near(text: str, after_change: bool, before_change: bool, kept: int = 40) -> str:
    if len(text) <= 2 * kept + 1:
        return text
    begin = text[:kept] if after_change else ""
    end = text[-kept:] if before_change else ""
    return f"{begin}…{end}" if begin or end else text[: 2 * kept]
