"""How an action ends: outcomes, exit codes, and which of them make the step red."""

from __future__ import annotations

from typing import NamedTuple

EXIT_CODES = {"passed": 0, "failed": 1, "rolled-back": 3, "rollback-failed": 4, "superseded": 5, "inconclusive": 6}
BAD_INPUT = 2
FAIL_ON = ("failed", "rollback-failed", "rolled-back", "inconclusive")


class Verdict(NamedTuple):
    """An outcome (a key of EXIT_CODES) and, in a sentence that is fit to show, why."""

    outcome: str
    reason: str


def exit_code(outcome: str, fail_on: tuple[str, ...], soft: bool) -> int:
    """The code that the step ends with: 0 where `soft` or `fail_on` says that this outcome is not to stop anything."""
    return 0 if soft or outcome not in fail_on else EXIT_CODES[outcome]


def outcomes(text: str) -> tuple[str, ...]:
    """A comma-separated list of outcomes that can make a step fail. Raises ValueError for another word."""
    found = tuple([word.strip() for word in text.split(",") if word.strip()])
    known = [outcome for outcome, code in EXIT_CODES.items() if code]
    if wrong := [word for word in found if word not in known]:
        raise ValueError(f"'{wrong[0]}' is no outcome that a step can fail on; there are {', '.join(known)}")
    return found
