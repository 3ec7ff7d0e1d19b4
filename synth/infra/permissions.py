"""Calls and where they are made -> the statements that allow exactly those."""

from __future__ import annotations

from synth.infra.resources import ANY, Reach, reach
from synth.infra.values import Policy, Statement
from synth.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from synth.infra.calls import Call
    from synth.infra.resources import Place


def permissions(made: Iterable[tuple[Call, Place]]) -> Policy:
    """Actions with the same resources and conditions share a statement. What another statement allows without condition is not said twice."""
    found: dict[tuple[str, str, str], list[Reach]] = {}
    for call, place in made:
        there = reach(call.on, place)
        found.setdefault((there.sid, call.action, repr(there.conditions)), []).append(there)
    merged = [(action, _merged(reaches)) for (_, action, _), reaches in found.items()]
    grouped: dict[tuple[str, tuple[str, ...], str], list[str]] = {}
    told: dict[tuple[str, tuple[str, ...], str], Reach] = {}
    for action, there in merged:
        if any([action == other and _covers(wider, there) for other, wider in merged]):
            continue
        key = (there.sid, there.resources, repr(there.conditions))
        grouped.setdefault(key, []).append(action)
        told[key] = there
    return Policy(statements=_numbered([_statement(told[key], grouped[key]) for key in sorted(grouped)]))


def _merged(reaches: list[Reach]) -> Reach:
    resources = {one for there in reaches for one in there.resources}
    return replace(reaches[0], resources=ANY if "*" in resources else tuple(sorted(resources)))


def _covers(wider: Reach, there: Reach) -> bool:
    return wider is not there and not wider.conditions and (wider.resources == ANY or {*wider.resources} >= {*there.resources})


def _statement(there: Reach, actions: list[str]) -> Statement:
    return Statement(sid=there.sid, actions=tuple(sorted(set(actions))), resources=there.resources, conditions=there.conditions, reason=there.reason)


def _numbered(statements: list[Statement]) -> tuple[Statement, ...]:
    """Statements of one kind that differ in their resources get numbers: IAM wants each Sid once."""
    count: dict[str, int] = {}
    named = []
    for one in statements:
        count[one.sid] = count.get(one.sid, 0) + 1
        named.append(one if count[one.sid] == 1 else replace(one, sid=f"{one.sid}{count[one.sid]}"))
    return tuple(named)
