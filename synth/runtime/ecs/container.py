"""What a container finds in its environment: variables, references to secrets, and the size of its task. Nothing here asks AWS.

What is named is set; what is not named stays as it is on the live task definition; what goes away is named too.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from synth.runtime.ecs.definition import Content
    from synth.runtime.inputs import Inputs

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,254}")
_SECRET = re.compile(
    r"arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@!-]{1,512}(:[^:\s]*:[^:\s]*:[^:\s]*)?"
    r"|arn:aws[a-z-]*:ssm:[a-z0-9-]+:[0-9]{12}:parameter/[A-Za-z0-9_./-]{1,1011}"
)
_SIZE = re.compile(r"[1-9][0-9]{1,6}")


class Settings(NamedTuple):
    """`variables` are values, `secrets` ARNs. `cpu` and `memory` are those of the task, in ECS's units and MiB, empty for as they are."""

    variables: tuple[tuple[str, str], ...] = ()
    secrets: tuple[tuple[str, str], ...] = ()
    removed: tuple[str, ...] = ()
    cpu: str = ""
    memory: str = ""

    @property
    def of_container(self) -> bool:
        """Whether they are of one container, which has to be known."""
        return bool(self.variables or self.secrets or self.removed)


def read_settings(inputs: Inputs) -> Settings:
    """Gathers what is wrong in `inputs`. A value is never told, only its name: it may be one that should have been a secret."""
    none: dict[str, str] = {}
    settings = Settings(
        tuple(inputs.parsed("environment-variables", _variables, none).items()),
        tuple(inputs.parsed("secrets-from", _references, none).items()),
        inputs.parsed("remove-variables", _names, ()),
        inputs.parsed("task-cpu", _size, ""),
        inputs.parsed("task-memory", _size, ""),
    )
    places = {"environment-variables": dict(settings.variables), "secrets-from": dict(settings.secrets), "remove-variables": settings.removed}
    seen: dict[str, str] = {}
    for place, found in places.items():
        for name in found:
            if name in seen:
                inputs.problem(place, f"'{name}' is in {seen[name]} too: it can be in one of them")
            seen[name] = place
    return settings


def with_settings(content: Content, settings: Settings, container: str = "") -> Content:
    """The content with them. The empty name is the only container. Raises ValueError for a container that is not there."""
    sizes = {name: value for name, value in (("cpu", settings.cpu), ("memory", settings.memory)) if value}
    if not settings.of_container:
        return {**content, **sizes}
    names = [one["name"] for one in content["containerDefinitions"]]
    if not container and len(names) > 1:
        raise ValueError(f"the task definition has the containers {', '.join(names)}: say with `container` which one gets the variables")
    chosen = container or names[0]
    if chosen not in names:
        raise ValueError(f"the task definition has no container '{chosen}'; it has {', '.join(names)}")
    containers = [_set(one, settings) if one["name"] == chosen else one for one in content["containerDefinitions"]]
    return {**content, **sizes, "containerDefinitions": containers}


def _set(container: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    """A name that becomes a secret is a variable no more, and the other way round: ECS refuses one that is both."""
    gone = {*settings.removed, *dict(settings.variables), *dict(settings.secrets)}
    made = dict(container)
    for place, key, wanted in (("environment", "value", settings.variables), ("secrets", "valueFrom", settings.secrets)):
        before = made.get(place) or []
        given = dict(wanted)
        kept = [{"name": one["name"], key: given.pop(one["name"])} if one["name"] in given else one for one in before]
        kept = [one for one in kept if one["name"] in dict(wanted) or one["name"] not in gone]
        kept += [{"name": name, key: value} for name, value in given.items()]
        if kept or place in made:
            made[place] = kept
    return made


def _variables(text: str) -> dict[str, str]:
    found = _lines(text, "a value")
    if empty := [name for name, value in found.items() if not value]:
        raise ValueError(f"'{empty[0]}' is empty: the variable of GitHub that it comes from may not be set; remove-variables takes it away")
    return found


def _references(text: str) -> dict[str, str]:
    found = _lines(text, "the ARN of a secret")
    for name, value in found.items():
        if not _SECRET.fullmatch(value):
            raise ValueError(f"'{name}' is no ARN of Secrets Manager or Parameter Store: a secret's value never stands here")
    return found


def _lines(text: str, what: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        name, equals, value = line.strip().partition("=")
        if not equals or not _NAME.fullmatch(name):
            raise ValueError(f"line {number} is not NAME=…, a name and {what}")
        if name in found:
            raise ValueError(f"'{name}' is there twice")
        found[name] = value.strip()
    return found


def _names(text: str) -> tuple[str, ...]:
    found = re.split(r"[,\s]+", text)
    if wrong := [name for name in found if not _NAME.fullmatch(name)]:
        raise ValueError(f"'{wrong[0]}' is no name of a variable")
    return tuple(dict.fromkeys(found))


def _size(text: str) -> str:
    if not _SIZE.fullmatch(text):
        raise ValueError(f"'{text}' is no whole number, such as 512")
    return text
