"""The action against a server on loopback that answers as Sentry does, and a clock that only sleeping moves."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from synth.runtime.commands import Log
from synth.runtime.network import Network
from tests.actions.reports import report_at
from tests.actions.script import script

SHA = "a3f8c21" + "0" * 33
TOKEN = "sntrys_a-secret-token"
REAL_TIME = 0.01


class Request(NamedTuple):
    path: str
    authorization: str
    content: Any


class Sentry:
    """Keeps releases and deploys as Sentry does; `statuses` are answered first, one for each request."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.releases: dict[str, dict[str, Any]] = {}
        self.deploys: list[tuple[str, str]] = []
        self.repositories = ["octo-org/octo-app"]
        self.statuses: list[int] = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                owner.requests.append(Request(self.path, self.headers["Authorization"], content))
                status, answer = (owner.statuses.pop(0), {"detail": f"no: {TOKEN}"}) if owner.statuses else owner.answer(self.path, content)
                body = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(REAL_TIME,), daemon=True)
        self._thread.start()

    def answer(self, path: str, content: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """As https://docs.sentry.io/api/releases/ has it."""
        home, _, rest = path.partition("/releases/")
        if home != "/api/0/organizations/octo-org":
            return 404, {"detail": "The requested resource does not exist"}
        if rest:
            version = rest.removesuffix("/deploys/")
            if version not in self.releases:
                return 404, {"detail": "The requested resource does not exist"}
            self.deploys.append((version, content["environment"]))
            return 201, {"id": str(len(self.deploys)), **content}
        if unknown := [one["repository"] for one in content.get("refs", []) if one["repository"] not in self.repositories]:
            return 400, {"refs": [f"Invalid repository names: {unknown[0]}"]}
        known = content["version"] in self.releases
        self.releases.setdefault(content["version"], content)
        return 208 if known else 201, content

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class Clock:
    def __init__(self) -> None:
        self.at = 0.0

    def now(self) -> float:
        return self.at

    def wall(self) -> float:
        return 1_795_000_000.0 + self.at

    def sleep(self, seconds: float) -> None:
        self.at += seconds


class Ended(NamedTuple):
    code: int
    log: str
    outputs: str
    summary: str
    report: Any


class Action:
    def __init__(self, folder: Path, sentry: Sentry) -> None:
        self._folder, self._sentry = folder, sentry

    def __call__(self, **inputs: str) -> Ended:
        given = {"organization": "octo-org", "projects": "orders-api", "environment": "production", "auth_token": TOKEN, "url": self._sentry.url}
        environment = {
            "GITHUB_REPOSITORY": "octo-org/octo-app",
            "GITHUB_RUN_ID": "42",
            "GITHUB_SERVER_URL": "https://github.example.com",
            "GITHUB_SHA": SHA,
            "GITHUB_OUTPUT": str(self._folder / "output"),
            "GITHUB_STEP_SUMMARY": str(self._folder / "summary"),
            "RUNNER_TEMP": str(self._folder),
            **{f"INPUT_{name.upper()}": value for name, value in {**given, **inputs}.items()},
        }
        for name in ("output", "summary"):
            (self._folder / name).write_text("")
        lines: list[str] = []
        clock = Clock()
        code: int = script("sentry-release").main(environment, Network(clock), clock, Log(lines.append), lambda: 0.5)
        outputs = (self._folder / "output").read_text()
        path = next((line for line in outputs.splitlines() if line.endswith(".json")), "")
        return Ended(code, "\n".join(lines), outputs, (self._folder / "summary").read_text(), report_at(path) if path else None)


@pytest.fixture
def sentry() -> Iterator[Sentry]:
    made = Sentry()
    yield made
    made.stop()


@pytest.fixture
def mark(tmp_path: Path, sentry: Sentry) -> Action:
    return Action(tmp_path, sentry)
