"""Conditions of a statement, held against what is known of a request. Operators on dates and on binary values are not understood.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

import re

from synth.infra.patterns import arn_like, like, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from synth.infra.reading.values import Condition

_VARIABLE = re.compile(r"\$\{([^}]*)\}")


def unmet(condition: Condition, context: Mapping[str, tuple[str, ...]], *, denying: bool = False, variables: bool = True) -> str | None:
    """Why the condition does not hold; None where it does. One that is not understood holds where the statement denies, and nowhere else."""
    several, name, if_exists = parts(condition.operator)
    compare, negated = _compare(name)
    if compare is None or several not in ("", "ForAnyValue", "ForAllValues"):
        return None if denying else f"the operator {condition.operator} is not known"
    given = next((values for key, values in context.items() if key.lower() == condition.key.lower()), None)
    if name == "Null":
        held = condition.values == ("true" if given is None else "false",)
        return None if held else f"{condition.key} is {'not ' if given is None else ''}there"
    if not given:
        holds = if_exists or several == "ForAllValues" or (negated and several != "ForAnyValue")
        return None if holds else f"nothing is known of {condition.key}"
    if len(given) > 1 and not several:
        return None if denying else f"{condition.key} has several values, and {condition.operator} compares one"
    wanted = [_filled(value, context) if variables else value for value in condition.values]
    holding = [_any(compare, wanted, value) != negated for value in given]
    if all(holding) if several != "ForAnyValue" else any(holding):
        return None
    return f"{condition.key} is {_said(given)}, and {condition.operator} wants {_said(condition.values)}"


def parts(operator: str) -> tuple[str, str, bool]:
    """The quantifier or nothing, the operator's own name, and whether a key that is not there will do."""
    several, _, name = operator.rpartition(":")
    if_exists = name.endswith("IfExists")
    return several, name.removesuffix("IfExists"), if_exists


def exact(operator: str) -> bool:
    """Whether `*` means nothing to the operator."""
    return parts(operator)[1] in ("StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase")


def requires(operator: str) -> bool:
    """Whether the key must be there, with one of the values."""
    several, name, if_exists = parts(operator)
    return several != "ForAllValues" and not if_exists and name in _OPERATORS


def _any(compare: Callable[[str, str], bool], wanted: list[str | None], value: str) -> bool:
    return any([one is not None and compare(one, value) for one in wanted])


def _filled(value: str, context: Mapping[str, tuple[str, ...]]) -> str | None:
    """With the request's values in place of policy variables; None where one is not known, which matches nothing."""
    made, end = "", 0
    for found in _VARIABLE.finditer(value):
        given = {"*": ("*",), "?": ("?",), "$": ("$",)}.get(found[1]) or context.get(found[1])
        if not given or len(given) != 1:
            return None
        made, end = made + value[end : found.start()] + given[0], found.end()
    return made + value[end:]


def _said(values: tuple[str, ...]) -> str:
    return " or ".join([f"'{one}'" for one in values]) or "nothing"


def _compare(name: str) -> tuple[Callable[[str, str], bool] | None, bool]:
    """How one value is compared, and whether the operator wants the opposite."""
    if name in _NEGATED:
        return _OPERATORS[name.replace("Not", "", 1)], True
    return _OPERATORS.get(name), False


def _numbers(compare: Callable[[float, float], bool]) -> Callable[[str, str], bool]:
    def compared(wanted: str, given: str) -> bool:
        try:
            return compare(float(given), float(wanted))
        except ValueError:
            return False

    return compared


def _within(network: str, address: str) -> bool:
    from ipaddress import ip_address, ip_network

    try:
        return ip_address(address) in ip_network(network, strict=False)
    except ValueError:
        return False


_OPERATORS: Mapping[str, Callable[[str, str], bool]] = {
    "StringEquals": same,
    "StringEqualsIgnoreCase": lambda wanted, given: wanted.lower() == given.lower(),
    "StringLike": like,
    "ArnEquals": arn_like,
    "ArnLike": arn_like,
    "Bool": lambda wanted, given: wanted.lower() == given.lower() and wanted.lower() in ("true", "false"),
    "Null": lambda wanted, given: False,
    "NumericEquals": _numbers(lambda given, wanted: given == wanted),
    "NumericLessThan": _numbers(lambda given, wanted: given < wanted),
    "NumericLessThanEquals": _numbers(lambda given, wanted: given <= wanted),
    "NumericGreaterThan": _numbers(lambda given, wanted: given > wanted),
    "NumericGreaterThanEquals": _numbers(lambda given, wanted: given >= wanted),
    "IpAddress": _within,
}
_NEGATED = ("StringNotEquals", "StringNotEqualsIgnoreCase", "StringNotLike", "ArnNotEquals", "ArnNotLike", "NumericNotEquals", "NotIpAddress")
