"""What an environment gives the container beside the image: variables, secrets by reference, and the size of its tasks."""

from __future__ import annotations

import re
from typing import Protocol

from synth.expr import Expr, text
from synth.record import field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.build.steps import Text, Value
    from synth.pipeline import Environment

SOURCES = {"SecretsManager": __name__, "Parameter": __name__}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,254}")
_OF_THE_RELEASE = ("GIT_SHA", "VERSION")
_ROLE = re.compile(r"arn:(aws[a-z-]*):iam::([0-9]{12}):role/.+")
_SECRET_CONTEXT = re.compile(r"\bsecrets\b|\bgithub\s*\.\s*token\b")
_LIKE_A_SUFFIX = re.compile(r".*-[A-Za-z0-9]{6}")


class SecretSource(Protocol):
    """Where a container's secret is kept. Its value is never in a workflow: ECS reads it when a task starts."""

    def reference(self, environment: Environment) -> str:
        """The ARN that ECS is given. Raises ValueError where it cannot be known."""
        ...


@record
class SecretsManager:
    """A secret of Secrets Manager, by name in the environment's account and region, or by its whole ARN; `key` is one value of a JSON secret.

    By name ECS gets the ARN without the six characters that Secrets Manager adds, and completes it. The execution role of the task, not the one
    that deploys, may read it: `arn:…:secret:<name>-??????`.
    """

    name: str = field(kw_only=False)
    key: str | None = None

    def reference(self, environment: Environment) -> str:
        if _LIKE_A_SUFFIX.fullmatch(self.name) and not self.name.startswith("arn:"):
            raise ValueError(f"secret '{self.name}' ends as if with the six characters that Secrets Manager adds: give its whole ARN")
        arn = self.name if self.name.startswith("arn:") else f"{_place(environment, 'secretsmanager', self.name)}:secret:{self.name}"
        return arn if self.key is None else f"{arn}:{self.key}::"


@record
class Parameter:
    """A parameter of Parameter Store, by name in the environment's account and region, or by its ARN."""

    name: str = field(kw_only=False)

    def reference(self, environment: Environment) -> str:
        return self.name if self.name.startswith("arn:") else f"{_place(environment, 'ssm', self.name)}:parameter/{self.name.lstrip('/')}"


@record
class Scale:
    """The size of a task: `cpu` in ECS's units, 1024 a core, and `memory` in MiB. Their number belongs to the service and its scaling."""

    cpu: int | None = None
    memory: int | None = None


def container_inputs(environment: Environment, first: Text | None = None) -> dict[str, Value]:
    """The inputs of deploy-ecs for the environment's configuration, after the lines `first`. Raises ValueError for what cannot be given."""
    given: dict[str, Value] = {}
    lines = [*([first] if first is not None else []), *([_lines(environment)] if environment.variables else [])]
    if lines:
        given["environment-variables"] = text("{first}\n{then}", first=lines[0], then=lines[1]) if len(lines) > 1 else lines[0]
    if secrets := references(environment):
        given["secrets-from"] = "\n".join([f"{name}={arn}" for name, arn in secrets.items()])
    scale = environment.scale
    if scale is not None:
        sizes = {"task-cpu": scale.cpu, "task-memory": scale.memory}
        given |= {name: _size(name, size) for name, size in sizes.items() if size is not None}
    return given


def references(environment: Environment) -> dict[str, str]:
    """The ARN of each secret. Raises ValueError."""
    for name in environment.secrets:
        _check(name, environment)
        if name in environment.variables:
            raise ValueError(f"'{name}' of environment '{environment.name}' is a variable and a secret: it can be one of them")
    return {name: source.reference(environment) for name, source in environment.secrets.items()}


def _lines(environment: Environment) -> Text:
    variables = environment.variables
    for name, value in variables.items():
        _check(name, environment)
        _check_value(name, value, environment)
    if not any([isinstance(value, Expr) for value in variables.values()]):
        return "\n".join([f"{name}={value}" for name, value in variables.items()])
    values: dict[str, Text] = {}
    for number, (name, value) in enumerate(variables.items()):
        values |= {f"n{number}": name, f"v{number}": value}
    return text("\n".join([f"{{n{number}}}={{v{number}}}" for number in range(len(variables))]), **values)


def _check(name: str, environment: Environment) -> None:
    if name in _OF_THE_RELEASE:
        raise ValueError(f"'{name}' of environment '{environment.name}' is what each deployment tells of its release: take another name")
    if not _NAME.fullmatch(name):
        raise ValueError(f"'{name}' of environment '{environment.name}' is no name of a variable: letters, digits, '_', '.' and '-' are")


def _check_value(name: str, value: Text, environment: Environment) -> None:
    if isinstance(value, Expr):
        if _SECRET_CONTEXT.search(repr(value)):
            raise ValueError(
                f"variable '{name}' of environment '{environment.name}' would put a secret of GitHub into the task definition, where everybody who "
                "may look at it reads it: keep it in Secrets Manager or Parameter Store, and name it in secrets="
            )
    elif not value.strip() or "\n" in value or "\r" in value:
        raise ValueError(f"variable '{name}' of environment '{environment.name}' is empty or has several lines: a variable is one line of text")


def _place(environment: Environment, service: str, name: str) -> str:
    """The head of an ARN in the environment's account and region."""
    role = _ROLE.fullmatch(environment.role) if isinstance(environment.role, str) else None
    if role is None:
        raise ValueError(f"the account of environment '{environment.name}' is not known from its role: give '{name}' by its whole ARN")
    return f"arn:{role[1]}:{service}:{environment.region}:{role[2]}"


def _size(name: str, size: int) -> int:
    if isinstance(size, bool) or not isinstance(size, int) or size < 10:
        raise ValueError(f"{name.removeprefix('task-')}={size!r} of a Scale is no size of a task, such as 512")
    return size
