"""The action against the fake GitHub: a pull request that gives its jobs more than they had."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from synth.runtime.network import Network
from tests.actions.reports import report_at
from tests.actions.rollback.running import outputs_of
from tests.actions.script import script
from tests.bot.bench import NAME, Bench, Quick
from tests.github import GitHub
from tests.github.loopback import loopback_only  # noqa: F401  # a fixture for all tests here
from tests.github.specification import ABSENT, FILE

CI = ".github/workflows/ci.yml"
BEFORE = """\
name: CI
on: push
permissions:
  contents: read
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - run: make test
"""
AFTER = BEFORE.replace("contents: read", "contents: write")


class Ran(NamedTuple):
    code: int
    outputs: Mapping[str, str]
    report: Mapping[str, Any]
    lines: list[str]
    summary: str

    @property
    def comments(self) -> Any:
        return json.loads(self.outputs["comments"])


class Runner(Bench):
    """Pull request `number` changes CI. `run` starts the action as the event of that pull request does."""

    def __init__(self, github: GitHub, open_ones: ExitStack, folder: Path) -> None:
        super().__init__(github, open_ones)
        self.folder = folder
        self.repository.branch("change", self.repository.commit({CI: BEFORE}))
        self.change(AFTER)
        self.number = self.repository.pull_request("change")

    @property
    def head(self) -> str:
        return self.repository.head("change")

    def change(self, text: str) -> str:
        return self.repository.commit({CI: text}, branch="change")

    def event(self) -> Mapping[str, Any]:
        return {"pull_request": {"number": self.number, "head": {"sha": self.head}}}

    def run(self, event: Mapping[str, Any] | None = None, run: int = 7, **inputs: str) -> Ran:
        """Inputs by their names with `_` for `-`."""
        for name in ("output", "summary"):
            (self.folder / name).unlink(missing_ok=True)
        (self.folder / "event.json").write_text(json.dumps(self.event() if event is None else event))
        variables = {f"INPUT_{name.upper()}": value for name, value in {"token": self.token, **inputs}.items()}
        variables |= {"GITHUB_OUTPUT": str(self.folder / "output"), "GITHUB_STEP_SUMMARY": str(self.folder / "summary")}
        variables |= {"RUNNER_TEMP": str(self.folder), "GITHUB_REPOSITORY": NAME, "GITHUB_API_URL": self.github.url}
        variables |= {"GITHUB_EVENT_PATH": str(self.folder / "event.json"), "GITHUB_RUN_ID": str(run), "GITHUB_RUN_ATTEMPT": "1"}
        lines: list[str] = []
        clock = Quick()
        action = script("comment-diff")
        code = action.main(variables, Network(clock, largest=action.LARGEST_ANSWER), clock, lines.append, lambda: 0.0)
        outputs, summary = outputs_of(self.folder / "output"), self.folder / "summary"
        return Ran(code, outputs, report_at(outputs["report"]) if outputs else {}, lines, summary.read_text() if summary.exists() else "")


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    if not FILE.is_file():
        pytest.skip(ABSENT)
    with GitHub() as github, ExitStack() as open_ones:
        yield Runner(github, open_ones, tmp_path)
