"""The deployment configuration that a service has to have before a deployment: strategy, bake, PAUSE hooks, circuit breaker. Pure.

A PAUSE hook whose time runs out goes back by itself, and so does the breaker: they see to the service if this job dies.
"""

from __future__ import annotations

from typing import Any, NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

FEWEST_MINUTES = 1


class Arms(NamedTuple):
    """What the inputs ask for; `strategy` is empty for leaving all as it is. None leaves that one setting as it is.

    `steps` are the shares of production traffic, in per cent, at which the new release is held: the first alone for a CANARY, all for a LINEAR
    one in unequal steps; for a LINEAR one in equal steps it is that step.
    """

    strategy: str = ""
    bake_minutes: int | None = None
    pause_at: tuple[str, ...] = ()
    pause_minutes: int = 15
    breaker_failures: int | None = None
    steps: tuple[int, ...] = ()
    step_minutes: int | None = None


def armed(current: Mapping[str, Any], arms: Arms) -> dict[str, Any] | None:
    """The whole configuration to set, or None where the service has it already."""
    wanted = dict(current)
    strategy = arms.strategy or current.get("strategy", "ROLLING")
    if arms.strategy:
        wanted["strategy"] = _native(arms)
    if arms.bake_minutes is not None:
        wanted["bakeTimeInMinutes"] = arms.bake_minutes
    elif strategy == "BLUE_GREEN":
        wanted.setdefault("bakeTimeInMinutes", 0)
    if arms.breaker_failures is not None:
        wanted["deploymentCircuitBreaker"] = {
            "enable": True,
            "rollback": True,
            "resetOnHealthyTask": False,
            "thresholdConfiguration": {"type": "COUNT", "value": arms.breaker_failures},
        }
    if arms.strategy:
        wanted.pop("canaryConfiguration", None)
        wanted.pop("linearConfiguration", None)
        wanted |= _shares(arms)
    if arms.pause_at:
        wanted["lifecycleHooks"] = _hooks(current, arms)
    return None if wanted == dict(current) else wanted


def step_of(shares: tuple[int, ...]) -> int:
    """The equal step by which all shares are met: their greatest common divisor with 100."""
    from math import gcd

    return gcd(*shares, 100)


def _native(arms: Arms) -> str:
    """ECS's CANARY has one share; more of them are a LINEAR one, held at the shares by its hooks."""
    return "LINEAR" if arms.strategy == "CANARY" and len(_held(arms)) > 1 else arms.strategy


def _held(arms: Arms) -> tuple[int, ...]:
    return tuple([share for share in arms.steps if share != 100])


def _shares(arms: Arms) -> dict[str, Any]:
    minutes = arms.step_minutes
    if arms.strategy == "CANARY":
        held = _held(arms)
        if len(held) > 1:  # held here, at the hooks: ECS itself stays at each equal step for no longer than it has to
            return {"linearConfiguration": {"stepPercent": float(step_of(held)), "stepBakeTimeInMinutes": 0}}
        canary: dict[str, Any] = {"canaryPercent": float(held[0])} if held else {}
        return {"canaryConfiguration": {**canary, **({} if minutes is None else {"canaryBakeTimeInMinutes": minutes})}}
    if arms.strategy == "LINEAR":
        linear: dict[str, Any] = {"stepPercent": float(arms.steps[0])} if arms.steps else {}
        return {"linearConfiguration": {**linear, **({} if minutes is None else {"stepBakeTimeInMinutes": minutes})}}
    return {}


def _hooks(current: Mapping[str, Any], arms: Arms) -> list[dict[str, Any]]:
    """Lambda hooks stay; PAUSE hooks are those that are asked for."""
    kept = [one for one in current.get("lifecycleHooks", []) if one.get("targetType") != "PAUSE"]
    pause = {
        "targetType": "PAUSE",
        "lifecycleStages": list(arms.pause_at),
        "timeoutConfiguration": {"timeoutInMinutes": max(arms.pause_minutes, FEWEST_MINUTES), "action": "ROLLBACK"},
    }
    return [*kept, pause]
