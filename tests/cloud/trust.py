"""Whether a role's trust policy lets an identity token assume the role. What is not understood denies, so no answer is more generous than AWS's.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

ISSUER = "https://token.actions.githubusercontent.com"
PROVIDER = ISSUER.removeprefix("https://")
ACTION = "sts:AssumeRoleWithWebIdentity"


def refusal(policy: Mapping[str, Any], claims: Mapping[str, Any], provider: str) -> str | None:
    """Why the token may not; None where it may. `provider` is the ARN of the identity provider that vouches for it."""
    reasons = []
    allowed = False
    for number, statement in enumerate(_listed(policy.get("Statement", [])), 1):
        effect = statement.get("Effect")
        reason = _misses(statement, claims, provider, unknown_matches=effect == "Deny")
        if effect == "Deny" and reason is None:
            return f"statement {number} denies it"
        if effect == "Allow" and reason is None:
            allowed = True
        reasons.append(f"statement {number}: {reason or f'Effect {effect!r} is not known'}")
    return None if allowed else "; ".join(reasons) or "the trust policy has no statement"


def like(pattern: str, value: str) -> bool:
    """StringLike: `*` is any text, `?` any one character, and nothing else is special."""
    parts = (".*" if letter == "*" else "." if letter == "?" else re.escape(letter) for letter in pattern)
    return re.fullmatch("".join(parts), value, re.DOTALL) is not None


def _misses(statement: Mapping[str, Any], claims: Mapping[str, Any], provider: str, unknown_matches: bool) -> str | None:
    """Why the statement does not apply to the token."""
    if not any(like(action.lower(), ACTION.lower()) for action in _listed(statement.get("Action", []))):
        return f"its Action is not {ACTION}"
    principal = statement.get("Principal", {})
    trusted = _listed(principal.get("Federated", [])) if isinstance(principal, Mapping) else []
    if provider not in trusted:
        return f"its Principal is not {provider}"
    for operator, conditions in statement.get("Condition", {}).items():
        for key, wanted in conditions.items():
            reason = _unmet(operator, key, [str(one) for one in _listed(wanted)], claims)
            if reason and not (unknown_matches and operator not in _OPERATORS):
                return reason
    return None


def _unmet(operator: str, key: str, wanted: list[str], claims: Mapping[str, Any]) -> str | None:
    compare = _OPERATORS.get(operator)
    if compare is None:
        return f"the operator {operator} is not known"
    name = key.lower().removeprefix(f"{PROVIDER}:")
    if name == key.lower() or name not in claims:
        return f"the token has no {key}"
    value = str(claims[name])
    if any(compare(one, value) for one in wanted):
        return None
    return f"{name} is '{value}', and {operator} wants {' or '.join(repr(one) for one in wanted) or 'nothing'}"


_OPERATORS = {"StringEquals": str.__eq__, "StringLike": like}


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def trusting(
    provider: str, *, equals: Mapping[str, str | list[str]] | None = None, likes: Mapping[str, str | list[str]] | None = None
) -> dict[str, Any]:
    """A trust policy with these conditions, by claim: `equals={"aud": …, "sub": […]}`."""
    given = {"StringEquals": equals or {}, "StringLike": likes or {}}
    condition = {operator: {f"{PROVIDER}:{claim}": wanted for claim, wanted in claims.items()} for operator, claims in given.items() if claims}
    statement = {"Effect": "Allow", "Principal": {"Federated": provider}, "Action": ACTION, "Condition": condition}
    return {"Version": "2012-10-17", "Statement": [statement]}
