"""zizmor with its strictest persona. What a comment ignores counts too: no suppression is allowed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.judges.finding import Finding, JudgeError, Subject
from tests.judges.tools import answered, binary
from tests.judges.tools import version as version_of

NAME = "zizmor"
_UNREADABLE = re.compile(r"^failed to load file://(.+) as [a-z]+$(.*)", re.M | re.S)


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
        "--no-ignores",
        "--no-progress",
        "--strict-collection",  # a file that it cannot read is an error, not silence
        "--no-exit-codes",
        "--collect=all",
        "--format=json-v1",
    ]
    try:
        return [_finding(result) for result in answered([*command, *[s.path for s in subjects]], subjects[0].root, fine=(0,))]
    except JudgeError as error:  # one file that it cannot read ends the run: that is a finding, and the others are asked about again
        bad = _UNREADABLE.search(str(error))
        others = [s for s in subjects if bad and s.path != bad[1]]
        if bad is None or len(others) == len(subjects):
            raise
        return [Finding(NAME, bad[1], 0, "unreadable", bad[2]), *judge(others)]


def _finding(result: dict) -> Finding:  # type: ignore[type-arg]  # zizmor's JSON
    place = next((one for one in result["locations"] if one["symbolic"]["kind"] == "Primary"), result["locations"][0])
    key = next(iter(place["symbolic"]["key"].values()))
    note = place["symbolic"].get("annotation") or ""
    line = place["concrete"]["location"]["start_point"]["row"] + 1
    return Finding(NAME, key.get("verbatim_path") or key.get("given_path"), line, result["ident"], f"{result['desc']}: {note}")
