"""The action against a real sshd on loopback, and a service that the restart command really starts."""

from __future__ import annotations

import getpass
import os
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from synth.runtime.clock import RealClock
from synth.runtime.commands import Log
from synth.runtime.network import Network
from tests.actions.reports import report_at
from tests.actions.script import ACTIONS, script

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
KEYGEN = shutil.which("ssh-keygen")
SERVER = """
import http.server, os, pathlib, sys
version, status = (pathlib.Path(name).read_text().strip() for name in ("version", "status"))

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(int(status))
        self.send_header("X-Version", version)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass

server = http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
pathlib.Path(sys.argv[2]).write_text(str(os.getpid()))
server.serve_forever()
"""
RESTART = """
if [ -f {pid} ]; then kill "$(cat {pid})"; while kill -0 "$(cat {pid})" 2>/dev/null; do sleep 0.02; done; rm {pid}; fi
if [ "$(cat status)" = refuse ]; then echo "cannot start $RELEASE" >&2; exit 1; fi
if [ "$(cat status)" = once ]; then if [ -f {once} ]; then exit 1; fi; touch {once}; echo 200 > status; fi
if [ "$(cat status)" = silent ]; then exit 0; fi
setsid {python} -I {server} {port} {pid} >/dev/null 2>&1 </dev/null &
while [ ! -s {pid} ]; do sleep 0.02; done
"""


class Ended(NamedTuple):
    code: int
    log: str
    outputs: dict[str, str]
    report: Any


class Machine:
    """An sshd, and a folder that it deploys to. `keys` holds the private keys of the host, of the user and of a stranger."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.directory = folder, folder / "srv/orders"
        for name in ("host", "user", "stranger"):
            subprocess.run([str(KEYGEN), "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(folder / name)], check=True)
        (folder / "authorized_keys").write_text((folder / "user.pub").read_text())
        self.port, self.service_port = free_port(), free_port()
        config = {
            "Port": self.port,
            "ListenAddress": "127.0.0.1",
            "HostKey": folder / "host",
            "AuthorizedKeysFile": folder / "authorized_keys",
            "PidFile": "none",
            "StrictModes": "no",
            "UsePAM": "no",
            "PasswordAuthentication": "no",
            "KbdInteractiveAuthentication": "no",
            "PermitRootLogin": "prohibit-password",
        }
        (folder / "sshd_config").write_text("".join([f"{name} {value}\n" for name, value in config.items()]))
        (folder / "server.py").write_text(SERVER)
        self._sshd = subprocess.Popen([str(SSHD), "-D", "-f", str(folder / "sshd_config"), "-E", str(folder / "sshd.log")])
        for _ in range(500):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                break
            time.sleep(0.02)

    def known(self, key: str = "host") -> str:
        return f"[127.0.0.1]:{self.port} {(self.folder / f'{key}.pub').read_text()}"

    def archive(self, version: str, status: str) -> str:
        content = self.folder / f"content-{version}"
        content.mkdir(exist_ok=True)
        (content / "version").write_text(version)
        (content / "status").write_text(status)
        path = self.folder / f"{version}.tar.gz"
        with tarfile.open(path, "w:gz") as tar:
            for name in ("version", "status"):
                tar.add(content / name, name)
        return str(path)

    def environment(self, release: str, status: str, /, **inputs: str) -> dict[str, str]:
        (self.folder / "temp").mkdir(exist_ok=True)
        (self.folder / "output").write_text("")
        restart = RESTART.format(
            pid=self.folder / "pid",
            once=self.folder / "once",
            python=sys.executable,
            server=self.folder / "server.py",
            port=self.service_port,
        )
        given = {
            "hosts": "127.0.0.1",
            "user": getpass.getuser(),
            "port": str(self.port),
            "private_key": (self.folder / "user").read_text(),
            "known_hosts": self.known(),
            "release": release,
            "file": self.archive(release, status),
            "directory": str(self.directory),
            "restart": restart,
            "url": f"http://{{host}}:{self.service_port}/health",
            "version_path": "header:X-Version",
            "expect_version": release,
            "consecutive": "2",
            "interval": "0.05",
            "deadline": "2",
        }
        named = {f"INPUT_{name.upper()}": value for name, value in {**given, **inputs}.items()}
        runner = {"RUNNER_TEMP": str(self.folder / "temp"), "GITHUB_OUTPUT": str(self.folder / "output")}
        return {**runner, "GITHUB_STEP_SUMMARY": str(self.folder / "summary"), **named}

    def deploy(self, release: str, status: str = "200", /, **inputs: str) -> Ended:
        lines: list[str] = []
        clock = RealClock()
        environment = self.environment(release, status, **inputs)
        code: int = script("deploy-ec2").main(environment, lambda route: Network(clock, route), clock, Log(lines.append), lambda: 0.05)
        return self.ended(code, "\n".join(lines))

    def ended(self, code: int, log: str) -> Ended:
        outputs = _outputs((self.folder / "output").read_text())
        return Ended(code, log, outputs, report_at(outputs["report"]) if outputs else None)

    def process(self, release: str, status: str, /, **inputs: str) -> subprocess.Popen[str]:
        """The action as the runner starts it."""
        command = [sys.executable, "-I", str(ACTIONS / "deploy-ec2/deploy_ec2.py")]
        environment = {"PATH": os.environ["PATH"], **self.environment(release, status, **inputs)}
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    def link(self, name: str) -> str:
        path = self.directory / name
        return os.readlink(path) if path.is_symlink() else ""

    def releases(self) -> list[str]:
        return sorted(os.listdir(self.directory / "releases"))

    def secrets_left(self) -> list[str]:
        return [path.name for path in (self.folder / "temp").iterdir() if path.is_dir()]

    def stop(self) -> None:
        self._sshd.terminate()
        self._sshd.wait()
        if (self.folder / "pid").exists():
            with suppress(ProcessLookupError):
                os.kill(int((self.folder / "pid").read_text()), signal.SIGTERM)


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
    return port


def _outputs(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    lines = iter(text.splitlines())
    for line in lines:
        name, _, end = line.partition("<<")
        found[name] = "\n".join(iter(lambda: next(lines), end))
    return found


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    if SSHD is None or KEYGEN is None or shutil.which("ssh") is None:
        pytest.skip("there is no OpenSSH server and client here: apt-get install openssh-server openssh-client")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # sshd of root wants it
    made = Machine(tmp_path)
    yield made
    made.stop()
