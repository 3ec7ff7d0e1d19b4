"""The hotfix workflow against the pipeline's: nothing but baking differs."""

from __future__ import annotations

import re

import pytest

from synth.pipeline import Pipeline, Stage
from synth.rollout import BlueGreen, Canary
from synth.stages import Build, Deploy, Lint, Push, Rollback, TrivyScan
from synth.stages.hotfix import Hotfix
from tests.stages.conftest import HEALTH, IMAGE, NPM, REGISTRY, SERVICE, environment, linked
from tests.stages.test_stages import refused

STAGES: list[Stage] = [
    Lint(NPM),
    Build(IMAGE),
    TrivyScan(),
    Push(REGISTRY),
    Deploy(environment("staging"), SERVICE, HEALTH, strategy=Canary(10, 50)),
    Deploy(environment("production", approval=True), SERVICE, HEALTH, strategy=BlueGreen(10), alarms=["5xx"]),
    Rollback(),
]


@pytest.mark.row("R6", "the hotfix workflow differs in bake minutes and nothing else")
def test_nothing_but_baking_differs() -> None:
    usual, _, _, hotfix = [repr(linked(one).jobs) for one in Pipeline("Orders API", stages=[*STAGES, Hotfix()]).workflows()]
    assert usual != hotfix
    assert without_baking(usual) == without_baking(hotfix.replace("refs/heads/hotfix", "refs/heads/main"))
    assert {"0"} == set(re.findall(r"'(?:step|bake)-minutes': (\d+)", hotfix))


def without_baking(jobs: str) -> str:
    return re.sub(r"'(step|bake)-minutes': \d+", "", re.sub(r"Origin\([^)]*\)", "", jobs))


def test_nothing_deployed_is_nothing_to_repair() -> None:
    assert ["stage Hotfix: there is no deployment to make faster yet: put Deploy before it"] == refused(Hotfix())


def test_the_branch_is_to_be_protected() -> None:
    note = "branch 'fix' needs the protection that the main branch has, and a place among the branches of each environment"
    assert [note] == Hotfix(branch="fix").notes()


def test_the_branch_is_not_the_pipeline_s_own() -> None:
    assert ["stage Hotfix: branch 'main' is the pipeline's own: name another"] == refused(*STAGES, Hotfix(branch="main"))
