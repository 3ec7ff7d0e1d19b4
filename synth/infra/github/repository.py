"""The changes of what holds for the whole repository: rulesets, and which actions may run."""

from __future__ import annotations

from synth.infra.github.values import Actions, Change, PutActions, PutRuleset, RemoveRuleset
from synth.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from synth.infra.github.values import Declared, Found, Ruleset

_CHECKS = "required_status_checks"


def ruleset_changes(declared: Declared, found: Found, prune: bool) -> list[Change]:
    """Rulesets are known by their names; those of the organisation are not the repository's to change."""
    if found.rulesets is None:
        return []
    changes = []
    for wanted in declared.rulesets:
        present = next((one for one in found.rulesets if one.name == wanted.name), None)
        target = wanted if present is None else _merged(wanted, present, prune)
        if target != present:
            kind = "create" if present is None else "update"
            changes.append(Change(kind=kind, what=f"ruleset '{wanted.name}'", lines=_lines(present, target), act=PutRuleset(target)))
    names = {one.name for one in declared.rulesets}
    gone = [one for one in found.rulesets if one.name not in names] if prune and declared.rulesets else []
    return changes + [Change(kind="remove", what=f"ruleset '{one.name}'", act=RemoveRuleset(one.name, one.id)) for one in gone]


def foreign_rulesets(declared: Declared, found: Found) -> list[str]:
    said = []
    for present in found.rulesets or ():
        wanted = next((one for one in declared.rulesets if one.name == present.name), None)
        if wanted is None:
            said.append(f"ruleset '{present.name}'")
            continue
        said += [f"ruleset '{present.name}': rule {rule}" for rule in present.rules if rule not in wanted.rules]
        said += [
            f"ruleset '{present.name}': check '{check}'"
            for check in sorted(_checks(present).keys() - _checks(wanted).keys())
            if _CHECKS in wanted.rules
        ]
        said += [f"ruleset '{present.name}': {one.get('actor_type')} {one.get('actor_id')} need not obey it" for one in present.bypass]
        said += [f"ruleset '{present.name}': not for {pattern}" for pattern in present.exclude]
    return said


def actions_changes(declared: Declared, found: Found) -> list[Change]:
    if declared.pinned_actions is None or found.actions is None or found.actions.pinned == declared.pinned_actions:
        return []
    wanted = Actions(enabled=found.actions.enabled, allowed=found.actions.allowed, pinned=declared.pinned_actions)
    before, after = _yes(found.actions.pinned), _yes(wanted.pinned)
    return [Change(kind="update", what="actions that may run", lines=(f"only by full SHA: {before} -> {after}",), act=PutActions(wanted))]


def _merged(wanted: Ruleset, present: Ruleset, prune: bool) -> Ruleset:
    """GitHub's ruleset with what was declared; equal to it when nothing has to change."""
    rules = {} if prune else dict(present.rules)
    for type, parameters in wanted.rules.items():
        had = present.rules.get(type, {})
        rules[type] = {**had, **parameters}
        if type == _CHECKS:
            checks = _checks(wanted) if prune else {**_checks(present), **_checks(wanted)}
            rules[type] = {**rules[type], _CHECKS: [checks[name] for name in sorted(checks)]}
    include = wanted.include if prune else tuple(sorted({*present.include, *wanted.include}))
    merged = replace(present, include=include, rules=dict(sorted(rules.items())), enforcement="active")
    return replace(merged, exclude=(), bypass=()) if prune else merged


def _checks(ruleset: Ruleset) -> dict[str, Mapping[str, Any]]:
    return {one["context"]: one for one in ruleset.rules.get(_CHECKS, {}).get(_CHECKS, ())}


def _lines(present: Ruleset | None, target: Ruleset) -> tuple[str, ...]:
    before, after = ({} if present is None else _told(present)), _told(target)
    names = [name for name in dict.fromkeys([*before, *after]) if before.get(name) != after.get(name)]
    return tuple([f"{name}: {before.get(name, 'none')} -> {after.get(name, 'none')}" if present else f"{name}: {after[name]}" for name in names])


def _told(ruleset: Ruleset) -> dict[str, str]:
    told = {"state": ruleset.enforcement, "for": ", ".join(ruleset.include) or "nothing"}
    told |= {"not for": ", ".join(ruleset.exclude)} if ruleset.exclude else {}
    told |= {"need not obey": ", ".join([f"{one.get('actor_type')} {one.get('actor_id')}" for one in ruleset.bypass])} if ruleset.bypass else {}
    for type, parameters in sorted(ruleset.rules.items()):
        shown = [f"{name} {value}" for name, value in parameters.items() if name != _CHECKS and value is not False]
        told[type] = (
            "; ".join([*[f"'{name}'" + _by(one) for name, one in sorted(_checks(ruleset).items())], *shown] if type == _CHECKS else shown) or "yes"
        )
    return told


def _by(check: Mapping[str, Any]) -> str:
    return f" by app {check['integration_id']}" if check.get("integration_id") else ""


def _yes(value: bool) -> str:
    return "yes" if value else "no"
