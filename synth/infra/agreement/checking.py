"""Everything that is written, held against everything that the jobs need -> findings, in the order of their places."""

from __future__ import annotations

from synth.finding import Finding
from synth.infra.agreement import faults
from synth.infra.agreement.environments import of_environments
from synth.infra.agreement.matching import candidates, trusts_github
from synth.infra.agreement.repositories import of_repository
from synth.infra.agreement.roles import of_role
from synth.infra.trust import ISSUER
from synth.retention import Retention

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from synth.infra.github.values import Declared
    from synth.infra.reading.values import Templates, WrittenRole
    from synth.infra.values import Github, Infrastructure, Role

_ORDER = {"error": 0, "warning": 1, "note": 2}


def faults_in(written: Templates, retention: Retention | None = None, held: bool = False) -> list[Finding]:
    """What is wrong in itself, whoever uses it."""
    found: list[Finding] = []
    for role in written.roles:
        found += faults.of_role(role)
    for document in written.policies:
        trusting = any([clause.principals or clause.not_principals for clause in document.clauses])
        found += faults.of_trust(document) if trusting else faults.of_permissions(document)
    for repository in written.repositories:
        found += of_repository(repository, retention or Retention(), held)
    return ordered(found)


def agreement(needed: Infrastructure, written: Templates, declared: Declared | None = None) -> list[Finding]:
    """Where jobs and templates disagree. What `faults_in` finds is not repeated."""
    found: list[Finding] = []
    taken: list[WrittenRole] = []
    missing: list[Role] = []
    for role in needed.roles:
        options = candidates(role, written.roles)
        if not options:
            missing.append(role)
            continue
        taken += options
        judged = sorted([of_role(role, one, needed.github) for one in options], key=len)
        found += judged[0] if len(options) <= len([one for one in needed.roles if one.name == role.name]) else [f for one in judged for f in one]
    found += _missing(missing, bool(taken))
    found += _unused(written.roles, taken, needed.github)
    if declared is not None:
        found += of_environments(needed, declared)
    return ordered(found)


def ordered(found: Iterable[Finding]) -> list[Finding]:
    def place(one: Finding) -> tuple[str, int, int, str, str]:
        where = one.where
        return (where.file if where else "", where.line if where else 0, _ORDER.get(one.severity, 3), one.rule, one.message)

    return sorted(dict.fromkeys(found), key=place)


def _missing(roles: Sequence[Role], others: bool) -> Iterator[Finding]:
    """A warning where the files have roles of the same definition; else roles are looked after elsewhere."""
    for role in roles:
        job = role.jobs[0] if role.jobs else None
        who = f"which job '{job.name}' of {job.file} takes on, " if job is not None else ""
        message = f"role '{role.name}' of account {role.account}, {who}is in none of the files"
        yield Finding("role-missing", "warning" if others else "note", None, message, "'ghsynth infra write' writes it")


def _unused(written: Sequence[WrittenRole], taken: Sequence[WrittenRole], github: Github) -> Iterator[Finding]:
    for one in written:
        if any([one is other for other in taken]) or not trusts_github(one, ISSUER) or not _ours(one, github):
            continue
        message = f"role '{one.name}' trusts this repository, and no job takes it on"
        yield Finding("role-unused", "warning", one.origin, message, "take it out, or name it in the definition")


def _ours(one: WrittenRole, github: Github) -> bool:
    """Whether its subjects name the repository."""
    starts = (f"repo:{github.owner}/{github.name}:", f"repo:{github.owner}@")
    values = [value for clause in (one.trust.clauses if one.trust else ()) for condition in clause.conditions for value in condition.values]
    return any([value.startswith(starts[0]) or (value.startswith(starts[1]) and f"/{github.name}@" in value) for value in values])
