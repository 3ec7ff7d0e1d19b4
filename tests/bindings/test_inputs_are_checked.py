"""Each input of each action in the catalogue: a misspelt, missing or deprecated one is found in a file that somebody wrote, and no other is.

So is one of the wrong kind, nonsense for a truth, a number or a choice: in such a file, and by type checkers where the step is a binding's.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from synth.bindings import catalogue
from synth.bindings.corrections import CORRECTIONS
from synth.bindings.kinds_source import taken
from synth.bindings.known import interface
from synth.bindings.names import parameter_name, parameters
from synth.validate import validate
from tests.bindings.conftest import ROOT

FOLDER = Path(catalogue.__file__).parent
FACTS = catalogue.read((FOLDER / "catalogue.json").read_text(encoding="utf-8"), (FOLDER / "images.json").read_text(encoding="utf-8"))
ACTIONS = {action.name: action for action in FACTS.actions}


def said(name: str, given: dict[str, str], rule: str = "action-inputs") -> list[str]:
    """What the rule says of a step that gives these inputs."""
    action = ACTIONS[name]
    inputs = "".join(f"          {key}: {value}\n" for key, value in given.items())
    step = f"      - uses: {name}@{action.sha} # {action.tag}\n" + (f"        with:\n{inputs}" if inputs else "")
    text = f"on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n{step}"
    return [finding.message for finding in validate(text, ".github/workflows/a.yml", level="lint") if finding.rule == rule]


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


KINDS = {name: {key: taken(kind).split("|") for key, kind in CORRECTIONS[name].kinds.items() if taken(kind)} for name in ACTIONS}
CLOSED = [name for name in ACTIONS if KINDS[name]]


@pytest.mark.parametrize("name", CLOSED)
def test_nonsense_of_the_wrong_kind_is_found(name: str) -> None:
    for key in KINDS[name]:
        for nonsense in ("yes", "1.5", "nonsense", "'12 MB'"):
            found = said(name, {**needed(name), key: nonsense}, "input-kind")
            assert [f"the input '{key}' of {name} is "] == [message.partition("is ")[0] + "is " for message in found], (key, nonsense)


@pytest.mark.parametrize("name", CLOSED)
def test_what_an_input_takes_is_not_found(name: str) -> None:
    for key, values in KINDS[name].items():
        for value in [*[value.replace("#", "12") for value in values], "''", "${{ vars.X }}"]:
            assert [] == said(name, {**needed(name), key: value}, "input-kind"), (key, value)


def test_type_checkers_find_nonsense_in_every_parameter_that_does_not_take_any_text(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    lines = ["import synth.bindings as b"]
    for action in FACTS.actions:
        correction = CORRECTIONS[action.name]
        if correction.unbound:
            continue
        own = {key for key in action.inputs if key in needed(action.name) or key in correction.required}
        for parameter, name in parameters(action, correction):
            if name not in KINDS[action.name]:
                continue
            others = "".join(f", {parameter_name(key)}=b.checkout().outputs.ref" for key in own if key != name)
            lines += [f"b.{correction.function}({parameter}={wrong}{others})" for wrong in ('"nonsense"', "1.5", "object()")]
    program = tmp_path / "program.py"
    program.write_text("\n".join(lines) + "\n", "utf-8")
    options = ["--config-file", "", "--strict", "--no-error-summary", "--follow-imports", "silent", "--cache-dir", str(tmp_path / "cache")]
    ran = subprocess.run([sys.executable, "-m", "mypy", *options, str(program)], cwd=ROOT, capture_output=True, text=True, check=False)
    found = set(re.findall(r"program\.py:(\d+): error: Argument .*\[arg-type\]$", ran.stdout, re.MULTILINE))
    assert {str(number) for number in range(2, len(lines) + 1)} == found, ran.stdout[-3000:] + ran.stderr
