"""How long jobs are expected to take, until somebody says it better."""

from __future__ import annotations

from synth.explain.kinds import kind_of
from synth.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

UNKNOWN = 3.0
AROUND = 0.5  # a job that stands around a deployment: the evidence before a wait, a look at the clock, a message
BY_STAGE: dict[str, float] = {  # a service of middle size, with warm runners: estimates, made to be replaced by --minutes
    "Audit": 1,
    "Bake": 0,  # and its own minutes
    "Build": 4,
    "Bundle": 2,
    "DependencyCheck": 4,
    "DependencyReview": 0.5,
    "Deploy": 4,  # and what its strategy stays at its steps and bakes
    "Ec2Deploy": 2,
    "EndToEnd": 4,
    "Format": 1,
    "IntegrationTest": 4,
    "Keep": 0.5,
    "Lint": 2,
    "LoadTest": 5,
    "Notify": 0.25,
    "OneBox": 4,  # and its bake
    "Push": 1,
    "Regions": 4,  # each, and its bake
    "Sbom": 1,
    "SentryRelease": 0.25,
    "Smoke": 1,
    "TrivyScan": 2,
    "TypeCheck": 2,
    "UnitTest": 3,
    "VerifyMetrics": 1,  # and its window
}
_WAITED = {"Bake": "minutes", "OneBox": "bake_minutes", "Regions": "bake_minutes", "VerifyMetrics": "window_minutes"}


class MinutesError(Exception):
    """Minutes for something that is not there, or that are no number; the message says so."""


def expected(stage: Any) -> float:
    """The minutes of a stage's job: `expected_minutes` where the stage has them, else the table's and what the stage and its strategy wait."""
    own = getattr(stage, "expected_minutes", None)
    if isinstance(own, (int, float)):
        return float(own)
    kind = kind_of(stage)
    waited = [getattr(getattr(stage, "strategy", None), "minutes", 0), getattr(stage, _WAITED.get(kind, ""), 0)]
    return float(BY_STAGE.get(kind, UNKNOWN)) + sum([float(one) for one in waited if isinstance(one, (int, float))])


def given(texts: Iterable[str]) -> dict[str, float]:
    """NAME=N each, as minutes by name. Raises MinutesError for one that is not so."""
    found: dict[str, float] = {}
    for text in texts:
        name, _, number = text.rpartition("=")
        try:
            minutes = float(number)
        except ValueError:
            minutes = -1.0
        if not name or not 0 <= minutes < 100_000:
            raise MinutesError(f"'{text}' is not NAME=N, such as 'Build image=6'")
        found[name] = minutes
    return found


def check_known(minutes: Mapping[str, float], names: Iterable[str]) -> None:
    """Raises MinutesError for a name that no job and no stage has."""
    known = set(names)
    for name in minutes:
        if name not in known:
            raise MinutesError(f"no job and no stage is called '{name}'{nearest(name, known)}")
