"""What is wrong with a trust or permission policy whoever uses it: the mistakes that AWS takes and linters of templates let pass."""

from __future__ import annotations

import re

from synth.finding import Finding
from synth.infra.conditions import exact, requires
from synth.infra.patterns import action_like, wild
from synth.infra.reading.values import UNKNOWN
from synth.infra.trust import ISSUER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.infra.reading.values import Clause, Document, WrittenRole

_NAMES = re.compile(rf"repo:(?P<owner>[^:/@]+)(@[^:/]+)?/(?P<name>[^:/@]+)(@[^:/]+)?:(?P<context>.+)|{UNKNOWN}.*|repo:{UNKNOWN}.*")
_ANY_CONTEXT = re.compile(r"\*.*|environment:\*.*|ref:\*.*|ref:refs/\*.*|ref:refs/heads/\*")
_VARIABLE = re.compile(r"\$\{[*?$]\}")


def of_role(role: WrittenRole) -> Iterator[Finding]:
    if role.trust is not None:
        yield from of_trust(role.trust)
    for document in role.permissions:
        yield from of_permissions(document)


def of_trust(document: Document) -> Iterator[Finding]:
    """Only statements that let GitHub, or everybody, in are looked at."""
    yield from _exact(document)
    for clause in [one for one in document.clauses if one.effect == "Allow"]:
        if clause.not_principals or [value for kind, value in clause.principals if value == "*" and kind in ("*", "AWS", "Federated")]:
            remedy = f'"Principal": {{"Federated": "arn:aws:iam::<account>:oidc-provider/{ISSUER}"}}'
            yield _error("trust-everybody", clause, "the role trusts everybody: Principal is *", f"name who may assume it: {remedy}")
        if any([ISSUER in value for _, value in clause.principals]):
            yield from _github(clause)


def _github(clause: Clause) -> Iterator[Finding]:
    demanded = {one.key.lower(): one for one in clause.conditions if requires(one.operator)}
    if f"{ISSUER}:aud" not in demanded:
        remedy = f"add '{ISSUER}:aud': 'sts.amazonaws.com' to its StringEquals"
        yield _error("trust-without-audience", clause, "tokens for any audience are taken: no condition demands 'aud'", remedy)
    subject = demanded.get(f"{ISSUER}:sub")
    if subject is None:
        remedy = f"add '{ISSUER}:sub' with the jobs' subjects to its StringEquals"
        yield _error("trust-without-subject", clause, "jobs of any repository on GitHub are trusted: no condition demands 'sub'", remedy)
        return
    for value in subject.values:
        found = _NAMES.fullmatch(value)
        if exact(subject.operator) or (found and not found["context"]):
            continue
        if found is None or wild(found["owner"]) or wild(found["name"]):
            message = f"'{value}' is the subject of more than one repository"
        elif _ANY_CONTEXT.fullmatch(found["context"]):
            message = f"'{value}' is the subject of every branch, environment or pull request of the repository"
        else:
            continue
        remedy = "name the environment or branch: 'repo:<owner>/<name>:environment:<environment>'"
        yield _error("trust-any-subject", clause, message, remedy)


def of_permissions(document: Document) -> Iterator[Finding]:
    yield from _exact(document)
    for clause in [one for one in document.clauses if one.effect == "Allow"]:
        passing = [one for one in clause.actions if action_like(one, "iam:PassRole")]
        if not passing and (not clause.not_actions or any([action_like(one, "iam:PassRole") for one in clause.not_actions])):
            continue
        what = passing[0] if passing else "NotAction"
        if clause.not_resources or [one for one in clause.resources if _any_role(one)]:
            message = f"{what} on {', '.join(clause.resources) or 'NotResource'} lets it give any role to a task, one with more rights too"
            yield _error("pass-any-role", clause, message, "name the task role and the execution role")
        demanded = {one.key.lower(): one for one in clause.conditions if requires(one.operator)}
        service = demanded.get("iam:passedtoservice")
        if service is None or any([wild(value) for value in service.values]):
            remedy = "add 'StringEquals': {'iam:PassedToService': 'ecs-tasks.amazonaws.com'}"
            yield _error("pass-role-to-any-service", clause, f"{what} says not to which service: no condition demands iam:PassedToService", remedy)


def _any_role(resource: str) -> bool:
    if resource == UNKNOWN:
        return False
    return resource.rpartition(":role/")[2].strip("/") == "*" if ":role/" in resource else "*" in resource


def _exact(document: Document) -> Iterator[Finding]:
    for clause in document.clauses:
        for one in clause.conditions:
            for value in one.values:
                if exact(one.operator) and wild(_VARIABLE.sub("", value)):
                    like = one.operator.replace("Equals", "Like").replace("IgnoreCase", "")
                    message = f"{one.operator} takes '{value}' letter by letter, so that its wildcard never matches"
                    remedy = f"write the value out, or {like} where any will do"
                    yield Finding("wildcard-taken-literally", "error", one.origin or clause.origin, message, remedy)


def _error(rule: str, clause: Clause, message: str, remedy: str) -> Finding:
    name = f"statement '{clause.sid}': " if clause.sid else ""
    return Finding(rule, "error", clause.origin, name + message, remedy)
