"""Whether a release can still be deployed, asked before the service is touched: its task definition, and its images by digest."""

from __future__ import annotations

from typing import Any, NamedTuple

from synth.runtime.ecs.ports import AwsError, Denied, Expired, Missing, Refused
from synth.runtime.expectation import FAILED, INCONCLUSIVE, PASSED, Check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.runtime.ecs.last_good import Candidate
    from synth.runtime.ecs.ports import Ecs, Registry
    from synth.runtime.ecs.values import ContainerImage, TaskDefinition

USABLE, UNUSABLE, ARCHIVED = "usable", "unusable", "archived"
_TAG_MARK = "ghsynth:copy-of"


class Fit(NamedTuple):
    """`kind` is usable, unusable, or archived: only the image's way back from ECR's archive is missing.

    `copy` is the content to register where the task definition itself cannot be used: it is INACTIVE, or its tag names another image by now.
    """

    candidate: Candidate
    kind: str
    checks: tuple[Check, ...]
    task_definition: str = ""
    copy: dict[str, Any] | None = None
    archived: tuple[tuple[str, str], ...] = ()

    @property
    def why(self) -> str:
        return "; ".join([check.why for check in self.checks if check.result != PASSED])


def look(candidate: Candidate, ecs: Ecs, registry: Registry) -> Fit:
    """Raises Expired. What may not be looked at, or cannot be reached, is inconclusive and stops nothing: a service in trouble cannot wait for it."""
    name = candidate.name
    try:
        definition = ecs.task_definition(candidate.task_definition)
    except Missing as error:
        return Fit(candidate, UNUSABLE, (Check(f"task definition {name}", FAILED, str(error), "one that exists"),))
    except Expired:
        raise
    except Refused as error:
        return Fit(candidate, UNUSABLE, (Check(f"task definition {name}", FAILED, str(error), "one that can be described"),))
    except AwsError as error:
        return Fit(candidate, USABLE, (Check(f"task definition {name}", INCONCLUSIVE, str(error), "ACTIVE"),), candidate.task_definition)
    active = definition.status == "ACTIVE"
    checks = [Check(f"task definition {name}", PASSED if active else INCONCLUSIVE, definition.status, "ACTIVE", "" if active else _COPY)]
    archived: list[tuple[str, str]] = []
    moved: dict[str, str] = {}  # container -> the image by digest
    for wanted in _images(definition, candidate.images):
        check, state = _image(wanted, registry)
        checks.append(check)
        place = repository(wanted.image)
        if state == _MOVED or (not active and wanted.digest):
            moved[wanted.container] = f"{place}@{wanted.digest}"
        if state == ARCHIVED:
            archived.append((place, wanted.digest))
    if any([check.result == FAILED for check in checks]):
        kind = ARCHIVED if archived and sum([check.result == FAILED for check in checks]) == len(archived) else UNUSABLE
        return Fit(candidate, kind, tuple(checks), definition.arn, _pinned(definition, moved, active), tuple(archived))
    return Fit(candidate, USABLE, tuple(checks), definition.arn, _pinned(definition, moved, active))


def deployable(fit: Fit, ecs: Ecs) -> str:
    """The ARN of the task definition to deploy: the candidate's own, or that of a copy registered now. Raises AwsError, Denied with advice."""
    if fit.copy is None:
        return fit.task_definition
    try:
        return ecs.register(fit.copy, {_TAG_MARK: fit.candidate.name}).arn
    except Denied as error:
        advice = (
            f"{fit.candidate.name} can only be deployed as a copy: allow ecs:RegisterTaskDefinition, ecs:TagResource and iam:PassRole to this role"
        )
        raise Denied(error.operation, error.code, advice) from None


def repository(image: str) -> str:
    """An image's name without tag and digest."""
    path = image.partition("@")[0]
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}{name.partition(':')[0]}"


_COPY = "a copy of it is registered, pinned by digest"
_MOVED = "moved"


def _images(definition: TaskDefinition, ran: Sequence[ContainerImage]) -> list[ContainerImage]:
    """The images as the task definition names them, with the digests that ran."""
    digests = {(one.container, one.image): one.digest for one in ran}
    return [one if one.digest else one._replace(digest=digests.get((one.container, one.image), "")) for one in definition.images]


def _image(wanted: ContainerImage, registry: Registry) -> tuple[Check, str]:
    name, by_digest = f"image {wanted.container}", "@" in wanted.image
    if not wanted.digest:
        return Check(name, INCONCLUSIVE, f"{wanted.image}, whose digest is unknown", "an image by digest"), USABLE
    try:
        stored = registry.image(repository(wanted.image), wanted.digest)
    except Expired:
        raise
    except Missing:
        return Check(name, FAILED, "gone", f"{wanted.digest} in the registry"), UNUSABLE
    except Refused:
        return Check(name, INCONCLUSIVE, "not in ECR, not looked at", f"{wanted.digest} in the registry"), USABLE
    except AwsError as error:
        return Check(name, INCONCLUSIVE, str(error), f"{wanted.digest} in the registry"), USABLE
    if stored.status != "ACTIVE":
        return Check(name, FAILED, stored.status, "ACTIVE", "restore-images: true brings it back, which takes minutes"), ARCHIVED
    tag = wanted.image.rpartition("/")[2].partition(":")[2]
    if not by_digest and (tag or "latest") not in stored.tags:
        return Check(name, INCONCLUSIVE, f"the tag {tag or 'latest'} names another image by now", f"{wanted.digest}", _COPY), _MOVED
    return Check(name, PASSED, "ACTIVE", f"{wanted.digest} in the registry"), USABLE


def _pinned(definition: TaskDefinition, moved: dict[str, str], active: bool) -> dict[str, Any] | None:
    """The content of a copy whose images are named by digest; None where no copy is needed."""
    if active and not moved:
        return None
    containers = [{**one, "image": moved.get(one["name"], one["image"])} for one in definition.content["containerDefinitions"]]
    return {**definition.content, "containerDefinitions": containers}
