"""What a service runs, against what is recorded of it: commit, images, since when, verified or not, drift, and where a rollback would go."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.ecs.history import read_history, tolerated
from synth.runtime.ecs.last_good import Candidate, candidates, left_of, short
from synth.runtime.ecs.ports import AwsError, Expired
from synth.runtime.ecs.preflight import USABLE, look, repository
from synth.runtime.record.mark import Mark
from synth.runtime.record.release import revisions_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from synth.runtime.ecs.ports import Ecs, Registry
    from synth.runtime.ecs.values import ContainerImage, Revision, Service, Task

_MOVING = ("branch-", "good-")  # tags that name another image tomorrow, so no version


class Place(NamedTuple):
    """Where a service runs. `environment` is GitHub's, empty where there is none; `region` empty for that of the surroundings."""

    environment: str
    region: str
    cluster: str
    service: str

    @property
    def owner(self) -> str:
        """`cluster/service`, by their names."""
        return f"{self.cluster.rsplit('/', 1)[-1]}/{self.service.rsplit('/', 1)[-1]}"


class LastGood(NamedTuple):
    """The release that a rollback would bring back, and why that one. `trouble` says why it could not be, empty where it could."""

    task_definition: str
    sha: str
    at: float
    source: str
    trouble: str = ""


class Deployed(NamedTuple):
    """`since` is when its deployment began, in seconds since 1970. `images` are those of the release, with their digests. `drift` and
    `warnings` are sentences. `trouble` says why nothing is known; the rest is empty then."""

    place: Place
    trouble: str = ""
    sha: str = ""
    version: str = ""
    task_definition: str = ""
    revision: str = ""
    images: tuple[ContainerImage, ...] = ()
    since: float = 0.0
    verified: Mark | None = None
    under_way: bool = False
    drift: tuple[str, ...] = ()
    last_good: LastGood | None = None
    warnings: tuple[str, ...] = ()


def deployed(place: Place, ecs: Ecs, registry: Registry, recorded: Iterable[Mark]) -> Deployed:
    """`recorded` are verified releases of the service that others than ECS remember."""
    said: list[str] = []
    try:
        service = ecs.service(place.cluster, place.service)
        return _seen(place, service, ecs, registry, list(recorded), said)
    except AwsError as error:
        return Deployed(place, str(error))


def _seen(place: Place, service: Service, ecs: Ecs, registry: Registry, recorded: list[Mark], said: list[str]) -> Deployed:
    history = read_history(ecs, service, None, said.append)
    marks = sorted({(mark.service_revision, mark.task_definition, mark.run_id): mark for mark in [*recorded, *history.marks]}.values(), key=_newest)
    serving = tolerated(lambda: revisions_of(service, ecs), said.append)
    known = {one.arn: one for one in tolerated(lambda: ecs.revisions(serving), said.append)} if serving else {}
    definition = service.task_definition or (service.primary.task_definition if service.primary else "")
    release = next((one for one in known.values() if not definition or one.task_definition == definition), None)
    definition = definition or (release.task_definition if release else "")
    mark = next((one for one in marks if _is(one, release, definition)), None)
    images = release.images if release else ()
    under_way = len(service.rollouts) > 1 or any([one.state == "IN_PROGRESS" for one in service.rollouts])
    tasks = tolerated(lambda: ecs.tasks(service.cluster or place.cluster, service.name), said.append)
    tags = _tags(images, registry, said.append)
    found = candidates(marks, history.successful, (), history.leaving, left_of(service.tags), {**history.revisions, **known})
    good = _last_good(found[0], ecs, registry) if found else None
    if good is not None and good.trouble:
        said.append(f"a rollback to {short(good.task_definition)} would fail: {good.trouble}")
    return Deployed(
        place,
        sha=(mark.sha if mark else "") or _commit(tags),
        version=", ".join([tag for tag in tags if not _is_commit(tag) and not tag.startswith(_MOVING)]),
        task_definition=definition,
        revision=release.arn if release else "",
        images=images,
        since=service.primary.created if service.primary else 0.0,
        verified=mark,
        under_way=under_way,
        drift=() if under_way else tuple(_drift(definition, release, mark, marks, tasks)),
        last_good=good,
        warnings=tuple(said),
    )


def _newest(mark: Mark) -> float:
    return -mark.at


def _is(mark: Mark, release: Revision | None, definition: str) -> bool:
    if release is not None and mark.service_revision:
        return mark.service_revision == release.arn
    return mark.task_definition == definition


def _drift(definition: str, release: Revision | None, mark: Mark | None, marks: Sequence[Mark], tasks: Sequence[Task]) -> Iterable[str]:
    """Where what runs differs from the record, or tasks from one another. Without any record only the tasks are compared."""
    if mark is None and marks:
        yield f"runs {short(definition)}, and the newest verified release is {short(marks[0].task_definition)}"
    running = [one for one in tasks if one.status == "RUNNING"]
    others = sorted({short(one.task_definition) for one in running if one.task_definition != definition})
    if others:
        yield f"tasks run {', '.join(others)}, and the service is to run {short(definition)}"
    wanted = {image.container: image.digest for image in release.images if image.digest} if release else {}
    seen: dict[str, set[str]] = {}
    for task in running:
        for one in task.containers if task.task_definition == definition else ():
            if one.digest:
                seen.setdefault(one.name, set()).add(one.digest)
    for name, digests in seen.items():
        if wrong := sorted(digests - {wanted[name]}) if name in wanted else sorted(digests)[1:]:
            yield f"{name} runs {', '.join(map(brief, wrong))} in some tasks, and the release has {brief(wanted.get(name, min(digests)))}"
    told = set(mark.digests) if mark else set()
    if told and seen and not told & set().union(*seen.values()):
        yield f"no task runs an image of the record, {', '.join(map(brief, sorted(told)))}"


def brief(digest: str) -> str:
    """As much of a digest as people compare: `sha256:` and twelve digits."""
    return digest[:19]


def _last_good(candidate: Candidate, ecs: Ecs, registry: Registry) -> LastGood:
    fit = look(candidate, ecs, registry)
    return LastGood(candidate.task_definition, candidate.sha, candidate.at, candidate.source, "" if fit.kind == USABLE else fit.why)


def _tags(images: Sequence[ContainerImage], registry: Registry, say: Callable[[str], None]) -> tuple[str, ...]:
    """The tags of the first image that the registry knows, and what is wrong with any."""
    found: tuple[str, ...] = ()
    for image in images:
        if not image.digest:
            continue
        try:
            stored = registry.image(repository(image.image), image.digest)
        except Expired:
            raise
        except AwsError as error:
            if ".dkr.ecr." in image.image:
                say(f"the image of {image.container} that runs cannot be pulled again: {error}")
            continue
        found = found or stored.tags
        if stored.status != "ACTIVE":
            say(f"the image of {image.container} that runs is {stored.status}: new tasks cannot start")
    return found


def _commit(tags: Sequence[str]) -> str:
    return next((tag.removeprefix("sha-") for tag in tags if _is_commit(tag)), "")


def _is_commit(tag: str) -> bool:
    """Whether a tag is that of a commit: `sha-` and at least seven digits of it, or all forty."""
    digits = tag.removeprefix("sha-")
    return all([digit in "0123456789abcdef" for digit in digits]) and (len(digits) == 40 or (tag != digits and len(digits) >= 7))
