"""A source line and the marks under a part of it, as wide as a terminal shows them."""

from __future__ import annotations

WIDTH = 150  # of a longer line only the part around the place is shown
_TAB = " " * 4
_HIDDEN = "\ufffd"  # stands for what would move the cursor, change colours or turn the direction of text


def excerpt(line: str, column: int, end: int = 0) -> tuple[str, str]:
    """The line, and the marks under the columns from `column` up to `end`; one mark when nothing is known of the end."""
    if line.isascii() and line.isprintable():
        cells, widths = list(line), [1] * len(line)
    else:
        cells = [_shown(character) for character in line]
        widths = [_width(cell) for cell in cells]
    first = min(column - 1, len(cells))
    last = max(min(end - 1, len(cells)), first)
    low, high = _window(widths, first)
    lead, trail = "..." if low else "", "..." if high < len(cells) else ""
    marks = " " * (len(lead) + sum(widths[low:first])) + "^" * (sum(widths[first : min(last, high)]) or 1)
    return lead + "".join(cells[low:high]) + trail, marks


def plain(text: str) -> str:
    """The text with what a terminal would act upon made visible; line breaks stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join([character if character == "\n" else _shown(character) for character in text])


def _window(widths: list[int], first: int) -> tuple[int, int]:
    """The range of cells to show: all of them, or those around the place."""
    if sum(widths) <= WIDTH:
        return 0, len(widths)
    low = max(0, first - WIDTH // 3)
    high, used = low, 0
    while high < len(widths) and used + widths[high] <= WIDTH:
        used += widths[high]
        high += 1
    return low, high


def _shown(character: str) -> str:
    if character == "\t":
        return _TAB
    if character.isascii():
        return character if character.isprintable() else _HIDDEN
    from unicodedata import category

    return _HIDDEN if category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") else character


def _width(cell: str) -> int:
    """The columns that a terminal gives it."""
    if cell.isascii():
        return len(cell)
    from unicodedata import category, east_asian_width

    return 0 if category(cell) in ("Mn", "Me") else 2 if east_asian_width(cell) in "WF" else 1
