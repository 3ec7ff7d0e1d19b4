"""The action as a runner starts it: a process of its own, against real servers on loopback."""

from __future__ import annotations

import json
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "actions/verify-health/verify_health.py"
FAST = {"interval": "0", "timeout": "2", "deadline": "5"}


class Ran:
    """What a run of the action left behind."""

    def __init__(self, done: subprocess.CompletedProcess[str], folder: Path) -> None:
        self.code, self.log = done.returncode, done.stdout + done.stderr
        self.outputs = _outputs(folder / "output")
        self.summary = (folder / "summary").read_text() if (folder / "summary").exists() else ""
        report = folder / "verify-health.json"
        self.report = json.loads(report.read_text()) if report.exists() else {}


def _outputs(path: Path) -> dict[str, str]:
    found, lines = {}, path.read_text().split("\n") if path.exists() else []
    while len(lines) > 1:
        name, end = lines.pop(0).split("<<")
        at = lines.index(end)
        found[name], lines = "\n".join(lines[:at]), lines[at + 1 :]
    return found


@pytest.fixture
def verify(tmp_path: Path) -> Callable[..., Ran]:
    def run(cwd: Path | None = None, python: tuple[str, ...] = ("-I",), **inputs: str) -> Ran:
        environment = {f"INPUT_{name.upper()}": value for name, value in {**FAST, **inputs}.items()}
        environment |= {"GITHUB_OUTPUT": str(tmp_path / "output"), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"), "RUNNER_TEMP": str(tmp_path)}
        environment |= {"PYTHONPATH": str(cwd or ""), "PATH": "/usr/bin:/bin", "GITHUB_SHA": "a" * 40}
        done = subprocess.run([sys.executable, *python, SCRIPT], cwd=cwd or tmp_path, env=environment, capture_output=True, text=True, check=False)
        return Ran(done, tmp_path)

    return run


@contextmanager
def serving(reply: Callable[[str], tuple[int, dict[str, str], bytes]], context: ssl.SSLContext | None = None) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = reply(self.path)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"{'https' if context else 'http'}://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def said(status: int, data: object, **headers: str) -> Callable[[str], tuple[int, dict[str, str], bytes]]:
    return lambda path: (status, headers, json.dumps(data).encode())


def test_a_healthy_release_passes_and_says_which_version_serves(verify: Callable[..., Ran]) -> None:
    with serving(said(200, {"status": "ok", "version": "a" * 40})) as url:
        ran = verify(url=f"{url}/health?key=hidden", expect_json='{"/status": "ok"}', version_path="/version#/version")
    assert (0, "passed", "3 good answers in a row", "a" * 40) == (
        ran.code,
        ran.outputs["outcome"],
        ran.outputs["reason"],
        ran.outputs["version-seen"],
    )
    assert ran.summary.startswith("✅ **http:&#47;&#47;localhost:")
    assert "hidden" not in ran.log + ran.summary + json.dumps(ran.report)
    assert (1, "passed", 3) == (ran.report["schema"], ran.report["outcome"], ran.report["targets"][0]["tries"])


def test_a_release_that_answers_500_fails(verify: Callable[..., Ran]) -> None:
    with serving(said(500, {})) as url:
        ran = verify(url=url, deadline="1", interval="0.2")
    assert (1, "failed") == (ran.code, ran.outputs["outcome"])
    assert "::error title=verify-health failed::" in ran.log


def test_a_rolling_deployment_passes_once_the_new_version_answers(verify: Callable[..., Ran]) -> None:
    asked: list[str] = []

    def reply(path: str) -> tuple[int, dict[str, str], bytes]:
        asked.append(path)
        return 200, {"X-Version": "new" if len(asked) > 4 else "old"}, b""

    with serving(reply) as url:
        ran = verify(url=url, version_path="header:X-Version", expect_version="new", interval="0.01")
    assert (0, 7, "new") == (ran.code, len(asked), ran.outputs["version-seen"])


def test_nobody_there_is_inconclusive(verify: Callable[..., Ran]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    ran = verify(url=f"http://127.0.0.1:{port}/", deadline="1", interval="0.2")
    assert (6, "inconclusive", "never reached: the connection is refused") == (ran.code, ran.outputs["outcome"], ran.outputs["reason"])


def test_soft_never_makes_the_step_red(verify: Callable[..., Ran]) -> None:
    with serving(said(500, {})) as url:
        ran = verify(url=url, deadline="1", interval="0.2", soft="true")
    assert (0, "failed") == (ran.code, ran.outputs["outcome"])
    assert "::warning title=verify-health failed::" in ran.log


def test_a_dry_run_asks_nothing(verify: Callable[..., Ran]) -> None:
    ran = verify(url="http://127.0.0.1:9/health", dry_run="true")
    assert (0, "dry run: nothing was asked") == (ran.code, ran.outputs["reason"])


def test_several_addresses_fail_with_the_worst(verify: Callable[..., Ran]) -> None:
    with serving(said(200, {})) as good, serving(said(503, {})) as bad:
        ran = verify(urls=json.dumps([good, bad]), deadline="1", interval="0.1")
    assert (1, ["passed", "failed"]) == (ran.code, [target["outcome"] for target in ran.report["targets"]])


def test_a_body_is_searched_and_only_a_mebibyte_of_it_read(verify: Callable[..., Ran]) -> None:
    with serving(lambda path: (200, {}, b"fine" + b"x" * (3 << 20) + b"late")) as url:
        assert 0 == verify(url=url, expect_body="^fi.e", consecutive="1").code
        assert 1 == verify(url=url, expect_body="late", deadline="1", interval="0.3").code


def test_a_server_that_trickles_bytes_does_not_hold_the_probe(verify: Callable[..., Ran]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def trickle() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                threading.Thread(target=_drip, args=(connection,), daemon=True).start()

        threading.Thread(target=trickle, daemon=True).start()
        start = time.monotonic()
        ran = verify(url=f"http://127.0.0.1:{server.getsockname()[1]}/", timeout="0.5", deadline="1.5", interval="0.1")
    assert (6, True) == (ran.code, "never reached: no whole answer within" in ran.outputs["reason"])
    assert time.monotonic() - start < 4


def _drip(connection: socket.socket) -> None:
    with connection:
        try:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            while True:
                connection.sendall(b"x")
                time.sleep(0.1)
        except OSError:
            return


def test_hostile_answers_reach_neither_log_nor_summary_as_commands_or_markup(verify: Callable[..., Ran]) -> None:
    evil = "\n::error::pwned\n::set-output name=outcome::passed|<script>`]]"
    with serving(said(200, {"status": evil, "version": evil})) as url:
        ran = verify(url=url, deadline="1", interval="0.3", expect_json='{"/status": "ok"}', version_path="/version", expect_version="x")
    assert (1, "failed") == (ran.code, ran.outputs["outcome"])
    commands = [line for line in ran.log.splitlines() if line.startswith("::")]
    assert [True] == [line.startswith("::error title=verify-health failed::http") for line in commands]
    assert not [line for line in ran.summary.splitlines() if "<script>" in line or line.startswith("::")]
    assert {6} == {line.replace("\\|", "").count("|") for line in ran.summary.splitlines() if line.startswith("|")}


def test_a_certificate_that_nobody_trusts_is_named(verify: Callable[..., Ran], tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs the openssl command to make a certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    command: list[str | Path] = [
        openssl,
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        key,
        "-out",
        certificate,
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving(said(200, {}), context) as url:
        ran = verify(url=url, deadline="1", interval="0.3")
    assert (6, True) == (ran.code, "the certificate is not trusted: self" in ran.outputs["reason"])


def test_all_bad_inputs_are_said_at_once(verify: Callable[..., Ran]) -> None:
    ran = verify(
        url="https://user:pw@example.com/",
        urls="[]",
        expect_status="abc",
        expect_json="{",
        expect_body="(",
        headers='{"a b": "c"}',
        redirects="always",
        consecutive="0",
        deadline="soon",
        fail_on="never",
    )
    assert 2 == ran.code
    wrong = sorted(line.split("::")[2].split(":")[0] for line in ran.log.splitlines())
    assert [
        "consecutive",
        "deadline",
        "expect-body",
        "expect-json",
        "expect-status",
        "fail-on",
        "headers",
        "redirects",
        "url",
        "url and urls",
    ] == wrong
    assert "pw" not in ran.log


@pytest.mark.parametrize("url", ["ftp://example.com/", "file:///etc/passwd", "http://", "example.com", "http://a b/", "http://x:99999/"])
def test_addresses_that_cannot_be_asked(url: str, verify: Callable[..., Ran]) -> None:
    assert 2 == verify(url=url).code


def test_header_values_are_sent_and_never_printed(verify: Callable[..., Ran]) -> None:
    with serving(said(200, {})) as url:
        ran = verify(url=url, headers='{"Authorization": "Bearer s3cret"}')
    assert (0, False) == (ran.code, "s3cret" in ran.log + ran.summary + json.dumps(ran.report))


def test_nothing_of_the_repository_being_deployed_is_imported(verify: Callable[..., Ran], tmp_path: Path) -> None:
    hostile = tmp_path / "repository"
    for name in ("synth/__init__.py", "json.py", "http/__init__.py", "re.py", "sitecustomize.py"):
        path = hostile / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("raise SystemExit(77)\n")
    with serving(said(200, {})) as url:
        assert [0, 0] == [verify(cwd=hostile, url=url).code, verify(cwd=hostile, python=("-S", "-I"), url=url).code]


def test_a_copy_that_carries_its_runtime_needs_nothing_else(tmp_path: Path) -> None:
    from synth.vendor import files_of

    for name, text in files_of("verify-health").items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    script = tmp_path / ".github/actions/verify-health/verify_health.py"
    with serving(said(200, {})) as url:
        environment = {"INPUT_URL": url, "INPUT_INTERVAL": "0", "RUNNER_TEMP": str(tmp_path)}
        done = subprocess.run([sys.executable, "-I", script], env=environment, capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)


def test_every_declared_input_is_passed_on_and_every_read_one_declared() -> None:
    import re

    text = (ROOT / "actions/verify-health/action.yml").read_text()
    declared = re.findall(r"^  ([a-z0-9-]+):$", text.split("\noutputs:")[0], re.MULTILINE)
    passed = re.findall(r"INPUT_[A-Z0-9_]+: \$\{\{ inputs\.([a-z0-9-]+) \}\}", text)
    read = set(re.findall(r'inputs\.(?:text|parsed|number|whole|truth)\("([a-z0-9-]+)"', SCRIPT.read_text()))
    assert declared == passed
    assert set(declared) == read
