"""A job that calls a workflow gives it the inputs that it requires, none that it does not have, and values of their types.

GitHub refuses the run otherwise (actions/runner, src/Sdk/WorkflowParser). What it turns into another type in silence is a warning. Of expressions the
check `expression` knows the types.
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.calls import folded, interfaces
from synth.checks.constants import fits, kind_of, words
from synth.checks.subject import Found, Subject
from synth.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from synth.model import CallJob, Input, Origin

LEVEL = "grammar"
SEVERITY = "error"
BAD = """
on: push
jobs:
  build:
    uses: ./.github/workflows/build.yml
    with:
      retry: 3
"""
GOOD = """
on: push
jobs:
  build:
    uses: ./.github/workflows/build.yml
    with:
      retries: 3
"""
BESIDE = {
    ".github/workflows/build.yml": """
on:
  workflow_call:
    inputs:
      retries:
        type: number
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: make
"""
}


def check(subject: Subject) -> Iterator[Found]:
    for name, job, reference, trigger in interfaces(subject):
        inputs = trigger.inputs or {}
        known, given = folded(inputs), folded(job.with_)
        for key, declared in inputs.items():
            if declared is not None and declared.required is True and declared.default is None and key.lower() not in given:
                message = f"job '{name}' does not give the input '{key}', which '{reference}' requires"
                yield Found(places.at(job, "uses"), message, f"add '{key}:' to 'with'")
        for key, value in (job.with_ or {}).items():
            if key.lower() not in known:
                if not places.dynamic(key):
                    near = nearest(key, inputs)
                    yield Found(places.key(job, "with", key), f"'{reference}' has no input '{key}'{near}", "leave it out, or name one that it has")
            else:
                yield from _typed(job, key, value, inputs[known[key.lower()]])


def _typed(job: CallJob, key: str, value: Any, declared: Input | None) -> Iterator[Found]:
    """Whether the value is of the input's type."""
    wanted = declared.type if declared is not None else None
    if not wanted or places.dynamic(value) or fits(value, wanted):
        return
    place = places.at(job, "with", key)
    kind, _ = kind_of(value)
    if kind == "null" and wanted == "string" and not _is_null(place):
        return  # nothing, which is an empty text
    refused = kind != "null" and wanted != "string"
    remedy = {"boolean": "write true or false", "number": "write a number", "string": f"write it in quotes, as '{_plain(value)}'"}.get(wanted, "")
    yield Found(
        place, f"the input '{key}' is a {wanted}, and {words(value)} is given", remedy, "" if refused else "warning", level="" if refused else "lint"
    )


def _is_null(place: Origin | None) -> bool:
    """Whether the file says so in a word."""
    return getattr(getattr(place, "node", None), "text", "null") != ""


def _plain(value: Any) -> str:
    return "null" if value is None else str(value).lower()
