"""The inputs of actions/deploy-ecs, all wrong ones reported at once."""

from __future__ import annotations

import re
from typing import NamedTuple

from synth.runtime.ecs import definition
from synth.runtime.ecs.arms_inputs import read_arms, word
from synth.runtime.ecs.container import Settings, read_settings
from synth.runtime.ecs.proof_inputs import Proof, read_proof
from synth.runtime.ecs.status import STRATEGIES
from synth.runtime.verdict import FAIL_ON, outcomes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from synth.runtime.ecs.arming import Arms
    from synth.runtime.inputs import Inputs

_CLUSTER = re.compile(r"(arn:[a-z-]+:ecs:[a-z0-9-]+:[0-9]{12}:cluster/)?[A-Za-z0-9_-]{1,255}")
_SERVICE = re.compile(r"(arn:[a-z-]+:ecs:[a-z0-9-]+:[0-9]{12}:service/([A-Za-z0-9_-]{1,255}/)?)?[A-Za-z0-9_-]{1,255}")
_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-[0-9]")
GHSYNTH, OFFICIAL = "ghsynth", "official"
AUTO, NEVER = "auto", "never"
RED = (*FAIL_ON, "superseded")  # what follows a deployment must not take one that did not happen for its own


class Release(NamedTuple):
    """What is to run. `content` is that of a file, None for starting from `name`, which is empty for what the service runs.

    `settings` are for `container`, whose empty name is the only one.
    """

    name: str = ""
    content: definition.Content | None = None
    images: tuple[tuple[str, str], ...] = ()
    sha: str = ""
    run: int = 0
    settings: Settings = Settings()
    container: str = ""


class Wanted(NamedTuple):
    """All inputs, read. `guard` is the strategy that the service has to have, empty for any."""

    cluster: str
    service: str
    region: str
    release: Release
    guard: str
    arms: Arms
    proof: Proof
    watch: bool
    rollback: str
    deadline: float
    deploy_with: str
    wait_when_busy: bool
    fail_on: tuple[str, ...]
    soft: bool
    dry_run: bool


def read_wanted(inputs: Inputs, environment: Mapping[str, str]) -> Wanted:
    """Raises InputError. Files are read here, so that nothing is found to be wrong once AWS has been called."""
    deploy_with = inputs.choice("deploy-with", GHSYNTH, (GHSYNTH, OFFICIAL))
    proof = read_proof(inputs, environment)
    options = Wanted(
        _form(inputs, "cluster", _CLUSTER, "default"),
        _form(inputs, "service", _SERVICE, "", required=True),
        _form(inputs, "aws-region", _REGION, ""),
        _release(inputs, environment, deploy_with),
        word(inputs, "strategy-guard", STRATEGIES),
        read_arms(inputs, proof, deploy_with == OFFICIAL),
        proof,
        inputs.truth("watch", True),
        inputs.choice("rollback", AUTO, (AUTO, NEVER)),
        inputs.number("deadline", 1800, 30, 21_600),
        deploy_with,
        inputs.choice("when-busy", "wait", ("wait", "refuse")) == "wait",
        inputs.parsed("fail-on", outcomes, RED),
        inputs.truth("soft"),
        inputs.truth("dry-run"),
    )
    if options.guard and options.arms.strategy and options.guard != options.arms.strategy:
        inputs.problem("strategy-guard", f"is {options.guard}, and strategy is {options.arms.strategy}: give one of them, or the same")
    inputs.done()
    return options


def _form(inputs: Inputs, name: str, form: re.Pattern[str], default: str, required: bool = False) -> str:
    def parse(text: str) -> str:
        if not form.fullmatch(text):
            raise ValueError(f"'{text}' is no {name.replace('aws-', '')}'s name{'' if name == 'aws-region' else ' or ARN'}")
        return text

    if required and not inputs.text(name):
        inputs.problem(name, f"is empty; give the {name}'s name")
    return inputs.parsed(name, parse, default)


def _release(inputs: Inputs, environment: Mapping[str, str], deploy_with: str) -> Release:
    tags = inputs.truth("allow-tags")
    one, container, several = inputs.text("image"), inputs.text("container"), inputs.text("images")
    images: dict[str, str] = inputs.parsed("images", lambda text: definition.images(text, tags), {})
    if one and several:
        inputs.problem("image, images", "give one of them")
    settings = read_settings(inputs)
    if container and not one and not settings.of_container:
        inputs.problem("container", "names the container of `image`, which is not given")
    if one:
        images = {container: inputs.parsed("image", lambda text: definition.image(text, tags), one)}
    given = inputs.text("task-definition")
    content: definition.Content | None = None
    if given and not definition.BY_NAME.fullmatch(given):
        content = inputs.parsed("task-definition", lambda text: definition.read(_beside(text, environment)), None)
    if deploy_with == OFFICIAL and (images or content):
        inputs.problem("deploy-with", "official means that the service has been updated already: give neither images nor a file of a task definition")
    if deploy_with == OFFICIAL and settings != Settings():
        inputs.problem("deploy-with", "official means that the service has been updated already: give variables, secrets and sizes before")
    run = environment.get("GITHUB_RUN_ID", "")
    sha = inputs.text("sha") or environment.get("GITHUB_SHA", "")
    if not re.fullmatch(r"[0-9A-Za-z._-]{0,64}", sha):
        inputs.problem("sha", f"'{sha}' is no commit")
    return Release("" if content else given, content, tuple(images.items()), sha, int(run) if run.isdigit() else 0, settings, container)


def _beside(path: str, environment: Mapping[str, str]) -> str:
    import os

    return os.path.join(environment.get("GITHUB_WORKSPACE", ""), path)
