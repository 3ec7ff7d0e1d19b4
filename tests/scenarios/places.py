"""Where a generated workflow delivers to, and the same workflow with the addresses of the cloud on loopback; nothing else of it is changed.

Accounts, regions and host names are those of an imagined company: the cloud has one account and one region, so a role keeps its account in its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from synth import model
from synth.record import replace
from synth.validate import loaded
from tests.simulator.names import ACCOUNT, REGION

_ACCOUNTS = "111122223333|444455556666|777788889999"
_ROLE = re.compile(rf"arn:aws:iam::({_ACCOUNTS}):role/([\w-]+)")
_ADDRESS = re.compile(r"https://([\w.-]+\.example\.com)(:8443)?")
_REGIONS = re.compile(r"\b(eu-west-1|us-east-1)\b")


class Place(NamedTuple):
    """A service that a job deploys. `host` is its name in the world."""

    environment: str
    cluster: str
    service: str
    repository: str
    container: str
    strategy: str
    host: str


class Trusted(NamedTuple):
    """A role and an environment whose jobs become it."""

    role: str
    environment: str


def read(text: str, file: str) -> model.Workflow:
    part = loaded(text, file).part
    assert isinstance(part, model.Workflow), file
    return part


def places(workflow: model.Workflow) -> list[Place]:
    """The services, in the order of their deployments."""
    found = []
    for environment, step in _steps(workflow):
        given = step.with_ if isinstance(step.with_, dict) else {}
        if step.uses is not None and step.uses.reference.endswith("/deploy-ecs"):
            host = _ADDRESS.search(str(given["verify-url"]))
            found.append(
                Place(
                    environment,
                    str(given["cluster"]),
                    str(given["service"]),
                    str(given["image"]).partition("/")[2].partition("@")[0],
                    str(given["container"]),
                    str(given.get("strategy", "ROLLING")),
                    host[1] if host else "",
                )
            )
    return found


def ambiguous(found: list[Place]) -> set[str]:
    """Clusters that several accounts or regions have, each with a service of the same name: the cloud has one account and one region."""
    seen = [(one.cluster, one.service) for one in found]
    return {cluster for cluster, service in seen if seen.count((cluster, service)) > 1}


def apart(workflow: model.Workflow, shared: set[str]) -> model.Workflow:
    """With clusters of the environments' own, where several share a name."""
    return replace(workflow, jobs={id: _apart(job, shared) if isinstance(job, model.Job) else job for id, job in workflow.jobs.items()})


def _apart(job: model.Job, shared: set[str]) -> model.Job:
    if job.environment is None:
        return job
    own = {cluster: f"{cluster}-{job.environment.name}" for cluster in shared}
    given = [step.with_ if isinstance(step.with_, dict) else {} for step in job.steps]
    steps = [
        replace(step, with_={**one, "cluster": own[str(one["cluster"])]}) if one.get("cluster") in own else step
        for step, one in zip(job.steps, given, strict=True)
    ]
    return replace(job, steps=tuple(steps))


def roles(workflow: model.Workflow) -> set[Trusted]:
    """Who has to trust whom for the workflow as it was meant."""
    found = set()
    for environment, step in _steps(workflow):
        given = step.with_ if isinstance(step.with_, dict) else {}
        if step.uses is not None and (role := _ROLE.fullmatch(str(given.get("role-to-assume")))):
            found.add(Trusted(role_name(role[2], role[1]), environment))
    return found


def placed(text: str, fronts: Mapping[str, str]) -> str:
    """The workflow's text; `fronts` are addresses by host, those of test listeners by `host:8443`."""
    text = _ROLE.sub(lambda found: f"arn:aws:iam::{ACCOUNT}:role/{role_name(found[2], found[1])}", text)
    text = _ADDRESS.sub(lambda found: fronts.get(f"{found[1]}{found[2] or ''}", found[0]), text)
    return _REGIONS.sub(REGION, re.sub(rf"\b({_ACCOUNTS})\b", ACCOUNT, text))


def role_name(name: str, account: str) -> str:
    """The role's name in the cloud."""
    return f"{name}-{account[:4]}"


def _steps(workflow: model.Workflow) -> Iterator[tuple[str, model.Step]]:
    for job in workflow.jobs.values():
        if isinstance(job, model.Job):
            environment = job.environment.name if job.environment is not None else ""
            yield from ((environment, step) for step in job.steps)
