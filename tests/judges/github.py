"""GitHub's own parser for workflows, its language service for actions."""

from __future__ import annotations

import json
from collections.abc import Sequence

from tests import oracle
from tests.judges.finding import Finding, JudgeError, Subject

NAME = "github"


def version() -> str:
    package = oracle.HERE / "node_modules/@actions/workflow-parser/package.json"
    return str(json.loads(package.read_text())["version"]) if package.exists() else "absent"


def judge(subjects: Sequence[Subject]) -> list[Finding]:
    try:
        answers = oracle.parse([(s.path, s.kind, s.text) for s in subjects])
    except (oracle.OracleError, OSError, UnicodeDecodeError) as error:
        raise JudgeError(f"{NAME}: {error}") from None
    return [Finding(NAME, s.path, f["line"], "parser", f["message"]) for s, found in zip(subjects, answers, strict=True) for f in found]
