"""zizmor with its strictest persona. What a comment ignores counts too: no suppression is allowed."""

from __future__ import annotations

import json
from collections.abc import Sequence

from tests.judges.finding import Finding, Subject
from tests.judges.tools import binary, said
from tests.judges.tools import version as version_of

NAME = "zizmor"


def version() -> str:
    return version_of([binary("zizmor"), "--version"])


def judge(subjects: Sequence[Subject]) -> list[Finding]:
    if not subjects:
        return []
    command = [
        binary("zizmor"),
        "--offline",
        "--persona=auditor",
        "--no-config",
        "--no-progress",
        "--strict-collection",  # a file that it cannot read is an error, not silence
        "--no-exit-codes",
        "--collect=all",
        "--format=json-v1",
    ]
    text = said([*command, *[s.path for s in subjects]], subjects[0].root, fine=(0,))
    return [_finding(result) for result in json.loads(text)]


def _finding(result: dict) -> Finding:  # type: ignore[type-arg]  # zizmor's JSON
    place = next((one for one in result["locations"] if one["symbolic"]["kind"] == "Primary"), result["locations"][0])
    key = next(iter(place["symbolic"]["key"].values()))
    note = place["symbolic"].get("annotation") or ""
    line = place["concrete"]["location"]["start_point"]["row"] + 1
    return Finding(NAME, key.get("verbatim_path") or key.get("given_path"), line, result["ident"], f"{result['desc']}: {note}")
