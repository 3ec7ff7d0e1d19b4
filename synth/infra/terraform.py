"""The same for Terraform: a folder for each account, to be given a backend and applied by itself."""

from __future__ import annotations

from synth.infra.as_hcl import Block, Raw, as_hcl, encoded
from synth.infra.as_yaml import Noted
from synth.infra.documents import VERSION, identifier, lifecycle, readers_policy, statement, units
from synth.infra.trust import AUDIENCE, ISSUER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from synth.infra.documents import Unit
    from synth.infra.values import Infrastructure, Policy, Repository, Role

_PROVIDERS = {False: ">= 5.81", True: ">= 6.8"}  # thumbprints became optional; exclusions from immutability are known


def terraform(infrastructure: Infrastructure) -> dict[str, str]:
    """Texts by path, `<account>/main.tf`."""
    who = f"{infrastructure.github.owner}/{infrastructure.github.name}"
    return {f"{unit.name}/main.tf": as_hcl(list(_blocks(unit, who))) for unit in units(infrastructure)}


def _blocks(unit: Unit, who: str) -> Iterator[Block]:
    needs = _PROVIDERS[any([one.mutable for one in unit.repositories])]
    required = Block("required_providers", [("aws", {"source": "hashicorp/aws", "version": needs})])
    comment = f"What the workflows of {who} need in account {unit.account}, {unit.region}"
    yield Block("terraform", [("required_version", ">= 1.5"), required], comment)
    yield Block('provider "aws"', [("region", unit.region), ("allowed_account_ids", [unit.account])])
    if unit.oidc:
        yield from _provider()
    for role in unit.roles:
        yield from _role(role, unit.oidc)
    for one in unit.repositories:
        yield from _repository(one)


def _provider() -> Iterator[Block]:
    told = "false where the account trusts GitHub already: it can have one provider for it"
    yield Block('variable "create_oidc_provider"', [("type", Raw("bool")), ("default", True), ("description", told)])
    body: list[tuple[str, Any] | Block] = [
        ("count", Raw("var.create_oidc_provider ? 1 : 0")),
        ("url", f"https://{ISSUER}"),
        ("client_id_list", [AUDIENCE]),
        _kept(),
    ]
    yield Block('resource "aws_iam_openid_connect_provider" "github"', body)


def _role(role: Role, after_provider: bool) -> Iterator[Block]:
    name = identifier(role.name, "_")
    where = ", ".join(dict.fromkeys([f"'{job.name}' in {job.file}" for job in role.jobs]))
    body: list[tuple[str, Any] | Block] = [
        ("name", role.name),
        ("path", role.path),
        ("description", f"GitHub Actions, {role.purpose}" + (f", environment {role.environment}" if role.environment else "")),
        ("max_session_duration", role.session_seconds),
        ("assume_role_policy", _policy(role.trust)),
    ]
    if after_provider:
        body.append(("depends_on", [Raw("aws_iam_openid_connect_provider.github")]))
    yield Block(f'resource "aws_iam_role" "{name}"', body, f"{role.purpose}: {where}")
    if role.permissions.statements:
        granted: list[tuple[str, Any] | Block] = [
            ("name", "workflows"),
            ("role", Raw(f"aws_iam_role.{name}.name")),
            ("policy", _policy(role.permissions)),
        ]
        yield Block(f'resource "aws_iam_role_policy" "{name}"', granted)


def _policy(policy: Policy) -> Raw:
    return encoded({"Version": VERSION, "Statement": [Noted(statement(one), one.reason) for one in policy.statements]})


def _repository(one: Repository) -> Iterator[Block]:
    name = identifier(one.name, "_")
    body: list[tuple[str, Any] | Block] = [("name", one.name), ("image_tag_mutability", "IMMUTABLE_WITH_EXCLUSION" if one.mutable else "IMMUTABLE")]
    body += [Block("image_tag_mutability_exclusion_filter", [("filter", pattern), ("filter_type", "WILDCARD")]) for pattern in one.mutable]
    body += [Block("image_scanning_configuration", [("scan_on_push", True)]), _kept()]
    yield Block(f'resource "aws_ecr_repository" "{name}"', body)
    of = ("repository", Raw(f"aws_ecr_repository.{name}.name"))
    yield Block(f'resource "aws_ecr_lifecycle_policy" "{name}"', [of, ("policy", encoded(lifecycle(one)))])
    if one.readers:
        yield Block(f'resource "aws_ecr_repository_policy" "{name}"', [of, ("policy", encoded(readers_policy(one)))])


def _kept() -> Block:
    return Block("lifecycle", [("prevent_destroy", True)])
