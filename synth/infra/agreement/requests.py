"""A statement -> the requests that it lets through, patterns left as they are. If all of them are allowed elsewhere, it allows nothing more."""

from __future__ import annotations

from itertools import product

from synth.infra.conditions import parts, requires, unmet
from synth.infra.evaluate import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from synth.infra.reading.values import Clause, Condition

    Context = Mapping[str, tuple[str, ...]]

_MOST = 512  # of combinations of values; the rest is asked one key at a time


def requests(clause: Clause, around: Context | None = None) -> Iterator[Request]:
    """One for each action, resource, principal and combination of values. `around` is what is known of every request, such as its region."""
    found = contexts(clause)
    for action, resource, principal in product(clause.actions, clause.resources or ("",), clause.principals or (None,)):
        for context in found:
            yield Request(action=action, resource=resource, principal=principal, context={**(around or {}), **context})


def contexts(clause: Clause) -> list[dict[str, tuple[str, ...]]]:
    """What the conditions demand of keys. A key of which nothing is demanded is not there: that is what an attacker would choose."""
    by_key: dict[str, list[Condition]] = {}
    for one in clause.conditions:
        if requires(one.operator):
            by_key.setdefault(one.key, []).append(one)
    choices = {key: _values(conditions) for key, conditions in by_key.items()}
    count = 1
    for values in choices.values():
        count *= max(1, len(values))
    if count <= _MOST:
        return [{key: (value,) for key, value in zip(choices, chosen, strict=True)} for chosen in product(*choices.values())]
    first = {key: (values[0],) for key, values in choices.items() if values}
    return [{**first, key: (value,)} for key, values in choices.items() for value in values]


def _values(conditions: list[Condition]) -> list[str]:
    """Those that pass all conditions on one key."""
    values = [shown for one in conditions for value in one.values for shown in _shown(one.operator, value)]
    passing = [value for value in values if all([unmet(one, {one.key: (value,)}) is None for one in conditions])]
    return list(dict.fromkeys(passing or values))


def _shown(operator: str, value: str) -> tuple[str, ...]:
    return (value, value.swapcase()) if parts(operator)[1] == "StringEqualsIgnoreCase" else (value,)
