"""The inputs of actions/deploy-ecs that say how traffic comes to a release."""

from __future__ import annotations

import re

from synth.runtime.ecs.arming import Arms, step_of
from synth.runtime.ecs.status import PAUSES_AT, STRATEGIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.ecs.proof_inputs import Proof
    from synth.runtime.inputs import Inputs

_PER_CENT = re.compile(r"[0-9]{1,3}")


def read_arms(inputs: Inputs, proof: Proof, under_way: bool) -> Arms:
    """Problems become those of `inputs`. `under_way` says that the deployment has been started already."""
    strategy = word(inputs, "strategy", STRATEGIES)
    pause: tuple[str, ...] = inputs.parsed("pause-at", _stages, ())
    if not pause and strategy != "ROLLING" and strategy:
        pause = _pauses(strategy, proof)
    arms = Arms(
        strategy,
        _number(inputs, "bake-minutes", 0, 1440),
        pause,
        inputs.whole("pause-minutes", 15, 1, 20_160),
        _number(inputs, "breaker-failures", 1, 1000),
        inputs.parsed("steps", _shares, ()),
        _number(inputs, "step-minutes", 0, 1440),
    )
    _check_arms(inputs, arms)
    if under_way and arms != Arms(pause_minutes=arms.pause_minutes):
        inputs.problem("deploy-with", "official means that the deployment runs already: its strategy and what belongs to it can no longer be set")
    return arms


def word(inputs: Inputs, name: str, among: tuple[str, ...]) -> str:
    """One of the words of the API, however it is written; empty where none is given."""

    def parse(text: str) -> str:
        word = text.upper().replace("-", "_")
        if word not in among:
            raise ValueError(f"'{text}' is none of {', '.join(among)}")
        return word

    return inputs.parsed(name, parse, "")


def _pauses(strategy: str, proof: Proof) -> tuple[str, ...]:
    """Where a deployment waits to be judged: before production traffic where there is a test listener, and at each step where there are steps."""
    before = ("POST_TEST_TRAFFIC_SHIFT",) if proof.test else ()
    return (*before, "PRE_PRODUCTION_TRAFFIC_SHIFT") if strategy in ("CANARY", "LINEAR") and (proof.production or proof.test) else before


def _check_arms(inputs: Inputs, arms: Arms) -> None:
    if arms.breaker_failures is not None and arms.strategy not in ("", "ROLLING"):
        inputs.problem("breaker-failures", f"is for ROLLING deployments; a {arms.strategy} one has PAUSE hooks and its bake")
    if arms.steps and arms.strategy not in ("CANARY", "LINEAR"):
        inputs.problem("steps", "are those of a CANARY or LINEAR strategy")
    if arms.strategy == "LINEAR" and len(arms.steps) > 1:
        inputs.problem("steps", "of a LINEAR strategy is one number, the per cent of each step; CANARY takes several")
    held = tuple([share for share in arms.steps if share != 100])
    if arms.strategy == "CANARY" and arms.steps:
        if not held or list(held) != sorted(set(held)):
            inputs.problem("steps", "of a CANARY strategy grow from step to step, such as 5,25,50,100")
        elif len(held) > 1 and step_of(held) < 3:
            inputs.problem("steps", "ECS shifts traffic by equal parts of 3 per cent or more; take multiples of 5")


def _number(inputs: Inputs, name: str, least: int, most: int) -> int | None:
    return inputs.whole(name, 0, least, most) if inputs.text(name) else None


def _shares(text: str) -> tuple[int, ...]:
    words = [word.strip() for word in text.split(",") if word.strip()]
    if wrong := [word for word in words if not _PER_CENT.fullmatch(word) or not 1 <= int(word) <= 100]:
        raise ValueError(f"'{wrong[0]}' is no whole number of per cent from 1 to 100")
    return tuple([int(word) for word in words])


def _stages(text: str) -> tuple[str, ...]:
    found = tuple([word.strip().upper() for word in text.split(",") if word.strip()])
    if wrong := [word for word in found if word not in PAUSES_AT]:
        raise ValueError(f"'{wrong[0]}' is no stage at which ECS can pause; there are {', '.join(PAUSES_AT)}")
    return found
