"""What the tests of checks have in common: a file's text in, its findings out as (line, column, rule, message)."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent, indent
from typing import TypeAlias

from synth.surroundings import Files
from synth.validate import validate

Reported: TypeAlias = list[tuple[int, int, str, str]]

WORKFLOW = ".github/workflows/example.yml"
ACTION = "action.yml"


def reported(text: str, file: str = WORKFLOW, beside: Mapping[str, str] | None = None, level: str = "lint") -> Reported:
    """The findings up to a level, notes left out; `beside` are the other files of the repository, and of others as `owner/repo/path`."""
    around = None if beside is None else Files({WORKFLOW: text, **beside})
    return [(f.where.line, f.where.column, f.rule, f.message) for f in validate(text, file, around, level=level) if f.where and f.severity != "note"]


def severities(text: str, file: str = WORKFLOW, beside: Mapping[str, str] | None = None) -> list[tuple[str, str, str]]:
    """Rule, severity and level of the findings up to level lint."""
    around = None if beside is None else Files({WORKFLOW: text, **beside})
    return [(f.rule, f.severity, f.level) for f in validate(text, file, around, level="lint")]


def job(keys: str = "", steps: str = "- run: make") -> str:
    """A workflow with one job, `build`, in lines 3 and 4; the keys begin in line 5, in column 5, the steps behind them."""
    return "on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n" + _block(keys, 4) + "    steps:\n" + _block(steps, 6)


def _block(text: str, by: int) -> str:
    return indent(dedent(text).strip("\n") + "\n", " " * by) if text else ""
