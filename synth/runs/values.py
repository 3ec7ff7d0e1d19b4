"""What is asked of a run, what stands in its way, and what came of it."""

from __future__ import annotations

from synth.record import Record, field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class RunnerError(Exception):
    """A run cannot begin. `problems` say why, a sentence each."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@record
class Scoped(Record):
    """Variables and secrets by environment, then by name; those of the environment `""` are the repository's."""

    variables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    secrets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@record
class Event(Record):
    """One thing that a run said: a job or a step began or ended, or a step wrote a line."""

    kind: str  # step, job, line, output, mask, summary or error
    job: str = ""
    step: str = ""
    id: str = ""  # of the step
    result: str = ""
    seconds: float = 0
    name: str = ""
    text: str = ""


@record
class StepRan(Record):
    """A step of a job, and how it ended."""

    job: str
    step: str
    result: str
    seconds: float = 0


@record
class Ran(Record):
    """What came of a run.

    `jobs` has each job's result by id: success, failure or skipped; a matrix is a failure where one of its jobs is; the jobs of a called workflow
    are `caller/id`. `outputs` are those of steps that have an id, by `job.step`. `problems` are what would be otherwise on GitHub.
    """

    code: int = 0
    jobs: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[StepRan, ...] = ()
    outputs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    summaries: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    log: str = ""

    @property
    def failed(self) -> tuple[str, ...]:
        """The jobs that failed."""
        return tuple([job for job, result in self.jobs.items() if result == "failure"])
