"""The page that an approver reads, from the pipeline's own step and a summary as k6 exports it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from synth.pipeline import Pipeline, Stage
from synth.stages import Approvals, Build, Deploy, LoadTest, Push, Smoke, TrivyScan
from tests.actions.approval_audit.conftest import DIGEST, NAME, Bench
from tests.stages.conftest import HEALTH, IMAGE, REGISTRY, SERVICE, environment, inputs_of, job, linked, steps

STAGING, PRODUCTION = environment("staging"), environment("production", approval=True)
K6: dict[str, Any] = {  # what k6 1.x writes with --summary-export and the trend columns that LoadTest asks for
    "root_group": {"name": "", "path": "", "id": "d41d8cd98f00b204e9800998ecf8427e", "groups": {}, "checks": {}},
    "metrics": {
        "data_received": {"count": 4105382, "rate": 68271.4},
        "http_req_duration": {"avg": 93.1, "min": 11.2, "med": 71.8, "max": 812.9, "p(90)": 180.4, "p(95)": 231.6, "p(99)": 402.3},
        "http_req_duration{expected_response:true}": {
            "avg": 93.0,
            "min": 11.2,
            "med": 71.8,
            "max": 812.9,
            "p(90)": 180,
            "p(95)": 231.1,
            "p(99)": 402,
        },
        "http_req_failed": {"passes": 4, "fails": 8121, "value": 0.0004923076923076923},
        "http_reqs": {"count": 8125, "rate": 135.1},
        "iterations": {"count": 8125, "rate": 135.1},
        "vus": {"value": 20, "min": 20, "max": 20},
    },
}


def given() -> dict[str, Any]:
    """The inputs of the step in the pipeline, with the digest that only the runner knows."""
    looked: list[Stage] = [Deploy(STAGING, SERVICE, HEALTH), Smoke(STAGING, health=HEALTH), LoadTest(STAGING, "load.js")]
    approvals = Approvals(links={"Dashboard": "https://d.example.com/x"})
    stages: list[Stage] = [Build(IMAGE), TrivyScan(), Push(REGISTRY), approvals, *looked, Deploy(PRODUCTION, SERVICE, HEALTH)]
    made = linked(Pipeline("Orders API", stages=stages).workflow())
    inputs = inputs_of(steps(job(made, "evidence-for-production"))["Write the evidence"])
    return {name.replace("-", "_"): str(value) for name, value in inputs.items()} | {"digest": DIGEST}


@pytest.mark.row("E10d", "the approver sees the smoke tests, k6's figures, the logs, the dashboard and the way back")
@pytest.mark.row("E9a", "the 95th percentile and the errors that k6 measured are on the page for the approver")
@pytest.mark.parametrize("form", ["--summary-export", "handleSummary"])
def test_the_page_has_the_figures_of_k6(bench: Bench, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.chdir(bench.folder)
    (bench.folder / "k6").mkdir()
    metrics = K6["metrics"] if form == "--summary-export" else {name: {"values": _handled(one)} for name, one in K6["metrics"].items()}
    (bench.folder / "k6/summary.json").write_text(json.dumps({**K6, "metrics": metrics}))
    ran = bench.run(**given())
    run, sha = bench.waiting["id"], bench.sha
    console = "https://eu-west-1.console.aws.amazon.com/ecs/v2/clusters/orders/services/orders-api/logs?region=eu-west-1"
    assert (0, "the evidence for production is in the summary") == ran.ended
    assert [
        "### To approve: production",
        "",
        "| what | evidence |",
        "| --- | --- |",
        f"| Commit | [`{sha[:12]}`](https://github.com/{NAME}/commit/{sha}) |",
        f"| Image | `{DIGEST}` |",
        "| Smoke tests | Smoke test staging succeeded |",
        "| Load test | p95 232 ms, 0.05 % errors |",
        "| Changes | the live version is not known |",
        "| Rollback plan | no release was verified there yet, so none can come back: be ready to mend forward |",
        f"| Logs | [this run](https://github.com/{NAME}/actions/runs/{run}) |",
        "| Dashboard | [open](https://d.example.com/x) |",
        f"| Logs of orders-api in production | [open]({console}) |",
        f"| Logs of orders-api in staging | [open]({console}) |",
        "",
        "- [ ] the smoke tests passed",
        "- [ ] the figures are as good as before",
        "- [ ] the changes are the ones that you expect",
        "- [ ] somebody can roll back",
    ] == ran.summary.rstrip().splitlines()


def test_a_summary_that_is_not_there_is_said_and_judged_by_a_person(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bench.folder)
    ran = bench.run(**given())
    assert (0, "| Load test | the figures cannot be read |") == (ran.code, ran.summary.splitlines()[7])


def _handled(metric: dict[str, Any]) -> dict[str, Any]:
    """As handleSummary names a rate."""
    return {("rate" if name == "value" else name): value for name, value in metric.items()}
