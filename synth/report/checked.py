"""What a run of the checks comes to: the files, what was found in each, and how it counts."""

from __future__ import annotations

from synth.record import Record, positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from synth.finding import Finding

SEVERITIES: tuple[str, ...] = ("error", "warning", "note")


@positional
class Checked(Record):
    """A file that was checked. `text` may be empty when nothing was found."""

    file: str
    text: str
    findings: tuple[Finding, ...] = ()


def in_order(checked: Iterable[Checked]) -> list[Checked]:
    """The files that something was found in, by name, their findings by line, column and rule."""
    found = [Checked(one.file, one.text, tuple(sorted(one.findings, key=_place))) for one in checked if one.findings]
    return sorted(found, key=lambda one: one.file)


def counted(checked: Iterable[Checked]) -> dict[str, int]:
    """How many findings there are of each severity, the worst first."""
    counts = dict.fromkeys(SEVERITIES, 0)
    for one in checked:
        for finding in one.findings:
            counts[finding.severity] += 1
    return counts


def fails(checked: Iterable[Checked], at: str) -> bool:
    """Whether there is a finding of the severity `at` or a worse one."""
    counts = counted(checked)
    return any([counts[severity] for severity in SEVERITIES[: SEVERITIES.index(at) + 1]])


def _place(finding: Finding) -> tuple[int, int, str, str]:
    where = finding.where
    return (where.line if where else 0, where.column if where else 0, finding.rule, finding.message)
