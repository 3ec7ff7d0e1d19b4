"""One file per family of operations. Each has a table OPERATIONS: GitHub's id of an operation, and the function that answers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.github.call import Call
from tests.github.resources import (
    checks,
    comments,
    commits,
    contents,
    deployments,
    git_objects,
    issues,
    meta,
    people,
    pulls,
    refs,
    releases,
    repositories,
    rulesets,
    runs,
    settings,
)

_PLAIN = (meta, repositories, refs, git_objects, contents, commits, pulls, issues, comments, checks, deployments, runs, releases)
_FAMILIES = (*_PLAIN, settings, rulesets, people)

HANDLERS: dict[str, Callable[[Call], Any]] = {operation: handler for family in _FAMILIES for operation, handler in family.OPERATIONS.items()}
