"""What stands for GitHub where nothing else does: approvals that are given at once, and identity tokens that no cloud accepts."""

from __future__ import annotations

import base64
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from typing import Any

BEARER = "ghsynth-run-job"


class Control:
    """On loopback, while it is entered. `rejected` are environments that nobody approves."""

    def __init__(self, repository: str, ref: str, rejected: Collection[str] = ()) -> None:
        self.repository, self.ref, self.rejected = repository, ref, rejected
        self.address = ""

    def identity(self, job: str, environment: str) -> dict[str, str]:
        """What a job with `id-token: write` gets; the environment may be an expression."""
        url = f"{self.address}/token?environment={environment}"
        return {"ACTIONS_ID_TOKEN_REQUEST_URL": url, "ACTIONS_ID_TOKEN_REQUEST_TOKEN": BEARER}

    @property
    def gate(self) -> str:
        return f"{self.address}/gate"

    def token(self, environment: str, audience: str) -> str:
        """A token without a signature: whoever looks at its claims can, and whoever checks it refuses it."""
        subject = f"environment:{environment}" if environment else f"ref:{self.ref}"
        claims = {"iss": "https://ghsynth.invalid", "aud": audience, "sub": f"repo:{self.repository}:{subject}", "repository": self.repository}
        return ".".join([_encoded({"alg": "none", "typ": "JWT"}), _encoded(claims), ""])

    @contextmanager
    def serving(self) -> Iterator[Control]:
        control = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, body = control.answer(self.path, self.headers.get("Authorization", ""))
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        self.address = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def answer(self, path: str, authorization: str) -> tuple[int, bytes]:
        """Status and body for a request."""
        url = urlsplit(path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        environment = asked.get("environment", "")
        if url.path == "/gate":
            return (403, f"nobody approved {environment}".encode()) if environment in self.rejected else (200, b"approved")
        if url.path == "/token" and authorization.lower() == f"bearer {BEARER}":
            return 200, json.dumps({"value": self.token(environment, asked.get("audience", f"https://github.com/{self.repository}"))}).encode()
        return (401, b"no token") if url.path == "/token" else (404, b"no such page")


def _encoded(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).rstrip(b"=").decode()
