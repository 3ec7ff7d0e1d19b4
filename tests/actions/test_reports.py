"""The reports' schema, which every test that reads a report holds it against, refuses what is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from tests.actions.reports import SCHEMA, report_at

REPORT: dict[str, Any] = {
    "schema": 1,
    "action": "notify",
    "outcome": "passed",
    "reason": "everybody was told",
    "exit-code": 0,
    "started-at": "2026-11-01T00:01:00Z",
    "duration-seconds": 0.5,
    "event": "started",
    "said": "orders-api is being deployed to production",
    "channels": [{"channel": "slack", "result": "sent", "what": "a message was posted"}],
}


def test_a_report_is_one(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(json.dumps(REPORT))
    assert REPORT == report_at(str(path))


@pytest.mark.parametrize("name", REPORT)
def test_without_one_of_its_fields_it_is_none(tmp_path: Path, name: str) -> None:
    path = tmp_path / "report.json"
    path.write_text(json.dumps({key: value for key, value in REPORT.items() if key != name}))
    with pytest.raises(jsonschema_rs.ValidationError):
        report_at(str(path))


@pytest.mark.parametrize("change", [{"schema": 2}, {"outcome": "fine"}, {"more": 1}, {"action": "rollback"}, {"channels": [{"channel": "slack"}]}])
def test_with_something_else_it_is_none(tmp_path: Path, change: dict[str, Any]) -> None:
    path = tmp_path / "report.json"
    path.write_text(json.dumps({**REPORT, **change}))
    with pytest.raises(jsonschema_rs.ValidationError):
        report_at(str(path))


def test_there_is_a_part_for_each_action() -> None:
    folders = {path.parent.name for path in SCHEMA.parent.glob("*/action.yml")}
    assert folders == set(json.loads(SCHEMA.read_text())["properties"]["action"]["enum"])
