"""An image that a step uses has a tag behind its colon, or no colon.

With `docker://image:` the runner asks for a tag without a name, and finds none.
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: "docker://alpine:"
"""
GOOD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: docker://alpine:3.22
"""


def check(subject: Subject) -> Iterator[Found]:
    for _, step in subject.steps():
        reference = step.uses.reference if step.uses else ""
        if reference.startswith("docker://") and reference.endswith(":"):
            yield Found(
                places.at(step, "uses"), f"'{reference}' has no tag behind the colon", "write the tag, or better the digest: image@sha256:..."
            )
