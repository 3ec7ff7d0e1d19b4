"""Which releases a service can go back to, the best first: verified ones, then those that ECS calls SUCCESSFUL, then the caller's. Never a guess."""

from __future__ import annotations

import re
from typing import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from synth.runtime.ecs.values import ContainerImage, Revision
    from synth.runtime.record.mark import Mark

VERIFIED, SUCCESSFUL, CALLER = "verified", "successful", "caller"
LEFT_TAG = "ghsynth:left"  # on the service: what it was taken back from, `family:revision@seconds`, the newest first
_LONGEST_TAG = 256
_ENTRY = re.compile(r"(?P<name>[A-Za-z0-9_-]+:[0-9]+)@(?P<at>[0-9]{1,12})")


class Candidate(NamedTuple):
    """A release to go back to. `images` are those of its service revision, with the digests that really ran; `at` is when it was proved."""

    task_definition: str
    source: str
    revision: str = ""
    images: tuple[ContainerImage, ...] = ()
    sha: str = ""
    at: float = 0.0

    @property
    def name(self) -> str:
        return short(self.task_definition)


class Leaving(NamedTuple):
    """What is being left: a service revision and its task definition, either empty where it is unknown."""

    revision: str = ""
    task_definition: str = ""


def candidates(
    marks: Iterable[Mark],
    successful: Sequence[Revision],
    given: Sequence[str],
    leaving: Leaving,
    left: Mapping[str, float],
    revisions: Mapping[str, Revision],
) -> tuple[Candidate, ...]:
    """The newest of each kind first, each task definition once.

    `successful` are the revisions of deployments that succeeded, the newest first; `revisions` all known ones by ARN. What is being left is
    none, nor is what was `left` after it was proved: a service that goes back twice must not come to the release that it first went back
    from. What the caller names is believed.
    """
    found = [marked(mark, revisions.get(mark.service_revision)) for mark in sorted(marks, key=lambda mark: -mark.at)]
    found += [Candidate(one.task_definition, SUCCESSFUL, one.arn, one.images, at=one.created) for one in successful]
    usable = [one for one in found if one.revision != leaving.revision and one.at >= left.get(one.name, 0.0)]
    usable += [Candidate(name, CALLER) for name in given]
    best: dict[str, Candidate] = {}
    for one in usable:
        if one.name and one.name != short(leaving.task_definition):
            best.setdefault(one.name, one)
    return tuple(best.values())


def left_of(tags: Mapping[str, str]) -> dict[str, float]:
    """What the service was taken back from, and when."""
    return {found["name"]: float(found["at"]) for entry in tags.get(LEFT_TAG, "").split() if (found := _ENTRY.fullmatch(entry))}


def leaving_tag(tags: Mapping[str, str], task_definition: str, at: float) -> dict[str, str]:
    """The tag to put on the service once it has been taken back; the oldest entries make room."""
    name = short(task_definition)
    entries = [f"{name}@{at:.0f}"] + [f"{other}@{then:.0f}" for other, then in left_of(tags).items() if other != name]
    while len(" ".join(entries)) > _LONGEST_TAG and len(entries) > 1:
        entries.pop()
    return {LEFT_TAG: " ".join(entries)}


def short(task_definition: str) -> str:
    """`family:revision` of an ARN or of itself."""
    return task_definition.rsplit("/", 1)[-1]


def marked(mark: Mark, revision: Revision | None) -> Candidate:
    """A release that bears the mark; its images are those of the revision, where ECS still knows it."""
    return Candidate(mark.task_definition, VERIFIED, mark.service_revision, revision.images if revision else (), mark.sha, mark.at)
