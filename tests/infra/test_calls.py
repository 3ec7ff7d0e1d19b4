"""The declarations of calls: one for each action, of what it does call and no more, in words that AWS knows."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from synth.bindings.catalogue import from_json
from synth.infra.calls import ACTIONS, BINDINGS, COMMANDS, Call
from synth.infra.resources import KINDS
from tests.infra.flows import FLOWS, seen

ROOT = Path(__file__).resolve().parents[2]
DECLARED = [(name, call) for table in (ACTIONS, BINDINGS, COMMANDS) for name, calls in table.items() for call in calls]


def test_every_action_of_ours_says_what_it_calls() -> None:
    assert sorted([path.parent.name for path in ROOT.glob("actions/*/action.yml")]) == sorted(ACTIONS)


def test_every_action_of_aws_that_has_a_binding_says_what_it_calls() -> None:
    assert sorted(
        [facts.name for facts in from_json((ROOT / "synth/bindings/catalogue.json").read_text()) if facts.name.startswith("aws-actions/")]
    ) == sorted(BINDINGS)


def test_every_kind_of_resource_is_known_and_used() -> None:
    assert sorted(KINDS) == sorted({call.on for _, call in DECLARED})


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_conditions_are_inputs_of_the_action(action: str) -> None:
    inputs = yaml.safe_load((ROOT / f"actions/{action}/action.yml").read_text())["inputs"]
    named = {one.partition(":")[0] for call in ACTIONS[action] for one in call.when}
    named |= {call.unless.partition("=")[0] for call in ACTIONS[action] if call.unless}
    assert set() == named - set(inputs)


def test_every_call_is_one_that_aws_knows() -> None:
    known = json.loads(files("cfnlint.data.AdditionalSpecs").joinpath("Policies.json").read_text())
    names = {f"{service}:{action}".lower() for service, facts in known.items() for action in facts["Actions"]}
    assert [] == [call.action for _, call in DECLARED if call.action.lower() not in names]


@pytest.mark.slow
@pytest.mark.row("I8a", "each action's declared calls are those that it makes, so that a role is given no more")
@pytest.mark.parametrize("action", sorted(FLOWS))
def test_an_action_calls_what_it_declares_and_nothing_else(action: str) -> None:
    calls, granted = seen(action), {call.action for call in ACTIONS[action] if not call.never}
    assert set() == calls - {call.action for call in ACTIONS[action]}
    assert {"iam:PassRole"} & granted == granted - calls  # a permission that no call is named after


def test_actions_without_flows_call_nothing() -> None:
    nothing: tuple[Call, ...] = ()
    assert {name: nothing for name in ACTIONS if name not in FLOWS} == {name: calls for name, calls in ACTIONS.items() if not calls}
