"""Inputs of the action: mistakes, modes, and agreement with action.yml."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from synth.runtime.inputs import Inputs
from synth.runtime.metrics.inputs import read_asked
from synth.vendor import files_of
from tests.actions.script import ACTIONS
from tests.actions.verify_metrics.running import run
from tests.actions.verify_metrics.test_verdicts import ALARM, COMPARE
from tests.simulator import Simulator

SCRIPT = ACTIONS / "verify-metrics/verify_metrics.py"
ACTION: dict[str, Any] = yaml.safe_load((ACTIONS / "verify-metrics/action.yml").read_text())


def started(folder: Path, *flags: str, script: Path = SCRIPT, **inputs: str) -> subprocess.Popen[str]:
    environment = {f"INPUT_{name.upper()}": value for name, value in inputs.items()}
    environment |= {"PATH": "/usr/bin:/bin", "RUNNER_TEMP": str(folder), "PYTHONPATH": str(folder), "GITHUB_OUTPUT": str(folder / "output")}
    command = [sys.executable, "-I", *flags, *([] if "-c" in flags else [str(script)])]
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_all_bad_inputs_are_annotated_and_nothing_is_asked(sim: Simulator) -> None:
    ran = run(sim, "- rule: alarm\n- rule: bounds\n  max: x\n", window="soon", alpha="2")
    assert (2, {}, []) == (ran.code, ran.outputs, sim.calls())
    assert [
        "rules: line 1, rule 1: needs alarms, such as alarms: [a, b]",
        "rules: line 2, rule 2: needs namespace",
        "rules: line 2, rule 2: needs metric",
        "rules: line 3, rule 2: max is 'x', no number",
        "rules: line 2, rule 2: needs min, max or both",
        "window: 'soon' is no number from 60 to 21600",
        "alpha: '2' is no number from 0.0001 to 0.5",
    ] == [line.removeprefix("::error title=verify-metrics%3A bad input::") for line in ran.log.splitlines()]


def test_a_mistake_cannot_speak_to_the_runner(sim: Simulator) -> None:
    ran = run(sim, '- rule: alarm\n  name: "\\u001b[31m\\n::error::pwned"\n  alarms: ["a\\n::error::pwned"]\n- rule: bounds\n  "##[error]x": 1\n')
    assert (2, True) == (ran.code, all(line.startswith("::error title=verify-metrics%3A bad input::rules: ") for line in ran.log.splitlines()))
    assert 0 == ran.log.count("##[") + ran.log.count("\x1b")


def test_names_of_rules_are_no_markup(sim: Simulator) -> None:
    sim.alarm("a|<b>")
    ran = run(sim, "- rule: alarm\n  name: '[x](http://evil.example) | @team ##[error]'\n  alarms: ['a|<b>']\n")
    assert (0, "passed") == ran.ended
    assert (0, []) == (ran.log.count("##["), ran.commands)
    assert not [bad for bad in ("](http", " @team", "<b>", "http://evil") if bad in ran.summary]
    assert {6} == {line.replace("\\|", "").count("|") for line in ran.summary.splitlines() if line.startswith("|")}


def test_a_dry_run_says_what_it_would_do_and_asks_nothing(sim: Simulator) -> None:
    ran = run(sim, COMPARE + ALARM, dry_run="true")
    assert (0, "inconclusive", "dry run: nothing was asked", []) == (*ran.ended, ran.outputs["reason"], sim.calls())
    series = "AWS/ApplicationELB TargetResponseTime p95 TargetGroup=targetgroup/web-"
    assert [
        "dry run: would look 10 times, every 60 s, at 10 min, 120 s after their end",
        f"dry run: would judge p95: {series}green/0123456789abcdef; {series}blue/0123456789abcdef",
        "dry run: would judge alarms: orders-5xx",
    ] == [line for line in ran.log.splitlines() if "judge errors" not in line]


@pytest.mark.parametrize("inputs", [{"rules": "- rule: x"}, {"rules": ALARM, "dry_run": "true"}])
def test_what_asks_nothing_imports_nothing_heavy(inputs: dict[str, Any], tmp_path: Path) -> None:
    log, _ = started(tmp_path, "-X", "importtime", **inputs).communicate(timeout=20)
    imported = {line.rpartition("|")[2].strip() for line in log.splitlines() if line.startswith("import time:")}
    assert {"json", "re", "synth.runtime.metrics.watching"} <= imported
    heavy = {"boto3", "http.client", "ssl", "email", "dataclasses", "inspect", "pathlib", "random", "statistics", "datetime", "threading", "tempfile"}
    assert set() == imported & heavy


def test_only_the_standard_library_is_imported() -> None:
    program = f"import sys, runpy; runpy.run_path({str(SCRIPT)!r}); print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-S", "-I", "-c", program], capture_output=True, text=True, check=True)
    assert {"synth", "__main__"} == set(done.stdout.split()) - sys.stdlib_module_names


def test_a_copy_in_a_repository_carries_all_that_it_needs(tmp_path: Path) -> None:
    for name, text in files_of("verify-metrics").items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    script = tmp_path / ".github/actions/verify-metrics/verify_metrics.py"
    copied = started(tmp_path, script=script, rules=ALARM, dry_run="true")
    log, _ = copied.communicate(timeout=20)
    assert (0, True) == (copied.returncode, "dry run: would judge alarms: orders-5xx" in log)
    assert {"alarm", "bounds", "counts", "latency", "logs", "sigma", "slope"} <= {path.stem for path in tmp_path.rglob("metrics/*.py")}
    assert {"metrics.py", "log_events.py", "cloudwatch.py"} <= {path.name for path in tmp_path.rglob("adapters/aws/*.py")}


def test_a_job_that_is_cancelled_while_it_waits_still_gets_its_outputs(tmp_path: Path) -> None:
    with started(tmp_path, "-c", _STAYS, rules=ALARM) as process:
        assert process.stdout is not None
        assert 2 == len(list(iter(process.stdout.readline, "ready\n")))  # what it will do
        process.send_signal(signal.SIGTERM)
        log, _ = process.communicate(timeout=20)
    assert (6, True) == (process.returncode, "inconclusive: cancelled after 0 looks" in log)
    assert "cancelled after 0 looks" in (tmp_path / "output").read_text()


_STAYS = f"""
import sys, runpy
script = runpy.run_path({str(SCRIPT)!r})
class Alarms:
    def states(self, names):
        print("ready", flush=True)
        return []
