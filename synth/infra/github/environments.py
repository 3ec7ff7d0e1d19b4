"""The changes of one environment."""

from __future__ import annotations

from synth.infra.github.values import AddRef, Change, PutEnvironment, PutVariable, RemoveRef, RemoveVariable
from synth.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.infra.github.values import Access, Present, Wanted

_ACCESS = {"all": "any branch or tag", "protected": "protected branches", "chosen": "chosen branches and tags"}


def environment_changes(wanted: Wanted, present: Present | None, prune: bool) -> list[Change]:
    """First who may deploy at all, then from where: until a pattern is there, nobody may."""
    if present is not None:
        wanted = replace(wanted, name=present.name)  # GitHub's spelling
    what = f"environment '{wanted.name}'"
    changes = _rules(wanted, present, prune)
    has = present.refs if present is not None else {}
    if _access(wanted, present) == "chosen":
        for ref in [ref for ref in wanted.refs if ref not in has]:
            changes.append(Change(kind="create", what=f"{what}: {ref} may deploy", act=AddRef(wanted.name, ref)))
        for ref, id in has.items():
            if prune and ref not in wanted.refs:
                changes.append(Change(kind="remove", what=f"{what}: {ref} may deploy", act=RemoveRef(wanted.name, ref, id)))
    return changes + _variables(wanted, present, prune)


def foreign_in(wanted: Wanted, present: Present) -> list[str]:
    """What the environment has beyond what was declared."""
    what = f"environment '{wanted.name}'"
    said = [f"{what}: reviewer {one}" for one in present.reviewers if one not in wanted.reviewers]
    if _access(wanted, present) == "chosen":
        said += [f"{what}: {ref} may deploy" for ref in present.refs if ref not in wanted.refs]
    known = {*wanted.variables, *wanted.used_variables}
    return said + [f"{what}: variable {name}" for name in sorted(present.variables or ()) if name not in known]


def _rules(wanted: Wanted, present: Present | None, prune: bool) -> list[Change]:
    had = present.reviewers if present is not None else ()
    reviewers = tuple(sorted(wanted.reviewers if prune else {*wanted.reviewers, *had}))
    had_prevent, had_wait = (present.prevent_self_review, present.wait_minutes) if present is not None else (False, 0)
    prevent = had_prevent if wanted.prevent_self_review is None else wanted.prevent_self_review
    prevent = prevent and bool(reviewers)
    wait = had_wait if wanted.wait_minutes is None else wanted.wait_minutes
    access, had_access = _access(wanted, present), present.access if present is not None else "all"
    lines = [
        f"{what}: {before} -> {after}"
        for what, before, after in (
            ("reviewers", ", ".join(had) or "nobody", ", ".join(reviewers) or "nobody"),
            ("who started it may approve", _yes(not had_prevent), _yes(not prevent)),
            ("waits", f"{had_wait} minutes", f"{wait} minutes"),
            ("deployed from", _ACCESS[had_access], _ACCESS[access]),
        )
        if before != after
    ]
    if present is not None and not lines:
        return []
    act = PutEnvironment(
        environment=wanted.name,
        reviewers=reviewers if reviewers or had else None,
        prevent_self_review=prevent if reviewers or had else None,
        wait_minutes=wait if wait or had_wait else None,
        access=access,
    )
    return [Change(kind="update" if present is not None else "create", what=f"environment '{wanted.name}'", lines=tuple(lines), act=act)]


def _access(wanted: Wanted, present: Present | None) -> Access:
    """As declared; protected branches are left to what nobody declared, for they are as good as the main branch."""
    return "protected" if present is not None and not wanted.protected and present.access == "protected" else wanted.access


def _variables(wanted: Wanted, present: Present | None, prune: bool) -> list[Change]:
    what, has = f"environment '{wanted.name}'", present.variables if present is not None else {}
    if has is None:
        return []
    changes = []
    for name, value in wanted.variables.items():
        if name not in has:
            changes.append(
                Change(kind="create", what=f"{what}: variable {name}", lines=(f"value: {value}",), act=PutVariable(wanted.name, name, value, True))
            )
        elif has[name] != value:
            act = PutVariable(wanted.name, name, value, False)
            changes.append(Change(kind="update", what=f"{what}: variable {name}", lines=(f"value: {has[name]} -> {value}",), act=act))
    gone = sorted(has.keys() - {*wanted.variables, *wanted.used_variables}) if prune else []
    return changes + [Change(kind="remove", what=f"{what}: variable {name}", act=RemoveVariable(wanted.name, name)) for name in gone]


def _yes(value: bool) -> str:
    return "yes" if value else "no"
