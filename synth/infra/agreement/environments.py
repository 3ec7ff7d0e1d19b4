"""GitHub environments that roles trust: they must be among the declared settings, and somebody must guard them."""

from __future__ import annotations

from synth.finding import Finding
from synth.model import Origin
from synth.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.infra.github.values import Declared, Wanted
    from synth.infra.values import Infrastructure


def of_environments(needed: Infrastructure, declared: Declared) -> Iterator[Finding]:
    """An environment without any rule is whoever can push a branch: its subject is the same on every branch."""
    seen: dict[str, str] = {}
    for role in needed.roles:
        for job in role.jobs:
            if job.environment:
                seen.setdefault(job.environment.lower(), f"job '{job.name}' of {job.file} takes on role '{role.name}' there")
    for name, why in seen.items():
        found = declared.environment(name)
        if found is None:
            known = [one.name for one in declared.environments]
            message = f"environment '{name}' is in no declared setting, and {why}{nearest(name, known)}"
            yield Finding("environment-undeclared", "error", None, message, f"write Protection('{name}', ...)")
        elif not _guarded(found):
            where = found.where if isinstance(found.where, Origin) else None
            message = f"environment '{found.name}' lets every branch in, and {why}"
            remedy = f"name branches or reviewers: Protection('{found.name}', branches=['main'])"
            yield Finding("environment-unprotected", "error", where, message, remedy)


def _guarded(one: Wanted) -> bool:
    return (
        one.access == "protected"
        or (one.access == "chosen" and bool(one.refs) and all([ref.pattern not in ("*", "**", "**/*") for ref in one.refs]))
        or bool(one.reviewers)
    )
