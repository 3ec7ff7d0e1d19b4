"""The policy that is needed and those that are written -> what is refused although it is needed, and what is allowed although nobody needs it."""

from __future__ import annotations

from synth.infra.agreement.requests import requests
from synth.infra.conditions import unmet
from synth.infra.evaluate import Request, decide, named
from synth.infra.patterns import action_like, meet
from synth.infra.reading.values import UNKNOWN, Clause, Document
from synth.record import Record, record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Context = Mapping[str, tuple[str, ...]]

EITHER = ("ecs:RegisterTaskDefinition",)


@record
class Refused(Record):
    """A request that is needed and not allowed, for what, and why it is not."""

    request: Request
    needed: Clause
    why: str


@record
class Excess(Record):
    """A statement that allows more than is needed: which part of it, and what would be enough."""

    clause: Clause
    what: str
    why: str


def refused(written: Sequence[Document], needed: Document, around: Context | None = None) -> list[Refused]:
    """One for each action and resource of the needed policy, with the first values that fail."""
    found: dict[tuple[str, str], Refused] = {}
    for clause in needed.clauses:
        for request in requests(clause, around):
            if (why := refusal(written, request)) and not _narrower(written, needed, request):
                found.setdefault((request.action, request.resource), Refused(request=request, needed=clause, why=why))
    return list(found.values())


def _narrower(written: Sequence[Document], needed: Document, request: Request) -> bool:
    """Whether what is asked for on everything is allowed on what it is for: AWS's own lists differ in whether a family may be named for these."""
    if request.action not in EITHER or request.resource != "*" or decide(written, request).allowed:
        return False
    families = {resource for clause in needed.clauses for resource in clause.resources if ":task-definition/" in resource}
    return bool(families) and all([not refusal(written, replace(request, resource=family)) for family in families])


def refusal(written: Sequence[Document], request: Request) -> str:
    """Why the request is refused, or some of what its patterns stand for; nothing where it is allowed."""
    decision = decide(written, request)
    return _denied_in_part(written, request) if decision.allowed else decision.why


def excess(written: Sequence[Document], needed: Document) -> list[Excess]:
    """One for each part of a statement that lets something through which the needed policy does not."""
    found: list[Excess] = []
    for clause in [one for document in written for one in document.clauses if one.effect == "Allow"]:
        if turned := clause.not_actions or clause.not_resources or [value for _, value in clause.not_principals]:
            found.append(Excess(clause=clause, what=f"everything but {', '.join(turned)}", why="it names what is left out, not what is needed"))
            continue
        found += _of_clause(clause, needed)
    return found


def _of_clause(clause: Clause, needed: Document) -> list[Excess]:
    found: dict[tuple[str, str], Excess] = {}
    for request in requests(clause):
        if request.resource == UNKNOWN or request.action == UNKNOWN:
            continue
        decision = decide([needed], request)
        if not decision.allowed:
            what = (
                f"{request.action} on {request.resource}" if request.resource else f"{request.action} to {(request.principal or ('', 'anybody'))[1]}"
            )
            found.setdefault((request.action, request.resource), Excess(clause=clause, what=what, why=_why(request, needed)))
    return list(found.values())


def _why(request: Request, needed: Document) -> str:
    """What is needed instead."""
    about = [one for one in needed.clauses if any([action_like(action, request.action) for action in one.actions])]
    if not about:
        return "no job needs it"
    resources = [resource for one in about for resource in one.resources]
    if request.resource and not any([decide([Document(clauses=(_bare(one),))], request).allowed for one in about]):
        return f"its jobs need {', '.join(dict.fromkeys(resources))}"
    limits = [f"{c.operator} {c.key} {' or '.join(c.values)}" for one in about for c in one.conditions if unmet(c, request.context)]
    return f"its jobs need {' and '.join(dict.fromkeys(limits))}" if limits else "its jobs need no principal but " + ", ".join(_principals(about))


def _bare(clause: Clause) -> Clause:
    """Without its conditions."""
    return replace(clause, conditions=(), principals=())


def _principals(clauses: Sequence[Clause]) -> list[str]:
    return list(dict.fromkeys([value for one in clauses for _, value in one.principals]))


def _denied_in_part(written: Sequence[Document], request: Request) -> str:
    """Why some of what the request's patterns stand for is denied. What is not known of the request may deny it."""
    for clause in [one for document in written for one in document.clauses if one.effect == "Deny"]:
        if _about(clause, request) and all([unmet(one, request.context, denying=True) is None for one in clause.conditions]):
            return f"{named(clause)} denies some of it"
    return ""


def _about(clause: Clause, request: Request) -> bool:
    if clause.principals and request.principal is None:
        return False
    acts = not clause.not_actions or any([not action_like(one, request.action) for one in clause.not_actions])
    acts = acts and (bool(clause.not_actions) or any([meet(one.lower(), request.action.lower()) for one in clause.actions]))
    if clause.not_resources:
        return acts and not any([meet(one, request.resource) for one in clause.not_resources])
    return acts and (not clause.resources or any([meet(one, request.resource) for one in clause.resources]))
