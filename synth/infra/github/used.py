"""What the jobs of workflows need of GitHub's settings: environments, secrets and variables by name, and the checks that they report."""

from __future__ import annotations

import re

from synth import model
from synth.record import Record, field, fields, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

_EMBEDDED = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_NAMED = re.compile(r"""\b(secrets|vars)\s*(?:\.\s*([A-Za-z_]\w*)|\[\s*'([^']+)'\s*\])""")
_INPUT = re.compile(r"\$\{\{\s*inputs\.([\w-]+)\s*\}\}")
_GIVEN = "GITHUB_TOKEN"  # every job has it


@record
class Used(Record):
    """A job's needs. `environments` are all those that it may run in; `unclear` is its environment where only the runner knows it."""

    job: str
    workflow: str
    environments: tuple[str, ...] = ()
    unclear: str = ""
    secrets: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"job '{self.job}' of '{self.workflow}'"


@record
class Needs(Record):
    """The jobs of all workflows, and the names of those that report on pull requests, `unclear` where a matrix makes the name."""

    jobs: tuple[Used, ...] = ()
    checks: tuple[str, ...] = ()
    unclear_checks: tuple[str, ...] = field(default_factory=tuple)


def needs_of(workflows: Sequence[model.Workflow]) -> Needs:
    jobs = [_used(id, job, workflow) for workflow in workflows for id, job in workflow.jobs.items()]
    reported = [(job.name or id, job) for workflow in workflows if "pull_request" in workflow.on for id, job in workflow.jobs.items()]
    plain = [name for name, job in reported if isinstance(job, model.Job) and job.strategy is None and "${{" not in name]
    other = [name for name, _ in reported if name not in plain]
    return Needs(jobs=tuple(jobs), checks=tuple(dict.fromkeys(plain)), unclear_checks=tuple(dict.fromkeys(other)))


def _used(id: str, job: model.Job | model.CallJob, workflow: model.Workflow) -> Used:
    name = job.environment.name if isinstance(job, model.Job) and job.environment is not None else ""
    chosen = _choices(name, workflow)
    found = sorted(set(_named([workflow.env, job])))
    return Used(
        job=job.name or id,
        workflow=workflow.name or "",
        environments=chosen if chosen else (name,) if name and "${{" not in name else (),
        unclear=name if "${{" in name and not chosen else "",
        secrets=tuple([secret for context, secret in found if context == "secrets" and secret != _GIVEN]),
        variables=tuple([variable for context, variable in found if context == "vars"]),
    )


def _choices(name: str, workflow: model.Workflow) -> tuple[str, ...]:
    """The options of the input that the name stands for, the same for the button and for a call."""
    asked = _INPUT.fullmatch(name)
    if asked is None:
        return ()
    inputs = [trigger.inputs.get(asked[1]) for trigger in workflow.on.values() if trigger.inputs]
    return tuple([option for one in inputs if one is not None and one.options for option in one.options])


def _named(parts: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for part in parts:
        for text in _texts(part):
            for inside in _EMBEDDED.findall(text):
                yield from [(context, (plain or quoted).upper()) for context, plain, quoted in _NAMED.findall(inside)]


def _texts(part: Any) -> Iterator[str]:
    """Every text anywhere in a part of the model; a bare `if:` is an expression without its brackets."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from _texts(value)
    elif isinstance(part, (list, tuple)):
        for value in part:
            yield from _texts(value)
    elif type(part).__module__.startswith("synth.model") and not isinstance(part, model.Origin):
        for name in fields(type(part)):
            value = getattr(part, name)
            yield from _texts(f"${{{{ {value} }}}}" if name == "if_" and isinstance(value, str) and "${{" not in value else value)


def by_environment(needs: Needs, environment: str, kind: str) -> Mapping[str, str]:
    """Names that jobs of the environment read, `''` for jobs without one, by the first job that does; `kind` is `secrets` or `variables`."""
    found: dict[str, str] = {}
    for job in needs.jobs:
        places = [place.lower() for place in job.environments] or [""]
        if environment.lower() in places:
            for name in getattr(job, kind):
                found.setdefault(name, str(job))
    return found
