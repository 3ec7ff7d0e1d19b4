"""GitHub's own evaluator and parser, and npm's YAML reader: what the product is compared with. One Node process per batch."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


class OracleError(Exception):
    """There is no answer: a script broke off."""


class OracleAbsentError(OracleError):
    """The npm packages are not installed."""


def evaluate(cases: Iterable[tuple[str, Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """Each (expression, contexts) -> {"kind", "value"}, or {"error"}, as GitHub's evaluator has it."""
    return _asked("expressions.mjs", [{"expr": expression, "contexts": contexts} for expression, contexts in cases])


def read_yaml(texts: Iterable[str]) -> list[dict[str, Any]]:
    """Each YAML text -> {"value"} or {"error"}."""
    return _asked("yaml_read.mjs", texts)


def parse(files: Iterable[tuple[str, str, str]]) -> list[list[dict[str, Any]]]:
    """Each (path, "workflow" or "action", text) -> what GitHub's parser finds: [{"line", "message"}]."""
    return _asked("workflow_parser.mjs", [{"path": path, "kind": kind, "text": text} for path, kind, text in files])


def _asked(script: str, questions: Iterable[Any]) -> list[Any]:
    node = shutil.which("node")
    if node is None or not (HERE / "node_modules").is_dir():
        raise OracleAbsentError(f"{HERE}/node_modules or node is absent: run 'make setup'")
    lines = [json.dumps(question) for question in questions]
    done = subprocess.run([node, HERE / script], input="\n".join(lines), capture_output=True, text=True, encoding="utf-8", check=False)
    answers = [line for line in done.stdout.split("\n") if line]
    try:
        if not done.returncode and len(answers) == len(lines):
            return [json.loads(line) for line in answers]
    except ValueError:
        pass
    raise OracleError(f"{script} gave {len(answers)} answers to {len(lines)} questions: {done.stderr or done.stdout}")
