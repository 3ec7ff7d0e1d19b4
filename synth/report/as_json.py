"""Findings as JSON: one list, each entry complete in itself."""

from __future__ import annotations

import json

from synth.report.checked import in_order
from synth.report.place import start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.finding import Finding
    from synth.report.checked import Checked


def as_json(checked: Sequence[Checked]) -> str:
    """`[]` when nothing was found. `line` and `col` count from 1 and are null when the finding is about the file as a whole."""
    return json.dumps([_entry(one.file, finding) for one in in_order(checked) for finding in one.findings], indent=2) + "\n"


def _entry(file: str, finding: Finding) -> dict[str, Any]:
    line, column = start(finding) or (None, None)
    entry: dict[str, Any] = {
        "file": file,
        "line": line,
        "col": column or None,
        "severity": finding.severity,
        "level": finding.level,
        "rule": finding.rule,
        "message": finding.message,
        "remedy": finding.remedy,
        "confidence": finding.confidence,
    }
    if finding.written is not None:
        entry["written"] = {"file": finding.written.file, "line": finding.written.line}
    return entry
