"""A checklist as text, JSON and Markdown."""

from __future__ import annotations

import json

from synth.checklist.values import LISTS, MISSED, OUTSIDE, SATISFIED
from synth.runtime.screen import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.checklist.values import Checklist, Result

_MARK = {SATISFIED: "[x]", MISSED: "[ ]", OUTSIDE: "[?]"}
_MARKED = "\\`*_[]<>|#&"  # what Markdown reads as more than text


def as_text(found: Sequence[Checklist]) -> str:
    """The lists with a mark for each point, the line that shows it, and what to add."""
    return "\n".join([_told(one) for one in found])


def as_json(found: Sequence[Checklist], code: int) -> str:
    pipelines = [
        {
            "pipeline": one.pipeline,
            "file": one.file,
            "satisfied": one.count(SATISFIED),
            "missed": one.count(MISSED),
            "outside": one.count(OUTSIDE),
            "points": [
                {"list": r.list, "id": r.id, "text": r.text, "state": r.verdict.state, "where": r.verdict.where or None, "why": r.verdict.why}
                for r in one.results
            ],
        }
        for one in found
    ]
    content = {"schema": 1, "command": "checklist", "exit_code": code, "pipelines": pipelines}
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def as_markdown(found: Sequence[Checklist]) -> str:
    """GitHub's task lists. What cannot be seen is left open, and says so."""
    lines = []
    for one in found:
        lines += [f"## {_escaped(one.pipeline)}", "", f"{_counted(one)}.", ""]
        for name, title in LISTS.items():
            lines += [f"### {title}", "", *[_task(r) for r in one.results if r.list == name], ""]
    return "\n".join(lines)


def _told(one: Checklist) -> str:
    lines = [f"{one.pipeline}  {one.file}"]
    for name, title in LISTS.items():
        lines.append(title)
        for result in [result for result in one.results if result.list == name]:
            verdict = result.verdict
            lines.append(f"  {_MARK[verdict.state]} {result.text}")
            lines.append(f"      {verdict.where}{'  ' if verdict.where else ''}{verdict.why}")
    return "\n".join([printable(line) for line in [*lines, _counted(one)]]) + "\n"


def _counted(one: Checklist) -> str:
    return f"{one.count(SATISFIED)} of {len(one.results)} points satisfied, {one.count(MISSED)} missed, {one.count(OUTSIDE)} not to be seen from here"


def _task(result: Result) -> str:
    verdict = result.verdict
    where = f" ({_escaped(verdict.where)})" if verdict.where else ""
    mark = "x" if verdict.state == SATISFIED else " "
    unseen = "not to be seen from here: " if verdict.state == OUTSIDE else ""
    return f"- [{mark}] {_escaped(result.text)}: {unseen}{_escaped(verdict.why)}{where}"


def _escaped(text: str) -> str:
    return "".join([f"\\{letter}" if letter in _MARKED else letter for letter in printable(text)])
