"""One mistake at a time in a policy: each kind is a function of the policy's JSON and of chance that changes it in place, or says that it cannot.

None of them leaves the meaning as it was. A kind that would, for the statement that chance has chosen, gives False.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

Policy = dict[str, Any]
Kind = Callable[[Policy, Random], bool]
ISSUER = "token.actions.githubusercontent.com"
KINDS: dict[str, Kind] = {}


def mutants(policy: Policy, seed: int, tries: int) -> Iterator[tuple[str, Policy]]:
    """Every kind that fits, several times with other choices, each mutant once."""
    seen = {repr(policy)}
    for name, kind in KINDS.items():
        for number in range(tries):
            mutant = copy.deepcopy(policy)
            if kind(mutant, Random(f"{seed} {name} {number}")) and repr(mutant) not in seen:
                seen.add(repr(mutant))
                yield name, mutant


def _kind(function: Kind) -> Kind:
    KINDS[function.__name__] = function
    return function


def _one(policy: Policy, chance: Random) -> dict[str, Any]:
    found: dict[str, Any] = chance.choice(policy["Statement"])
    return found


def _list(statement: dict[str, Any], key: str) -> list[str]:
    value = statement.get(key, [])
    statement[key] = value if isinstance(value, list) else [value]
    found: list[str] = statement[key]
    return found


def _key(policy: Policy, chance: Random) -> tuple[dict[str, Any], str, str] | None:
    """A statement with conditions, the operator and the key of one."""
    having = [one for one in policy["Statement"] if one.get("Condition")]
    if not having:
        return None
    statement = chance.choice(having)
    operator = chance.choice(sorted(statement["Condition"]))
    return statement, operator, chance.choice(sorted(statement["Condition"][operator]))


def _values(statement: dict[str, Any], operator: str, key: str) -> list[str]:
    return _list(statement["Condition"][operator], key)


def _resource(policy: Policy, chance: Random) -> tuple[list[str], int] | None:
    having = [one for one in policy["Statement"] if "Resource" in one and one["Resource"] not in ("*", ["*"])]
    if not having:
        return None
    found = _list(chance.choice(having), "Resource")
    return found, chance.randrange(len(found))


def _put(place: tuple[list[str], int] | None, change: Callable[[str], str]) -> bool:
    if place is None:
        return False
    found, index = place
    before = found[index]
    found[index] = change(before)
    return found[index] != before


def _move(statement: dict[str, Any], operator: str, key: str, to: str) -> None:
    value = statement["Condition"][operator].pop(key)
    if not statement["Condition"][operator]:
        del statement["Condition"][operator]
    statement["Condition"].setdefault(to, {})[key] = value


# statements


@_kind
def drop_statement(policy: Policy, chance: Random) -> bool:
    policy["Statement"].remove(_one(policy, chance))
    return True


@_kind
def drop_all_statements(policy: Policy, chance: Random) -> bool:
    policy["Statement"] = []
    return True


@_kind
def flip_effect(policy: Policy, chance: Random) -> bool:
    _one(policy, chance)["Effect"] = "Deny"
    return True


@_kind
def deny_as_well(policy: Policy, chance: Random) -> bool:
    policy["Statement"].append({**copy.deepcopy(_one(policy, chance)), "Effect": "Deny", "Sid": "Deny"})
    return True


@_kind
def deny_a_part(policy: Policy, chance: Random) -> bool:
    statement = copy.deepcopy(_one(policy, chance))
    statement.update(Effect="Deny", Sid="Deny", Action=_list(statement, "Action")[:1])
    if "Resource" in statement:
        statement["Resource"] = [_list(statement, "Resource")[0].replace("*", "production-*")]
    statement.pop("Condition", None)
    policy["Statement"].append(statement)
    return True


@_kind
def deny_everything_else(policy: Policy, chance: Random) -> bool:
    statement = copy.deepcopy(_one(policy, chance))
    kept = _list(statement, "Action")[0]
    others = [action for one in policy["Statement"] for action in _list(one, "Action") if action != kept]
    made: dict[str, Any] = {"Effect": "Deny", "NotAction": [kept], "Resource": "*"}
    policy["Statement"].append({**made, **({"Principal": statement["Principal"]} if "Principal" in statement else {})})
    return bool(others)


@_kind
def allow_everything(policy: Policy, chance: Random) -> bool:
    trusting = "Principal" in policy["Statement"][0]
    more = {"Principal": {"AWS": "*"}} if trusting else {"Resource": "*"}
    policy["Statement"].insert(0, {"Effect": "Allow", "Action": "sts:AssumeRole" if trusting else "*", **more})
    return True


@_kind
def old_version(policy: Policy, chance: Random) -> bool:
    policy["Version"] = "2008-10-17"
    return True


@_kind
def no_version(policy: Policy, chance: Random) -> bool:
    del policy["Version"]
    return True


@_kind
def swap_resources(policy: Policy, chance: Random) -> bool:
    having = [one for one in policy["Statement"] if "Resource" in one]
    if len(having) < 2:
        return False
    one, other = chance.sample(having, 2)
    one["Resource"], other["Resource"] = other["Resource"], one["Resource"]
    return bool(one["Resource"] != other["Resource"])


@_kind
def swap_actions(policy: Policy, chance: Random) -> bool:
    if len(policy["Statement"]) < 2 or "Resource" not in policy["Statement"][0]:
        return False
    one, other = chance.sample(policy["Statement"], 2)
    one["Action"], other["Action"] = other["Action"], one["Action"]
    return bool(one["Resource"] != other["Resource"])


# actions


@_kind
def drop_action(policy: Policy, chance: Random) -> bool:
    actions = _list(_one(policy, chance), "Action")
    actions.remove(chance.choice(actions))
    return bool(actions)


@_kind
def add_action(policy: Policy, chance: Random) -> bool:
    more = chance.choice(["ecs:DeleteService", "ecr:DeleteRepository", "iam:CreateRole", "sts:AssumeRole", "s3:GetObject", "ecs:RunTask"])
    _list(_one(policy, chance), "Action").append(more)
    return True


@_kind
def misspell_action(policy: Policy, chance: Random) -> bool:
    actions = _list(_one(policy, chance), "Action")
    actions[0] = actions[0][:-1]
    return True


@_kind
def action_of_another_service(policy: Policy, chance: Random) -> bool:
    actions = _list(_one(policy, chance), "Action")
    actions[0] = f"s3:{actions[0].partition(':')[2]}"
    return True


@_kind
def any_action_of_the_service(policy: Policy, chance: Random) -> bool:
    actions = _list(_one(policy, chance), "Action")
    actions[0] = f"{actions[0].partition(':')[0]}:*"
    return True


@_kind
def any_action_with_the_verb(policy: Policy, chance: Random) -> bool:
    actions = _list(_one(policy, chance), "Action")
    actions[0] = re.sub(r":([A-Z][a-z]+).*", r":\1*", actions[0])
    return True


@_kind
def any_action(policy: Policy, chance: Random) -> bool:
    _one(policy, chance)["Action"] = "*"
    return True


@_kind
def not_action(policy: Policy, chance: Random) -> bool:
    statement = _one(policy, chance)
    statement["NotAction"] = statement.pop("Action")
    return True


# resources


@_kind
def drop_resource(policy: Policy, chance: Random) -> bool:
    having = [one for one in policy["Statement"] if len(_list(one, "Resource")) > 1]
    if having:
        found = _list(chance.choice(having), "Resource")
        found.remove(chance.choice(found))
    return bool(having)


@_kind
def add_resource(policy: Policy, chance: Random) -> bool:
    place = _resource(policy, chance)
    if place is not None:
        place[0].append(place[0][place[1]].replace("orders", "payments").replace("main/*", "other/*"))
    return place is not None and place[0][-1] not in place[0][:-1]


@_kind
def any_resource(policy: Policy, chance: Random) -> bool:
    return _put(_resource(policy, chance), lambda arn: "*")


@_kind
def any_of_the_kind(policy: Policy, chance: Random) -> bool:
    return _put(_resource(policy, chance), lambda arn: re.sub(r"(:\w[\w-]*)/.*", r"\1/*", arn))


@_kind
def any_that_begins_so(policy: Policy, chance: Random) -> bool:
    return _put(_resource(policy, chance), lambda arn: arn if arn.endswith("*") else f"{arn}*")


@_kind
def any_one_letter(policy: Policy, chance: Random) -> bool:
    return _put(_resource(policy, chance), lambda arn: arn.replace("o", "?", 1) if "orders" in arn else arn)


@_kind
def any_account(policy: Policy, chance: Random) -> bool:
    return _put(_resource(policy, chance), lambda arn: re.sub(r":\d{12}:", ":*:", arn))


@_kind
def other_account(policy: Policy, chance: Random) -> bool:
    return _put(_resource(policy, chance), lambda arn: arn.replace("111122223333", "999988887777"))


@_kind
def any_region(policy: Policy, chance: Random) -> bool:
    return _put(_resource(policy, chance), lambda arn: arn.replace(":eu-west-1:", ":*:"))


@_kind
def other_region(policy: Policy, chance: Random) -> bool:
    return _put(_resource(policy, chance), lambda arn: arn.replace(":eu-west-1:", ":us-east-1:"))


@_kind
def other_name(policy: Policy, chance: Random) -> bool:
    return _put(_resource(policy, chance), lambda arn: arn.replace("/main/", "/mian/") if "/main/" in arn else arn.replace("orders", "order"))


@_kind
def other_case(policy: Policy, chance: Random) -> bool:
    return _put(_resource(policy, chance), lambda arn: arn.replace("/main/", "/Main/") if "/main/" in arn else arn.replace("orders", "Orders"))


@_kind
def narrower(policy: Policy, chance: Random) -> bool:
    return _put(_resource(policy, chance), lambda arn: arn[:-1] + "1*" if arn.endswith("*") else arn)


@_kind
def one_instead_of_all(policy: Policy, chance: Random) -> bool:
    having = [one for one in policy["Statement"] if one.get("Resource") in ("*", ["*"])]
    if having:
        chance.choice(having)["Resource"] = "arn:aws:ecs:eu-west-1:111122223333:service/main/orders"
    return bool(having)


@_kind
def not_resource(policy: Policy, chance: Random) -> bool:
    statement = _one(policy, chance)
    if "Resource" not in statement:
        return False
    statement["NotResource"] = statement.pop("Resource")
    return True


# principals


def _principal(policy: Policy, chance: Random, value: Any) -> bool:
    statement = _one(policy, chance)
    if "Principal" not in statement:
        return False
    statement["Principal"] = value
    return True


@_kind
def everybody(policy: Policy, chance: Random) -> bool:
    return _principal(policy, chance, "*")


@_kind
def every_account(policy: Policy, chance: Random) -> bool:
    return _principal(policy, chance, {"AWS": "*"})


@_kind
def any_provider(policy: Policy, chance: Random) -> bool:
    return _principal(policy, chance, {"Federated": "*"})


@_kind
def provider_of_another_account(policy: Policy, chance: Random) -> bool:
    return _principal(policy, chance, {"Federated": f"arn:aws:iam::999988887777:oidc-provider/{ISSUER}"})


@_kind
def another_provider(policy: Policy, chance: Random) -> bool:
    return _principal(policy, chance, {"Federated": "arn:aws:iam::111122223333:oidc-provider/gitlab.com"})


@_kind
def provider_as_account(policy: Policy, chance: Random) -> bool:
    return _principal(policy, chance, {"AWS": f"arn:aws:iam::111122223333:oidc-provider/{ISSUER}"})


@_kind
def one_more_principal(policy: Policy, chance: Random) -> bool:
    statement = _one(policy, chance)
    if "Principal" in statement:
        statement["Principal"] = {**statement["Principal"], "AWS": "arn:aws:iam::999988887777:root"}
    return "Principal" in statement


@_kind
def not_principal(policy: Policy, chance: Random) -> bool:
    statement = _one(policy, chance)
    if "Principal" not in statement:
        return False
    statement["NotPrincipal"] = statement.pop("Principal")
    return True


# conditions


@_kind
def drop_conditions(policy: Policy, chance: Random) -> bool:
    found = _key(policy, chance)
    return found is not None and bool(found[0].pop("Condition"))


@_kind
def drop_operator(policy: Policy, chance: Random) -> bool:
    found = _key(policy, chance)
    return found is not None and bool(found[0]["Condition"].pop(found[1]))


@_kind
def drop_key(policy: Policy, chance: Random) -> bool:
    found = _key(policy, chance)
    return found is not None and bool(found[0]["Condition"][found[1]].pop(found[2]))


@_kind
def rename_key(policy: Policy, chance: Random) -> bool:
    found = _key(policy, chance)
    if found is None:
        return False
    keys = found[0]["Condition"][found[1]]
    keys[found[2][:-1]] = keys.pop(found[2])
    return True


@_kind
def swap_values(policy: Policy, chance: Random) -> bool:
    found = _key(policy, chance)
    if found is None or len(found[0]["Condition"][found[1]]) < 2:
        return False
    keys = found[0]["Condition"][found[1]]
    other = chance.choice([key for key in sorted(keys) if key != found[2]])
    keys[found[2]], keys[other] = keys[other], keys[found[2]]
    return True


@_kind
def drop_value(policy: Policy, chance: Random) -> bool:
    found = _key(policy, chance)
    if found is None or len(values := _values(*found)) < 2:
        return False
    values.remove(chance.choice(values))
    return True


@_kind
def drop_all_values(policy: Policy, chance: Random) -> bool:
    found = _key(policy, chance)
    if found is not None:
        _values(*found).clear()
    return found is not None


@_kind
def add_value(policy: Policy, chance: Random) -> bool:
    found = _key(policy, chance)
    if found is None:
        return False
    _values(*found).append(_values(*found)[0].replace("production", "staging").replace("orders", "payments") + "x")
    return True


@_kind
def other_value(policy: Policy, chance: Random) -> bool:
    found = _key(policy, chance)
    if found is None:
        return False
    values = _values(*found)
    values[chance.randrange(len(values))] += "x"
    return True


@_kind
def any_value(policy: Policy, chance: Random) -> bool:
    found = _key(policy, chance)
    if found is None:
        return False
    found[0]["Condition"][found[1]][found[2]] = "*"
    _move(*found, "StringLike")
    return True


@_kind
def any_value_that_begins_so(policy: Policy, chance: Random) -> bool:
    found = _key(policy, chance)
    if found is None:
        return False
    values = _values(*found)
    values[-1] = re.sub(r"[^:/]+$", "*", values[-1])
    _move(*found, "StringLike")
    return True


@_kind
def wildcard_in_equals(policy: Policy, chance: Random) -> bool:
    found = _key(policy, chance)
    if found is None or found[1] != "StringEquals":
        return False
    values = _values(*found)
    values[-1] = re.sub(r"[^:/]+$", "*", values[-1])
    return True


@_kind
def negated(policy: Policy, chance: Random) -> bool:
    found = _key(policy, chance)
    if found is not None:
        _move(*found, found[1].replace("String", "StringNot").replace("Arn", "ArnNot"))
    return found is not None


@_kind
def if_exists(policy: Policy, chance: Random) -> bool:
    found = _key(policy, chance)
    if found is not None:
        _move(*found, f"{found[1]}IfExists")
    return found is not None


@_kind
def for_all_values(policy: Policy, chance: Random) -> bool:
    found = _key(policy, chance)
    if found is not None:
        _move(*found, f"ForAllValues:{found[1]}")
    return found is not None


@_kind
def without_case(policy: Policy, chance: Random) -> bool:
    found = _key(policy, chance)
    if found is None or found[1] != "StringEquals" or not any([value.lower() != value.upper() for value in _values(*found)]):
        return False
    _move(*found, "StringEqualsIgnoreCase")
    return True


@_kind
def other_operator(policy: Policy, chance: Random) -> bool:
    found = _key(policy, chance)
    if found is not None:
        _move(*found, chance.choice(["NumericEquals", "Bool", "DateEquals", "IpAddress", "BinaryEquals"]))
    return found is not None and found[2] != f"{ISSUER}:repository_id"  # a number is a number


@_kind
def misspelt_operator(policy: Policy, chance: Random) -> bool:
    found = _key(policy, chance)
    if found is not None:
        _move(*found, found[1].replace("Equals", "Equal").replace("Like", "Likes"))
    return found is not None


@_kind
def only_that_it_is_there(policy: Policy, chance: Random) -> bool:
    found = _key(policy, chance)
    if found is None:
        return False
    found[0]["Condition"][found[1]][found[2]] = "false"
    _move(*found, "Null")
    return True


@_kind
def one_more_condition(policy: Policy, chance: Random) -> bool:
    statement = _one(policy, chance)
    key = chance.choice(["aws:PrincipalTag/team", f"{ISSUER}:actor", "aws:SourceIp"])
    statement.setdefault("Condition", {}).setdefault("StringEquals", {})[key] = "someone"
    return True


@_kind
def only_where_it_is_not(policy: Policy, chance: Random) -> bool:
    found = _key(policy, chance)
    if found is not None:
        found[0]["Condition"].setdefault("Null", {})[found[2]] = "true"
    return found is not None


# what GitHub says


def _subject(policy: Policy, chance: Random, change: Callable[[str], str], operator: str = "") -> bool:
    having = [(one, op) for one in policy["Statement"] for op, keys in one.get("Condition", {}).items() if f"{ISSUER}:sub" in keys]
    if not having:
        return False
    statement, found = chance.choice(having)
    values = _values(statement, found, f"{ISSUER}:sub")
    before = list(values)
    values[:] = [change(value) for value in values]
    if operator and operator != found:
        _move(statement, found, f"{ISSUER}:sub", operator)
    return values != before


@_kind
def any_job_of_the_repository(policy: Policy, chance: Random) -> bool:
    return _subject(policy, chance, lambda sub: ":".join([*sub.split(":")[:2], "*"]), "StringLike")


@_kind
def any_repository_of_the_owner(policy: Policy, chance: Random) -> bool:
    return _subject(policy, chance, lambda sub: re.sub(r"/[^:]+:", "/*:", sub), "StringLike")


@_kind
def any_owner_that_begins_so(policy: Policy, chance: Random) -> bool:
    return _subject(policy, chance, lambda sub: sub.replace("octo-org", "octo-org*"), "StringLike")


@_kind
def any_environment(policy: Policy, chance: Random) -> bool:
    return _subject(policy, chance, lambda sub: re.sub(r"environment:.*", "environment:*", sub), "StringLike")


@_kind
def pull_requests(policy: Policy, chance: Random) -> bool:
    return _subject(policy, chance, lambda sub: re.sub(r"environment:.*", "pull_request", sub))


@_kind
def a_branch_instead(policy: Policy, chance: Random) -> bool:
    return _subject(policy, chance, lambda sub: re.sub(r"environment:.*", "ref:refs/heads/main", sub))


@_kind
def other_owner(policy: Policy, chance: Random) -> bool:
    return _subject(policy, chance, lambda sub: sub.replace("octo-org", "octo-0rg"))


@_kind
def other_environment(policy: Policy, chance: Random) -> bool:
    return _subject(policy, chance, lambda sub: re.sub(r"environment:.*", "environment:staging", sub))


@_kind
def other_numbers(policy: Policy, chance: Random) -> bool:
    return _subject(policy, chance, lambda sub: re.sub(r"@\d+", "@1", sub))
