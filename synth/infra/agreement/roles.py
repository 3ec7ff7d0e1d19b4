"""A role that jobs take on, held against what is written of it: all that they need, and nothing more."""

from __future__ import annotations

from synth.finding import Finding
from synth.infra.agreement.differences import excess, refusal, refused
from synth.infra.agreement.tokens import asking
from synth.infra.agreement.written import as_written
from synth.infra.conditions import parts
from synth.infra.reading.values import HOUR, UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.infra.agreement.differences import Excess
    from synth.infra.reading.values import Document, WrittenRole
    from synth.infra.values import Assuming, Github, Role


def of_role(needed: Role, written: WrittenRole, github: Github) -> list[Finding]:
    """Everything in which the two differ in meaning; how it is written does not matter."""
    found = [*_trust(needed, written, github), *_permissions(needed, written)]
    longest = max([job.seconds for job in needed.jobs], default=HOUR)
    if written.seconds is not None and longest > written.seconds:
        job = next(job for job in needed.jobs if job.seconds == longest)
        message = f"role '{needed.name}' grants {written.seconds} s, and {_said(job)} asks for {longest} s: AWS refuses it"
        found.append(Finding("session-too-short", "error", written.origin, message, f"write MaxSessionDuration {longest}"))
    return found


def _trust(needed: Role, written: WrittenRole, github: Github) -> Iterator[Finding]:
    if written.trust is None:
        yield Finding("trust-unread", "warning", written.origin, f"role '{needed.name}': who may assume it is not written where it can be read", "")
        return
    yield from _version(written.trust)
    where = written.trust.origin or written.origin
    for job in needed.jobs:
        why = next((why for request in asking(needed, job, github) if (why := refusal([written.trust], request))), "")
        if why:
            message = f"role '{needed.name}' refuses {_said(job)}: {why}"
            yield Finding("trust-refuses-job", "error", where, message, "'ghsynth infra write' writes the trust policy of the jobs")
    expected = as_written(needed.trust)
    for more in excess([written.trust], expected):
        message = f"role '{needed.name}' trusts more than its jobs: {_names(more)}{more.what}; {more.why}"
        yield Finding("trust-too-wide", "error", more.clause.origin or where, message, "'ghsynth infra write' writes the trust policy of the jobs")
    yield from _dead(written.trust)


def _permissions(needed: Role, written: WrittenRole) -> Iterator[Finding]:
    for document in written.permissions:
        yield from _version(document)
        yield from _dead(document)
    expected, where = as_written(needed.permissions), written.origin
    regions = {job.region for job in needed.jobs if job.region}
    around = {
        "aws:SecureTransport": ("true",),
        "aws:PrincipalAccount": (needed.account,),
        **({"aws:RequestedRegion": (min(regions),)} if len(regions) == 1 else {}),
    }
    names = ", ".join(dict.fromkeys([f"'{job.name}'" for job in needed.jobs]))
    for lack in refused(written.permissions, expected, around):
        on = f" on {lack.request.resource}" if lack.request.resource != "*" else ""
        message = f"role '{needed.name}' lacks {lack.request.action}{on}, which {names} may call: {lack.why}"
        yield Finding("permission-missing", "error", where, message, "'ghsynth infra write' writes what the jobs need")
    for more in excess(written.permissions, expected):
        message = f"role '{needed.name}' allows more than its jobs need: {_names(more)}{more.what}; {more.why}"
        yield Finding("permission-too-wide", "error", more.clause.origin or where, message, "take it out, or let the job that needs it say so")
    for arn in written.managed:
        message = (
            f"role '{needed.name}' has the policy {arn if arn != UNKNOWN else 'of another template'}, which is not limited to what its jobs need"
        )
        yield Finding("permission-too-wide", "error", where, message, "write the statements that the jobs need instead")
    for resource in [one for document in written.permissions for clause in document.clauses for one in clause.resources if one == UNKNOWN]:
        message = f"role '{needed.name}': a resource is only known when it is deployed{resource.strip(UNKNOWN)}, and was not compared"
        yield Finding("not-compared", "note", where, message, "give --parameter NAME=VALUE")


def _version(document: Document) -> Iterator[Finding]:
    if document.version != "2012-10-17":
        message = f"the policy is of Version {document.version}, which knows no policy variables: AWS keeps it for old policies"
        yield Finding("policy-version", "error", document.origin, message, 'write "Version": "2012-10-17"')


def _dead(document: Document) -> Iterator[Finding]:
    """What never matches: it does no harm, and somebody believes that it does something."""
    for clause in document.clauses:
        for one in clause.conditions:
            several, name, _ = parts(one.operator)
            if not one.values or (several == "" and name in ("StringEquals", "ArnEquals") and any([value == "" for value in one.values])):
                yield Finding("condition-without-value", "error", one.origin or clause.origin, f"{one.operator} {one.key} has no value", "name it")


def _names(more: Excess) -> str:
    return f"statement '{more.clause.sid}': " if more.clause.sid else ""


def _said(job: Assuming) -> str:
    return f"job '{job.name}' of {job.file}"
