"""The schema of the actions' reports. Every report that a test reads is held against it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

SCHEMA = Path(__file__).resolve().parents[2] / "actions/report.schema.json"


def report_at(path: str) -> dict[str, Any]:
    """The report there. Raises jsonschema_rs.ValidationError for one that is not as the schema says."""
    report: dict[str, Any] = json.loads(Path(path).read_text("utf-8"))
    _validator().validate(report)
    return report


@cache
def _validator() -> Any:
    return jsonschema_rs.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
