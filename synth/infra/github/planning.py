"""What GitHub has against what is declared: the writes that lead from one to the other, in an order that never opens what is to be closed.

What nobody declared stays, and is told; with `prune` it goes where that loses nothing that cannot be written again.
"""

from __future__ import annotations

from synth.infra.github.environments import environment_changes, foreign_in
from synth.infra.github.mistakes import REVIEWERS
from synth.infra.github.repository import actions_changes, foreign_rulesets, ruleset_changes
from synth.infra.github.values import Plan, PutEnvironment, PutRuleset

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.infra.github.values import Change, Declared, Found, Wanted


def plan(declared: Declared, found: Found, *, prune: bool = False) -> Plan:
    """The changes, empty when GitHub has what is declared. Comparing costs no request."""
    changes: list[Change] = []
    foreign: list[str] = []
    for wanted in declared.environments:
        present = found.environment(wanted.name)
        pruned = prune and wanted.protected  # what nobody declared has nothing to be held against
        changes += environment_changes(wanted, present, pruned)
        if present is not None and not pruned:
            foreign += foreign_in(wanted, present)
    names = {wanted.name.lower() for wanted in declared.environments}
    foreign += [
        f"environment '{one.name}': no workflow names it; delete it by hand, for its secrets and records go with it"
        for one in found.environments
        if one.name.lower() not in names
    ]
    changes += ruleset_changes(declared, found, prune)
    if not prune:
        foreign += foreign_rulesets(declared, found)
    changes += actions_changes(declared, found)
    return Plan(
        repository=found.repository,
        changes=tuple(changes),
        foreign=tuple(foreign),
        missing=tuple(_missing(declared, found)),
        unseen=found.unseen,
        warnings=(*declared.warnings, *_doubts(changes, found)),
    )


def _missing(declared: Declared, found: Found) -> list[str]:
    """What jobs read and neither the environment nor the repository nor its organisation has. What could not be seen is not called missing."""
    said: list[str] = []
    for wanted in declared.environments:
        present = found.environment(wanted.name)
        said += _missing_secrets(wanted, present.secrets if present is not None else (), found)
        known = (*(present.variables or ()), *wanted.variables) if present is not None else tuple(wanted.variables)
        if (present is None or present.variables is not None) and found.variables is not None:
            for name in sorted(wanted.used_variables.keys() - {*known, *found.variables}):
                who = wanted.used_variables[name]
                said.append(f"variable {name} of environment '{wanted.name}', which {who} reads: give its value in Protection('{wanted.name}')")
    if found.secrets is not None:
        for name in sorted(declared.secrets.keys() - set(found.secrets)):
            said.append(f"secret {name}, which {declared.secrets[name]} reads: gh secret set {name} --repo {found.repository}")
    if found.variables is not None:
        for name in sorted(declared.used_variables.keys() - set(found.variables)):
            said.append(f"variable {name}, which {declared.used_variables[name]} reads: gh variable set {name} --repo {found.repository}")
    return said


def _missing_secrets(wanted: Wanted, own: tuple[str, ...] | None, found: Found) -> list[str]:
    if own is None or found.secrets is None:
        return []
    said = []
    for name in sorted(wanted.secrets.keys() - {*own, *found.secrets}):
        who = f"which {wanted.secrets[name]} {'names' if wanted.secrets[name] == 'its Protection' else 'reads'}"
        said.append(f"secret {name} of environment '{wanted.name}', {who}: gh secret set {name} --repo {found.repository} --env {wanted.name}")
    return said


def _doubts(changes: list[Change], found: Found) -> list[str]:
    """What GitHub may refuse. It tells an owner's plan only to the owner, and says 422 or 403 where the plan does not offer something."""
    acts = [change.act for change in changes]
    environments = [act for act in acts if isinstance(act, PutEnvironment)]
    said = [
        f"environment '{act.environment}' would have {len(act.reviewers)} reviewers, GitHub takes {REVIEWERS}: --prune removes those nobody declared"
        for act in environments
        if act.reviewers is not None and len(act.reviewers) > REVIEWERS
    ]
    if not found.private:
        return said
    gated = [act.environment for act in environments if act.reviewers or act.wait_minutes or act.prevent_self_review]
    if gated:
        said.append(
            f"{found.repository} is private, where reviewers and wait timers ({', '.join(gated)}) need GitHub Enterprise: "
            "Free, Pro and Team have them in public repositories only"
        )
    if environments:
        said.append(f"{found.repository} is private, where environments need GitHub Pro, Team or Enterprise")
    if any([isinstance(act, PutRuleset) for act in acts]):
        said.append(f"{found.repository} is private, where rulesets need GitHub Pro, Team or Enterprise")
    return said