from synth.runtime.metrics.ports import Ports
space = script["start"].__globals__
space["seen_through"] = lambda environment: (Ports(alarms=Alarms()), lambda: None)
sys.exit(script["start"]())
"""


def test_the_action_passes_every_input_on_as_environment() -> None:
    (step,) = ACTION["runs"]["steps"]
    assert {f"INPUT_{name.upper().replace('-', '_')}": f"${{{{ inputs.{name} }}}}" for name in ACTION["inputs"]} == step["env"]
    assert 'python3 -I "$GITHUB_ACTION_PATH/verify_metrics.py"' == step["run"]


def test_the_action_declares_every_output_that_is_written(sim: Simulator) -> None:
    ran = run(sim, ALARM, dry_run="true")
    assert list(ran.outputs) == list(ACTION["outputs"])
    assert {name: f"${{{{ steps.verify.outputs.{name} }}}}" for name in ran.outputs} == {n: o["value"] for n, o in ACTION["outputs"].items()}


def test_the_defaults_of_the_action_are_those_of_the_program() -> None:
    class Recorded(dict[str, str]):
        asked: set[str] = set()

        def get(self, key: str, default: Any = None) -> Any:
            self.asked.add(key)
            return super().get(key, default)

    bare = Recorded(INPUT_RULES=ALARM)
    declared = {f"INPUT_{name.upper().replace('-', '_')}": one["default"] for name, one in ACTION["inputs"].items() if "default" in one}
    assert read_asked(Inputs(bare)) == read_asked(Inputs({**bare, **declared}))
    assert bare.asked == {f"INPUT_{name.upper().replace('-', '_')}" for name in ACTION["inputs"]}


def test_the_rules_of_the_readme_are_rules() -> None:
    text = (ACTIONS / "verify-metrics/README.md").read_text()
    (step,) = yaml.safe_load(text.partition("```yaml\n")[2].partition("```")[0])
    asked = read_asked(Inputs({f"INPUT_{name.upper().replace('-', '_')}": str(value) for name, value in step["with"].items()}))
    assert ["errors", "p95", "3 alarm", "4 logs"] == [rule.name for rule in asked.plan.rules]
    assert os.path.basename(step["uses"]) == "verify-metrics"
