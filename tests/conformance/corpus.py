"""Real files of other people's repositories, which lie outside this project."""

from __future__ import annotations

import json
import os
import tarfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(os.environ.get("GHSYNTH_SHARED", Path(__file__).parents[3] / "shared"))
PACK = SHARED / "data" / "corpus-open.tar.gz"
needs_corpus = pytest.mark.skipif(not PACK.is_file(), reason=f"{PACK} is absent: the real-world files that this reads")

# live files that GitHub's npm parser refuses, wrongly: they run on GitHub
CURRENT = ("workflow", "action", "nested-workflow")


@cache
def files() -> tuple[tuple[dict[str, Any], bytes], ...]:
    """What is known of each file, and its bytes."""
    with tarfile.open(PACK) as pack:
        held = {member.name: found.read() for member in pack if member.isfile() and (found := pack.extractfile(member)) is not None}
    index = [json.loads(line) for line in held["corpus-open/index.jsonl"].decode().splitlines()]
    return tuple([(row, held[f"corpus-open/files/{row['file']}"]) for row in index])


def current() -> Iterator[tuple[dict[str, Any], bytes]]:
    """The workflows and actions as they stand at the heads of their repositories."""
    for row, data in files():
        if row["kind"] in CURRENT:
            yield row, data


def shown_name(row: dict[str, Any]) -> str:
    """A name under which the file is validated: an action's stays an action's."""
    return f"{row['repo']}/{row['path']}" if "action" in row["kind"] else f"{row['repo']}/.github/workflows/{Path(row['path']).name}"
