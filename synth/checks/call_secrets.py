"""A job that calls a workflow gives it the secrets that it requires, and none that it does not have.

GitHub refuses the run otherwise (actions/runner, src/Sdk/WorkflowParser). `secrets: inherit` gives all that there are.
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.calls import folded, interfaces
from synth.checks.subject import Found, Subject
from synth.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "grammar"
SEVERITY = "error"
BAD = """
on: push
jobs:
  build:
    uses: ./.github/workflows/build.yml
    secrets:
      TOKN: ${{ secrets.TOKEN }}
"""
GOOD = """
on: push
jobs:
  build:
    uses: ./.github/workflows/build.yml
    secrets:
      TOKEN: ${{ secrets.TOKEN }}
"""
BESIDE = {
    ".github/workflows/build.yml": """
on:
  workflow_call:
    secrets:
      TOKEN:
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: make
"""
}


def check(subject: Subject) -> Iterator[Found]:
    for name, job, reference, trigger in interfaces(subject):
        if isinstance(job.secrets, str):
            continue
        secrets = trigger.secrets or {}
        known, given = folded(secrets), folded(job.secrets)
        for key, declared in secrets.items():
            if declared is not None and declared.required is True and key.lower() not in given:
                message = f"job '{name}' does not give the secret '{key}', which '{reference}' requires"
                yield Found(places.at(job, "uses"), message, f"add '{key}:' to 'secrets'")
        for key in job.secrets or ():
            if key.lower() not in known and not places.dynamic(key):
                near = nearest(key, secrets)
                yield Found(places.key(job, "secrets", key), f"'{reference}' has no secret '{key}'{near}", "leave it out, or name one that it has")
