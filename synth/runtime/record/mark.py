"""The verified mark of a release: as tags on its ECS service and task definition, and as payload of a GitHub deployment.

A mark is one text, cut into tags of 256 characters. A service keeps the few newest; ECS itself forgets deployments after 90 days.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from synth.runtime.ecs.ports import Ecs
    from synth.runtime.ecs.values import Service

KEY = "ghsynth:verified"  # the tags of slot 2: ghsynth:verified:2, and where one is too short also ghsynth:verified:2:1 and so on
KEPT = 5  # marks on a resource, which has room for 50 tags of all kinds
REVOKED = "revoked"
_LONGEST, _MOST_PIECES, _MOST_DIGESTS = 256, 5, 10
_NONE = "-"
_REVISION = re.compile(r"arn:(?P<place>[a-z-]+:ecs:[a-z0-9-]+:[0-9]{12}):service-revision/(?P<name>[A-Za-z0-9_-]+/[A-Za-z0-9_-]+/[0-9]+)")
_DEFINITION = re.compile(r"arn:(?P<place>[a-z-]+:ecs:[a-z0-9-]+:[0-9]{12}):task-definition/(?P<name>[A-Za-z0-9_-]+:[0-9]+)")
_DIGEST = re.compile(r"sha256:(?P<hex>[0-9a-f]{64})")
_TEXT = re.compile(
    r"(?P<pieces>[1-9])@(?P<place>[a-z-]+:ecs:[a-z0-9-]+:[0-9]{12})@(?P<revision>[A-Za-z0-9_-]+/[A-Za-z0-9_-]+/[0-9]+|-)"
    r"@(?P<definition>[A-Za-z0-9_-]+:[0-9]+)@(?P<sha>[0-9a-f]{7,64}|-)@(?P<run>[0-9]{1,20}|-)@(?P<at>[0-9]{1,12})(?P<digests>(@[0-9a-f]{64})*)"
)


class Mark(NamedTuple):
    """A release that was verified at `at` (seconds since 1970, whole ones once it has been written) by the run `run_id`.

    `service_revision` and `task_definition` are ARNs; `digests` those of its images, `sha256:…`; `sha` its commit. What is unknown is empty, and so
    is `version` in ECS, whose tags have no room for it.
    """

    service_revision: str
    task_definition: str
    digests: tuple[str, ...]
    sha: str
    run_id: str
    at: float
    version: str = ""

    def tags(self, held: Mapping[str, str] | None = None) -> dict[str, str]:
        """The tags to add to those that are `held`. The same release takes its former place, another a free one, else that of the oldest.

        Raises ValueError when the task definition is no ARN.
        """
        return _cut(f"{KEY}:{_slot(self, slots(held or {}))}", self._text())

    def payload(self) -> dict[str, Any]:
        """What a GitHub deployment carries."""
        return {
            "serviceRevisionArn": self.service_revision,
            "taskDefinition": self.task_definition,
            "digests": list(self.digests),
            "sha": self.sha,
            "runId": self.run_id,
            **({"version": self.version} if self.version else {}),
        }

    def _text(self) -> str:
        definition, revision = _DEFINITION.fullmatch(self.task_definition), _REVISION.fullmatch(self.service_revision)
        if definition is None:
            raise ValueError(f"'{self.task_definition}' is no ARN of a task definition")
        digests = [found["hex"] for one in self.digests[:_MOST_DIGESTS] if (found := _DIGEST.fullmatch(one))]
        release = [definition["place"], revision["name"] if revision else _NONE, definition["name"]]
        return "@".join([*release, self.sha or _NONE, self.run_id or _NONE, str(int(self.at)), *digests])


def marks_of(tags: Mapping[str, str]) -> tuple[Mark, ...]:
    """The marks in the tags, the newest first. Tags that make no sense, as when somebody edited them, are none."""
    return tuple(sorted(slots(tags).values(), key=lambda mark: -mark.at))


def slots(tags: Mapping[str, str]) -> dict[int, Mark]:
    """The marks by their number in the tags' keys."""
    return {number: mark for number in range(KEPT) if (mark := _read(tags, f"{KEY}:{number}")) is not None}


