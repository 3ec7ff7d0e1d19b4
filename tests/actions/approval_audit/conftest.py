"""The action against the fake GitHub: one run that waited for production and was approved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from synth.runtime.address import Address
from synth.runtime.clock import RealClock
from synth.runtime.commands import Log
from synth.runtime.network import Network
from synth.runtime.ports import Answer
from tests.actions.reports import report_at
from tests.actions.rollback.running import outputs_of
from tests.actions.script import script
from tests.github import GitHub
from tests.github.resources import deployments, runs, views
from tests.github.specification import ABSENT, FILE

NAME = "octo-org/shop"
DIGEST = "sha256:" + "a" * 64
PERMISSIONS = {"actions": "write", "contents": "read", "deployments": "write"}


class At(NamedTuple):
    """A clock that stands."""

    seconds: float

    def now(self) -> float:
        return 0.0

    def wall(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        pass


class Cancelling(NamedTuple):
    """The network, but for the one request whose operation the fake's description of GitHub lacks: it ends the run."""

    runs: dict[int, Any]

    def send(self, method: str, address: Address, headers: Sequence[tuple[str, str]], body: bytes, timeout: float) -> Answer:
        if method == "POST" and address.path.endswith("/cancel"):
            self.runs[int(address.path.split("/")[-2])] |= {"status": "completed", "conclusion": "cancelled"}
            return Answer(202, (), b"{}")
        return Network(RealClock()).send(method, address, headers, body, timeout)


class Ran(NamedTuple):
    code: int
    outputs: dict[str, str]
    report: dict[str, Any]
    log: str
    summary: str

    @property
    def ended(self) -> tuple[int, str]:
        return self.code, self.outputs["reason"]


class Bench:
    def __init__(self, github: GitHub, folder: Path) -> None:
        self.github, self.folder = github, folder
        self.repository = github.repository(NAME)
        self.sha = self.repository.commit({".github/workflows/deploy.yml": "on: push\n"})
        self.token = github.token(permissions=PERMISSIONS)
        self.waiting = runs.run(self.repository, ".github/workflows/deploy.yml", status="in_progress", conclusion=None)
        runs.wait(self.repository, self.waiting["id"], "production")

    def approve(self, by: str = "hubot", comment: str = "Go") -> None:
        said = {"state": "approved", "comment": comment, "user": views.user(self.repository.world, by)}
        place = {name: self.repository.environments["production"][name] for name in ("id", "node_id", "name", "url", "html_url")}
        times = {"created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z"}
        self.repository.approvals.setdefault(self.waiting["id"], []).append({**said, "environments": [{**place, **times}]})

    def deployed(self, **states: str) -> None:
        """The deployment that GitHub makes for the job: its states and their times."""
        made = deployments.deployment(self.repository, {"ref": "main", "environment": "production"}, self.sha, "octocat")
        log = f"https://github.com/{NAME}/actions/runs/{self.waiting['id']}/job/1"
        known = {"node_id": "x", "creator": views.user(self.repository.world, "octocat"), "description": "", "target_url": log, "log_url": log}
        urls = {name: self.repository.url() for name in ("url", "deployment_url", "repository_url")}
        told = [{**known, **urls, "id": n, "state": state, "created_at": at, "updated_at": at} for n, (state, at) in enumerate(states.items())]
        self.repository.deployment_statuses[made["id"]] = told

    def run(self, at: float | None = None, **inputs: str) -> Ran:
        """Inputs by their names with `_` for `-`."""
        for name in ("output", "summary"):
            (self.folder / name).unlink(missing_ok=True)
        given = {"environment": "production", "token": self.token, "sha": self.sha, "run_id": str(self.waiting["id"]), **inputs}
        variables = {f"INPUT_{name.upper()}": value for name, value in given.items()}
        variables |= {"GITHUB_OUTPUT": str(self.folder / "output"), "GITHUB_STEP_SUMMARY": str(self.folder / "summary")}
        variables |= {"RUNNER_TEMP": str(self.folder), "GITHUB_REPOSITORY": NAME, "GITHUB_API_URL": self.github.url}
        lines: list[str] = []
        now = self.repository.world.clock.now() if at is None else at
        code = script("approval-audit").main(variables, Cancelling(self.repository.runs), At(now), Log(lines.append), lambda: 0.0)
        outputs = outputs_of(self.folder / "output") if (self.folder / "output").exists() else {}
        summary = self.folder / "summary"
        return Ran(code, outputs, report_at(outputs["report"]) if outputs else {}, "\n".join(lines), summary.read_text() if outputs else "")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    if not FILE.is_file():
        pytest.skip(ABSENT)
    with GitHub() as github:
        yield Bench(github, tmp_path)
        # GitHub's description of the REST API leaves this state out; its webhooks' has it
        github.service.problems[:] = [one for one in github.service.problems if 'state: "waiting" is not one of' not in one]
