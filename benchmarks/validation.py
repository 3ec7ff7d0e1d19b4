"""How fast files are validated: ghsynth at each level, jactionlint on the same files, and the floor, libyaml alone. One run, ratios of medians.

`python benchmarks/validation.py FOLDER [--rounds N]` takes every workflow below the folder. jactionlint is started once per round on all of them;
its process start is part of its time, ghsynth's is not, so start-up is measured with one file and taken off.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import yaml

from synth.finding import LEVELS
from synth.validate import validate_bytes

JACTIONLINT = Path(sys.executable).parent / "jactionlint"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--rounds", type=int, default=5)
    asked = ask.parse_args()
    paths = sorted({path for pattern in ("*.yml", "*.yaml") for path in asked.folder.rglob(pattern) if path.name[:6] != "action"})
    if not paths:
        ask.error(f"no workflow below {asked.folder}")
    held = [(path.read_bytes(), f".github/workflows/{path.name}") for path in paths]
    size = sum(len(data) for data, _ in held)
    runs: dict[str, Callable[[], float]] = {
        "libyaml alone": lambda: timed(lambda: parsed(held)),
        **{f"ghsynth --level {level}": partial(validated, held, level) for level in LEVELS},
    }
    if JACTIONLINT.is_file():
        runs["jactionlint"] = lambda: max(linted(paths) - linted(paths[:1]), 1e-9)
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for run in runs.values():
        run()  # warm
    for _ in range(asked.rounds):
        for name, run in runs.items():
            seconds[name].append(run())
    floor = statistics.median(seconds["libyaml alone"])
    print(f"{len(paths)} files, {size / 1024:.0f} KiB, {asked.rounds} rounds, one process; medians")
    print(f"{'':<26}{'ms a file':>10}{'files/s':>10}{'/ libyaml':>11}")
    for name, taken in seconds.items():
        middle = statistics.median(taken)
        print(f"{name:<26}{1000 * middle / len(paths):>10.2f}{len(paths) / middle:>10.0f}{middle / floor:>11.2f}")


def parsed(held: list[tuple[bytes, str]]) -> None:
    for data, _ in held:
        try:
            for _event in yaml.parse(data.decode(), Loader=yaml.CSafeLoader):
                pass
        except (yaml.YAMLError, UnicodeDecodeError):
            pass


def validated(held: list[tuple[bytes, str]], level: str) -> float:
    return timed(lambda: [validate_bytes(data, name, level=level) for data, name in held])


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def linted(paths: list[Path]) -> float:
    began = time.perf_counter()
    subprocess.run([JACTIONLINT, "--profile", "correctness", "--format", "json", *paths], capture_output=True, check=False)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
