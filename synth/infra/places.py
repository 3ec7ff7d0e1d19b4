"""Where a step works, from its inputs and from what the definition says of the service."""

from __future__ import annotations

from typing import NamedTuple

from synth.infra.reading_jobs import log_groups
from synth.infra.resources import Place
from synth.record import field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from synth.infra.reading_jobs import Use


class AnyPlace(NamedTuple):
    """The account that a role is in, and the region that the job is signed in to."""

    partition: str
    region: str
    account: str


@record
class Known:
    """What the definition says of services, by their names: families, roles of tasks, and repositories as account, region and name."""

    families: Mapping[str, str] = field(default_factory=dict)
    task_roles: Mapping[str, Sequence[str]] = field(default_factory=dict)
    images: Mapping[str, Sequence[tuple[str, str, str]]] = field(default_factory=dict)


def place_of(use: Use, around: AnyPlace, known: Known, warn: list[str]) -> Place:
    """Says in `warn` what it had to guess, or to leave open."""
    named, region = use.given.get("service", ""), _plain(use.given.get("aws-region", ""))
    service = _plain(named).rpartition("/")[2]
    if named and not service:
        _say(warn, f"'{named}' names a service on the runner only, so the role reaches all services of the cluster; name it in the definition")
    images = use.images or tuple(known.images.get(service, ()))
    passing = any([call.action == "iam:PassRole" for call in use.calls])
    return Place(
        partition=around.partition,
        region=region or around.region,
        account=around.account,
        cluster=_plain(use.given.get("cluster", "default")).rpartition("/")[2] if named else "",
        service=service,
        family=_plain(_family(use.given)) or known.families.get(service, ""),
        images=tuple([_image(one, around) for one in images]),
        task_roles=_task_roles(service, around, known, warn) if passing else (),
        log_groups=tuple([name for name in log_groups(use.given) if "${{" not in name]),
    )


def _family(given: Mapping[str, str]) -> str:
    """Of `family`, `family:revision` or an ARN."""
    named = given.get("task-definition", "") or given.get("task-definition-family", "")
    return named.rpartition("/")[2].partition(":")[0] if not named.endswith(".json") else ""


def _plain(text: str) -> str:
    """Nothing where only the runner knows it."""
    return "" if "${{" in text or "}}" in text else text


def _image(image: tuple[str, str, str], around: AnyPlace) -> str:
    account, region, name = image
    return f"arn:{around.partition}:ecr:{region or around.region}:{account or around.account}:repository/{name}"


def _task_roles(service: str, around: AnyPlace, known: Known, warn: list[str]) -> tuple[str, ...]:
    """ARNs; the usual two names where the definition gives none."""
    named = known.task_roles.get(service)
    if not named:
        named = (f"{service or '*'}-execution", f"{service or '*'}-task")
        said = f"service '{service}': its tasks are taken to run as {' and '.join(named)}; name them, Service('{service}', ..., task_roles=[...])"
        _say(warn, said)
    return tuple([role if role.startswith("arn:") else f"arn:{around.partition}:iam::{around.account}:role/{role}" for role in named])


def _say(warn: list[str], said: str) -> None:
    if said not in warn:
        warn.append(said)
