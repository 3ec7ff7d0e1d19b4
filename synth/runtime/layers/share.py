"""A canary's share of the answers: the old version is right too, as long as the new one answers often enough."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.expectation import FAILED, INCONCLUSIVE, PASSED, Check
from synth.runtime.probe import RIGHT, WRONG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.runtime.probe import Observation
    from synth.runtime.watch import Plan, Round

ENOUGH_ANSWERS = 20


class Share(NamedTuple):
    """Of the slowest address: how many of its last answers came from the wanted version."""

    wanted: int
    answers: int

    @property
    def part(self) -> float:
        return self.wanted / self.answers if self.answers else 0.0


def either_version(seen: Round) -> Round:
    """The round, with another version no longer wrong; one that tells none at all still is."""
    return tuple([_either(one) for one in seen])


def share_of(plan: Plan, rounds: Sequence[Round]) -> Share:
    """Of the address with the smallest share in its last 20 right answers."""
    found = []
    for number, target in enumerate(plan.targets):
        wanted = target.version[1] if target.version else ""
        last = [seen[number] for seen in rounds if seen[number].kind == RIGHT][-ENOUGH_ANSWERS:]
        found.append(Share(sum([one.version == wanted for one in last]), len(last)))
    return min(found, key=lambda one: (one.part, one.answers), default=Share(0, 0))


def enough(share: Share, least: float) -> bool:
    return share.answers >= ENOUGH_ANSWERS and share.part >= least


def check_of(share: Share, least: float) -> Check:
    wanted = f"{least:.0%} or more"
    if share.answers < ENOUGH_ANSWERS:
        return Check("version share", INCONCLUSIVE, f"{share.answers} answers", wanted, f"it takes {ENOUGH_ANSWERS} right answers")
    result = PASSED if share.part >= least else FAILED
    return Check("version share", result, f"{share.part:.0%}", wanted, f"{share.wanted} of the last {share.answers} answers")


def _either(one: Observation) -> Observation:
    wrong = [check for check in one.checks if check.result == FAILED]
    if one.kind != WRONG or not one.version or [check.name for check in wrong] != ["version"]:
        return one
    checks = [check._replace(result=PASSED, wanted=f"{check.wanted}, or another", evidence="counts for the share") for check in wrong]
    return one._replace(kind=RIGHT, checks=(*[check for check in one.checks if check not in wrong], *checks))
