"""The pipeline of each stack, as GitHub gets it; every judge of workflows agrees with all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from synth.project import load, render
from tests.judges import JUDGES, Judge, subjects
from tests.stacks.conftest import STACKS, WORKFLOW, generated, written

MONOREPO = """\
from synth import Pipeline
from synth.stacks import Auto
from synth.stages import Audit, Lint, TypeCheck, UnitTest

services = [Auto("services/api"), Auto("services/gateway"), Auto("services/worker")]
checks = [stage(service) for service in services for stage in (Lint, TypeCheck, UnitTest)]
pipeline = Pipeline("Checks", stages=[*checks, *[Audit(service, tool="trivy") for service in services]])
"""


@pytest.mark.parametrize("stack", STACKS)
def test_the_pipeline_is_the_one_that_was_looked_at(stack: str, tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    golden(f"{stack}.yml", generated(stack, tmp_path)[WORKFLOW])


def test_services_side_by_side_are_one_pipeline(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    golden("services.yml", render(load(str(written("services-side-by-side", tmp_path, MONOREPO))))[WORKFLOW])


@pytest.mark.slow
@pytest.mark.parametrize("one", JUDGES, ids=lambda one: one.NAME)
def test_a_judge_finds_nothing(one: Judge, tmp_path: Path) -> None:
    folder = tmp_path / "judged/.github/workflows"
    folder.mkdir(parents=True)
    for stack in STACKS:
        (folder / f"{stack}.yml").write_text(generated(stack, tmp_path / stack)[WORKFLOW], encoding="utf-8")
        if stack != "yarn-corepack":  # which has no cache
            cached = generated(stack, tmp_path / f"{stack}-cached", "cache=True")[WORKFLOW]
            (folder / f"{stack}-cached.yml").write_text(cached, encoding="utf-8")
    services = written("services-side-by-side", tmp_path / "services", MONOREPO)
    (folder / "services.yml").write_text(render(load(str(services)))[WORKFLOW], encoding="utf-8")
    chosen = subjects(tmp_path / "judged")
    assert 2 * len(STACKS) == len(chosen)
    assert [] == [str(finding) for finding in one.judge(chosen)]
