"""What a person does after `ghsynth init`, read off the workflows that were made: environments, roles, secrets, variables, settings."""

from __future__ import annotations

import re

from synth.bindings.lock import merged
from synth.explain.credentials import credentials
from synth.link import file_name, link
from synth.model import Environment
from synth.record import Record, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from synth import model
    from synth.project import Project

_VARIABLE = re.compile(r"\bvars\.([A-Za-z_]\w*)")
_BY_GITHUB = "GITHUB_TOKEN"


@record
class Place(Record):
    """A GitHub environment, and what its jobs need: roles that trust it, secrets and variables by name. `waits`: it needs reviewers."""

    name: str  # empty for jobs without one
    waits: bool = False
    roles: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    workflows: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()  # those that may deploy to it

    def trusts(self, repository: str) -> str:
        """The subject of the tokens that the roles have to trust."""
        return f"repo:{repository or 'OWNER/NAME'}:environment:{self.name}"


def places(project: Project) -> tuple[Place, ...]:
    """The environments of all workflows in the order of their first job; those jobs without one that need something come last."""
    waiting = {one.name for pipeline in project.pipelines for one in pipeline.progress().deployed if one.approval}
    waiting |= {name for pipeline in project.pipelines for name in _waiting(pipeline.stages)}
    found: dict[str, list[tuple[str, model.Workflow, model.Job | model.CallJob]]] = {}
    for file, workflow in _linked(project).items():
        for job in workflow.jobs.values():
            found.setdefault(_environment(job), []).append((file, workflow, job))
    mains = {file_name(workflow): pipeline.main for pipeline in project.pipelines for workflow in pipeline.workflows()}
    made = [_place(name, name in waiting, jobs, mains) for name, jobs in found.items() if "${{" not in name]
    return tuple(sorted([one for one in made if one.name or one.roles or one.secrets or one.variables], key=lambda one: not one.name))


def _waiting(stages: object) -> Iterator[str]:
    """Environments that a stage names by text, such as that of Ec2Deploy."""
    for stage in stages if isinstance(stages, (list, tuple)) else ():
        name = getattr(stage, "environment", None)
        if isinstance(name, str) and getattr(stage, "approval", False):
            yield name


def _linked(project: Project) -> Mapping[str, model.Workflow]:
    pin = merged(project.lock).pin
    return {file_name(one): link(one, pin) for one in project.workflows}


def _environment(job: model.Job | model.CallJob) -> str:
    named = getattr(job, "environment", None)
    return str(named.name if isinstance(named, Environment) else named or "")


def _place(name: str, waits: bool, jobs: list[tuple[str, model.Workflow, model.Job | model.CallJob]], mains: Mapping[str, str]) -> Place:
    held = [credentials(job, workflow) for _, workflow, job in jobs]
    secrets = {secret for one in held for secret in one.secrets} - {_BY_GITHUB}
    return Place(
        name=name,
        waits=waits,
        roles=tuple(dict.fromkeys([role for one in held for role in one.roles])),
        secrets=tuple(sorted(secrets)),
        variables=tuple(sorted({found for _, _, job in jobs for found in _VARIABLE.findall(repr(job))})),
        workflows=tuple(dict.fromkeys([file for file, _, _ in jobs])),
        branches=tuple(sorted({mains[file] for file, _, _ in jobs if file in mains})),
    )
