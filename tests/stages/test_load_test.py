"""The script that compares k6's summary with the limits, in a real shell."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from synth.pipeline import Pipeline, Stage
from synth.stages import Build, Deploy, LoadTest, Push, TrivyScan
from tests.stages.conftest import HEALTH, IMAGE, REGISTRY, SERVICE, environment, job, linked, steps

STAGING = environment("staging")


def compared(folder: Path, metrics: dict[str, Any] | None) -> tuple[int, str]:
    """Exit code and output of the step after k6 wrote these metrics, or nothing."""
    stages: list[Stage] = [Build(IMAGE), TrivyScan(), Push(REGISTRY), Deploy(STAGING, SERVICE, HEALTH), LoadTest(STAGING, "load.js")]
    step = steps(job(linked(Pipeline("Orders API", stages=stages).workflow()), "load-test-staging"))["Compare with the limits"]
    assert step.run is not None
    assert isinstance(step.env, dict)
    (folder / "k6").mkdir()
    if metrics is not None:
        (folder / "k6/summary.json").write_text(json.dumps({"metrics": metrics}))
    given = {"PATH": os.environ["PATH"], "GITHUB_STEP_SUMMARY": str(folder / "shown"), **{name: str(value) for name, value in step.env.items()}}
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step.run]
    done = subprocess.run(shell, cwd=folder, env=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    return done.returncode, done.stdout


def measured(p95: float, rate: float) -> dict[str, Any]:
    return {"http_req_duration": {"avg": 10, "p(95)": p95}, "http_req_failed": {"passes": 1, "fails": 9, "value": rate}}


@pytest.mark.row("E9a", "summaries at and around 500 ms and 0.1 % pass and fail in a real shell")
@pytest.mark.parametrize(
    ("p95", "rate", "code"), [(499.9, 0.0009, 0), (12.5, 0, 0), (500, 0, 1), (12.5, 0.001, 1), (900, 0.5, 1)], ids=lambda value: str(value)
)
def test_both_limits_are_gates(tmp_path: Path, p95: float, rate: float, code: int) -> None:
    said = f"p95 {p95} ms, failed requests {rate} (as a part of 1)\n"
    wrong = "::error::the release is too slow or fails too often under load\n" if code else ""
    assert (code, said + wrong) == compared(tmp_path, measured(p95, rate))
    assert said == (tmp_path / "shown").read_text()


@pytest.mark.row("E9a", "a load test without figures is no pass")
@pytest.mark.parametrize("metrics", [None, {}, {"http_req_duration": {"avg": 1}, "http_req_failed": {"value": 0}}], ids=["none", "empty", "no p95"])
def test_without_figures_it_is_no_pass(tmp_path: Path, metrics: dict[str, Any] | None) -> None:
    said = "::error::the summary of k6 has no 95th percentile or no error rate: the script asked nothing, or has a handleSummary of its own\n"
    assert (1, said) == compared(tmp_path, metrics)


@pytest.mark.row("R2b", "the load is production's peak, scaled to the hosts that are tested, in whole requests")
@pytest.mark.parametrize(("peak", "hosts", "rate"), [(1200, (2, 40), 60), (100, (1, 3), 34), (50, (1, 1), 50), (None, (1, 1), None)])
def test_the_load_is_the_peak_scaled_per_host(peak: float | None, hosts: tuple[int, int], rate: int | None) -> None:
    stage = LoadTest(STAGING, "load.js", peak_rps=peak, hosts=hosts)
    stages: list[Stage] = [Build(IMAGE), TrivyScan(), Push(REGISTRY), Deploy(STAGING, SERVICE, HEALTH), stage]
    step = steps(job(linked(Pipeline("Orders API", stages=stages).workflow()), "load-test-staging"))["Load"]
    assert isinstance(step.env, dict)
    assert rate == step.env.get("RATE")
