"""From a definition's Protection and Rules, and what its workflows use, to the settings that GitHub is to have."""

from __future__ import annotations

from fnmatch import fnmatchcase

from synth.infra.github.mistakes import mistakes
from synth.infra.github.used import by_environment, needs_of
from synth.infra.github.values import Declared, Ref, Ruleset, Wanted
from synth.nearest import nearest
from synth.problems import DefinitionError
from synth.protection import ANY, PROTECTED, Protection, Rules

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from synth import model
    from synth.infra.github.used import Needs
    from synth.infra.github.values import Access
    from synth.pipeline import Pipeline


def declared(values: Sequence[Protection | Rules], workflows: Sequence[model.Workflow], pipelines: Sequence[Pipeline] = ()) -> Declared:
    """The settings of the repository whose workflows these are, linked. Raises DefinitionError with everything that is wrong in the values."""
    protections = [value for value in values if isinstance(value, Protection)]
    rules = [value for value in values if isinstance(value, Rules)]
    if problems := mistakes(protections, rules):
        raise DefinitionError(problems)
    needs = needs_of(workflows)
    waiting = {place.name.lower() for pipeline in pipelines for place in pipeline.progress().deployed if place.approval}
    named = {one.environment.lower(): one for one in protections}
    names = {one.environment.lower(): one.environment for one in protections}
    for job in needs.jobs:
        for place in job.environments:
            names.setdefault(place.lower(), place)
    branches = tuple(dict.fromkeys([pipeline.main for pipeline in pipelines])) or ("main",)
    wanted = [_environment(name, named.get(key), branches, needs, key in waiting) for key, name in names.items()]
    pinned = [one.pinned_actions for one in rules if one.pinned_actions is not None]
    return Declared(
        environments=tuple(wanted),
        rulesets=tuple([_ruleset(one, _checks(one, pipelines, needs)) for one in rules]),
        pinned_actions=pinned[0] if pinned else None,
        secrets=by_environment(needs, "", "secrets"),
        used_variables=by_environment(needs, "", "variables"),
        warnings=(*_warnings(protections, rules, wanted, needs), *_shut_out(pipelines, wanted)),
    )


def _environment(name: str, given: Protection | None, branches: Sequence[str], needs: Needs, approval: bool) -> Wanted:
    secrets, variables = by_environment(needs, name, "secrets"), by_environment(needs, name, "variables")
    if given is None:
        first = next((str(job) for job in needs.jobs if name.lower() in [place.lower() for place in job.environments]), name)
        refs = tuple([Ref("branch", branch) for branch in branches])
        return Wanted(name=name, where=first, approval=approval, refs=refs, secrets=secrets, used_variables=variables)
    access, refs = _access(given, branches)
    return Wanted(
        name=name,
        where=given.origin,
        protected=True,
        approval=approval,
        reviewers=tuple(sorted({reviewer.removeprefix("@").lower() for reviewer in given.reviewers})),
        prevent_self_review=given.prevent_self_review,
        wait_minutes=given.wait_minutes,
        access=access,
        refs=refs,
        variables={variable.upper(): value for variable, value in given.variables.items()},
        secrets={**{secret.upper(): "its Protection" for secret in given.secrets}, **secrets},
        used_variables=variables,
    )


def _access(given: Protection, branches: Sequence[str]) -> tuple[Access, tuple[Ref, ...]]:
    named = branches if given.branches is None else given.branches
    if ANY in named:
        return "all", ()
    if PROTECTED in named:
        return "protected", ()
    refs = [*[Ref("branch", one) for one in named], *[Ref("tag", one) for one in given.tags]]
    return "chosen", tuple(dict.fromkeys(refs))


def _checks(rules: Rules, pipelines: Sequence[Pipeline], needs: Needs) -> tuple[str, ...]:
    if rules.checks is not None:
        return tuple(dict.fromkeys(rules.checks))
    gates: list[str] = []
    for pipeline in pipelines:
        gates += [f"{pipeline.name} passed"] if pipeline.paths else [job.name for job in pipeline.progress().gates]
    return tuple([name for name in dict.fromkeys(gates) if name in needs.checks])


def _ruleset(given: Rules, checks: Sequence[str]) -> Ruleset:
    rules: dict[str, Mapping[str, Any]] = {"deletion": {}, "non_fast_forward": {}}
    if given.approvals is not None:
        rules["pull_request"] = {"required_approving_review_count": given.approvals}
    if checks:
        app = {} if given.app is None else {"integration_id": given.app}
        rules["required_status_checks"] = {
            "strict_required_status_checks_policy": given.up_to_date,
            "required_status_checks": [{"context": check, **app} for check in sorted(checks)],
        }
    include = [one if one.startswith(("~", "refs/")) else f"refs/heads/{one}" for one in given.branches]
    return Ruleset(name=given.name, include=tuple(sorted(include)), rules=rules)


def _shut_out(pipelines: Sequence[Pipeline], wanted: Sequence[Wanted]) -> list[str]:
    """Pipelines that deploy from a branch that may not deploy."""
    said = []
    for pipeline in pipelines:
        places = {place.name.lower() for place in pipeline.progress().deployed}
        for one in wanted:
            patterns = [ref.pattern for ref in one.refs if ref.kind == "branch"]
            if one.name.lower() in places and one.access == "chosen" and not any([fnmatchcase(pipeline.main, pattern) for pattern in patterns]):
                said.append(f"{one.where}  pipeline '{pipeline.name}' deploys to '{one.name}' from branch {pipeline.main}, which may not")
    return said


def _warnings(protections: Sequence[Protection], rules: Sequence[Rules], wanted: Sequence[Wanted], needs: Needs) -> list[str]:
    used = {place.lower(): place for job in needs.jobs for place in job.environments}
    said = [
        f"{one.origin}  no workflow has a job in environment '{one.environment}'{nearest(one.environment, used.values())}"
        for one in protections
        if one.environment.lower() not in used
    ]
    said += [
        f"{one.where}  environment '{one.name}' is to wait for a person, and nobody is named: Protection('{one.name}', reviewers=[...])"
        for one in wanted
        if one.approval and not one.reviewers
    ]
    said += [f"{job}: its environment {job.unclear} is only known on the runner: write a Protection for each" for job in needs.jobs if job.unclear]
    known = (*needs.checks, *needs.unclear_checks)
    return said + [
        f"{one.origin}  no job called '{check}' runs for pull requests, which would wait for it forever{nearest(check, needs.checks)}"
        for one in rules
        for check in one.checks or ()
        if check not in known and not any([check.startswith(f"{name} ") for name in needs.unclear_checks])
    ]
