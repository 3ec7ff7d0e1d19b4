"""What a check reports."""

from __future__ import annotations

from synth.model import Origin
from synth.record import Record, positional


@positional
class Finding(Record):
    """`error`: GitHub would refuse it or it must not be generated; `warning`: a good reviewer would object."""

    check: str
    severity: str
    where: Origin | None
    message: str
