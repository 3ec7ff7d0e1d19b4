"""Inputs that cannot be used end it before anything is imported or called."""

from __future__ import annotations

import subprocess
import sys

import yaml

from tests.actions.rollback.running import SCRIPT, run
from tests.actions.script import ACTIONS
from tests.simulator import Simulator


def test_all_that_is_wrong_is_said_at_once(sim: Simulator) -> None:
    ran = run(
        sim,
        service="we b",
        cluster="a/b",
        deployment="web",
        to="latest",
        fallback="web, web:1",
        mode="force",
        deadline="soon",
        max_candidates="-1",
        restore_images="yes",
        fail_on="red",
        verify_url="ftp://web",
        verify_interval="often",
    )
    assert (2, {}, []) == (ran.code, ran.outputs, sim.calls())
    assert [
        "cluster: 'a/b' is not a cluster's name or ARN",
        "service: 'we b' is not a service's name or ARN",
        "deployment: 'web' is not the ARN of a service deployment",
        "to: 'latest' is neither auto, family:revision, an ARN of a task definition or service revision, sha256:…, nor a commit",
        "fallback: 'web' is neither family:revision nor the ARN of a task definition",
        "max-candidates: '-1' is no whole number from 0 to 10",
        "mode: 'force' is none of auto, never, dry-run",
        "deadline: 'soon' is no number from 30 to 21600",
        "restore-images: 'yes' is none of true, false",
        "fail-on: 'red' is no outcome that a step can fail on; there are failed, rolled-back, rollback-failed, superseded, inconclusive",
        "verify-url: is neither http:// nor https://",
        "verify-interval: 'often' is no number from 0.01 to 600",
    ] == sorted(
        [line.partition("::")[2].partition("::")[2] for line in "\n".join(ran.log.splitlines()).replace("%0A", "\n::x::").splitlines()],
        key=lambda line: ORDER.index(line.split(":")[0]),
    )


ORDER = "cluster service deployment to fallback max-candidates mode deadline restore-images fail-on verify-url verify-interval".split()


def test_a_service_is_needed(sim: Simulator) -> None:
    ran = run(sim, service="")
    assert (2, "::error title=rollback%3A bad input::service: is empty; give the name of the ECS service") == (ran.code, ran.log)


def test_a_version_needs_somebody_to_ask(sim: Simulator) -> None:
    ran = run(sim, verify_version_path="/version")
    assert (2, "verify-version-path: has nowhere to ask; give verify-url") == (ran.code, ran.log.rpartition("::")[2])


def test_boto3_is_not_imported_for_bad_inputs() -> None:
    program = f"import sys, runpy; sys.argv = ['x']; sys.modules['botocore'] = None; runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    done = subprocess.run([sys.executable, "-I", "-c", program], env={"INPUT_SERVICE": ""}, capture_output=True, text=True, check=False)
    assert (2, "::error title=rollback%3A bad input::service: is empty; give the name of the ECS service\n", "") == (
        done.returncode,
        done.stdout,
        done.stderr,
    )


def test_every_input_of_the_action_reaches_the_script() -> None:
    action = yaml.safe_load((ACTIONS / "rollback/action.yml").read_text())
    step = action["runs"]["steps"][0]
    assert {f"INPUT_{name.upper().replace('-', '_')}": f"${{{{ inputs.{name} }}}}" for name in action["inputs"]} == step["env"]
    assert {name: f"${{{{ steps.rollback.outputs.{name} }}}}" for name in action["outputs"]} == {
        name: one["value"] for name, one in action["outputs"].items()
    }
