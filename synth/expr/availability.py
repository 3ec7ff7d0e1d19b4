"""What an expression may use, which depends on where it stands.

https://docs.github.com/actions/reference/workflows-and-actions/contexts#context-availability
"""

from __future__ import annotations

from synth.record import Record, positional

_STATUS = frozenset({"always", "cancelled", "failure", "success"})
_HASH = frozenset({"hashFiles"})


@positional
class Availability(Record):
    """The contexts that may be named, and those functions that are not available everywhere.

    `jobs_named` says that success() and failure() may be given the ids of jobs.
    """

    contexts: frozenset[str]
    functions: frozenset[str] = frozenset()
    jobs_named: bool = False


def _of(contexts: str, functions: frozenset[str] = frozenset(), *, jobs_named: bool = False) -> Availability:
    return Availability(frozenset(contexts.split()), functions, jobs_named)


_EVERYTHING = "github inputs vars needs strategy matrix secrets steps job runner env"
_IN_ACTION = "github inputs strategy matrix steps job runner env"

RUN = _of("github inputs vars")  # before any job is known
RUN_ENV = _of("github inputs vars secrets")
CALL_OUTPUT = _of("github inputs vars jobs")
JOB_IF = _of("github inputs vars needs", _STATUS, jobs_named=True)
STRATEGY = _of("github inputs vars needs")
JOB = _of("github inputs vars needs strategy matrix")
JOB_SECRETS = _of("github inputs vars needs strategy matrix secrets")
JOB_DEFAULTS = _of("github inputs vars needs strategy matrix env")
CREDENTIALS = _of("github inputs vars secrets env")
ENVIRONMENT_URL = _of("github inputs vars needs strategy matrix steps job runner env")
JOB_OUTPUT = _of(_EVERYTHING)
STEP = _of(_EVERYTHING, _HASH)
LITERAL = _of("")  # an expression of constants only
STEP_IF = _of("github inputs vars needs strategy matrix steps job runner env", _STATUS | _HASH)

ACTION_DEFAULT = _of("github strategy matrix job runner", _HASH)
ACTION_ARGS = _of("inputs")
ACTION_IF = _of("github inputs strategy matrix job runner env", _STATUS | _HASH)
ACTION_OUTPUT = _of(_IN_ACTION)
ACTION_STEP = _of(_IN_ACTION, _HASH)
ACTION_STEP_IF = _of(_IN_ACTION, _STATUS | _HASH)
