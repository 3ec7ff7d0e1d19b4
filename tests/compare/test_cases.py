"""The twelve authored cases: the whole answer to each, and the severity that each expects."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.compare.telling import case, told

CASES = sorted((Path(__file__).parent / "cases").iterdir())


@pytest.mark.parametrize("folder", CASES, ids=[path.name for path in CASES])
def test_case(folder: Path, golden: Callable[[str, str], None]) -> None:
    comparison = case(folder)
    expected = json.loads((folder / "expect.json").read_text())
    golden(f"{folder.name}.txt", "".join([f"{line}\n" for line in told(comparison)]))
    assert (comparison.worst or "none") == expected["severity"]


def test_the_graphs_show_what_a_job_waits_for() -> None:
    (file,) = case(Path(__file__).parent / "cases" / "09-scan-bypassed-by-needs").files
    before = {node.id: (node.needs, node.environment) for node in file.graph_before}
    after = {node.id: (node.needs, node.environment) for node in file.graph_after}
    assert before == {"test": ((), None), "build": (("test",), None), "scan": (("build",), None), "deploy": (("scan",), "production")}
    assert after == {**before, "deploy": (("build",), "production")}
