"""Other linters, run beside our own checks: programs of the extra `ghsynth[lint]`, without network."""

from __future__ import annotations

import json
import os
import sys

from synth.report.judged import of_jactionlint, of_zizmor, unread_by_zizmor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from synth.finding import Finding

_AT_ONCE = 200  # files on one command line


class JudgeError(Exception):
    """A linter is absent or broke off: its silence would not mean that a file is good."""


def judged(names: Sequence[str], files: Sequence[str], lines_of: Callable[[str], Sequence[str]]) -> dict[str, list[Finding]]:
    """What the linters find, by file. Raises JudgeError when one cannot say."""
    programs = {name: _program(name) for name in names}
    given = {os.path.abspath(file): file for file in files}
    found: dict[str, list[Finding]] = {}
    for name in names:
        for start in range(0, len(files), _AT_ONCE):
            some = files[start : start + _AT_ONCE]
            for finding in _RUNS[name](programs[name], some, lines_of):
                assert finding.where is not None
                found.setdefault(given[os.path.abspath(finding.where.file)], []).append(finding)
    return found


def _zizmor(program: str, files: Sequence[str], lines_of: Callable[[str], Sequence[str]]) -> list[Finding]:
    """With its strictest persona: what only that reports becomes a note."""
    options = ["--offline", "--persona=auditor", "--no-progress", "--no-exit-codes", "--collect=all", "--format=json-v1"]
    try:
        answer, said = _answered([program, *options, "--", *files], (0,))
        return [*of_zizmor(answer, lines_of), *unread_by_zizmor(said)]
    except JudgeError as error:  # one file that it cannot read ends the run
        half = len(files) // 2
        if half:
            return [*_zizmor(program, files[:half], lines_of), *_zizmor(program, files[half:], lines_of)]
        if any([reason in str(error) for reason in ("no inputs collected", "failed to load file://")]):
            return unread_by_zizmor(str(error)) or unread_by_zizmor(f"failed to validate file://{files[0]} as input: it is no file that zizmor takes")
        raise


def _jactionlint(program: str, files: Sequence[str], lines_of: Callable[[str], Sequence[str]]) -> list[Finding]:
    options = ["--format", "json", "--profile", "correctness", "--no-hints", "--no-online", "--pyflakes="]
    shellcheck = _beside("shellcheck")
    options += [f"--shellcheck={shellcheck}"] if shellcheck else []
    return of_jactionlint(_answered([program, *options, "--", *files], (0, 1))[0])


_RUNS: Mapping[str, Callable[[str, Sequence[str], Callable[[str], Sequence[str]]], list[Finding]]] = {"zizmor": _zizmor, "jactionlint": _jactionlint}


def _program(name: str) -> str:
    found = _beside(name)
    if found is None:
        raise JudgeError(f"{name} is not installed beside this Python: pip install 'ghsynth[lint]'")
    return found


def _beside(name: str) -> str | None:
    """A program of the environment that runs this."""
    folder = os.path.dirname(sys.executable)
    for path in (os.path.join(folder, name), os.path.join(folder, name + ".exe")):
        if os.path.isfile(path):
            return path
    return None


def _answered(command: Sequence[str], fine: Sequence[int]) -> tuple[Any, str]:
    """The JSON that a program prints, and what it says beside it. Raises JudgeError for another exit code than `fine`, and for what is no JSON."""
    import subprocess

    name = os.path.basename(command[0])
    plain = {**os.environ, "RUST_BACKTRACE": "0"}  # a backtrace would hide the reason
    done = subprocess.run(
        command, env=plain, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False
    )
    if done.returncode not in fine:
        raise JudgeError(f"{name} broke off with {done.returncode}: {(done.stderr or done.stdout).strip()}")
    try:
        return json.loads(done.stdout), done.stderr
    except ValueError:
        raise JudgeError(f"{name} broke off without an answer: {(done.stdout or done.stderr).strip()}") from None