def revoked(tags: Mapping[str, str], service_revision: str) -> dict[str, str]:
    """The tags that take the mark from a release; none where it has none."""
    return {f"{KEY}:{number}": REVOKED for number, mark in slots(tags).items() if mark.service_revision == service_revision}


def verified(ecs: Ecs, service: Service) -> list[Mark]:
    """The marks of a service, the newest first: those on the service, and where it has none that on its task definition.

    Raises AwsError's kinds, unless the service itself has marks.
    """
    found = marks_of(service.tags or ecs.tags(service.arn))
    if found or not service.task_definition:
        return list(found)
    owner = service.arn.partition(":service/")[2]
    return [mark for mark in marks_of(ecs.tags(service.task_definition)) if f":service-revision/{owner}/" in mark.service_revision]


def payload_mark(payload: Any, at: float) -> Mark | None:
    """The mark that a GitHub deployment's payload is, or None for any other payload."""
    if not isinstance(payload, dict):
        return None
    texts = [payload.get(name, "") for name in ("serviceRevisionArn", "taskDefinition", "sha", "runId", "version")]
    digests = payload.get("digests")
    if not all([isinstance(text, str) for text in texts]) or not isinstance(digests, list):
        return None
    revision, definition, sha, run, version = texts
    if not _DEFINITION.fullmatch(definition) or (revision and not _REVISION.fullmatch(revision)):
        return None
    return Mark(revision, definition, tuple([one for one in digests if isinstance(one, str) and _DIGEST.fullmatch(one)]), sha, run, at, version)


def newer_run(marks: tuple[Mark, ...], run_id: str) -> Mark | None:
    """The mark of the latest run that began after this one, by the numbers that GitHub counts up; None when there is none."""
    later = [mark for mark in marks if mark.run_id.isdigit() and run_id.isdigit() and int(mark.run_id) > int(run_id)]
    return max(later, key=lambda mark: int(mark.run_id), default=None)


def _slot(mark: Mark, held: Mapping[int, Mark]) -> int:
    same = [number for number, one in held.items() if _release(one) == _release(mark)]
    if same:
        return same[0]
    first = int(mark.task_definition.rpartition(":")[2]) % KEPT  # several marks at once do not take the same place
    free = [number for number in [first, *range(KEPT)] if number not in held]
    return free[0] if free else min(held, key=lambda number: held[number].at)


def _release(mark: Mark) -> tuple[str, str]:
    return mark.service_revision, mark.task_definition


def _cut(key: str, text: str) -> dict[str, str]:
    """The text behind its number of tags, so that what an earlier and longer one left behind is not read."""
    pieces = [f"@{text}"[start : start + _LONGEST - 1] for start in range(0, len(text) + 1, _LONGEST - 1)]
    return {key: f"{len(pieces)}{pieces[0]}", **{f"{key}:{number}": piece for number, piece in enumerate(pieces[1:], 1)}}


def _read(tags: Mapping[str, str], key: str) -> Mark | None:
    text = tags.get(key, "")
    count = int(text[0]) if text[:1].isdecimal() and text.isascii() else 0
    found = _TEXT.fullmatch(text + "".join([tags.get(f"{key}:{number}", "") for number in range(1, count)]))
    if found is None:
        return None
    place, revision = found["place"], found["revision"]
    return Mark(
        "" if revision == _NONE else f"arn:{place}:service-revision/{revision}",
        f"arn:{place}:task-definition/{found['definition']}",
        tuple([f"sha256:{one}" for one in found["digests"].split("@")[1:]]),
        "" if found["sha"] == _NONE else found["sha"],
        "" if found["run"] == _NONE else found["run"],
        float(found["at"]),
    )
