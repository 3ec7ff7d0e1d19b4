"""Which of the written roles is one that the jobs take on: by name, and by account as far as the file tells."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from synth.infra.reading.values import Document, WrittenRole
    from synth.infra.values import Role

_ACCOUNT = re.compile(r"(?<!\d)\d{12}(?!\d)")


def candidates(role: Role, written: Sequence[WrittenRole]) -> list[WrittenRole]:
    """Those of its name that are not certainly in another account."""
    return [one for one in written if one.name == role.name and account_of(one) in (None, role.account)]


def account_of(one: WrittenRole) -> str | None:
    """As told; else of its identity provider, or of the file's name. None where nobody says."""
    if one.account is not None:
        return one.account
    principals = [value for clause in (one.trust.clauses if one.trust else ()) for _, value in clause.principals]
    for text in (*principals, one.origin.file if one.origin is not None else ""):
        if found := _ACCOUNT.search(text):
            return found[0]
    return None


def trusts_github(one: WrittenRole, issuer: str) -> bool:
    return any([issuer in value for value in _principals(one.trust)])


def _principals(document: Document | None) -> Iterable[str]:
    return [value for clause in (document.clauses if document else ()) for _, value in clause.principals]
