"""What the answers of a service say about a release while old and new tasks answer side by side. Pure.

An answer that bears the new version, or one that is neither the old nor the new, speaks for or against the release. One that bears none may come
from an old task, the load balancer or the network: it counts against the release only where the service answered well before it.
"""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.probe import CUT_SHORT, RIGHT, UNREACHED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.runtime.probe import Observation

GOOD, BAD, OLD, UNSIGNED, SILENT = "good", "bad", "old", "unsigned", "silent"
IN_A_ROW, OF_LAST, MOST_OF_LAST, SILENT_IN_A_ROW = 4, 12, 5, 8
_SPAN_SECONDS = 2.5  # answers without a version have to be bad for longer than a blip of the network


class Try(NamedTuple):
    """One answer. `at` is on the clock's `now`; `signed` says that it bears a version."""

    at: float
    kind: str
    why: str = ""
    signed: bool = False


class Before(NamedTuple):
    """What was served before: whether it could be reached and was right, but for its version; and the versions that answered."""

    reached: bool = False
    right: bool = False
    versions: frozenset[str] = frozenset()


def try_of(seen: Observation, wanted: str, before: Before) -> Try | None:
    """None for one that the deadline cut short. `wanted` is the version, empty where none is told."""
    if seen.kind == CUT_SHORT:
        return None
    signs = bool(wanted) and wanted not in before.versions  # a release of the version that served before cannot be told from it
    if seen.kind == UNREACHED:
        return Try(seen.at_seconds, SILENT, seen.why)
    if seen.kind == RIGHT:
        return Try(seen.at_seconds, GOOD, "", signs)
    if not seen.version:
        return Try(seen.at_seconds, UNSIGNED, seen.why)
    if seen.version != wanted and seen.version in before.versions:
        return Try(seen.at_seconds, OLD, seen.why, True)
    return Try(seen.at_seconds, BAD, seen.why, signs or seen.version != wanted)


def before_of(seen: Sequence[Observation]) -> Before:
    """From one or more probes of each address before the deployment."""
    reached = bool(seen) and all([one.status is not None for one in seen])
    right = reached and all([check.result == "passed" for one in seen for check in one.checks if check.name != "version"])
    return Before(reached, right, frozenset([one.version for one in seen if one.version]))


def condemned(tries: Sequence[Try], before: Before) -> str:
    """Why the release is bad, empty while nothing says so. `tries` are those since its tasks can answer.

    Four bad answers in a row, or five of the last twelve: where one in a hundred answers is bad by chance, one in 200 000 deployments with 100
    answers each meets that.
    """
    signed = [one for one in tries if one.kind in (GOOD, BAD)]
    if found := _many([one for one in signed if one.signed], (BAD,), 0.0):
        return found
    if not before.right:
        return ""
    fresh = [one for one in tries if one.kind != SILENT]
    bad = _many(fresh, (BAD, UNSIGNED), _SPAN_SECONDS)
    return bad or (_silence(tries) if before.reached or fresh else "")  # what never answered proves nothing by its silence


def doubtful(tries: Sequence[Try]) -> bool:
    """Whether the last answer asks for the next one soon."""
    return bool(tries) and tries[-1].kind in (BAD, UNSIGNED, SILENT)


def good_in_a_row(tries: Sequence[Try], but_old: bool = False) -> int:
    """The good answers at the end; with `but_old`, those of the old version between them do not matter."""
    count = 0
    for one in reversed(tries):
        if one.kind == GOOD:
            count += 1
        elif not (but_old and one.kind == OLD):
            break
    return count


def _many(tries: Sequence[Try], kinds: tuple[str, ...], span: float) -> str:
    row: list[Try] = []
    for one in reversed(tries):
        if one.kind not in kinds:
            break
        row.append(one)
    if len(row) >= IN_A_ROW and row[0].at - row[-1].at >= span:
        return f"{len(row)} bad answers in a row: {row[0].why}"
    recent = [one for one in tries[-OF_LAST:] if one.kind in kinds]
    enough = len(recent) >= MOST_OF_LAST and recent[-1].at - recent[0].at >= span
    return f"{len(recent)} of the last {min(len(tries), OF_LAST)} answers are bad: {recent[-1].why}" if enough else ""


def _silence(tries: Sequence[Try]) -> str:
    row = 0
    for one in reversed(tries):
        if one.kind != SILENT:
            break
        row += 1
    return f"it no longer answers: {tries[-1].why}" if row >= SILENT_IN_A_ROW else ""
