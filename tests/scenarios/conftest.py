"""A table at the end: each scenario with its seconds and what could not run here; each sabotage with the assertion that caught it.

It is in the reports' properties, so that it is there with pytest-xdist too.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

PROPERTY = "scenario"


@pytest.fixture
def row(record_property: Callable[[str, object], None]) -> Callable[[str, str], None]:
    """Takes a row's name and text; a scenario that says nothing has failed."""
    return lambda name, text: record_property(PROPERTY, (name, text))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [one for kind in ("passed", "failed") for one in terminalreporter.stats.get(kind, []) if one.when == "call" and _ours(one)]
    if not reports:
        return
    terminalreporter.section("scenarios")
    for one in reports:
        name, said = dict(one.user_properties).get(PROPERTY, (one.nodeid.rpartition("[")[2].rstrip("]"), "FAILED"))
        terminalreporter.write_line(f"{one.duration:5.1f} s  {name:<40} {said}")
    terminalreporter.write_line(f"{sum(one.duration for one in reports):5.1f} s  all {len(reports)}")


def _ours(report: pytest.TestReport) -> bool:
    return "tests/scenarios/" in report.nodeid
