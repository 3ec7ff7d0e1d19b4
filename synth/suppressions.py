"""Comments in a file that silence findings: `# ghsynth: ignore[rule, other] reason`, and what is wrong with such comments."""

from __future__ import annotations

import re

from synth.checks.rules import levels, movable
from synth.finding import LEVELS, Finding
from synth.model import Origin
from synth.nearest import nearest
from synth.record import Record, positional
from synth.yaml.place import Spot
from synth.yaml.tree import Mapping, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence as Sequenced

    from synth.yaml.tree import Document, Node

_MARK = re.compile(r"\bghsynth:\s*ignore\b(?:\s*\[([^\]]*)\])?[\s:–-]*(.*)")  # noqa: RUF001  # a dash that people write
_WORD = "ghsynth:"
_FORM = "write '# ghsynth: ignore[rule] reason'"


@positional
class Suppression(Record):
    """One comment. `line` is the line whose findings it silences, `where` its own place."""

    rules: tuple[str, ...]
    reason: str
    line: int
    where: Origin


def silenced(findings: Sequenced[Finding], document: Document, level: str) -> list[Finding]:
    """The findings that no comment silences, and those about the comments. What GitHub refuses is never silenced."""
    if _WORD not in document.text or level == LEVELS[0]:
        return list(findings)
    marks = list(suppressions(document))
    used: set[tuple[int, str]] = set()
    kept = []
    for finding in findings:
        hiding = [mark for mark in marks if finding.level != LEVELS[0] and finding.rule in mark.rules and mark.line in _lines(finding)]
        used.update([(mark.where.line, finding.rule) for mark in hiding])
        if not hiding:
            kept.append(finding)
    wanted = LEVELS[: LEVELS.index(level) + 1]
    for mark in marks:
        for message, remedy in _faults(mark, used, wanted):
            kept.append(Finding("suppression", "warning", mark.where, message, remedy, LEVELS[1]))
    return kept


def suppressions(document: Document) -> Iterator[Suppression]:
    """The comments of the file; what only looks like one inside a text is none."""
    inside: frozenset[int] | None = None
    for number, line in enumerate(document.lines, 1):
        if _WORD not in line:
            continue
        alone = line.lstrip().startswith("#")
        if inside is None:
            inside = _lines_of_texts(document.root)
        comment = line if alone and number not in inside else document.comment(number)
        found = _MARK.search(comment)
        if found is None:
            continue
        rules = tuple([name.strip() for name in (found[1] or "").split(",") if name.strip()])
        where = Origin(document.file, number, line.rindex(_WORD) + 1)
        yield Suppression(rules, found[2].strip(), _next(document.lines, number) if alone else number, where)


def _lines(finding: Finding) -> tuple[int, ...]:
    """The lines whose comments silence a finding: its own, and the one on which the text begins that it is in."""
    where = finding.where
    if where is None:
        return ()
    return (where.line, where.node.line) if isinstance(where, Spot) and isinstance(where.node, Scalar) else (where.line,)


def _faults(mark: Suppression, used: set[tuple[int, str]], wanted: Sequenced[str]) -> Iterator[tuple[str, str]]:
    if not mark.rules:
        yield "this names no rule", _FORM
        return
    if not mark.reason:
        yield f"nothing says why {', '.join(mark.rules)} does not count here", "write the reason behind the bracket"
    for rule in mark.rules:
        level = levels().get(rule)
        if level is None:
            yield f"there is no rule '{rule}'{nearest(rule, movable())}", "take it out, or name the rule that the finding names"
        elif rule == "suppression" or rule not in movable():
            yield f"'{rule}' cannot be silenced", "put right what it finds"
        elif level in wanted and (mark.where.line, rule) not in used:
            yield f"'{rule}' finds nothing here", "take it out"


def _next(lines: Sequenced[str], number: int) -> int:
    """The next line that is neither empty nor a comment."""
    for later in range(number, len(lines)):
        text = lines[later].strip()
        if text and not text.startswith("#"):
            return later + 1
    return number


def _lines_of_texts(root: Node | None) -> frozenset[int]:
    """The lines on which texts of several lines go on."""
    found: set[int] = set()
    left = [root] if root else []
    seen: set[int] = set()
    while left:
        node = left.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Scalar):
            found.update(range(node.line + 1, node.end_line + (node.end_column > 1)))
        elif isinstance(node, Sequence):
            left += node.items
        elif isinstance(node, Mapping):
            left += [part for pair in node.pairs for part in pair]
    return frozenset(found)
