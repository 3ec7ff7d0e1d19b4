"""The action against a server on loopback that answers as Slack, PagerDuty and Monday do, and a clock that only sleeping moves."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from synth.runtime.commands import Log
from synth.runtime.network import Network
from tests.actions.reports import report_at
from tests.actions.script import script

REAL_TIME = 0.01
REVIEWS = "/repos/octo-org/octo-app/actions/runs/42/approvals"


@dataclass
class Answer:
    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Request(NamedTuple):
    path: str
    headers: dict[str, str]
    content: Any


class Services:
    """Answers each path with what is planned for it, in turn, the last one again and again; remembers what came."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.planned: dict[str, list[Answer]] = {
            "/api/chat.postMessage": [Answer(body={"ok": True, "ts": "1700000000.000100", "channel": "C1"})],
            "/api/chat.update": [Answer(body={"ok": True, "ts": "1700000000.000100", "channel": "C1"})],
            "/hooks/secret-part": [Answer(body="ok")],
            "/pd/enqueue": [Answer(202, {"status": "success", "dedup_key": "k"})],
            "/pd/change/enqueue": [Answer(202, {"status": "success"})],
            "/monday": [],
            REVIEWS: [Answer(body=[])],
        }
        self.items: dict[str, str] = {}  # Monday's board: name -> ID
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                owner.requests.append(Request(self.path, {name.lower(): value for name, value in self.headers.items()}, content))
                answer = owner.answer(self.path, content)
                body = answer.body.encode() if isinstance(answer.body, str) else json.dumps(answer.body).encode()
                if answer.status == 0:  # takes the request and says nothing
                    return
                self.send_response(answer.status)
                for name, value in {"Content-Length": str(len(body)), **answer.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self) -> None:
                owner.requests.append(Request(self.path, {name.lower(): value for name, value in self.headers.items()}, None))
                answer = owner.answer(self.path, None)
                body = json.dumps(answer.body).encode()
                self.send_response(answer.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(REAL_TIME,), daemon=True)
        self._thread.start()

    def answer(self, path: str, content: Any) -> Answer:
        planned = self.planned.get(path, [Answer(404, {})])
        if path == "/monday" and not planned:
            return Answer(body={"data": self.board(content)})
        return planned.pop(0) if len(planned) > 1 else planned[0]

    def board(self, content: Any) -> dict[str, Any]:
        query, variables = content["query"], content["variables"]
        if "items_page" in query:
            found = [{"id": self.items[name]} for name in variables["name"] if name in self.items]
            return {"items_page_by_column_values": {"items": found}}
        if "create_item" in query:
            self.items[variables["name"]] = str(900 + len(self.items))
            return {"create_item": {"id": self.items[variables["name"]]}}
        return {"change_multiple_column_values" if "change" in query else "create_update": {"id": variables["item"]}}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def paths(self) -> list[str]:
        return [request.path for request in self.requests]

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class Clock:
    def __init__(self) -> None:
        self.at, self.slept = 0.0, [0.0][:0]

    def now(self) -> float:
        return self.at

    def wall(self) -> float:
        return 1_795_000_000.0 + self.at

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds


class Ended(NamedTuple):
    code: int
    log: str
    outputs: dict[str, str]
    summary: str
    report: Any
    slept: list[float]


class Action:
    def __init__(self, folder: Path, services: Services) -> None:
        self._folder, self._services = folder, services

    def __call__(self, **inputs: str) -> Ended:
        url = self._services.url
        given = {
            "service": "orders-api",
            "environment": "production",
            "slack_api_url": f"{url}/api",
            "pagerduty_url": f"{url}/pd",
            "monday_url": f"{url}/monday",
        }
        environment = {
            "GITHUB_API_URL": url,
            "GITHUB_ACTOR": "octocat",
            "GITHUB_REPOSITORY": "octo-org/octo-app",
            "GITHUB_RUN_ID": "42",
            "GITHUB_SERVER_URL": "https://github.example.com",
            "GITHUB_OUTPUT": str(self._folder / "output"),
            "GITHUB_STEP_SUMMARY": str(self._folder / "summary"),
            "RUNNER_TEMP": str(self._folder),
            **{f"INPUT_{name.upper()}": value for name, value in {**given, **inputs}.items()},
        }
        for name in ("output", "summary"):
            (self._folder / name).write_text("")
        lines: list[str] = []
        clock = Clock()
        code: int = script("notify").main(environment, Network(clock), clock, Log(lines.append), lambda: 0.5)
        outputs = _outputs((self._folder / "output").read_text())
        report = report_at(outputs["report"]) if outputs else None
        return Ended(code, "\n".join(lines), outputs, (self._folder / "summary").read_text(), report, clock.slept)


def _outputs(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    lines = iter(text.splitlines())
    for line in lines:
        name, _, end = line.partition("<<")
        found[name] = "\n".join(iter(lambda: next(lines), end))
    return found


@pytest.fixture
def services() -> Iterator[Services]:
    made = Services()
    yield made
    made.stop()


@pytest.fixture
def notify(tmp_path: Path, services: Services) -> Action:
    return Action(tmp_path, services)
