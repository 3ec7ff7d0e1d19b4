"""A template of CloudFormation for each account: the OIDC provider, the roles, the repositories. It needs no state, and is valid or not offline."""

from __future__ import annotations

from synth.infra.as_yaml import Noted, as_yaml
from synth.infra.documents import VERSION, identifier, readers_policy, statement, units
from synth.infra.trust import AUDIENCE, ISSUER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.infra.documents import Unit
    from synth.infra.values import Infrastructure, Policy, Repository, Role

_PROVIDER = "GitHubOidc"
_CREATE = "CreateOidcProvider"
_KEPT = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}


def cloudformation(infrastructure: Infrastructure) -> dict[str, str]:
    """Texts by the names of their files, `<account>.yml`."""
    who = f"{infrastructure.github.owner}/{infrastructure.github.name}"
    return {f"{unit.name}.yml": as_yaml(_template(unit, who)) for unit in units(infrastructure)}


def _template(unit: Unit, who: str) -> dict[str, Any]:
    resources: dict[str, Any] = {}
    if unit.oidc:
        resources[_PROVIDER] = _provider()
    for role in unit.roles:
        resources[f"Role{identifier(role.name)}"] = Noted(_role(role, unit.oidc), f"{role.purpose}: {_jobs(role)}")
    for one in unit.repositories:
        resources[f"Repository{identifier(one.name)}"] = _repository(one)
    template: dict[str, Any] = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": f"What the workflows of {who} need in account {unit.account}, {unit.region}",
    }
    if unit.oidc:
        told = "false where the account trusts GitHub already: it can have one provider for it"
        template["Parameters"] = {_CREATE: {"Type": "String", "AllowedValues": ["true", "false"], "Default": "true", "Description": told}}
        template["Conditions"] = {_CREATE: {"Fn::Equals": [{"Ref": _CREATE}, "true"]}}
    return {**template, "Resources": resources}


def _provider() -> dict[str, Any]:
    properties = {"Url": f"https://{ISSUER}", "ClientIdList": [AUDIENCE]}
    return {"Type": "AWS::IAM::OIDCProvider", "Condition": _CREATE, **_KEPT, "Properties": properties}


def _role(role: Role, after_provider: bool) -> dict[str, Any]:
    properties: dict[str, Any] = {"RoleName": role.name}
    if role.path != "/":
        properties["Path"] = role.path
    properties |= {
        "Description": f"GitHub Actions, {role.purpose}" + (f", environment {role.environment}" if role.environment else ""),
        "MaxSessionDuration": role.session_seconds,
        "AssumeRolePolicyDocument": _policy(role.trust),
    }
    if role.permissions.statements:
        properties["Policies"] = [{"PolicyName": "workflows", "PolicyDocument": _policy(role.permissions)}]
    # the provider first where it is made here; DependsOn may not name what a condition leaves out
    after = {"Metadata": {"After": {"Fn::If": [_CREATE, {"Ref": _PROVIDER}, {"Ref": "AWS::NoValue"}]}}} if after_provider else {}
    return {"Type": "AWS::IAM::Role", **after, "Properties": properties}


def _policy(policy: Policy) -> dict[str, Any]:
    return {"Version": VERSION, "Statement": [Noted(statement(one), one.reason) for one in policy.statements]}


def _repository(one: Repository) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "RepositoryName": one.name,
        "ImageTagMutability": "IMMUTABLE_WITH_EXCLUSION" if one.mutable else "IMMUTABLE",
    }
    if one.mutable:
        properties["ImageTagMutabilityExclusionFilters"] = [
            {"ImageTagMutabilityExclusionFilterType": "WILDCARD", "ImageTagMutabilityExclusionFilterValue": pattern} for pattern in one.mutable
        ]
    properties |= {"ImageScanningConfiguration": {"ScanOnPush": True}, "LifecyclePolicy": {"LifecyclePolicyText": one.lifecycle}}
    if one.readers:
        properties["RepositoryPolicyText"] = readers_policy(one)
    return {"Type": "AWS::ECR::Repository", **_KEPT, "Properties": properties}


def _jobs(role: Role) -> str:
    return ", ".join(dict.fromkeys([f"'{job.name}' in {job.file}" for job in role.jobs]))
