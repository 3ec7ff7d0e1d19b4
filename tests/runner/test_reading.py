"""What act's log says."""

from __future__ import annotations

import json
from typing import Any

from synth.model import Workflow
from synth.runs.reading import event, job_of, lost, ran
from synth.runs.values import Event, Ran, StepRan
from synth.validate import loaded


def said(**fields: Any) -> Event | None:
    return event(json.dumps({"job": "Deliver/build", "jobID": "build", "stage": "Main", "stepID": ["one"], "msg": "", **fields}))


def test_lines_become_events() -> None:
    assert Event(kind="job", job="build", result="success") == said(jobResult="success")
    assert Event(kind="step", job="build", step="A step", id="one", result="failure", seconds=1.5) == said(
        step="A step\nmore", stepResult="failure", executionTime=1_500_000_000
    )
    assert Event(kind="output", job="build", id="one/run", name="x", text="7") == said(command="set-output", name="x", arg="7", stepID=["one", "run"])
    assert Event(kind="mask", job="build", text="hidden") == said(command="add-mask", arg="hidden")
    assert Event(kind="line", job="build", id="one", text="hello") == said(raw_output=True, msg="hello\n")
    assert Event(kind="error", text="Error: Job 'x' failed") == event("Error: Job 'x' failed\n")
    assert [None, None, None, None] == [
        said(),
        said(stepResult="success", stage="Pre"),
        said(stepResult="success", stepID=["one", "run"]),
        event("\n"),
    ]


def test_a_job_is_called_by_its_id_and_its_caller() -> None:
    assert "build" == job_of("Deliver/build  ", "build")
    assert "build" == job_of("Deliver/build-2", "build")
    assert "call/build" == job_of("call/called.yml/build", "build")


def test_what_came_of_a_run() -> None:
    events = [
        Event(kind="job", job="matrix", result="failure"),
        Event(kind="job", job="matrix", result="success"),
        Event(kind="job", job="call/one", result="success"),
        Event(kind="step", job="matrix", step="A step", id="0", result="success", seconds=2),
        Event(kind="output", job="matrix", id="x", name="n", text="v"),
        Event(kind="summary", job="matrix", text="# S"),
        Event(kind="summary", job="matrix", text="# S"),
        Event(kind="line", job="matrix", text="said"),
    ]
    assert Ran(
        code=1,
        jobs={"matrix": "failure", "call/one": "success", "call": "success", "after": "skipped"},
        steps=(StepRan(job="matrix", step="A step", result="success", seconds=2),),
        outputs={"matrix.x": {"n": "v"}},
        summaries=("# S",),
        log="said",
    ) == ran(1, events, ["matrix", "call", "after"])


def test_an_output_that_github_would_drop() -> None:
    text = "on: push\njobs:\n  one:\n    runs-on: x\n    outputs: {uri: '${{ steps.s.outputs.uri }}', tag: '${{ steps.s.outputs.tag }}'}\n    steps: [{id: s, run: echo}]\n"
    workflow = loaded(text).part
    assert isinstance(workflow, Workflow)
    outputs = [Event(kind="output", job="one", id="s", name=name, text=value) for name, value in (("uri", "1234.ecr/app"), ("tag", "v1"))]
    expected = ["job 'one': its output 'uri' holds a masked value, which GitHub drops: later jobs get nothing"]
    assert expected == lost(workflow, [Event(kind="mask", job="one", text="1234"), *outputs])
    assert expected == lost(workflow, outputs, ["1234"])
    assert [] == lost(workflow, [Event(kind="mask", job="other", text="1234"), *outputs], [""])
