"""Findings as workflow commands, which GitHub shows beside the lines of a pull request.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
"""

from __future__ import annotations

from synth.report.checked import in_order
from synth.report.place import start

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.finding import Finding
    from synth.report.checked import Checked

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def commands(checked: Sequence[Checked]) -> str:
    """A line for each finding; nothing when there is none."""
    return "".join([_command(one.file, finding) for one in in_order(checked) for finding in one.findings])


def _command(file: str, finding: Finding) -> str:
    line, column = start(finding) or (0, 0)
    given = {"file": file, "line": line, "col": column, "title": finding.rule}
    properties = ",".join([f"{name}={_property(str(value))}" for name, value in given.items() if value])
    said = [finding.message, finding.remedy and f"help: {finding.remedy}", f"written: {finding.written}" if finding.written else ""]
    return f"::{_COMMANDS[finding.severity]} {properties}::{_data(chr(10).join([part for part in said if part]))}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
