"""One run of a workflow under act, and what came of it.

act runs the steps on this machine. It ignores `permissions`, `environment`, `concurrency`, time-outs of jobs and filters of triggers; who tests those
tests the model. A repository that is not mapped to a folder would be fetched from the network: those are refused before.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

_USES = re.compile(r"^\s*(?:- )?uses:\s*([\w.-]+/[\w.-]+)(?:/[^@\s]*)?@(\S+)", re.MULTILINE)
SECONDS = 120


class Run(NamedTuple):
    """`jobs` has each job's result, `outputs` those of each step id, `log` the lines that steps wrote, `summary` the job summary's text."""

    code: int
    jobs: dict[str, str]
    steps: dict[str, str]
    outputs: dict[str, dict[str, str]]
    log: str


def act() -> str:
    """The path of act's binary."""
    return str(Path(sys.executable).parent / "act")


def run(folder: Path, repositories: Mapping[str, Path], variables: Mapping[str, str] | None = None, event: str = "push") -> Run:
    """Runs the workflows of a git repository for an event. `repositories` maps `owner/name@ref` to a checkout.

    `variables` are in the environment of the steps. Raises LookupError for a `uses` that is mapped to nothing.
    """
    for file in (folder / ".github/workflows").glob("*.yml"):
        for name, ref in _USES.findall(file.read_text("utf-8")):
            if f"{name}@{ref}" not in repositories:
                raise LookupError(f"{file.name} uses {name}@{ref}, which no folder stands for")
    scratch = folder.parent / "act"
    shutil.rmtree(scratch, ignore_errors=True)
    (scratch / "home").mkdir(parents=True)
    command = [act(), event, "--json", "-P", "ubuntu-24.04=-self-hosted", "--action-cache-path", str(scratch / "actions"), "--no-cache-server"]
    for name, path in repositories.items():
        command += ["--local-repository", f"{name}={path}"]
    for key, value in (variables or {}).items():
        command += ["--env", f"{key}={value}"]
    found = subprocess.run(
        command, cwd=folder, env={"PATH": _path(), "HOME": str(scratch / "home")}, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    return _read(found.returncode, found.stdout + found.stderr)


def checkout(folder: Path) -> Path:
    """This repository as a runner unpacks it, without what git ignores."""
    here = Path(__file__).parents[2]
    listed = subprocess.run(
        ["git", "-C", str(here), "ls-files", "-z", "--cached", "--others", "--exclude-standard", "synth", "actions", "packaging"],
        check=True,
        capture_output=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (here / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(here / name, folder / name)
    return folder


def repository(folder: Path, files: Mapping[str, str]) -> Path:
    """A git repository of `octo-org/octo-app` with those files, committed."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    git = ["git", "-C", str(folder), "-c", "user.name=A Person", "-c", "user.email=person@example.com", "-c", "init.defaultBranch=main"]
    for arguments in (
        ["init", "-q"],
        ["remote", "add", "origin", "https://github.com/octo-org/octo-app"],
        ["add", "."],
        ["commit", "-q", "-m", "first"],
    ):
        subprocess.run([*git, *arguments], check=True, capture_output=True)
    return folder


def _path() -> str:
    """Python where the actions expect it; this machine's own tools behind it."""
    return os.pathsep.join([str(Path(sys.base_prefix) / "bin"), *os.environ["PATH"].split(os.pathsep)])


def _read(code: int, text: str) -> Run:
    jobs: dict[str, str] = {}
    steps: dict[str, str] = {}
    outputs: dict[str, dict[str, str]] = {}
    log = []
    for line in text.splitlines():
        try:
            record: dict[str, Any] = json.loads(line)
        except ValueError:
            log.append(line)
            continue
        steps_id = record.get("stepID") or []
        if "jobResult" in record:
            jobs[record["jobID"]] = record["jobResult"]
        elif "stepResult" in record and record.get("stage") == "Main" and len(steps_id) == 1:
            steps[steps_id[0]] = record["stepResult"]
        elif record.get("command") == "set-output":
            outputs.setdefault("/".join(steps_id), {})[record["name"]] = record["arg"]
        if record.get("raw_output") or record.get("level") == "error":
            log.append(str(record["msg"]).rstrip("\n"))
    return Run(code, jobs, steps, outputs, "\n".join(log))
