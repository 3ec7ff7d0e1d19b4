"""What the jobs of one workflow have in common while they are simulated; of a called workflow that is less than of one that was started."""

from __future__ import annotations

from synth.record import Record, field, record
from synth.simulate.unknown import Open, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from synth.model import Workflow
    from synth.simulate.values import Event

DEEPEST = 10  # workflows that call one another; more GitHub refuses
MOST_JOBS = 2_000  # of one started workflow, called ones among them


@record
class Scene(Record):
    """`prefix` stands before the ids of jobs. `allowed` is the token of the job that calls, `passed` the secrets that it gives, None: all."""

    event: Event
    workflow: Workflow
    contexts: Mapping[str, Any]
    find: Callable[[str], Workflow | None]
    approved: frozenset[str]  # environments that a person guards
    prefix: str = ""
    inside: str | None = None
    allowed: dict[str, str] | None = None
    passed: Mapping[str, str] | None = None
    depth: int = 1
    left: list[int] = field(default_factory=lambda: [MOST_JOBS])  # how many jobs may still be told of


def contexts(event: Event, github: Open, inputs: Mapping[str, Any], fork: bool) -> dict[str, Any]:
    """The contexts of a job's keys. What has no value before the run is unknown."""
    secrets: dict[str, Any] = {name: Unknown(f"secrets.{name}", (), True) for name in event.secrets}
    secrets["GITHUB_TOKEN"] = Unknown("secrets.GITHUB_TOKEN", (), True)
    return {
        "github": github,
        "inputs": dict(inputs),
        "vars": Open("vars", event.variables),
        "secrets": {"GITHUB_TOKEN": secrets["GITHUB_TOKEN"]} if fork else Open("secrets", secrets),
        **{name: Open(name) for name in ("env", "job", "jobs", "runner", "steps", "strategy")},
        "matrix": {},
        "needs": {},
    }


def given(table: Mapping[str, Any], id: str) -> Any:
    """What was given for a job, whose id may be written `call/job` or `call / job`."""
    return next((value for name, value in table.items() if plain(name) == plain(id)), None)


def outputs_of(event: Event, id: str) -> dict[str, str]:
    """What was given for the outputs of a job, as `job.name`."""
    return {name.rpartition(".")[2]: value for name, value in event.outputs.items() if plain(name.rpartition(".")[0]) == plain(id)}


def plain(id: str) -> str:
    return "/".join([word.strip() for word in id.split("/")]).lower()
