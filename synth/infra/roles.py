"""A definition's linked workflows -> the IAM roles that their jobs take on, each with who may and what it may do."""

from __future__ import annotations

import re

from synth.infra.permissions import permissions
from synth.infra.places import AnyPlace, Known, place_of
from synth.infra.reading_jobs import jobs_with_roles, refs
from synth.infra.trust import trust
from synth.infra.values import Assuming, Role
from synth.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from synth import model
    from synth.infra.calls import Call
    from synth.infra.reading_jobs import Held
    from synth.infra.resources import Place
    from synth.infra.values import Github

_ROLE = re.compile(r"arn:(?P<partition>aws[a-z-]*):iam::(?P<account>\d{12}):role(?P<path>/(?:[\w+=,.@/-]+/)?)(?P<name>[\w+=,.@-]{1,64})")
_MOST_SECONDS = 43_200
_PURPOSES = ("push", "deploy", "rollback", "verify", "record")


@record
class Linked:
    """A workflow as GitHub gets it, with its file's name; `main` is the branch that schedules and buttons run on."""

    file: str
    workflow: model.Workflow
    main: str = "main"


def roles(linked: Iterable[Linked], known: Known, github: Github, warn: list[str]) -> tuple[Role, ...]:
    """In the order of their accounts and names. What keeps one from being written is added to `warn`."""
    found: dict[str, list[tuple[Assuming, Held]]] = {}
    for assuming, one in _assuming(linked):
        found.setdefault(one.role, []).append((assuming, one))
    made = [_role(arn, taken, known, github, warn) for arn, taken in found.items()]
    return tuple(sorted([role for role in made if role is not None], key=lambda role: (role.account, role.name)))


def _assuming(linked: Iterable[Linked]) -> Iterator[tuple[Assuming, Held]]:
    for one in linked:
        for id, job, held in jobs_with_roles(one.workflow):
            for taken in held:
                purposes = {use.purpose for use in taken.uses}
                yield (
                    Assuming(
                        file=one.file,
                        workflow=one.workflow.name or one.file,
                        job=id,
                        name=job.name or id,
                        environment=job.environment.name if job.environment is not None else None,
                        refs=refs(one.workflow, one.main),
                        purpose=next((purpose for purpose in _PURPOSES if purpose in purposes), "other"),
                        region=taken.region or None,
                        seconds=taken.seconds,
                    ),
                    taken,
                )


def _role(arn: str, taken: Sequence[tuple[Assuming, Held]], known: Known, github: Github, warn: list[str]) -> Role | None:
    jobs = [job for job, _ in taken]
    where = ", ".join(dict.fromkeys([f"'{job.name}'" for job in jobs]))
    shape = _ROLE.fullmatch(arn)
    if shape is None:
        warn.append(f"no role is written for {where}: '{arn}' does not say which it is; write its ARN in the definition")
        return None
    if unclear := [job.name for job in jobs if job.environment is not None and "${{" in job.environment]:
        warn.append(f"role {shape['name']} cannot trust '{unclear[0]}': its environment is an expression; name it in the definition")
        jobs = [job for job in jobs if job.name not in unclear]
        if not jobs:
            return None
    made: list[tuple[Call, Place]] = []
    for job, one in taken:
        around = AnyPlace(shape["partition"], one.region if "${{" not in one.region else "*", shape["account"])
        for use in one.uses:
            place = place_of(use, around, known, warn)
            made += [(call, place) for call in use.calls]
            for command in use.unknown:
                warn.append(f"role {shape['name']}: what '{command}' of '{job.name}' needs is not known here; allow it yourself")
    seconds = max(3600, *[job.seconds for job in jobs])
    if seconds > _MOST_SECONDS:
        warn.append(f"role {shape['name']}: a session lasts {_MOST_SECONDS} s at most, and a job wants {seconds}")
    environments = {job.environment for job in jobs}
    purposes = [purpose for purpose in (*_PURPOSES, "other") if any([job.purpose == purpose for job in jobs])]
    return Role(
        name=shape["name"],
        account=shape["account"],
        partition=shape["partition"],
        path=shape["path"],
        environment=environments.pop() if len(environments) == 1 else None,
        purpose=", ".join(purposes),
        trust=trust(jobs, github, shape["account"], shape["partition"]),
        permissions=permissions(made),
        jobs=tuple(sorted(jobs, key=lambda job: (job.file, job.job))),
        session_seconds=min(seconds, _MOST_SECONDS),
    )
