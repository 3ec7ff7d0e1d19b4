"""What each rule is about, in words: a check's own, or those that its name makes."""

from __future__ import annotations

from synth.checks import NAMES, named
from synth.finding import LEVELS
from synth.record import Record, positional
from synth.report.checked import SEVERITIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.finding import Finding
    from synth.report.checked import Checked

_PAGES = {"zizmor": "https://docs.zizmor.sh/audits/#", "jactionlint": "https://jactionlint.jdx.dev/rules#"}


@positional
class Rule(Record):
    """`severity` is the usual one; `page` the address of its description, when it is on the web."""

    name: str
    summary: str
    description: str
    severity: str
    page: str = ""


def rules(checked: Sequence[Checked], level: str) -> list[Rule]:
    """Every check up to the level and every other rule that found something, by name."""
    findings = [finding for one in checked for finding in one.findings]
    found = {finding.rule: _of_finding(finding) for finding in sorted(findings, key=_worst_last)}
    for name in NAMES:
        module = named(name)
        if LEVELS.index(module.LEVEL) <= LEVELS.index(level):
            found[name.replace("_", "-")] = _of_check(name, module.__doc__ or "", module.SEVERITY)
    return [found[name] for name in sorted(found)]


def _of_check(name: str, words: str, severity: str) -> Rule:
    summary, _, rest = words.strip().partition("\n")
    return Rule(name.replace("_", "-"), summary, f"{summary}\n{rest}".strip(), severity)


def _of_finding(finding: Finding) -> Rule:
    """A rule of the reader or of another program."""
    judge, _, own = finding.rule.rpartition("/")
    words = own.replace("-", " ").capitalize()
    return Rule(finding.rule, f"{words} ({judge})" if judge else words, words, finding.severity, _PAGES[judge] + own if judge in _PAGES else "")


def _worst_last(finding: Finding) -> int:
    return -SEVERITIES.index(finding.severity)
