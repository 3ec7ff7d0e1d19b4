"""How good the comparison is: `python -m tests.compare.score`, on the authored cases, the annotated changes and the bulk of real ones.

The latter two lie beside the project, in ../shared (or GHSYNTH_SHARED), and are not part of it.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from synth.compare.comparing import compare
from synth.compare.matching import align_steps
from synth.compare.normal import normal, steps_of
from synth.compare.side import Side, mapping
from synth.compare.values import Change, Comparison
from tests.compare.telling import case, everything

SHARED = Path(os.environ.get("GHSYNTH_SHARED", Path(__file__).parents[3] / "shared"))
PACK = SHARED / "data" / "corpus-open.tar.gz"
RANK = {"none": 0, "info": 1, "caution": 2, "notice": 2, "warning": 2, "danger": 3, "high": 3, "error": 3}
CATEGORIES = {  # a row's kind belongs to a category if it matches; the words are those of the annotations
    "secrets": r"secret",
    "concurrency": r"concurrency",
    "env": r"\w+-env$",
    "job-added": r"job-added",
    "needs": r"needs|job-added|gate-bypassed",
    "trigger": r"trigger",
    "matrix": r"matrix",
    "interface": r"interface",
    "script": r"step-run|gate-softened|injection|expansion",
    "step-added": r"step-added",
    "step-removed": r"step-removed|scan-removed",
    "action-ref": r"pin-|action-",
    "condition": r"condition|expression-invalid|job-added",
    "invalid-expression": r"expression-invalid",
    "environment": r"environment",
    "permissions": r"permission",
    "with": r"\w+-with$",
}


class Pair(NamedTuple):
    """A change of the bulk, with its number there, and what came of it."""

    number: int
    row: dict[str, Any]
    comparison: Comparison | None
    milliseconds: float


class Annotated(NamedTuple):
    """What is expected of an annotated change, and what of it is missing."""

    name: str
    expected: dict[str, Any]
    comparison: Comparison
    missing_categories: tuple[str, ...]
    missing_words: tuple[str, ...]

    @property
    def severity_right(self) -> bool:
        return RANK[self.comparison.worst or "none"] == RANK[self.expected["severity"]]


def annotated() -> Iterator[Annotated]:
    """The annotated changes of the pack."""
    with tarfile.open(PACK) as pack:
        texts = {member.name: pack.extractfile(member).read() for member in pack if "/pairs/" in member.name and member.isfile()}  # type: ignore[union-attr]  # a file
    for name in sorted({path.split("/")[2] for path in texts}):
        expected = json.loads(texts[f"corpus-open/pairs/{name}/expect.json"])
        before, after = (texts[f"corpus-open/pairs/{name}/{side}.yml"] for side in ("before", "after"))
        comparison = compare({expected["path"]: before}, {expected["path"]: after})
        said = everything(comparison)
        if not comparison.changes:
            said += " no semantic change"
        lost = tuple([category for category in expected["categories"] if not _told(category, comparison) and expected["semantic_change"]])
        words = tuple([word for word in expected["must_mention"] if word.lower() not in said.lower().replace("`", "")])
        yield Annotated(name, expected, comparison, lost, words)


def _told(category: str, comparison: Comparison) -> bool:
    if category == "expression":
        return any(["${{" in (change.after or "") for change in comparison.changes])
    return any([_belongs(category, change) for change in comparison.changes])


def _belongs(category: str, change: Change) -> bool:
    return bool(re.match(CATEGORIES[category], change.kind)) or (
        category == "action-ref" and change.kind == "step-added" and "@" in everything_said(change)
    )


def everything_said(change: Change) -> str:
    return "".join([part if isinstance(part, str) else part.text for part in change.says])


def bulk(most: int | None = None) -> Iterator[Pair]:
    """The changes of the bulk, each compared once. None where the comparison broke."""
    with tarfile.open(PACK) as pack:
        data = pack.extractfile("corpus-open/pairs-bulk.jsonl.gz")
        assert data is not None
        lines = gzip.decompress(data.read()).decode().splitlines()[:most]
    for number, text in enumerate(lines):
        row = json.loads(text)
        before, after = ({row["path"]: row[side].encode("utf-8", "surrogatepass")} for side in ("before", "after"))
        begin = time.process_time()
        try:
            comparison = compare(before, after)
        except Exception:
            comparison = None
        yield Pair(number, row, comparison, (time.process_time() - begin) * 1000)


def false_row(pair: Pair) -> bool:
    """Whether there is a row although the normal forms are equal, or none although they differ."""
    assert pair.comparison is not None
    sides = [Side(pair.row[side], pair.row["path"]).plain for side in ("before", "after")]
    if any([not isinstance(side, dict) for side in sides]):
        return not pair.comparison.changes
    rows = [change for change in pair.comparison.changes if change.kind not in ("unreadable", "permissions-default")]
    return bool(rows) == bool(normal(sides[0]) == normal(sides[1]))


def false_moves(pair: Pair) -> int:
    """Moves of steps that keep their order: of what is in both versions once, no two that are told as moved stand as they stood."""
    assert pair.comparison is not None
    found = 0
    for change in pair.comparison.changes:
        if change.kind == "step-moved":
            found += not _order_changed(pair, change)
    return found


def _order_changed(pair: Pair, change: Change) -> bool:
    """Whether the two versions of the job hold equal or namesake steps in another order at all."""
    before, after = (mapping(Side(pair.row[side], "").plain) for side in ("before", "after"))
    job = change.where.job
    for id in mapping(before.get("jobs")) if job is not None else ():
        for olds, news in [(steps_of(before["jobs"][id]), steps_of(mapping(mapping(after.get("jobs")).get(job or ""))))]:
            pairs = sorted(align_steps(olds, news).found.items())
            if [new for _, new in pairs] != sorted([new for _, new in pairs]):
                return True
    olds, news = steps_of(before.get("runs")), steps_of(after.get("runs"))
    return [new for _, new in sorted(align_steps(olds, news).found.items())] != sorted(align_steps(olds, news).found.values())


def percentile(numbers: list[float], share: float) -> float:
    return sorted(numbers)[min(len(numbers) - 1, int(len(numbers) * share))]


def main() -> None:
    folders = sorted((Path(__file__).parent / "cases").iterdir())
    right = [json.loads((folder / "expect.json").read_text())["severity"] == (case(folder).worst or "none") for folder in folders]
    print(f"authored cases: {sum(right)} of {len(right)} with the severity expected (their rows are tests/compare/golden)")
    if not PACK.is_file():
        print(f"{PACK} is not there: nothing more to measure")
        return
    found = list(annotated())
    wanted = sum([len(one.expected["categories"]) for one in found if one.expected["semantic_change"]])
    lost = [(one.name, one.missing_categories) for one in found if one.missing_categories]
    print(f"annotated changes: {len(found)}; categories {wanted - sum([len(names) for _, names in lost])} of {wanted} {lost or ''}")
    words = sum([len(one.expected["must_mention"]) for one in found])
    unsaid = [(one.name, one.missing_words) for one in found if one.missing_words]
    print(f"  must mention: {words - sum([len(names) for _, names in unsaid])} of {words} {unsaid or ''}")
    wrong = [(one.name, one.expected["severity"], one.comparison.worst) for one in found if not one.severity_right]
    print(f"  severity: {len(found) - len(wrong)} of {len(found)} {wrong or ''}")
    pairs = list(bulk())
    whole = [pair for pair in pairs if pair.comparison is not None]
    times = [pair.milliseconds for pair in whole]
    print(f"bulk: {len(pairs)} pairs, {len(pairs) - len(whole)} crashes")
    print(
        "  milliseconds of CPU: "
        + ", ".join([f"p{share * 100:g} {percentile(times, share):.2f}" for share in (0.5, 0.95, 0.99)])
        + f", max {max(times):.2f}"
    )
    print(f"  rows although normal forms are equal, or none although they differ: {sum([false_row(pair) for pair in whole])}")
    same = [pair for pair in whole if pair.row["auto_categories"] == ["NOOP"]]
    print(f"  labelled without change: {sum([not pair.comparison.changes for pair in same if pair.comparison])} of {len(same)} without a row")
    uses = [pair for pair in whole if pair.row["auto_categories"] == ["USES-ONLY"]]
    print(f"  labelled as pins only: {sum([only_pins(pair) for pair in uses])} of {len(uses)} with rows for pins alone")
    others = [pair for pair in whole if pair not in same and pair.comparison is not None and not pair.comparison.changes]
    print(f"  labelled as changed and without a row: {len(others)} {[(pair.number, pair.row['auto_categories']) for pair in others]}")
    moves = [change for pair in whole if pair.comparison for change in pair.comparison.changes if change.kind == "step-moved"]
    print(f"  false moves: {sum([false_moves(pair) for pair in whole])} of {len(moves)}")


def only_pins(pair: Pair) -> bool:
    assert pair.comparison is not None
    return bool(pair.comparison.changes) and all([change.kind.startswith(("pin-", "action-")) for change in pair.comparison.changes])


if __name__ == "__main__":
    main()
