"""The action with AWS behind it: the simulator's ECS, the real adapters, and what is left for the steps that follow."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from synth.runtime.commands import Log
from synth.runtime.inputs import InputError, Inputs
from synth.runtime.layers.inputs import read_asked
from synth.runtime.layers.ports import Ports
from synth.runtime.network import Network
from tests.actions.verify_health.conftest import SCRIPT, Ran, _outputs
from tests.runtime_layers.stage import Stage, staged
from tests.simulator.world.image import crashing, failing, good

Act = Callable[..., Ran]


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    with staged(monkeypatch) as found:
        yield found


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = spec_from_file_location("verify_health_script", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def act(stage: Stage, script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Act:
    """The action's `main` on the simulator's clock."""

    def seen_through(environment: Any, asked: Any, http: Any) -> Any:
        return (stage.ports._replace(http=http) if asked.needs_aws else Ports(http)), lambda: None

    def run(**inputs: str) -> Ran:
        environment = {f"INPUT_{name.upper()}": value for name, value in inputs.items()}
        environment |= {"GITHUB_OUTPUT": str(tmp_path / "output"), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"), "RUNNER_TEMP": str(tmp_path)}
        for name in ("output", "summary"):
            (tmp_path / name).unlink(missing_ok=True)
        lines: list[str] = []
        code = script.main(environment, lambda route: Network(stage.clock, route), stage.clock, Log(lines.append), lambda: 0.5)
        summary = tmp_path / "summary"
        return Ran(code, "\n".join(lines), _outputs(tmp_path / "output"), summary.read_text() if summary.exists() else "")

    monkeypatch.setattr(script, "seen_through", seen_through)
    return run


def test_a_good_release_passes_in_all_layers(act: Act, stage: Stage) -> None:
    stage.sim.service("web")
    stage.sim.alarm("errors")
    deployment = stage.sim.deploy("web", good("v2"))
    stage.sim.run_until(lambda: deployment.over)
    stage.sim.advance(70)
    ran = act(
        url=f"{stage.sim.endpoint}/app/web/health",
        version_path="header:X-Version",
        expect_version="v2",
        service="web",
        task_definition="web:2",
        alarms="errors",
        log_pattern="ERROR",
        bake="30",
    )
    assert (0, "passed", "v2") == (ran.code, ran.outputs["outcome"], ran.outputs["version-seen"])
    assert "3 right answers in a row; ecs, targets, containers, alarms, logs good; for 30 s more too" == ran.outputs["reason"]
    names = "status|version|in a row|service|task definition|deployment|failed tasks|running tasks|target health web-blue|container health|alarm errors|logged errors"
    assert names.split("|") == [check["name"] for check in json.loads(ran.outputs["checks-json"])]
    first = f"Version **v2** serves at {stage.sim.endpoint}/app/web/health (200); Service web runs 4 of 4 tasks, web:2"
    assert first == ran.summary.splitlines()[0].replace("\\", "")
    assert [] == ran.commands


def test_a_release_that_crashes_says_why_in_the_annotation(act: Act, stage: Stage) -> None:
    stage.sim.service("web")
    stage.sim.deploy("web", crashing("v2"))
    ran = act(service="web", task_definition="web:2")
    assert (1, "failed") == ran.ended
    (line,) = ran.commands
    assert line.startswith("::error title=verify-health%3A failed::ecs: failed tasks is 4, wanted 0 at most (task ")
    assert "EssentialContainerExited" in line
    assert ran.outputs["reason"] == ran.report["reason"]


def test_a_service_alone_can_be_looked_at(act: Act, stage: Stage) -> None:
    stage.sim.service("web")
    ran = act(service="web", checks="ecs, targets")
    assert (0, "passed", "3 good looks in a row; ecs, targets good") == (ran.code, ran.outputs["outcome"], ran.outputs["reason"])
    assert "Service web runs 4 of 4 tasks" == ran.summary.splitlines()[0]


def test_the_baseline_goes_from_step_to_step(act: Act, stage: Stage) -> None:
    stage.sim.service("web", failing("v1", 404))
    url = f"{stage.sim.endpoint}/app/web/health"
    recorded = act(url=url, baseline="record")
    assert (0, "inconclusive", f"recorded {url}: wrong, 404") == (recorded.code, recorded.outputs["outcome"], recorded.outputs["reason"])
    assert 1 == len(recorded.commands)
    ran = act(url=url, baseline=recorded.outputs["baseline"], deadline="20", consecutive="2")
    assert (6, True) == (ran.code, "so it was before the deployment" in ran.outputs["reason"])


def test_a_good_baseline_is_green(act: Act, stage: Stage) -> None:
    stage.sim.service("web")
    url = f"{stage.sim.endpoint}/app/web/health"
    ran = act(url=url, baseline="record", version_path="header:X-Version", expect_version="v2")
    assert (0, "passed", f"recorded {url}: right, 200, version v1") == (ran.code, ran.outputs["outcome"], ran.outputs["reason"])
    assert [] == ran.commands


def test_another_place_is_connected_to_under_the_same_name(act: Act, stage: Stage) -> None:
    stage.sim.service("web")
    place = stage.sim.endpoint.removeprefix("http://")
    ran = act(url="http://api.example.invalid/app/web/health", connect_to=place, ip_version="4")
    assert (0, "passed") == ran.ended
    ran = act(url="http://api.example.invalid/app/web/health", connect_to=place, ip_version="6", deadline="20", interval="5")
    assert (6, True) == (ran.code, "was never reached" in ran.outputs["reason"])


def test_a_dry_run_says_what_it_would_look_at_and_does_not(act: Act, stage: Stage) -> None:
    ran = act(url="http://api.example.com/", service="web", alarms="a, b", bake="60", dry_run="true")
    assert (0, "inconclusive") == ran.ended
    assert [
        "dry run: would ask http://api.example.com/ until 3 right answers in a row, for at most 300 s",
        "dry run: would look at service web in cluster default, a, b for at most 300 s",
        "dry run: would look on for 60 s once all is proved",
    ] == ran.log.splitlines()
    assert [] == stage.sim.calls()


def problems(**inputs: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_asked(Inputs({f"INPUT_{name.upper()}": value for name, value in inputs.items()}))
    return caught.value.problems


def test_all_bad_inputs_are_said_at_once() -> None:
    found = problems(
        cluster="a b",
        service="x/y/z",
        task_definition="web",
        target_group="web-blue",
        alarms="\x1b",
        min_healthy_tasks="-1",
        log_group="a b",
        log_pattern="(",
        log_allow="fine\n(",
        max_log_errors="5/h",
        checks="http, ecz",
        bake="soon",
        baseline="{}",
        version_share="2",
        connect_to="x/y",
        ip_version="5",
    )
    names = "cluster|service|task-definition|target-group|alarms|min-healthy-tasks|log-group|log-pattern|log-allow|max-log-errors|checks|bake|baseline|version-share|connect-to|ip-version"
    assert sorted(names.split("|")) == sorted(problem.partition(": ")[0] for problem in found)


@pytest.mark.parametrize(
    ("inputs", "problem"),
    [
        ({}, "url, urls: give one of them"),
        ({"alarms": "a", "cluster": "live"}, "cluster: is about an ECS service; give service"),
        ({"alarms": "a", "log_group": "/ecs/web"}, "log-group: is about an ECS service; give service"),
        ({"service": "web", "checks": "http"}, "checks: http has nothing to look at; give url"),
        ({"url": "http://x", "checks": "http, logs"}, "checks: logs has nothing to look at; give service"),
        ({"service": "web", "baseline": "record"}, "baseline: records what addresses answer; give url or urls"),
        ({"url": "http://x", "version_share": "0.1"}, "version-share: is a share of versions; give version-path"),
        (
            {"url": "http://x", "version_share": "0.1", "version_path": "/v", "expect_version": "1", "deadline": "60"},
            "version-share: takes 20 answers, which at this interval take 95 s, and the deadline comes first",
        ),
    ],
)
def test_inputs_that_do_not_go_together_are_refused(inputs: dict[str, str], problem: str) -> None:
    (found,) = problems(**inputs)
    assert found.startswith(problem)
