"""A job asks for a runner that exists.

A job whose labels no runner has waits for a day and fails. Labels of one's own runners are named in the settings, as `labels`.
https://docs.github.com/actions/how-tos/write-workflows/choose-where-workflows-run/choose-the-runner-for-a-job
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from synth.checks import places
from synth.checks.runners import HOSTED, RETIRED, SELF_HOSTED, system_of
from synth.checks.subject import Found, Subject
from synth.model import Matrix
from synth.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from synth.model import Job, Origin

    Labels: TypeAlias = list[tuple[str, Origin | None]]

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
name: Test
on: push
jobs:
  test:
    runs-on: ubuntu-20.04
    steps:
      - run: make test
"""
GOOD = BAD.replace("20.04", "24.04")


def check(subject: Subject) -> Iterator[Found]:
    own: Sequence[str] = subject.settings.get("labels") or ()
    for _, job in subject.jobs():
        groups = list(_asked(job))
        for labels in groups:
            yield from _conflicts(labels)
            if any(label.lower() == "self-hosted" for label, _ in labels):
                continue
            for label, where in labels:
                if where is None and len(groups) > 1:
                    continue  # said with the labels that are the same for each value of the matrix
                if (found := _flaw(label, own)) is not None:
                    yield Found(where, *found)


def _flaw(label: str, own: Sequence[str]) -> tuple[str, str] | None:
    """Message and remedy for a label that no runner has."""
    name = label.lower()
    if name in HOSTED or name in SELF_HOSTED or "${{" in label or not label or any(fnmatchcase(label, pattern) for pattern in own):
        return None
    if name in RETIRED:
        return f"the image '{label}' is gone since {RETIRED[name]}", f"use {nearest(name, HOSTED).split(chr(39))[1]}" if "did you mean" in nearest(
            name, HOSTED
        ) else "use a newer one"
    advice = nearest(name, HOSTED)
    return (
        f"there is no runner with the label '{label}'{advice if 'did you mean' in advice else ''}",
        "if it is a label of your own runners, add it to 'labels' in the settings",
    )


def _asked(job: Job) -> Iterator[Labels]:
    """The labels that one run of the job asks for together, with their places; each value of a matrix makes another run."""
    asked = job.runs_on
    if isinstance(asked, str):
        yield from list(_of_matrix(job, asked)) or [[(asked, places.at(job, "runs-on"))]]
    elif isinstance(asked, tuple):
        varied = [list(_of_matrix(job, label)) for label in asked]
        fixed = [(label, places.at(job, "runs-on", at)) for at, label in enumerate(asked) if not varied[at]]
        yield fixed
        for one in varied:
            for labels in one:
                yield [*[(label, None) for label, _ in fixed], *labels]


def _of_matrix(job: Job, label: str) -> Iterator[Labels]:
    """What `${{ matrix.x }}` stands for."""
    inside = label.strip()
    if not (inside.startswith("${{") and inside.endswith("}}") and inside.count("${{") == 1):
        return
    name = inside[3:-2].strip()
    matrix = job.strategy.matrix if job.strategy is not None and not isinstance(job.strategy, str) else None
    if not name.startswith("matrix.") or not isinstance(matrix, Matrix):
        return
    axis = name.removeprefix("matrix.")
    values = matrix.axes.get(axis)
    for at, value in enumerate(values if isinstance(values, tuple) else ()):
        yield from _labels_of(value, job, ("strategy", "matrix", axis, at))
    for at, cell in enumerate(matrix.include if isinstance(matrix.include, tuple) else ()):
        if isinstance(cell, dict) and axis in cell:
            yield from _labels_of(cell[axis], job, ("strategy", "matrix", "include", at, axis))


def _labels_of(value: object, job: Job, path: tuple[str | int, ...]) -> Iterator[Labels]:
    if isinstance(value, str):
        yield [(value, places.at(job, *path))]
    elif isinstance(value, tuple):
        yield [(one, places.at(job, *path, at)) for at, one in enumerate(value) if isinstance(one, str)]


def _conflicts(labels: Labels) -> Iterator[Found]:
    """Labels of one run that no single machine can have."""
    first: tuple[str, str] | None = None
    for label, where in labels:
        system = system_of(label)
        if not system:
            continue
        if first is None:
            first = system, label
        elif first[0] != system and where is not None:
            yield Found(where, f"no runner is both '{first[1]}' and '{label}'", "to run the job on each, use a matrix")
