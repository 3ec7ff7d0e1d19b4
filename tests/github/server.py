"""The fake on a loopback port. It speaks HTTP and does what faults say about time and connections; the service has the answers."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.github.exchange import Answer, Request
from tests.github.faults import Faults
from tests.github.identity import Budget
from tests.github.repository import Repository
from tests.github.service import Done, Service
from tests.github.world import World

_ENTERPRISE = "/api/v3"


class GitHub:
    """GitHub, for a while: `with GitHub() as github:`. On leaving, an answer that broke GitHub's own description is an AssertionError.

    `url` is what a client takes as base URL, `enterprise_url` the same as GitHub Enterprise Server has it.
    """

    def __init__(self, port: int = 0) -> None:
        self.world = World()
        self.service = Service(self.world)
        self._server = _Server(("127.0.0.1", port), _handler(self.service))
        self.url = self.world.address = f"http://127.0.0.1:{self._server.server_port}"
        self.enterprise_url = self.url + _ENTERPRISE

    def __enter__(self) -> GitHub:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.close_connections()
        self._server.server_close()
        self.world.close()
        if kind is None and (wrong := self.service.problems + self._server.crashes):
            raise AssertionError("\n".join(wrong))

    def repository(self, full_name: str, *, private: bool = False, empty: bool = False) -> Repository:
        """The repository of that name, made now if it is not there, with one commit unless it is to be empty."""
        found = self.world.named(full_name)
        if found is not None:
            return found
        made = self.world.add(full_name, private=private)
        if not empty:
            made.commit({"README.md": f"# {made.name}\n"}, message="First commit")
        return made

    def token(self, login: str = "octocat", **what: Any) -> str:
        """A token that GitHub knows; `World.token` says what it can be."""
        return self.world.token(login, **what)

    def budget(self, token: str = "") -> Budget:
        return self.world.budget(token)

    @property
    def faults(self) -> Faults:
        return self.world.faults

    @property
    def done(self) -> list[Done]:
        """What was asked and answered so far."""
        return self.service.done

    def asked(self) -> list[str]:
        """What was asked so far: `GET /repos/owner/name 200`."""
        return [f"{one.request.method} {one.request.path} {one.answer.status}" for one in self.done]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.crashes: list[str] = []
        self._open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        import traceback

        error = traceback.format_exc()
        if "ConnectionResetError" not in error and "BrokenPipeError" not in error and "closed file" not in error:
            self.crashes.append(error)

    def close_connections(self) -> None:
        """A client that keeps its connection would keep a thread."""
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


def _handler(service: Service) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = 1 << 16  # unbuffered, each answer waits 40 ms for an acknowledgement

        def _serve(self) -> None:
            request = self._request()
            time.sleep(service.held_seconds(request))
            answer, before, after = service.answer(request)
            for fault in (before, after):
                time.sleep(fault.delay_seconds if fault else 0)
                if fault and fault.disconnect:
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
            self._send(answer)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815  # as http.server calls them

        def _request(self) -> Request:
            parts = urlsplit(self.path)
            path = parts.path.removeprefix(_ENTERPRISE).replace("/api/graphql", "/graphql") or "/"
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            return Request(self.command, path, dict(parse_qsl(parts.query)), headers, json.loads(raw) if raw else None, self.client_address[0])

        def _send(self, answer: Answer) -> None:
            plain = isinstance(answer.data, str)
            body = b"" if answer.data is None else answer.data.encode() if plain else json.dumps(answer.data).encode()
            self.send_response(answer.status)
            if answer.data is not None:
                self.send_header("Content-Type", "text/html" if plain else "application/json; charset=utf-8")
            if answer.status not in (204, 304):
                self.send_header("Content-Length", str(len(body)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()

        def log_message(self, *_: Any) -> None:
            pass

    return Handler
