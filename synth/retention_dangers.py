"""What a lifecycle policy would take away although a rollback may need it: now, by what is in the registry, and later, by what is foreseen."""

from __future__ import annotations

from synth.lifecycle import COUNT, DAY, PULLED, Rule, Stored, expired
from synth.record import Record, record
from synth.retention import HELD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from synth.retention import Retention

QUIET_DAYS = 365
KINDS = ("commit", "version", "nightly")  # what a release may be called


@record
class Danger(Record):
    """A rule that takes what is needed, in a sentence, and what to write instead. `digest` is empty for what is foreseen."""

    rule: Rule
    why: str
    remedy: str
    digest: str = ""

    def __str__(self) -> str:
        return f"{self.rule} {self.why}: {self.remedy}"


def dangers(rules: Sequence[Rule], images: Sequence[Stored], needed: Mapping[str, str], now: float) -> list[Danger]:
    """Which of the `needed` images, by digest and with the reason, the policy takes from these images now; those that are not there, too."""
    taken, there = expired(rules, images, now), {one.digest: one for one in images}
    found = []
    for digest, reason in needed.items():
        if rule := taken.get(digest):
            tags = ", ".join(there[digest].tags) or "no tag"
            why = f"{_takes(rule)} {digest[:19]} ({tags}), which is {reason}"
            found.append(Danger(rule=rule, why=why, remedy=_remedy(rule, None), digest=digest))
    return found


def missing(images: Sequence[Stored], needed: Mapping[str, str]) -> list[str]:
    """The needed images that are gone already, or in the archive."""
    there = {one.digest: one for one in images}
    said = []
    for digest, reason in needed.items():
        if digest not in there:
            said.append(f"{digest[:19]}, {reason}, is not in the registry")
        elif there[digest].moved is not None:
            said.append(f"{digest[:19]}, {reason}, is in the archive: no task can start with it")
    return said


def foreseen(rules: Sequence[Rule], retention: Retention, kinds: Sequence[str] = KINDS, held: bool = False) -> list[Danger]:
    """What the policy will take from releases as `retention` promises them, each rule once.

    Two stories are played through. In a busy time as many releases follow as the promise has; in a quiet one, none for a year. `kinds` are the
    names that releases have besides their commit's; `held` says that the stage Keep marks what an environment was verified with.
    """
    found: dict[int, Danger] = {}
    for kind in kinds:
        for images, now, why in _stories(retention, kind, held):
            rule = expired(rules, images, now).get(images[0].digest)
            if rule is not None and rule.priority not in found:
                found[rule.priority] = Danger(rule=rule, why=f"{_takes(rule)} {why}", remedy=_remedy(rule, retention))
    return [danger for _, danger in sorted(found.items())]


def _stories(retention: Retention, kind: str, held: bool) -> Iterator[tuple[list[Stored], float, str]]:
    """The images, the one that is needed first, the time, and what has happened."""
    days, newer = retention.rollback_days, retention.window - 1
    hold = (f"{HELD}production-1",) if held else ()
    called = "" if kind == "commit" else f" that is also a {kind}"
    busy = [_release(number, -days * DAY + number * days * DAY / (newer + 1), kind, hold if not number else ()) for number in range(newer + 1)]
    yield busy, 0.0, f"a release{called} that a rollback needs, after {newer} newer ones in {days} days"
    quiet = [_release(0, 0.0, kind, hold)]
    yield quiet, QUIET_DAYS * DAY, f"the release{called} that runs, once nothing newer was good for a year"


def _release(number: int, pushed: float, kind: str, hold: tuple[str, ...]) -> Stored:
    commit = f"{number:040x}"
    more = {"version": (f"v1.{number}.0",), "nightly": (f"nightly-2026{number:04d}",)}.get(kind, ())
    return Stored(f"sha256:{commit}", (f"sha-{commit}", *more, *hold), pushed, pushed)


def _takes(rule: Rule) -> str:
    return "deletes" if rule.action == "expire" else "moves to the archive, where no task can start from it,"


def _remedy(rule: Rule, retention: Retention | None) -> str:
    if rule.count == COUNT:
        least = f"countNumber {retention.window} or more" if retention else "a greater countNumber"
        return f"it keeps {rule.number}; write {least}"
    when = "after the last pull, and ECS pulls only when a task starts" if rule.count == PULLED else "whatever still runs"
    return f"it acts {rule.number} days {when}; write countType {COUNT}" + (f" with countNumber {retention.window} or more" if retention else "")
