"""Policies as IAM's JSON, and what an account gets of an infrastructure."""

from __future__ import annotations

import json

from synth.record import Record, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.infra.values import Infrastructure, Policy, Repository, Role, Statement

VERSION = "2012-10-17"
_READING = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:DescribeImages", "ecr:GetDownloadUrlForLayer")


@record
class Unit(Record):
    """What is made together: an account's roles, which are in no region, and the repositories of one region. `oidc` with the first of an account."""

    account: str
    region: str
    oidc: bool
    roles: tuple[Role, ...] = ()
    repositories: tuple[Repository, ...] = ()

    @property
    def name(self) -> str:
        return self.account if self.oidc else f"{self.account}-{self.region}"


def units(infrastructure: Infrastructure) -> list[Unit]:
    """One for each account; one more for each further region in which it has repositories."""
    found = []
    for account in infrastructure.accounts:
        roles = tuple([role for role in infrastructure.roles if role.account == account])
        there = [one for one in infrastructure.repositories if one.account == account]
        asked = sorted({job.region for role in roles for job in role.jobs if job.region and "${{" not in job.region})
        regions = sorted({one.region for one in there}) or asked[:1] or ["us-east-1"]
        for region in regions:
            first = region == regions[0]
            held = tuple([one for one in there if one.region == region])
            found.append(Unit(account=account, region=region, oidc=first and bool(roles), roles=roles if first else (), repositories=held))
    return found


def document(policy: Policy) -> dict[str, Any]:
    """The policy as IAM takes it."""
    return {"Version": VERSION, "Statement": [statement(one) for one in policy.statements]}


def statement(one: Statement) -> dict[str, Any]:
    made: dict[str, Any] = {"Sid": one.sid, "Effect": one.effect}
    if one.principal is not None:
        made["Principal"] = {kind: _value(values) for kind, values in one.principal.items()}
    made["Action"] = _value(one.actions)
    if one.resources:
        made["Resource"] = _value(one.resources)
    if one.conditions:
        made["Condition"] = {name: {key: _value(values) for key, values in keys.items()} for name, keys in one.conditions.items()}
    return made


def readers_policy(repository: Repository) -> dict[str, Any]:
    """What lets other accounts run the repository's images: whom in them, their own policies say."""
    principals = [f"arn:{repository.partition}:iam::{account}:root" for account in repository.readers]
    allowed = {"Sid": "RunImages", "Effect": "Allow", "Principal": {"AWS": principals}, "Action": list(_READING)}
    return {"Version": VERSION, "Statement": [allowed]}


def lifecycle(repository: Repository) -> Any:
    return json.loads(repository.lifecycle)


def identifier(name: str, joined: str = "") -> str:
    """A name as CloudFormation's logical ids want it, `OrdersApiPush`; with `joined="_"` as Terraform's do, `orders_api_push`."""
    words = "".join([letter if letter.isascii() and letter.isalnum() else " " for letter in name]).split()
    return joined.join([word.lower() for word in words]) if joined else "".join([word[:1].upper() + word[1:] for word in words])


def _value(values: tuple[str, ...]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)
