"""What holds for every workflow: unrelated things change no other line, and the model knows where each part came from."""

from __future__ import annotations

import pytest

from synth import Job, Workflow, run
from synth.link import link
from synth.model import CallJob, Origin
from synth.yaml.emit import emit
from tests.link import behaviours
from tests.link.behaviours import BEHAVIOURS
from tests.link.test_golden import pin

NAMES = [name for name, make in BEHAVIOURS.items() if isinstance(make(), Workflow)]


def workflow(name: str) -> Workflow:
    made = BEHAVIOURS[name]()
    assert isinstance(made, Workflow)
    return made


@pytest.mark.parametrize("name", NAMES)
def test_an_unrelated_step_adds_its_own_lines_only(name: str) -> None:
    source = workflow(name)
    before = emit(link(source, pin))
    for at, job in enumerate(source.jobs):
        for place in range(len(job.steps) + 1) if isinstance(job, Job) else ():
            assert isinstance(job, Job)
            steps = [*job.steps[:place], run("echo unrelated", name="Unrelated"), *job.steps[place:]]
            changed = source.replace(jobs=[*source.jobs[:at], job.replace(steps=steps), *source.jobs[at + 1 :]])
            assert before == emit(link(changed, pin)).replace("      - name: Unrelated\n        run: echo unrelated\n", "")


@pytest.mark.parametrize("name", [name for name in NAMES if name != "permissions_of_nested_calls"])  # whose first script brings `defaults`
def test_an_unrelated_job_adds_its_own_lines_only(name: str) -> None:
    source = workflow(name)
    before = emit(link(source, pin))
    lines = "  unrelated:\n    name: Unrelated\n    runs-on: ubuntu-24.04\n    timeout-minutes: 30\n    steps:\n      - run: echo unrelated\n\n"
    for place in range(len(source.jobs)):
        jobs = [*source.jobs[:place], Job("Unrelated", [run("echo unrelated")]), *source.jobs[place:]]
        assert before == emit(link(source.replace(jobs=jobs), pin)).replace(lines, "")


@pytest.mark.parametrize("name", NAMES)
def test_each_part_knows_its_line(name: str) -> None:
    linked = link(workflow(name), pin)
    for job in linked.jobs.values():
        for part in (linked, job, *(() if isinstance(job, CallJob) else job.steps)):
            assert isinstance(part.origin, Origin)
            assert behaviours.__file__ == part.origin.file
            assert part.origin.line > 0
