"""A comparison for programs. `comparison.schema.json` beside this file says what is in it; `schema` grows with what a reader has to know."""

from __future__ import annotations

import json

from synth.compare.render.grouped import counted, grouped
from synth.compare.render.plain import sentence
from synth.compare.values import Code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.compare.values import Change, Comparison, FileComparison, Node, Words
    from synth.model import Origin

SCHEMA = 1


def as_json(comparison: Comparison, exit_code: int = 0) -> str:
    """In ASCII, so that no terminal shows what is not there. The texts of the files are left out."""
    groups = grouped(comparison)
    numbers = {id(change): number for number, group in enumerate(groups) for change in group.changes}
    content = {
        "schema": SCHEMA,
        "command": "diff",
        "exit_code": exit_code,
        "worst": comparison.worst,
        "counts": dict(comparison.counts),
        "groups": counted(groups),
        "files": [_file(file, numbers) for file in comparison.files],
        "notes": [_words(note) for note in comparison.notes],
    }
    return json.dumps(content, indent=2) + "\n"


def _file(file: FileComparison, numbers: dict[int, int]) -> dict[str, Any]:
    return {
        "file": file.file,
        "status": file.status,
        "kind": file.kind,
        "was": file.was,
        "changes": [{**_change(change), "group": numbers[id(change)]} for change in file.changes],
        "jobs_before": _nodes(file.graph_before),
        "jobs_after": _nodes(file.graph_after),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "severity": change.severity,
        "file": change.where.file,
        "job": change.where.job,
        "step": change.where.step,
        "says": _words(change.says),
        "why": _words(change.why),
        "before": change.before,
        "after": change.after,
        "old": _place(change.old),
        "new": _place(change.new),
        "written": _place(change.written),
        "link": change.link,
    }


def _words(said: Words) -> dict[str, Any]:
    """As one text, and in parts for who has to escape what comes from a file."""
    parts = [{"code": part.text} if isinstance(part, Code) else {"text": part} for part in said]
    return {"text": sentence(said), "parts": parts}


def _place(origin: Origin | None) -> dict[str, Any] | None:
    return None if origin is None else {"file": origin.file, "line": origin.line, "column": origin.column}


def _nodes(nodes: Sequence[Node]) -> list[dict[str, Any]]:
    return [{"id": node.id, "name": node.name, "needs": list(node.needs), "environment": node.environment, "minutes": node.minutes} for node in nodes]
