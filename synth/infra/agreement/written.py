"""Our own policies in the form in which files are read, so that both are asked by one evaluator."""

from __future__ import annotations

from synth.infra.reading.values import Clause, Condition, Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.infra.values import Policy, Statement


def as_written(policy: Policy) -> Document:
    return Document(clauses=tuple([_clause(one) for one in policy.statements]))


def _clause(one: Statement) -> Clause:
    principals = tuple([(kind, value) for kind, values in (one.principal or {}).items() for value in values])
    conditions = tuple([Condition(operator=op, key=key, values=values) for op, keys in one.conditions.items() for key, values in keys.items()])
    return Clause(effect=one.effect, sid=one.sid, actions=one.actions, resources=one.resources, principals=principals, conditions=conditions)
