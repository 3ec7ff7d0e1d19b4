"""Images are named by digest.

A tag of a registry names whatever was pushed last under it: the image that was tested, scanned or reviewed may not be the one that runs.
"""

from __future__ import annotations

import re

from synth.checks import places
from synth.checks.containers import containers
from synth.checks.subject import Found, Subject
from synth.model import Matrix, Strategy
from synth.model.action import DockerRuns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from synth.model import Job, Origin

LEVEL = "policy"
SEVERITY = "warning"  # error for an image without tag, or with one that is made to move
BAD = """
name: Build
on: push
permissions: {}
concurrency:
  group: build-${{ github.ref }}
jobs:
  build:
    name: Build
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read
    services:
      database:
        image: postgres:17
    steps:
      - run: make
"""
GOOD = """
name: Build
on: push
permissions: {}
concurrency:
  group: build-${{ github.ref }}
jobs:
  build:
    name: Build
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read
    services:
      database:
        image: postgres:17@sha256:742f40ea20b9ff2ff31db5458d127452988a2164df9e17441e191f3b72252193
    steps:
      - run: make
"""
_DIGEST = re.compile(r"@sha256:[0-9a-fA-F]{64}$")
_CELL = re.compile(r"\$\{\{\s*matrix\.([\w-]+)\s*\}\}")


def check(subject: Subject) -> Iterator[Found]:
    for what, job, path, container in containers(subject):
        for image in _values(container.image, job):
            yield from _found(what, image, places.at(job, *path, "image"))
    for _, step in subject.steps():
        reference = step.uses.reference if step.uses else ""
        if reference.startswith("docker://"):
            yield from _found("the step", reference.removeprefix("docker://"), places.at(step, "uses"))
    runs = subject.action.runs if subject.action else None
    if isinstance(runs, DockerRuns) and runs.image.startswith("docker://") and subject.action:
        yield from _found("the action", runs.image.removeprefix("docker://"), places.at(subject.action, "runs", "image"))


def _found(what: str, image: str, where: Origin | None) -> Iterator[Found]:
    if not image or places.dynamic(image) or _DIGEST.search(image):
        return
    name, _, tag = image.rpartition("/")[2].partition(":")
    fault = f"by the tag '{tag}'" if tag else "without tag or digest"
    severity = "error" if tag in ("", "latest") else ""
    remedy = f"write {name}{':' * bool(tag)}{tag}@sha256:... with the digest of what was tested"
    yield Found(where, f"{what} takes the image {image} {fault}", remedy, severity)


def _values(image: str | None, job: Job) -> list[str]:
    """The image; where a matrix names it, the images in the matrix."""
    cell = _CELL.fullmatch(image or "")
    if cell is None:
        return [image or ""]
    matrix = job.strategy.matrix if isinstance(job.strategy, Strategy) else None
    if not isinstance(matrix, Matrix):
        return []
    values: Any = matrix.axes.get(cell[1], ())
    rows = matrix.include if isinstance(matrix.include, tuple) else ()
    found = [*(values if isinstance(values, tuple) else ()), *[row.get(cell[1]) for row in rows if isinstance(row, dict)]]
    return [value for value in found if isinstance(value, str)]
