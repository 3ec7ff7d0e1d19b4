"""What the token of each job may do, before and after: the job's own block, else the workflow's, else whatever the repository's settings say.

The default is not in the file and may be everything, so from and to it nothing is computed; it is said. But for `id-token`, which no default gives.
"""

from __future__ import annotations

from synth.checks.grants import _ALL
from synth.compare.normal import UNSTATED
from synth.compare.pair import CAUTION, DANGER, INFO, code
from synth.compare.side import mapping, shown
from synth.compare.values import Code
from synth.model.permissions import SCOPES, STRENGTH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from synth.compare.pair import Pair
    from synth.compare.side import Path
    from synth.compare.values import Change, Words

NOTE: Words = (
    "where neither a job nor its workflow states permissions, the token has the repository's default: it is not in the file, and may be to write all",
)


def job_permissions(pair: Pair, old_id: str, new_id: str, old: Any, new: Any) -> Iterator[Change]:
    """The rows for a job that both versions have; `old` and `new` are what is in effect, as it is written."""
    if old == new:
        return
    was, now = scopes(old), scopes(new)
    at: dict[str, Any] = {
        "job": new_id,
        "old": _path(pair.before.plain, old_id),
        "new": _path(pair.after.plain, new_id),
        "before": _written(old),
        "after": _written(new),
    }
    if now is None:
        stated = "no longer states its permissions, and " if old != UNSTATED else ""
        says: Words = (f"{stated}has ", UNSTATED if new == UNSTATED else code(new))
        yield pair.change("permissions-removed", DANGER, says, ("they may be to write everything",), **at)
        return
    if was is None:
        if now.get("id-token") == "write":
            why: Words = ("it can sign in elsewhere in the name of this repository",)
            yield pair.change("permission-raised", DANGER, (Code("id-token: write"), " is granted"), why, **at)
        says = ("states its permissions now: ", code(new), "; before it had ", UNSTATED)
        lost = "every other scope is none now" if isinstance(new, dict) else ""
        wide = new == "write-all"
        yield pair.change("permissions-stated", DANGER if wide else INFO, says, (lost,) if lost else (), **at)
        return
    if isinstance(old, str) or isinstance(new, str):
        yield from _words(pair, was, now, old, new, at)
        return
    for scope in sorted({*was, *now}):
        before, after = was.get(scope, "none"), now.get(scope, "none")
        if before == after:
            continue
        raised = STRENGTH.get(after, 2) > STRENGTH.get(before, 0)
        says = (Code(f"{scope}: {before}"), " -> ", Code(f"{scope}: {after}"))
        change = {**at, "before": f"{scope}: {before}", "after": f"{scope}: {after}"}
        why = _why(scope, after) if raised else ("what used it will fail",) if after == "none" else ()
        yield pair.change("permission-raised" if raised else "permission-lowered", DANGER if raised else INFO, says, why, **change)


def _words(pair: Pair, was: dict[str, str], now: dict[str, str], old: Any, new: Any, at: dict[str, Any]) -> Iterator[Change]:
    """Where one of the two is `read-all` or `write-all`: one row, and not one for each scope."""
    up = [scope for scope in now if STRENGTH.get(now[scope], 2) > STRENGTH.get(was.get(scope, "none"), 0)]
    down = [scope for scope in was if STRENGTH.get(was[scope], 2) > STRENGTH.get(now.get(scope, "none"), 0)]
    says: Words = ("permissions ", code(old), " -> ", code(new))
    if up:
        yield pair.change("permission-raised", DANGER, says, ("more is granted: ", Code(", ".join(up))), **at)
    elif down:
        yield pair.change("permission-lowered", INFO, says, ("less is granted: ", Code(", ".join(down))), **at)
    else:
        yield pair.change("permissions-rewritten", INFO, says, ("no effective change",), **at)


def newly_stated(pair: Pair, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    """The row for a workflow whose default for jobs is stated now, or wider than it was: jobs that are added later have it."""
    if "permissions" not in after:
        return
    old, new = scopes(before.get("permissions", UNSTATED)), scopes(after["permissions"])
    if new is not None and (old is None or any([STRENGTH.get(level, 2) > STRENGTH.get(old.get(scope, "none"), 0) for scope, level in new.items()])):
        says: Words = ("the workflow states ", Code(f"permissions: {shown(after['permissions'])}"), " for all jobs that state none")
        why = ("no effective change for jobs with a block of their own; jobs added later have it too",)
        wide = "write" in scopes_of(after["permissions"]).values()
        yield pair.change("permissions-default", CAUTION, says, why if not wide else ("each job that is added later has it",), new=("permissions",))


def scopes(permissions: Any) -> dict[str, str] | None:
    """The level of each scope; None where it is not known."""
    if isinstance(permissions, str) and permissions in _ALL:
        level = _ALL[permissions]
        return {scope: level if level in levels else "none" for scope, (levels, _) in SCOPES.items() if level in levels}
    if isinstance(permissions, dict):
        return {scope: shown(level) or "none" for scope, level in permissions.items()}
    return {} if permissions is None else None


def scopes_of(permissions: Any) -> dict[str, str]:
    return scopes(permissions) or {}


def _why(scope: str, level: str) -> Words:
    if scope == "id-token":
        return ("it can sign in elsewhere in the name of this repository",)
    what = SCOPES.get(scope, ((), ""))[1]
    return (f"it can {'change' if level == 'write' else 'read'} {what}",) if what else ()


def _path(plain: Any, job: str) -> Path:
    """Where what is in effect for the job is written."""
    own = "permissions" in mapping(mapping(mapping(plain).get("jobs")).get(job))
    return ("jobs", job, "permissions") if own else ("permissions",) if "permissions" in mapping(plain) else ("jobs", job)


def _written(permissions: Any) -> str:
    return permissions if permissions == UNSTATED else shown(permissions)
