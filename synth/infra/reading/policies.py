"""A policy's tree -> Document. IAM's grammar is narrow, and what is outside of it is refused with its place.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

from synth.infra.reading.marked import marked
from synth.infra.reading.tree import Placed, kind, wrong
from synth.infra.reading.values import Clause, Condition, Document
from synth.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.model import Origin

_KEYS = ("Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition")
_PRINCIPALS = ("AWS", "Federated", "Service", "CanonicalUser")


def document(tree: Placed) -> Document:
    """Raises DefinitionError for what is no policy. A text is read as JSON, as Terraform and some templates hold policies."""
    if isinstance(tree.value, str) and tree.value.lstrip().startswith("{"):
        tree = marked(tree.value, tree.origin.file, tree.origin.line)
    if not isinstance(tree.value, dict):
        raise wrong(tree.origin, f"a policy is a mapping with a Statement; this is {kind(tree)}")
    statement = tree.get("Statement")
    if statement is None:
        raise wrong(tree.origin, f"the policy has no Statement; it has {', '.join(tree.items) or 'nothing'}")
    version = tree.get("Version")
    clauses = tuple([_clause(one) for one in statement.listed])
    return Document(clauses=clauses, version=version.text("Version") if version is not None else "2008-10-17", origin=tree.origin)


def is_policy(tree: Placed) -> bool:
    """Whether a file of its own is a policy."""
    statement = tree.get("Statement")
    return statement is not None and all([one.get("Effect") is not None for one in statement.listed])


def _clause(tree: Placed) -> Clause:
    if not isinstance(tree.value, dict):
        raise wrong(tree.origin, f"a statement is a mapping; this is {kind(tree)}")
    for name, below in tree.items.items():
        if name not in _KEYS:
            raise wrong(below.origin, f"a statement has no '{name}'{nearest(name, _KEYS)}")
    effect, sid = tree.get("Effect"), tree.get("Sid")
    said = effect.text("Effect") if effect is not None else ""
    if said not in ("Allow", "Deny"):
        raise wrong(tree.origin, f"Effect is '{said}': it is Allow or Deny")
    if tree.get("Action") is None and tree.get("NotAction") is None:
        raise wrong(tree.origin, "the statement has no Action")
    return Clause(
        effect=said,
        sid=sid.text("Sid") if sid is not None else "",
        actions=_texts(tree, "Action"),
        not_actions=_texts(tree, "NotAction"),
        resources=_texts(tree, "Resource"),
        not_resources=_texts(tree, "NotResource"),
        principals=_principals(tree.get("Principal")),
        not_principals=_principals(tree.get("NotPrincipal")),
        conditions=_conditions(tree.get("Condition")),
        origin=_place(tree),
    )


def _place(tree: Placed) -> Origin:
    """The first key: a list's entry begins at its dash, and a mapping in a list of JSON at its brace."""
    return next((below.origin for below in tree.items.values()), tree.origin)


def _texts(tree: Placed, name: str) -> tuple[str, ...]:
    found = tree.get(name)
    return tuple([one.text(name) for one in found.listed]) if found is not None else ()


def _principals(tree: Placed | None) -> tuple[tuple[str, str], ...]:
    if tree is None:
        return ()
    if not isinstance(tree.value, dict):
        return (("*", tree.text("Principal")),)
    for name, below in tree.items.items():
        if name not in _PRINCIPALS:
            raise wrong(below.origin, f"a Principal has no '{name}'{nearest(name, _PRINCIPALS)}")
    return tuple([(name, one.text(name)) for name, below in tree.items.items() for one in below.listed])


def _conditions(tree: Placed | None) -> tuple[Condition, ...]:
    if tree is None:
        return ()
    if not isinstance(tree.value, dict):
        raise wrong(tree.origin, f"Condition is a mapping of operators; this is {kind(tree)}")
    found = []
    for operator, keys in tree.items.items():
        if not isinstance(keys.value, dict):
            raise wrong(keys.origin, f"{operator} is a mapping of keys; this is {kind(keys)}")
        for key, values in keys.items.items():
            found.append(Condition(operator=operator, key=key, values=tuple([one.text(key) for one in values.listed]), origin=values.origin))
    return tuple(found)
