"""HTTP on loopback: AWS's APIs, the front door and the controls on one port, one thread for each connection."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.simulator.clock import VirtualClock
from tests.simulator.control import PREFIX, Control
from tests.simulator.dispatch import Cut, Dispatcher
from tests.simulator.front_door import is_front_door, visit, visited
from tests.simulator.scenario import Scenario
from tests.simulator.wire.message import Answer, Request

HOST = "127.0.0.1"
RESET = struct.pack("ii", 1, 0)  # SO_LINGER of no seconds: closing sends RST
POLL_SECONDS = 0.01


class Server:
    def __init__(self, scenario: Scenario, dispatcher: Dispatcher, clock: VirtualClock, port: int = 0) -> None:
        self.scenario, self.dispatcher, self.clock = scenario, dispatcher, clock
        self.control = Control(scenario, clock)
        self.closing = threading.Event()
        server = self

        class Handler(_Handler):
            owner = server

        self._http = ThreadingHTTPServer((HOST, port), Handler)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(POLL_SECONDS,), daemon=True)

    @property
    def endpoint(self) -> str:
        return f"http://{HOST}:{self._http.server_address[1]}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def answer(self, request: Request) -> Answer | Cut:
        if request.path.startswith(PREFIX):
            return self.control.answer(request.method, request.path, request.body)
        if not is_front_door(request.path):
            return self.dispatcher.answer(request)
        with self.dispatcher.lock:
            self.scenario.world.settle()
            found = visited(self.scenario, request.path)
        if found is not None:  # a process takes its time; the API goes on meanwhile
            began = time.monotonic()
            answer = found.process.visit(found.path)
            milliseconds = (time.monotonic() - began) * 1000
            with self.dispatcher.lock:
                self.scenario.world.traffic.count(found.service, found.test, found.picked, answer.status, milliseconds)
            return answer
        with self.dispatcher.lock:
            answer, milliseconds = visit(self.scenario, request.path)
        if self.clock.scale:  # time that runs is also time that a client measures
            self.closing.wait(milliseconds / 1000 / self.clock.scale)
        return answer


class _Handler(BaseHTTPRequestHandler):
    owner: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __getattr__(self, name: str) -> Callable[[], None]:
        """One answer for all methods: BaseHTTPRequestHandler looks for `do_GET`, `do_POST` and so on."""
        if name.startswith("do_"):
            return self._do
        raise AttributeError(name)

    def _do(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:  # the client was killed over it
            self.close_connection = True
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.owner.answer(Request(self.command, self.path, headers, body))
        if isinstance(reply, Cut):
            self._cut(reply.seconds)
        else:
            self._send(reply)

    def date_time_string(self, timestamp: float | None = None) -> str:
        return formatdate(self.owner.dispatcher.server_time() if timestamp is None else timestamp, usegmt=True)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the journal has it."""

    def _cut(self, seconds: float) -> None:
        """Silence and then the end, or a reset at once."""
        self.close_connection = True
        if seconds:
            self.owner.closing.wait(seconds)
        else:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            self.connection.close()

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        try:
            self.wfile.write(b"" if self.command == "HEAD" else answer.body)
        except OSError:  # the client has gone: nobody to tell
            self.close_connection = True
