"""Inputs of the action: mistakes, modes, and agreement with action.yml."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from synth.runtime.inputs import Inputs
from synth.runtime.layers.inputs import read_asked
from tests.actions.verify_health.conftest import ROOT, SCRIPT, Ran, Verify
from tests.actions.verify_health.servers import Reply, nobody, serving

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "actions/verify-health/action.yml").read_text())


def test_all_bad_inputs_are_said_at_once_in_at_most_ten_annotations(verify: Verify) -> None:
    ran = verify(
        url="https://user:pass-word@example.com/",
        urls="[]",
        expect_status="abc",
        expect_json="{",
        expect_body="(",
        headers='{"Authorization": "two\\nlines"}',
        redirects="always",
        consecutive="0",
        interval="nan",
        timeout="-1",
        deadline="soon",
        p95_ms="1e3",
        fail_on="passed",
        soft="maybe",
        dry_run="0",
        version_path="version",
    )
    assert (2, {}) == (ran.code, ran.outputs)
    lines = ran.log.splitlines()
    assert {"::error title=verify-health%3A bad input"} == {line.rpartition("::")[0] for line in lines}
    said = [message for line in lines for message in line.rpartition("::")[2].split("%0A")]
    assert (10, 17) == (len(lines), len(said))
    names = "urls|url, urls|url|expect-status|expect-json|expect-body|headers|redirects|consecutive|interval|timeout|deadline|p95-ms|fail-on|soft|dry-run|version-path"
    assert sorted(names.split("|")) == sorted(message.partition(": ")[0] for message in said)
    assert not [secret for secret in ("pass-word", "two", "lines") if secret in ran.log]


def test_a_dry_run_asks_nothing(verify: Verify) -> None:
    with serving(Reply(200)) as server:
        ran = verify(url=f"{server.url}/health?key=hidden-key", dry_run="true")
    assert (0, "inconclusive", "dry run: nothing was asked", []) == (*ran.ended, ran.outputs["reason"], server.asked)
    assert f"dry run: would ask {server.url}/health until 3 right answers in a row, for at most 10 s\n" == ran.log


def test_soft_never_makes_the_step_red(soon: Verify) -> None:
    with serving(Reply(500)) as server:
        ran = soon(url=server.url, soft="true")
    assert (0, "failed") == ran.ended
    assert ["::warning title=verify-health%3A failed"] == [line.split("::http")[0] for line in ran.commands]


def test_fail_on_chooses_the_outcomes_that_do(soon: Verify) -> None:
    url = nobody()
    assert [(0, "inconclusive"), (6, "inconclusive")] == [soon(url=url, fail_on=outcomes).ended for outcomes in ("failed", "failed, inconclusive")]


def test_a_cancelled_job_still_gets_its_outputs(started: Callable[..., subprocess.Popen[str]], ended: Callable[[subprocess.Popen[str]], Ran]) -> None:
    process = started(url=nobody(), deadline="60")
    assert process.stdout is not None
    process.stdout.readline()
    assert "refused" in process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    ran = ended(process)
    assert (6, "inconclusive") == ran.ended
    assert re.fullmatch(r"cancelled after \d+ tries", ran.outputs["reason"])


def test_a_fault_of_the_action_is_no_evidence_against_the_release(verify: Verify, tmp_path: Path) -> None:
    with serving(Reply(200)) as server:
        ran = verify(url=server.url, more={"RUNNER_TEMP": str(tmp_path / "absent")})
    assert (6, True) == (
        ran.code,
        "verify-health itself failed, which says nothing about the release: FileNotFoundError" in ran.commands[0],
    )


def test_a_copy_that_carries_its_runtime_needs_nothing_else(verify: Verify, tmp_path: Path) -> None:
    from synth.vendor import files_of

    for name, text in files_of("verify-health").items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    with serving(Reply(200)) as server:
        ran = verify(url=server.url, script=tmp_path / ".github/actions/verify-health/verify_health.py")
    assert (0, "passed") == ran.ended


@pytest.mark.parametrize("inputs", [{"url": "ftp://x"}, {"url": "http://x", "dry_run": "true"}])
def test_what_asks_nothing_imports_nothing_heavy(inputs: dict[str, str], verify: Verify) -> None:
    log = verify(python=("-I", "-X", "importtime"), **inputs).log
    imported = {line.rpartition("|")[2].strip() for line in log.splitlines() if line.startswith("import time:")}
    assert {"json", "re", "synth.runtime.watch"} <= imported
    assert set() == imported & {
        "http.client",
        "ssl",
        "email",
        "dataclasses",
        "inspect",
        "pathlib",
        "random",
        "tempfile",
        "threading",
        "urllib.request",
    }


def test_only_the_standard_library_is_imported() -> None:
    program = f"import sys, runpy; runpy.run_path({str(SCRIPT)!r}); print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-S", "-I", "-c", program], capture_output=True, text=True, check=True)
    assert {"synth", "__main__"} == set(done.stdout.split()) - sys.stdlib_module_names


def test_the_action_passes_every_input_on_as_environment() -> None:
    (step,) = ACTION["runs"]["steps"]
    assert {f"INPUT_{name.upper().replace('-', '_')}": f"${{{{ inputs.{name} }}}}" for name in ACTION["inputs"]} == step["env"]
    assert 'python3 -I "$GITHUB_ACTION_PATH/verify_health.py"' == step["run"]


def test_the_action_declares_every_output_that_is_written(verify: Verify) -> None:
    ran = verify(url="http://x", dry_run="true")
    assert list(ran.outputs) == list(ACTION["outputs"])
    assert {name: f"${{{{ steps.verify.outputs.{name} }}}}" for name in ran.outputs} == {n: o["value"] for n, o in ACTION["outputs"].items()}


def test_the_defaults_of_the_action_are_those_of_the_program() -> None:
    class Recorded(dict[str, str]):
        asked: set[str] = set()

        def get(self, key: str, default: Any = None) -> Any:
            self.asked.add(key)
            return super().get(key, default)

    bare = Recorded(INPUT_URL="http://x/")
    declared = {f"INPUT_{name.upper().replace('-', '_')}": one["default"] for name, one in ACTION["inputs"].items() if "default" in one}
    assert read_asked(Inputs(bare)) == read_asked(Inputs({**bare, **declared}))
    assert bare.asked == {f"INPUT_{name.upper().replace('-', '_')}" for name in ACTION["inputs"]}
    assert "${{ github.sha }}" == ACTION["inputs"]["expect-version"]["default"]
    assert json.dumps(declared)  # all texts


def test_http_alone_imports_no_other_layer(verify: Verify) -> None:
    with serving(Reply(200)) as server:
        log = verify(python=("-I", "-X", "importtime"), url=server.url).log
    imported = {line.rpartition("|")[2].strip() for line in log.splitlines() if line.startswith("import time:")}
    assert {"synth.runtime.layers.verifying", "http.client"} <= imported
    assert not [name for name in imported if name.startswith(("boto", "synth.adapters", "synth.runtime.ecs.values")) or name.endswith("_layer")]
