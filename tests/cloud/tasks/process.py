"""A task's process: started on a free port, probed, visited, stopped."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tests.cloud.tasks import leash
from tests.simulator.wire.message import Answer

HOST = "127.0.0.1"
PROBE_SECONDS, PROBE_TIMEOUT, VISIT_TIMEOUT = 0.1, 1.0, 10.0
_LEASH = [sys.executable, "-I", "-S", str(Path(leash.__file__))]
_HOPS = {"connection", "keep-alive", "transfer-encoding", "content-length", "server", "date"}


class TaskProcess:
    """`lines` is what it wrote and nobody took so far."""

    def __init__(self, command: Sequence[str], folder: Path, environment: Mapping[str, str], port: int, health_path: str) -> None:
        self.port, self.lines, self._health_path, self._healthy = port, deque[str](), health_path, False
        self._over = threading.Event()
        self._popen = subprocess.Popen(
            [*_LEASH, *command],
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._read, self._probe)]
        for thread in self._threads:
            thread.start()

    def exit_code(self) -> int | None:
        return self._popen.poll()

    def healthy(self) -> bool:
        return self._healthy

    def visit(self, path: str) -> Answer:
        try:
            return self._get(path, VISIT_TIMEOUT)
        except (OSError, http.client.HTTPException):
            return Answer(502, {"Content-Type": "text/html"}, b"<html><body><h1>502 Bad Gateway</h1></body></html>")

    def stop(self) -> None:
        """Does not wait: SIGTERM now, SIGKILL a little later."""
        self._over.set()
        if self._popen.stdin is not None:
            with suppress(OSError):
                self._popen.stdin.close()

    def end(self) -> None:
        """Waits until nothing of it is left."""
        self.stop()
        try:
            self._popen.wait(leash.GRACE_SECONDS + 3)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()
        for thread in self._threads:
            thread.join(PROBE_TIMEOUT + 1)
        if self._popen.stdout is not None:
            self._popen.stdout.close()

    def _get(self, path: str, seconds: float) -> Answer:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=seconds)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            headers = {name: value for name, value in answer.getheaders() if name.lower() not in _HOPS}
            return Answer(answer.status, headers, answer.read())
        finally:
            connection.close()

    def _probe(self) -> None:
        while not self._over.wait(PROBE_SECONDS) and self._popen.poll() is None:
            try:
                self._healthy = 200 <= self._get(self._health_path, PROBE_TIMEOUT).status < 300
            except (OSError, http.client.HTTPException):
                self._healthy = False

    def _read(self) -> None:
        assert self._popen.stdout is not None
        with suppress(ValueError, OSError):  # closed while it was read
            for line in self._popen.stdout:
                if text := line.decode(errors="replace").rstrip("\r\n"):  # CloudWatch has no events without text
                    self.lines.append(text)


def free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
        return port
