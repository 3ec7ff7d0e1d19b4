"""The comparison of two workflows beside gawd's, on the same pairs of real changes: `python -m benchmarks.compare.beside_gawd [--pairs 200]`.

gawd (pip install gawd) is no dependency of the project. Each pair is compared by one and then the other, so that both meet the same machine; gawd
gets at most some seconds for one.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

from synth.compare.comparing import compare
from tests.compare.score import PACK, bulk, percentile

PATIENCE_SECONDS = 20


class Run(NamedTuple):
    """What one comparison of a pair took, and how many moves it tells."""

    milliseconds: float
    moves: int
    failed: bool = False


class _TooLongError(Exception):
    """The comparison took longer than anybody waits."""


def ours(row: dict[str, Any]) -> Run:
    begin = time.perf_counter()
    comparison = compare({row["path"]: row["before"].encode()}, {row["path"]: row["after"].encode()})
    took = (time.perf_counter() - begin) * 1000
    return Run(took, sum([change.kind == "step-moved" for change in comparison.changes]))


def theirs(row: dict[str, Any], differences: Callable[[str, str], list[tuple[Any, ...]]]) -> Run:
    def stop(number: int, frame: FrameType | None) -> None:
        raise _TooLongError

    folder = Path(tempfile.mkdtemp(prefix="gawd-"))
    paths = str(folder / "before.yml"), str(folder / "after.yml")
    for path, side in zip(paths, ("before", "after"), strict=True):
        Path(path).write_text(row[side], encoding="utf-8")
    signal.signal(signal.SIGALRM, stop)
    signal.alarm(PATIENCE_SECONDS)
    begin = time.perf_counter()
    try:
        found = differences(*paths)
        moves, failed = sum([str(kind) == "moved" for kind, *_ in found]), False
    except Exception:
        moves, failed = 0, True
    finally:
        signal.alarm(0)
        shutil.rmtree(folder)
    return Run((time.perf_counter() - begin) * 1000, moves, failed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=200, help="how many pairs of the collection")
    most = parser.parse_args().pairs
    if not PACK.is_file():
        sys.exit(f"{PACK} is not there: put the collection of real changes into ../shared, or name its folder in GHSYNTH_SHARED")
    try:
        from gawd import diff_workflow_files  # type: ignore[import-not-found,import-untyped,unused-ignore]  # optional
    except ImportError:
        sys.exit("gawd is not installed, and nothing of the project needs it: pip install gawd, into an environment of its own, to compare")
    rows = [pair.row for pair in bulk(most)]
    ones, others = [], []
    for row in rows:
        ones.append(ours(row))
        others.append(theirs(row, diff_workflow_files))
    for name, runs in (("ghsynth", ones), ("gawd", others)):
        times = [run.milliseconds for run in runs]
        figures = ", ".join([f"p{share * 100:g} {percentile(times, share):.1f}" for share in (0.5, 0.95, 0.99)])
        moves, failed = sum([run.moves for run in runs]), sum([run.failed for run in runs])
        print(f"{name:8} ms: {figures}, max {max(times):.1f}, sum {sum(times):.0f}; {moves} moves, {failed} without an answer")
    each = [other.milliseconds / one.milliseconds for one, other in zip(ones, others, strict=True)]
    whole = sum([run.milliseconds for run in others]) / sum([run.milliseconds for run in ones])
    print(f"gawd / ghsynth on {len(rows)} pairs: p50 {percentile(each, 0.5):.1f}, whole {whole:.1f}")


if __name__ == "__main__":
    main()
