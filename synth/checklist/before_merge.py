"""The points of the list "before the merge"."""

from __future__ import annotations

import re

from synth.checklist.values import Point, missed, outside, satisfied
from synth.stages.unit_test import LEAST, MARK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.checklist.evidence import Evidence
    from synth.checklist.values import Verdict

_STRICT = re.compile(
    r"--max-warnings[= ]0\b|--error-on-warnings|--deny-warnings|-D warnings|-Werror"
    r"|\bruff check\b|\bflake8\b|\bgolangci-lint\b|\bgo vet\b|\bstandard\b"
)
_GATE = re.compile(
    r"coverage\.thresholds\.(?:lines|100)|--cov-fail-under|--fail-under|--test-coverage-lines|--check-coverage|--coverageThreshold|coverage-threshold"
)


def linted(evidence: Evidence) -> Verdict:
    found = evidence.stages("Lint")
    if not found:
        return missed("add Lint(stack)")
    formats = [one for one in evidence.stages("Format") if one.stack.format] + [one for one in found if one.format and one.stack.format]
    if not formats:
        return missed("the linter runs, but no format check: add Format(stack), or give the stack its format command", found[0].origin)
    return satisfied(found[0].origin, "linter and format check hold back the push")


def unit_tested(evidence: Evidence) -> Verdict:
    found = evidence.stages("UnitTest")
    return satisfied(found[0].origin, "the push waits for them") if found else missed("add UnitTest(stack)")


def integration_tested(evidence: Evidence) -> Verdict:
    found = evidence.stages("IntegrationTest")
    return satisfied(found[0].origin, "the push waits for them") if found else missed("add IntegrationTest(stack, services=[...])")


def covered(evidence: Evidence) -> Verdict:
    found = evidence.stages("UnitTest")
    if not found:
        return missed(f"add UnitTest(stack, coverage={LEAST})")
    for one in found:
        if any([MARK in command for command in one.stack.unit]):
            return satisfied(one.origin, f"below {one.coverage or LEAST} % of the lines the run stops")
    for one in found:
        for command in one.stack.unit:
            if _GATE.search(evidence.command(command, one.stack.folder)):
                return satisfied(one.origin, f"the project's own gate: '{evidence.command(command, one.stack.folder)}'")
    return missed(
        f"no gate is seen: give the stack a unit command with {MARK}, such as 'npm test -- --coverage.thresholds.lines={MARK}'", found[0].origin
    )


def no_new_warnings(evidence: Evidence) -> Verdict:
    found = evidence.stages("Lint")
    if not found:
        return missed("add Lint(stack), with a linter for which a warning is a failure")
    for one in found:
        for command in one.stack.lint:
            if _STRICT.search(evidence.command(command, one.stack.folder)):
                return satisfied(one.origin, f"'{evidence.command(command, one.stack.folder)}' fails for a warning")
    return missed("warnings pass: let the lint command fail for them, as 'eslint --max-warnings=0' does", found[0].origin)


def reviewed(evidence: Evidence) -> Verdict:
    return outside(
        f"a ruleset of GitHub asks for it: Settings > Rules > Rulesets > '{evidence.pipeline.main}' > Require a pull request, approvals: 1"
    )


POINTS = (
    Point("pre-merge", "lint", "Code is linted and its format checked", linted),
    Point("pre-merge", "unit-tests", "Unit tests pass", unit_tested),
    Point("pre-merge", "integration-tests", "Integration tests pass", integration_tested),
    Point("pre-merge", "coverage", "Test coverage is above a threshold", covered),
    Point("pre-merge", "no-new-warnings", "No new lint warnings", no_new_warnings),
    Point("pre-merge", "review", "The pull request is reviewed and approved", reviewed),
)
