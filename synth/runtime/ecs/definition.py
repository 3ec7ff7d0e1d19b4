"""Task definitions as content: read from a file, given other images, and compared with what runs. Nothing here asks AWS."""

from __future__ import annotations

import re
from typing import Any

from synth.runtime.document import parsed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from synth.runtime.ecs.values import ContainerImage

Content = dict[str, Any]
BY_NAME = re.compile(r"(arn:[a-z-]+:ecs:[^:]+:[0-9]{12}:task-definition/)?[A-Za-z0-9_-]{1,255}(:[0-9]{1,9})?")
BY_DIGEST = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,400}@sha256:[0-9a-f]{64}")
BY_TAG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,400}")
MOST_BYTES = 1 << 20

# what DescribeTaskDefinition adds to what RegisterTaskDefinition takes, and what a rendered file has besides
_READ_ONLY = frozenset(
    "taskDefinitionArn revision status requiresAttributes compatibilities registeredAt registeredBy deregisteredAt deleteRequestedAt tags".split()
)
_DEFAULTS: Content = {"cpu": 0, "essential": True, "protocol": "tcp", "readOnly": False, "requiresCompatibilities": []}
_BY_NAME = ("environment", "secrets")


def image(text: str, tags: bool) -> str:
    """An image reference by digest, or also by tag where `tags` says so. Raises ValueError."""
    if BY_DIGEST.fullmatch(text):
        return text
    if not tags:
        raise ValueError(f"'{text}' names no digest, so nobody can say what will run: write <repository>@sha256:<digest>, or allow-tags: true")
    if not BY_TAG.fullmatch(text):
        raise ValueError(f"'{text}' is no image reference")
    return text


def images(text: str, tags: bool) -> dict[str, str]:
    """A JSON object of container names and image references. Raises ValueError."""
    found = parsed(text)
    if not isinstance(found, dict) or not found or not all([isinstance(one, str) for one in found.values()]):
        raise ValueError('is no JSON object of containers and images, such as {"app": "<repository>@sha256:…"}')
    return {name: image(reference.strip(), tags) for name, reference in found.items()}


def read(path: str) -> Content:
    """The content of a task definition file: as `aws ecs register-task-definition` takes it or `describe-task-definition` gives it.

    Raises ValueError for what is none, or cannot be read.
    """
    try:
        with open(path, "rb") as file:
            text = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ValueError(f"'{path}' cannot be read: {error.strerror}") from None
    if len(text) > MOST_BYTES:
        raise ValueError(f"'{path}' is longer than a task definition can be")
    try:
        found = parsed(text.decode("utf-8-sig"))
    except ValueError as error:
        raise ValueError(f"'{path}' {error}" if str(error).startswith("is no") else f"'{path}' is no UTF-8 text") from None
    if isinstance(found, dict) and isinstance(found.get("taskDefinition"), dict):
        found = found["taskDefinition"]
    containers = found.get("containerDefinitions") if isinstance(found, dict) else None
    if (
        not isinstance(containers, list)
        or not containers
        or not all([isinstance(one, dict) and isinstance(one.get("name"), str) for one in containers])
    ):
        raise ValueError(f"'{path}' has no containerDefinitions with a name each")
    if not isinstance(found.get("family"), str):
        raise ValueError(f"'{path}' has no family")
    return registrable(found)


def registrable(fields: Mapping[str, Any]) -> Content:
    """Without what only answers have, and without nulls."""
    return {name: value for name, value in fields.items() if name not in _READ_ONLY and value is not None}


def with_images(content: Content, wanted: Mapping[str, str]) -> Content:
    """The content with other images. The empty name is the only container. Raises ValueError for a container that is not there."""
    containers = content["containerDefinitions"]
    names = [one["name"] for one in containers]
    if "" in wanted:
        if len(names) > 1:
            raise ValueError(f"the task definition has the containers {', '.join(names)}: say with `container` which one gets the image")
        wanted = {names[0]: wanted[""]}
    if unknown := [name for name in wanted if name not in names]:
        raise ValueError(f"the task definition has no container '{unknown[0]}'; it has {', '.join(names)}")
    return {**content, "containerDefinitions": [{**one, "image": wanted.get(one["name"], one.get("image", ""))} for one in containers]}


def same(one: Content, other: Content) -> bool:
    """Whether both would run the same: what ECS fills in, empty lists and the order of variables do not matter."""
    return bool(_plain(one) == _plain(other))


def digests(ran: Sequence[ContainerImage]) -> dict[str, str]:
    """By container; those that are not resolved are left out."""
    return {one.container: one.digest for one in ran if one.digest}


def unpinned(content: Content) -> list[str]:
    """The containers whose image is named by a tag, which can name another image tomorrow."""
    return [one["name"] for one in content["containerDefinitions"] if not BY_DIGEST.fullmatch(str(one.get("image", "")))]


def log_stream(content: Content, container: str, task: str) -> tuple[str, str] | None:
    """Log group and stream of a container of a task; None where its log does not go to CloudWatch under a prefix."""
    found = next((one for one in content["containerDefinitions"] if one["name"] == container), None) or content["containerDefinitions"][0]
    logs = found.get("logConfiguration", {})
    options = logs.get("options", {}) if logs.get("logDriver") == "awslogs" else {}
    group, prefix = options.get("awslogs-group"), options.get("awslogs-stream-prefix")
    return (group, f"{prefix}/{found['name']}/{task}") if group and prefix else None


def _plain(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        plain = {key: _plain(one, key) for key, one in value.items()}
        return {key: one for key, one in plain.items() if one not in (None, "", [], {}) and not (key in _DEFAULTS and one == _DEFAULTS[key])}
    if isinstance(value, list):
        found = [_plain(one) for one in value]
        return sorted(found, key=lambda one: str(one.get("name"))) if name in _BY_NAME else found
    return value
