"""How an action ends: outcomes, exit codes, and which of them make the step red."""

from __future__ import annotations

from dataclasses import dataclass

EXIT_CODES = {"passed": 0, "failed": 1, "rolled-back": 3, "rollback-failed": 4, "superseded": 5, "inconclusive": 6}
BAD_INPUT = 2
FAIL_ON: tuple[str, ...] = ("failed", "rollback-failed", "rolled-back", "inconclusive")


@dataclass(frozen=True)
class Verdict:
    """An outcome and, in a sentence, why."""

    outcome: str
    reason: str


def exit_code(outcome: str, fail_on: tuple[str, ...], soft: bool) -> int:
    """The code that the step ends with: 0 where `soft` or `fail_on` says that this outcome is not to stop anything."""
    return 0 if soft or outcome not in fail_on else EXIT_CODES[outcome]


def outcomes(text: str) -> tuple[str, ...]:
    """A comma-separated list of outcomes. Raises ValueError for another word."""
    found = tuple([word.strip() for word in text.split(",") if word.strip()])
    for word in found:
        if word not in EXIT_CODES:
            raise ValueError(f"'{word}' is no outcome; there are: {', '.join(EXIT_CODES)}")
    return found
