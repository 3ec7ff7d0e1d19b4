"""The `verify-` inputs of actions/deploy-ecs: how a release is proved while it is deployed, as verify-health reads them."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.health_inputs import options_of
from synth.runtime.inputs import InputError, Inputs
from synth.runtime.layers.inputs import read_asked
from synth.runtime.network import DIRECT, Route

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from synth.runtime.health_inputs import Options
    from synth.runtime.layers.inputs import Asked
    from synth.runtime.layers.verification import Verification
    from synth.runtime.probe import Target
    from synth.runtime.watch import Plan

_WHERE = ("url", "urls", "test-url")
_SHARED = ("cluster", "service", "min-healthy-tasks")
# known, or said once
_NOT_HERE = tuple("task-definition target-group checks bake baseline version-share fail-on soft dry-run".split())
_OF_TEST = {"url": "test-url", "connect-to": "test-connect-to"}
_DEFAULTS = {"deadline": "120"}  # of the proof once a deployment is in place, or waits to be judged: its own is another


class Proof(NamedTuple):
    """How it is verified. `production` and `test` are what to ask, empty for nothing; `plan` says how hard is tried.

    `health` is the HTTP part as verify-health has it, None without an address; `layers` what else is looked at, alarms and logs of it here.
    """

    plan: Plan | None = None
    production: tuple[Target, ...] = ()
    test: tuple[Target, ...] = ()
    secrets: tuple[str, ...] = ()
    min_healthy_tasks: int = 1
    health: Options | None = None
    layers: Verification | None = None
    route: Route = DIRECT
    test_route: Route = DIRECT


def read_proof(inputs: Inputs, environment: Mapping[str, str]) -> Proof:
    """Problems become those of `inputs`."""
    production, test = _Prefixed(environment), _ForTest(environment)
    asked: Asked | None = None
    try:
        asked = read_asked(production)
    except InputError as error:
        inputs.problems += [one for one in error.problems if not one.startswith(_SHARED)]
    least = inputs.whole("min-healthy-tasks", 1, 0, 10_000)
    tested = options_of(test) if inputs.text("verify-test-url") else None
    inputs.problems += [one for one in test.problems if one not in inputs.problems] if tested else []
    if inputs.text("verify-version-path") and not any([inputs.text(f"verify-{name}") for name in _WHERE]):
        inputs.problem("verify-version-path", "has nowhere to ask; give verify-url, verify-urls or verify-test-url")
    if asked is None:
        return Proof(min_healthy_tasks=least)
    options = asked.options
    secrets = tuple(dict.fromkeys([*options.secrets, *(tested.secrets if tested else ())]))
    return Proof(
        options.plan,
        options.plan.targets,
        tested.plan.targets if tested else (),
        secrets,
        least,
        options if options.plan.targets else None,
        asked.verification,
        options.route,
        tested.route if tested else DIRECT,
    )


class _Prefixed(Inputs):
    """The inputs of a health verification, whose names here begin with `verify-`; what is said of the service itself is said once."""

    def raw(self, name: str) -> str:
        if name in _SHARED:
            return super().raw(name) or ("-" if name == "service" else "")  # that it is missing is said once, and is no lack of an address
        return "" if name in _NOT_HERE else super().raw(f"verify-{name}") or _DEFAULTS.get(name, "")

    def problem(self, name: str, message: str) -> None:
        super().problem(", ".join([one if one in _SHARED else f"verify-{one}" for one in name.split(", ")]), message)


class _ForTest(_Prefixed):
    """The same for the test listener, with its own address and way there."""

    def raw(self, name: str) -> str:
        return "" if name == "urls" else super().raw(_OF_TEST.get(name, name))

    def problem(self, name: str, message: str) -> None:
        super().problem(_OF_TEST.get(name, name), message)
