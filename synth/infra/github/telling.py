"""A plan as text, Markdown and JSON."""

from __future__ import annotations

import json

from synth.runtime.screen import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from synth.infra.github.values import Change, Plan

SCHEMA = "ghsynth.infra-plan.1"
_SIGNS = {"create": "+", "update": "~", "remove": "-"}
_COLOURS = {"create": "\x1b[32m", "update": "\x1b[33m", "remove": "\x1b[31m"}


def as_text(plan: Plan, coloured: bool = False) -> str:
    lines = [f"{plan.repository}: {_count(plan)}"]
    for change in plan.changes:
        sign = _SIGNS[change.kind]
        mark = f"{_COLOURS[change.kind]}{sign}\x1b[0m" if coloured else sign
        lines.append(f"  {mark} {printable(change.what)}")
        lines += [f"      {printable(line)}" for line in change.lines]
    for heading, said in _sections(plan):
        lines += [heading, *[f"  {printable(one)}" for one in said]]
    return "\n".join(lines) + "\n"


def as_markdown(plan: Plan) -> str:
    lines = [f"### Settings of {plan.repository}", "", f"{_count(plan)[0].upper()}{_count(plan)[1:]}."]
    if plan.changes:
        lines += ["", "| | What | Change |", "|---|---|---|"]
        lines += [f"| {change.kind} | {_cell(change.what)} | {'<br>'.join([_cell(line) for line in change.lines])} |" for change in plan.changes]
    for heading, said in _sections(plan):
        lines += ["", f"**{heading.rstrip(':')}**", "", *[f"- {_cell(one)}" for one in said]]
    return "\n".join(lines) + "\n"


def as_json(plan: Plan) -> str:
    return json.dumps(fields_of(plan), indent=2) + "\n"


def fields_of(plan: Plan) -> dict[str, object]:
    """The plan as JSON has it."""
    return {
        "schema": SCHEMA,
        "repository": plan.repository,
        "changes": [changed(change) for change in plan.changes],
        "foreign": list(plan.foreign),
        "missing": list(plan.missing),
        "unseen": list(plan.unseen),
        "warnings": list(plan.warnings),
    }


def changed(change: Change) -> dict[str, object]:
    return {"kind": change.kind, "what": change.what, "lines": list(change.lines)}


FORMATS: Mapping[str, Callable[[Plan], str]] = {"text": as_text, "markdown": as_markdown, "json": as_json}


def _count(plan: Plan) -> str:
    number = len(plan.changes)
    return "nothing to change" if not number else f"{number} change{'s' if number > 1 else ''}"


def _sections(plan: Plan) -> list[tuple[str, Sequence[str]]]:
    every = [
        ("missing, for a person to add:", plan.missing),
        ("not declared, left as it is:", plan.foreign),
        ("could not be seen:", plan.unseen),
        ("warnings:", plan.warnings),
    ]
    return [(heading, said) for heading, said in every if said]


def _cell(text: str) -> str:
    return printable(text).replace("|", "\\|").replace("<", "&lt;")
