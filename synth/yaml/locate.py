"""Where a character of a scalar's text stands in its file: escapes, folded lines and indents undone."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.yaml.tree import Scalar

_PROPERTIES = re.compile(r"(?:[&!]\S*(?:[ \t\r\n]+|(?<=\s)#[^\r\n]*)*)*")  # an anchor and a tag, and what parts them from the text
_BREAK = r"(?:\r\n?|\n)"
_FOLD = rf"[ \t]*{_BREAK}(?:[ \t]*{_BREAK})*[ \t]*"
_TOKENS = {
    "": re.compile(_FOLD + r"|[\s\S]"),
    "'": re.compile(_FOLD + r"|''|[\s\S]"),
    '"': re.compile(_FOLD + rf"|\\{_BREAK}(?:[ \t]*{_BREAK})*[ \t]*|\\x..|\\u....|\\U.{{8}}|\\.|[\s\S]"),
}
_BREAKS = re.compile(_BREAK)


def source_offset(scalar: Scalar, offset: int) -> int:
    """The offset in the file of character `offset` of `scalar.text`; behind the scalar for what lies behind the text."""
    start, end = _body(scalar)
    if offset >= len(scalar.text):
        return end
    offset = max(offset, 0)
    if scalar.style == "|":
        return _in_literal(scalar, start, offset)
    if scalar.style == ">":
        return _in_folded(scalar, start, offset)
    if end - start == len(scalar.text):  # nothing is escaped or folded
        return start + offset
    return _in_flow(scalar, start, end, offset)


def _body(scalar: Scalar) -> tuple[int, int]:
    """The scalar without anchor, tag and quotes."""
    text, start = scalar.lines.text, scalar.start
    if text[start : start + 1] in ("&", "!") and (found := _PROPERTIES.match(text, start, scalar.end)):
        start = found.end()
    return (start + 1, scalar.end - 1) if scalar.style in ("'", '"') else (start, scalar.end)


def _in_flow(scalar: Scalar, start: int, end: int, offset: int) -> int:
    made = 0
    for token in _TOKENS[scalar.style].finditer(scalar.lines.text, start, end):
        made += _length(token[0])
        if made > offset:
            return token.start()
    return end


def _length(token: str) -> int:
    """How many characters a token of a plain or quoted scalar becomes."""
    breaks = len(_BREAKS.findall(token))
    return breaks - 1 if breaks > 1 or (breaks and token[0] == "\\") else 1


def _in_literal(scalar: Scalar, start: int, offset: int) -> int:
    text = scalar.text
    line = scalar.lines.at(start)[0] + 1 + text.count("\n", 0, offset)
    column = offset - text.rfind("\n", 0, offset) - 1
    return scalar.lines.starts[line - 1] + min(_indent(scalar, start) + column, len(scalar.lines.line(line)))


def _in_folded(scalar: Scalar, start: int, offset: int) -> int:
    at = scalar.lines.starts[scalar.lines.at(start)[0]]
    for made, position, length in _folded(scalar, start):
        if offset < made:  # a fold: the end of the line before it
            return at
        at = position + min(offset - made, length)
        if offset < made + length:
            break
    return at


def _folded(scalar: Scalar, start: int) -> Iterator[tuple[int, int, int]]:
    """The lines of a `>` scalar that hold text: offset in the scalar's text, offset in the file, length."""
    lines, indent = scalar.lines, _indent(scalar, start)
    made = breaks = 0
    spaced = True  # leading empty lines are kept, like those beside a line that is indented deeper
    for number in range(lines.at(start)[0] + 1, scalar.end_line + 1):
        content = lines.line(number)[indent:]
        if content:
            made += breaks - 1 if breaks > 1 and not spaced and content[0] not in " \t" else breaks
            yield made, lines.starts[number - 1] + indent, len(content)
            made += len(content)
            breaks, spaced = 0, content[0] in " \t"
        breaks += 1


def _indent(scalar: Scalar, start: int) -> int:
    """How many blanks of each line are no part of a block scalar's text: of its first line that holds anything, those that the text lacks."""
    for line in scalar.text.split("\n"):
        if line.strip(" "):
            break
    else:
        return 0
    inside = len(line) - len(line.lstrip(" "))
    for number in range(scalar.lines.at(start)[0] + 1, scalar.end_line + 1):
        written = scalar.lines.line(number)
        if written.strip(" "):
            return len(written) - len(written.lstrip(" ")) - inside
    return 0
