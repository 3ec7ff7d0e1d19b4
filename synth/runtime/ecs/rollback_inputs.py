"""The inputs of actions/rollback, all wrong ones reported at once."""

from __future__ import annotations

import re
from typing import NamedTuple

from synth.runtime.ecs.asked_for import AUTO, DEFINITION, destination
from synth.runtime.ecs.situation import DRY_RUN, NEVER, Situation
from synth.runtime.health_inputs import Options, read_options
from synth.runtime.inputs import InputError, Inputs
from synth.runtime.verdict import FAIL_ON, outcomes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME = re.compile(r"[A-Za-z0-9_-]{1,255}")
_CLUSTER = re.compile(r"arn:[a-z-]+:ecs:[a-z0-9-]+:[0-9]{12}:cluster/[A-Za-z0-9_-]{1,255}")
_SERVICE = re.compile(r"arn:[a-z-]+:ecs:[a-z0-9-]+:[0-9]{12}:service/([A-Za-z0-9_-]{1,255}/)?[A-Za-z0-9_-]{1,255}")
_DEPLOYMENT = re.compile(r"arn:[a-z-]+:ecs:[a-z0-9-]+:[0-9]{12}:service-deployment/[A-Za-z0-9_-]+/[A-Za-z0-9_-]+/[A-Za-z0-9_-]+")
_FROM_RELEASE = "the commit of the release"  # stands for the version until the release is known
_PREFIX = "INPUT_VERIFY_"


class Asked(NamedTuple):
    """`health` is None where nothing is to be asked over HTTP; `version_given` says that the version to expect was, and is not the release's own."""

    situation: Situation
    mode: str
    deadline: float
    candidates: int
    restore_images: bool
    deregister_failed: bool
    fail_on: tuple[str, ...]
    soft: bool
    health: Options | None
    version_given: bool
    min_healthy_tasks: int = 1


def read_asked(environment: Mapping[str, str]) -> Asked:
    """Raises InputError with everything that is wrong."""
    inputs = Inputs(environment)
    situation = Situation(
        _form(inputs, "cluster", "default", (_NAME, _CLUSTER), "a cluster's name or ARN"),
        _service(inputs),
        _form(inputs, "deployment", "", (_DEPLOYMENT,), "the ARN of a service deployment"),
        inputs.parsed("to", destination, AUTO),
        inputs.parsed("fallback", _definitions, ()),
    )
    asked = Asked(
        situation,
        inputs.choice("mode", AUTO, (AUTO, NEVER, DRY_RUN)),
        inputs.number("deadline", 900, 30, 21_600),
        inputs.whole("max-candidates", 2, 0, 10),
        inputs.truth("restore-images"),
        inputs.truth("deregister-failed"),
        inputs.parsed("fail-on", outcomes, FAIL_ON),
        inputs.truth("soft"),
        _health(environment, inputs),
        bool(inputs.text("verify-expect-version")),
        inputs.whole("min-healthy-tasks", 1, 1, 10_000),
    )
    inputs.done()
    return asked


def _form(inputs: Inputs, name: str, default: str, forms: tuple[re.Pattern[str], ...], what: str) -> str:
    def parse(text: str) -> str:
        if not any([form.fullmatch(text) for form in forms]):
            raise ValueError(f"'{text}' is not {what}")
        return text

    return inputs.parsed(name, parse, default)


def _service(inputs: Inputs) -> str:
    if not inputs.text("service"):
        inputs.problem("service", "is empty; give the name of the ECS service")
    return _form(inputs, "service", "", (_NAME, _SERVICE), "a service's name or ARN")


def _health(environment: Mapping[str, str], inputs: Inputs) -> Options | None:
    """What the `verify-` inputs say, as verify-health reads them; their problems become those of `inputs`."""
    given = {"INPUT_" + name[len(_PREFIX) :]: value for name, value in environment.items() if name.startswith(_PREFIX)}
    if not any([given.get(name, "").strip() for name in ("INPUT_URL", "INPUT_URLS")]):
        if given.get("INPUT_VERSION_PATH", "").strip():
            inputs.problem("verify-version-path", "has nowhere to ask; give verify-url")
        return None
    try:
        return read_options(Inputs({"INPUT_DEADLINE": "120", **_filled(given), "INPUT_EXPECT_VERSION": _version(given)}))
    except InputError as error:
        inputs.problems += [", ".join([f"verify-{name}" for name in names.split(", ")]) + f": {why}" for names, _, why in _split(error)]
        return None


def _filled(given: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in given.items() if value.strip()}


def _version(given: Mapping[str, str]) -> str:
    return given.get("INPUT_EXPECT_VERSION", "").strip() or _FROM_RELEASE


def _split(error: InputError) -> list[tuple[str, str, str]]:
    return [problem.partition(": ") for problem in error.problems]


def _definitions(text: str) -> tuple[str, ...]:
    found = _names(text)
    if wrong := [one for one in found if not DEFINITION.fullmatch(one)]:
        raise ValueError(f"'{wrong[0]}' is neither family:revision nor the ARN of a task definition")
    return found


def _names(text: str) -> tuple[str, ...]:
    return tuple([word for part in text.splitlines() for one in part.split(",") if (word := one.strip())])
