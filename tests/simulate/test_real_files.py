"""Real workflows and broken ones: an answer for each, never an exception."""

from __future__ import annotations

import random

import pytest

from synth import model
from synth.simulate.as_json import as_json
from synth.simulate.as_mermaid import as_mermaid
from synth.simulate.as_text import as_text
from synth.simulate.simulating import simulate
from synth.simulate.values import Event
from synth.validate import loaded
from synth.yaml.read import decode
from tests.conformance.corpus import needs_corpus
from tests.conformance.fuzz import emptied, mutated, seeds
from tests.simulate.score import score

EVENTS = ("push", "pull_request", "schedule", "workflow_dispatch", "workflow_run", "release", "merge_group", "issue_comment")


@pytest.mark.slow
@needs_corpus
def test_real_workflows_are_answered() -> None:
    found = score()
    assert (2475, 1.0, ()) == (found.asked, found.share, found.faults)
    assert {"runs", "skipped", "unknown"} <= set(found.statuses)


@pytest.mark.slow
@pytest.mark.parametrize("change", [mutated, emptied])
def test_no_file_makes_it_stop(change) -> None:  # type: ignore[no-untyped-def]  # one of two functions
    """Parts that do not fit are None or of another kind in the model; they are passed over."""
    chance = random.Random(7)
    held, answered = seeds(), 0
    for _ in range(1_500):
        text = decode(change(chance.choice(held), chance))
        part = loaded(text, ".github/workflows/a.yml").part if isinstance(text, str) else None
        if isinstance(part, model.Workflow):
            event = Event(name=chance.choice(EVENTS), fork=chance.random() < 0.3, changed=chance.choice([None, (), ("src/a.py",)]))
            found = simulate({".github/workflows/a.yml": part}, event)
            assert as_text(found)
            assert as_json(found)
            assert as_mermaid(found)
            answered += 1
    assert 100 < answered
