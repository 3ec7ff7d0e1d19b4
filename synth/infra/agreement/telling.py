"""What the agreement check found, for people and for programs."""

from __future__ import annotations

import json

from synth.runtime.screen import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.finding import Finding
    from synth.infra.reading.values import Templates

SCHEMA = 1


def as_text(found: Sequence[Finding], read: Templates) -> str:
    """Two lines for each finding, the second says what to do; then what was looked at."""
    lines = []
    for one in found:
        where = f"{one.where}  " if one.where is not None else ""
        lines.append(f"{printable(where)}{one.severity}  {printable(one.message)} [{one.rule}]")
        lines += [f"    {printable(one.remedy)}"] if one.remedy else []
    return "\n".join([*lines, counted(found, read)]) + "\n"


def as_markdown(found: Sequence[Finding], read: Templates) -> str:
    rows = [f"| {_cell(str(one.where or ''))} | {one.severity} | {_cell(one.message)} | {_cell(one.remedy)} | `{one.rule}` |" for one in found]
    table = ["| Where | Severity | What | What to do | Rule |", "|---|---|---|---|---|", *rows, ""] if rows else []
    return "\n".join(["### Roles and jobs", "", *table, counted(found, read)]) + "\n"


def as_json(found: Sequence[Finding], read: Templates, code: int) -> str:
    findings = [
        {
            "rule": one.rule,
            "severity": one.severity,
            "file": one.where.file if one.where is not None else None,
            "line": one.where.line if one.where is not None else None,
            "message": one.message,
            "remedy": one.remedy,
        }
        for one in found
    ]
    roles = [role.name for role in read.roles]
    content = {"schema": SCHEMA, "command": "infra check", "exit_code": code, "files": list(read.files), "roles": roles, "findings": findings}
    return json.dumps(content, indent=2) + "\n"


def counted(found: Sequence[Finding], read: Templates) -> str:
    """What was looked at, and how much was found."""
    looked = f"{_number(len(read.roles), 'role')} in {_number(len(set(read.files)), 'file')}"
    return f"{looked}: {_number(len(found), 'finding') if found else 'all agree with the jobs'}"


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _cell(text: str) -> str:
    return printable(text).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
