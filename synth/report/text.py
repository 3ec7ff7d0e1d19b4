"""Findings as a compiler prints them: the place, the line with the part that is meant, and what to do."""

from __future__ import annotations

from synth.report.checked import counted, in_order
from synth.report.excerpt import excerpt, plain
from synth.report.place import end, lines_of, start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.finding import Finding
    from synth.report.checked import Checked

_COLOURS = {"error": "1;31", "warning": "1;33", "note": "1;36"}
_GUTTER = "34"
_PLACE = "1"


def text(checked: Sequence[Checked], *, coloured: bool = False) -> str:
    """The whole report. It ends with the summary, whatever was found."""
    found = in_order(checked)
    blocks: list[str] = []
    for one in found:
        lines = lines_of(one.text)
        blocks += [_block(one.file, lines, finding, coloured) for finding in one.findings]
    return "\n".join([*blocks, summary(checked) + "\n"])


def summary(checked: Sequence[Checked]) -> str:
    """Such as `3 errors, 1 warning in 2 of 7 files`."""
    parts = [_number(n, severity) for severity, n in counted(checked).items() if n]
    if not parts:
        return f"nothing found in {_number(len(checked), 'file')}"
    return f"{', '.join(parts)} in {len(in_order(checked))} of {_number(len(checked), 'file')}"


def _block(file: str, lines: list[str], finding: Finding, coloured: bool) -> str:
    def paint(code: str, what: str) -> str:
        return f"\x1b[{code}m{what}\x1b[0m" if coloured else what

    place = start(finding)
    at = file if place is None else f"{file}:{place[0]}:{place[1]}" if place[1] else f"{file}:{place[0]}"
    colour = _COLOURS[finding.severity]
    said = [f"{paint(_PLACE, plain(at) + ':')} {paint(colour, f'{finding.severity}[{finding.rule}]')}: {_indented(finding.message, '  ')}"]
    margin = " "
    if place is not None and place[0] <= len(lines):
        number, line = str(place[0]), lines[place[0] - 1]
        margin = " " * len(number)
        behind = end(finding)
        shown, marks = excerpt(line, place[1] or 1, behind[1] if behind is not None and behind[0] == place[0] else 0)
        said.append(f"{paint(_GUTTER, f'{number} |')} {shown}".rstrip())
        if place[1]:
            carets = marks.lstrip()
            said.append(f"{paint(_GUTTER, f'{margin} |')} {' ' * (len(marks) - len(carets))}{paint(colour, carets)}")
    notes = [("help", finding.remedy), ("written", str(finding.written or ""))]
    for word, what in notes:
        if what:
            said.append(f"{margin} {paint(_GUTTER, '=')} {word}: {_indented(what, ' ' * (len(margin) + len(word) + 5))}")
    return "".join([line + "\n" for line in said])


def _indented(message: str, by: str) -> str:
    """The message with its further lines set in."""
    return plain(message.strip()).replace("\n", "\n" + by)


def _number(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"
