"""A repository in a folder of the test, made with git itself, and the action run on clones of it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from synth.runtime.commands import Log
from tests.actions.reports import report_at
from tests.actions.script import script

ZEROS = "0" * 40
_SETTINGS = {
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_SYSTEM": "/dev/null",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.com",
    "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z",
    "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
    "PATH": "/usr/local/bin:/usr/bin:/bin",
}


class Repository:
    """The one on the server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "uploadpack.allowAnySHA1InWant", "true")  # as GitHub's does
        self.git("config", "uploadpack.allowFilter", "true")

    def git(self, *arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=self.folder, env=_SETTINGS, capture_output=True, check=True)
        return done.stdout.decode(errors="surrogateescape").strip()

    def commit(self, files: Mapping[str, str | None]) -> str:
        """A commit that writes the files, or removes those whose text is None; its SHA."""
        for name, text in files.items():
            path = self.folder / name
            if text is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "m")
        return self.git("rev-parse", "HEAD")

    def branch(self, name: str, at: str) -> None:
        self.git("checkout", "--quiet", "-B", name, at)

    def merge(self, base: str, head: str) -> str:
        """The merge that GitHub makes of a pull request; its SHA."""
        self.branch("merged", base)
        self.git("merge", "--quiet", "--no-ff", "--message", "m", head)
        return self.git("rev-parse", "HEAD")

    def clone(self, commit: str, to: Path, *options: str) -> Path:
        """As actions/checkout leaves it, at a commit that needs no branch."""
        self.git("branch", "--force", "wanted", commit)
        subprocess.run(
            ["git", "clone", "--quiet", "--branch=wanted", *options, f"file://{self.folder}", str(to)], env=_SETTINGS, capture_output=True, check=True
        )
        return to


class Ended(NamedTuple):
    code: int
    log: list[str]
    outputs: dict[str, str]
    summary: str
    report: Any

    @property
    def names(self) -> Any:
        return json.loads(self.outputs["names"])


class Clock:
    def now(self) -> float:
        return 0.0

    def wall(self) -> float:
        return 1_795_000_000.0

    def sleep(self, seconds: float) -> None:
        raise AssertionError("nothing waits")


class Action:
    """The action, on a full clone without files as its job has it, unless told otherwise."""

    def __init__(self, folder: Path, repository: Repository) -> None:
        self._folder, self._repository, self._runs = folder, repository, 0

    def __call__(
        self,
        event: str,
        payload: Mapping[str, Any],
        commit: str,
        parts: Mapping[str, Sequence[str]] | str,
        *options: str,
        lonely: bool = False,
    ) -> Ended:
        self._runs += 1
        place = self._folder / f"run {self._runs}"
        place.mkdir()
        clone = self._repository.clone(commit, place / "clone", *(options or ("--filter=blob:none", "--sparse", "--single-branch")))
        if lonely:
            subprocess.run(["git", "remote", "set-url", "origin", str(place / "gone")], cwd=clone, env=_SETTINGS, check=True)
        (place / "event.json").write_text(json.dumps(payload))
        listed = parts if isinstance(parts, str) else json.dumps([{"name": name, "paths": paths} for name, paths in parts.items()])
        environment = {
            "PATH": _SETTINGS["PATH"],
            "HOME": str(place),
            "GITHUB_EVENT_NAME": event,
            "GITHUB_EVENT_PATH": str(place / "event.json"),
            "GITHUB_SHA": commit,
            "GITHUB_WORKSPACE": str(clone),
            "GITHUB_OUTPUT": str(place / "output"),
            "GITHUB_STEP_SUMMARY": str(place / "summary"),
            "RUNNER_TEMP": str(place),
            "INPUT_PARTS": listed,
        }
        for name in ("output", "summary"):
            (place / name).write_text("")
        lines: list[str] = []
        code: int = script("changed-paths").main(environment, Clock(), Log(lines.append))
        outputs = _outputs((place / "output").read_text())
        return Ended(code, lines, outputs, (place / "summary").read_text(), report_at(outputs["report"]) if outputs else None)


def _outputs(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    lines = iter(text.splitlines())
    for line in lines:
        name, _, end = line.partition("<<")
        found[name] = "\n".join(iter(lambda: next(lines), end))
    return found


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


@pytest.fixture
def find(tmp_path: Path, repository: Repository) -> Action:
    return Action(tmp_path, repository)
