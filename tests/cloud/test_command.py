"""`python -m tests.cloud`, as a person uses it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cloud import control

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]


def cloud(*words: str) -> tuple[int, str, str]:
    done = subprocess.run([sys.executable, "-m", "tests.cloud", *words], cwd=ROOT, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def test_up_status_down(tmp_path: Path) -> None:
    state = tmp_path / "cloud.json"
    chosen = ("--state", str(state))
    assert (1, "", f"cloud: no cloud is up ({state}): python -m tests.cloud up\n") == cloud("status", *chosen)
    code, out, error = cloud("up", *chosen)
    try:
        assert (0, "") == (code, error)
        assert ["AWS_ACCESS_KEY_ID", "AWS_ENDPOINT_URL", "REGISTRY"] == [
            name for name in sorted(re.findall(r"^export (\w+)=", out, re.MULTILINE)) if name in ("AWS_ACCESS_KEY_ID", "AWS_ENDPOINT_URL", "REGISTRY")
        ]
        assert "0o600" == oct(state.stat().st_mode & 0o777)
        assert (2, "", f"cloud: a cloud is up already ({state}): 'down' first, or choose another --state\n") == cloud("up", *chosen)
        code, out, error = cloud("status", *chosen, "--lines", "1")
        lines = [re.sub(r"[\d.]+:\d+", "HOST", line) for line in out.splitlines()]
        assert [
            "staging/web          v1 x2                SUCCESSFUL             http://HOST/app/staging:web",
            "production/web       v1 x2                SUCCESSFUL             http://HOST/app/production:web",
            "",
            *[f"arn:aws:iam::123456789012:role/{name}" for name in ("push", "deploy-staging", "deploy-production")],
            "",
        ] == lines[:-1]
        assert lines[-1].endswith("SUCCESSFUL")
    finally:
        ended = cloud("down", *chosen)
    assert (0, "down\n", "") == ended
    assert control.ask(state) is None
    assert (1, "", f"cloud: no cloud is up ({state})\n") == cloud("down", *chosen)


def test_a_state_file_in_no_folder(tmp_path: Path) -> None:
    assert (2, "", f"cloud: {tmp_path / 'no'} is not there: --state names a file in a folder that is\n") == cloud(
        "up", "--state", str(tmp_path / "no" / "x")
    )


def test_a_state_file_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("{")
    assert 1 == cloud("status", "--state", str(tmp_path / "x"))[0]
