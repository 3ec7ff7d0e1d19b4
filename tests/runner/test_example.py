"""The example application's own generated workflow, as far as it needs no services: its image is built, its digest compared, and scanned."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.runs.copying import copy
from synth.runs.values import RunnerError
from tests.runner.scenario import run_pipeline

EXAMPLE = Path(__file__).parents[2] / "examples/orders-api"
WORKFLOW = ".github/workflows/orders-api.yml"


@pytest.mark.slow
def test_the_example_s_image(tmp_path: Path) -> None:
    copy(str(EXAMPLE), str(tmp_path / "orders-api"))
    done = run_pipeline(tmp_path / "orders-api", workflow=WORKFLOW, job="scan-image")
    assert (0, {"build-image": "success", "scan-image": "success"}) == (done.code, done.jobs), done.log
    assert done.summaries == ("```\nTotal: 0\n```\n",)


def test_what_needs_its_services_is_refused(tmp_path: Path) -> None:
    copy(str(EXAMPLE), str(tmp_path / "orders-api"))
    with pytest.raises(RunnerError) as error:
        run_pipeline(tmp_path / "orders-api", workflow=WORKFLOW, job="push-image")
    expected = f"{WORKFLOW}:76  job 'integration-tests' has `services:`, which need a container engine: run the other jobs with --job"
    assert (expected,) == error.value.problems
