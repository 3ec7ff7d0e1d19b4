"""A step gives an action the inputs that it has, and those that it must be given.

An input that an action does not declare is dropped with a line in the log; what was meant does not happen. Actions of the repository are
read; of others the release that the catalogue knows, and of another major only what is plainly a misspelling.
https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax#inputs
"""

from __future__ import annotations

from synth.bindings.known import InputFact, interface, same_major
from synth.checks import places
from synth.checks.releases import given_up, holds, released
from synth.checks.subject import Found, Subject
from synth.nearest import nearest
from synth.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from synth.model import Step, Uses
    from synth.model.action import ActionFile

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
name: Test
on: push
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/setup-node@v7
        with:
          node_version: 24
"""
GOOD = BAD.replace("node_version", "node-version")
_DOCKER_ONLY = ("entrypoint", "args")  # which the runner takes itself


def check(subject: Subject) -> Iterator[Found]:
    for _, step in subject.steps():
        if step.uses is None or isinstance(step.with_, str) or "${{" in step.uses.reference:
            continue
        reference = step.uses.reference
        local = subject.around.action(reference)
        if local is not None:
            yield from _against(step, _of_file(local), _docker(local), f"'{reference}'", sure=True)
        elif (known := interface(reference)) is not None:
            sure = holds(step.uses, known)
            same = same_major(reference, known) is True
            name = f"{reference.partition('@')[0]} {known.version}" if same or not sure else f"'{released(step.uses)}'"
            inputs = known.inputs if same else _undated(step.uses, known.inputs)
            yield from _against(step, inputs, known.runtime == "docker", name, sure)


def _against(step: Step, inputs: Mapping[str, InputFact], docker: bool, name: str, sure: bool) -> Iterator[Found]:
    given = {key.lower(): key for key in step.with_ or {}}
    for folded, key in given.items():
        fact = inputs.get(folded)
        if fact is None and not (docker and folded in _DOCKER_ONLY):
            spelling = _meant(folded, inputs)
            if sure or spelling:
                advice = f"; did you mean '{spelling}'?" if spelling else nearest(folded, [fact.name for fact in inputs.values()])
                yield Found(places.key(step, "with", key), f"{name} has no input '{key}'{advice}", confidence="high" if sure else "medium")
        elif fact is not None and fact.deprecated and not fact.required and sure:  # one that must be given cannot be avoided
            yield Found(places.key(step, "with", key), f"the input '{key}' of {name} is deprecated", fact.deprecated)
    for folded, fact in inputs.items():
        if sure and fact.required and folded not in given:
            yield Found(places.at(step, "uses"), f"{name} needs the input '{fact.name}'", f"add '{fact.name}:' under 'with'")


def _undated(uses: Uses, inputs: Mapping[str, InputFact]) -> dict[str, InputFact]:
    """The inputs of any release: nothing is deprecated, and what was given up is there."""
    known = {folded: replace(fact, deprecated="") for folded, fact in inputs.items()}
    return {**{name: InputFact(name=name, required=False, deprecated="") for name in given_up(uses)}, **known}


def _meant(folded: str, inputs: Mapping[str, InputFact]) -> str:
    """The input whose name differs only in hyphens and underscores; empty when there is none."""
    bare = folded.replace("_", "").replace("-", "")
    return next((fact.name for known, fact in inputs.items() if known.replace("_", "").replace("-", "") == bare), "")


def _of_file(action: ActionFile) -> dict[str, InputFact]:
    return {
        name.lower(): InputFact(
            name=name,
            required=given is not None and given.required is True and given.default is None,
            deprecated=(given and given.deprecation_message) or "",
        )
        for name, given in (action.inputs or {}).items()
    }


def _docker(action: ActionFile) -> bool:
    return action.runs is not None and action.runs.using == "docker"
