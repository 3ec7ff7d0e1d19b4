"""Each input of each action in the catalogue: a misspelt, missing or deprecated one is found in a file that somebody wrote, and no other is."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.bindings import catalogue
from synth.bindings.known import interface
from synth.validate import validate

FOLDER = Path(catalogue.__file__).parent
FACTS = catalogue.read((FOLDER / "catalogue.json").read_text(encoding="utf-8"), (FOLDER / "images.json").read_text(encoding="utf-8"))
ACTIONS = {action.name: action for action in FACTS.actions}


def said(name: str, given: dict[str, str]) -> list[str]:
    """What `action-inputs` says of a step that gives these inputs."""
    action = ACTIONS[name]
    inputs = "".join(f"          {key}: {value}\n" for key, value in given.items())
    step = f"      - uses: {name}@{action.sha} # {action.tag}\n" + (f"        with:\n{inputs}" if inputs else "")
    text = f"on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n{step}"
    return [finding.message for finding in validate(text, ".github/workflows/a.yml", level="lint") if finding.rule == "action-inputs"]


def needed(name: str) -> dict[str, str]:
    """What must be given: required, and without default."""
    return {key: "x" for key, given in ACTIONS[name].inputs.items() if given.required and given.default is None}


@pytest.mark.parametrize("name", ACTIONS)
def test_what_must_be_given_is_enough(name: str) -> None:
    assert [] == said(name, needed(name))


@pytest.mark.parametrize("name", ACTIONS)
def test_every_input_that_is_not_deprecated_may_be_given(name: str) -> None:
    known = interface(name)
    assert known is not None
    fine = {key: "x" for key in ACTIONS[name].inputs if not known.inputs[key.lower()].deprecated}
    assert [] == said(name, {**needed(name), **fine})


@pytest.mark.parametrize("name", ACTIONS)
def test_a_misspelt_input_is_found(name: str) -> None:
    for key in ACTIONS[name].inputs:
        assert any(f"has no input '{key}x'" in message for message in said(name, {**needed(name), f"{key}x": "x"})), key


@pytest.mark.parametrize("name", [name for name in ACTIONS if needed(name)])
def test_a_missing_input_is_found(name: str) -> None:
    for key in needed(name):
        rest = {other: value for other, value in needed(name).items() if other != key}
        assert any(f"needs the input '{key}'" in message for message in said(name, rest)), key


@pytest.mark.parametrize("name", ACTIONS)
def test_a_deprecated_input_is_found(name: str) -> None:
    known = interface(name)
    assert known is not None
    for fact in known.inputs.values():
        if fact.deprecated:
            assert any(f"input '{fact.name}'" in message and "deprecated" in message for message in said(name, {**needed(name), fact.name: "x"})), (
                fact.name
            )
