"""What a check or the reader of a file reports."""

from __future__ import annotations

from synth.model import Origin
from synth.record import Record, positional

LEVELS = ("grammar", "lint", "policy")


@positional
class Finding(Record):
    """One thing that is wrong with a workflow or action.

    `severity`: `error` when GitHub refuses the file or the run cannot start, or when it must not be generated; `warning` when a good reviewer
    would object; `note` for what is only worth knowing. `level` is the family: grammar, lint or policy. `confidence` is high, medium or low: how
    sure it is that the finding is true. `where` is the place in the file that was checked, `written` the line of the Python definition that it
    was generated from.
    """

    rule: str
    severity: str
    where: Origin | None
    message: str
    remedy: str = ""
    level: str = "policy"
    confidence: str = "high"
    written: Origin | None = None
