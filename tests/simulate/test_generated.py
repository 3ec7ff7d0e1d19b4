"""Generated workflows: simulated from the model that builders make, or from the file that was written, it is the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.bindings.lock import merged
from synth.link import link
from synth.link.names import file_name
from synth.project import load
from synth.simulate.as_json import as_json
from synth.simulate.simulating import simulate
from synth.simulate.values import Event
from synth.validate import loaded

EXAMPLES = sorted([path.parents[1] for path in (Path(__file__).parents[2] / "examples").glob("*/.github/ghsynth.py")])


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_from_the_model_and_from_the_file(example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(example)
    project = load(".")
    linked = {file_name(source): link(source, merged(project.lock).pin) for source in project.workflows}
    read = {file: loaded((example / file).read_text(), file).part for file in linked}
    for event in ("push", "pull_request", "schedule", "workflow_dispatch"):
        assert as_json(simulate(read, Event(name=event))) == as_json(simulate(linked, Event(name=event)))
