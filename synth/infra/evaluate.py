"""What IAM decides: whether policies allow a request. What is not understood denies, so no answer is more generous than AWS's.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
Left out: boundaries, session policies, those of an organisation, and those of resources.
"""

from __future__ import annotations

from synth.infra.conditions import unmet
from synth.infra.patterns import action_like, like
from synth.record import Record, field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from synth.infra.reading.values import Clause, Document

    Context = Mapping[str, tuple[str, ...]]


@record
class Request(Record):
    """Who asks for what: `principal` is kind and value where a trust policy is asked, None where a role's own permissions are.

    A resource may itself be a pattern: it is allowed where all that it stands for is.
    """

    action: str
    resource: str = ""
    context: Context = field(default_factory=dict)
    principal: tuple[str, str] | None = None


@record
class Decision(Record):
    """`by` is the statement that allows or denies it; `why` says why the request is refused."""

    allowed: bool
    why: str = ""
    by: Clause | None = None


def decide(documents: Iterable[Document], request: Request) -> Decision:
    """An explicit Deny wins, then an Allow; else it is denied, with what each statement that comes near misses."""
    near: list[str] = []
    allowing: Clause | None = None
    for document in documents:
        for clause in document.clauses:
            if missed := _misses(clause, request, document.version):
                if missed[0]:
                    near.append(missed[1])
            elif clause.effect == "Deny":
                return Decision(allowed=False, why=f"{named(clause)} denies it", by=clause)
            elif clause.effect == "Allow":
                allowing = allowing or clause
    if allowing is not None:
        return Decision(allowed=True, by=allowing)
    return Decision(allowed=False, why="; ".join(dict.fromkeys(near)) or f"no statement allows {request.action}")


def named(clause: Clause) -> str:
    """The statement by its Sid, or by its line."""
    where = f" ({clause.origin})" if clause.origin is not None else ""
    return f"statement '{clause.sid}'" if clause.sid else f"a statement{where}"


def _misses(clause: Clause, request: Request, version: str) -> tuple[bool, str] | None:
    """None where the statement applies; else whether it is about the action at all, and why it does not."""
    if not _about_action(clause, request.action):
        return False, ""
    if not _about_principal(clause, request.principal):
        return True, f"{named(clause)} is for {', '.join([value for _, value in clause.principals]) or 'nobody'}"
    if not _about_resource(clause, request):
        return True, f"{named(clause)} is about {', '.join(clause.resources or clause.not_resources)}"
    for condition in clause.conditions:
        reason = unmet(condition, request.context, denying=clause.effect == "Deny", variables=version == "2012-10-17")
        if reason:
            return True, f"{named(clause)}: {reason}"
    return None


def _about_action(clause: Clause, action: str) -> bool:
    if clause.not_actions:
        return not any([action_like(pattern, action) for pattern in clause.not_actions])
    return any([action_like(pattern, action) for pattern in clause.actions])


def _about_principal(clause: Clause, principal: tuple[str, str] | None) -> bool:
    if principal is None:
        return not (clause.principals or clause.not_principals)
    if clause.not_principals:
        return principal not in clause.not_principals
    return any([(kind in ("*", principal[0]) and (value == "*" or like(value, principal[1]))) for kind, value in clause.principals])


def _about_resource(clause: Clause, request: Request) -> bool:
    if request.principal is not None and not (clause.resources or clause.not_resources):
        return True  # a trust policy is about its role
    if clause.not_resources:
        return not any([like(pattern, request.resource) for pattern in clause.not_resources])
    return any([like(pattern, request.resource) for pattern in clause.resources])
