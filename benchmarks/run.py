"""Compares ghsynth with what it stands on and with its peers: whole processes, in turns, as ratios. See README.md beside it."""

from __future__ import annotations

import argparse
import compileall
import os
import platform
import shutil
import statistics
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from check import differences
from peers import HERE, Entry, commands, install, place_scripts, programs, starts
from process import CommandError, mebibytes, milliseconds

TOPICS = ("starts", "commands", "programs")


@dataclass
class Result:
    """What was seen of one entry. `times` has a number per round, so that the rounds of two entries can be compared."""

    entry: Entry
    workflows: int = 1
    times: list[float] = field(default_factory=list)
    peak: float = 0.0
    remark: str = ""
    usable: bool = True


def main() -> None:
    asked = _arguments()
    if asked.install:
        install()
        return
    place_scripts()
    for folder in (HERE.parent / "synth", HERE / "systems"):
        compileall.compile_dir(folder, quiet=2)
    limits = dict(_limit(text) for text in asked.at_most)
    machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    print(f"{machine}, load {os.getloadavg()[0]:.2f} when it began, {asked.pairs} pairs")
    above: list[str] = []
    known: set[str] = set()
    notes: dict[str, None] = {}
    for title, entries, count in _tables(asked):
        with tempfile.TemporaryDirectory() as temporary:
            results = compared(entries, count, asked.pairs, Path(temporary))
        notes |= dict.fromkeys([f"{r.entry.name}: {line}" for r in results for line in r.remark.splitlines()[1:]])
        print("\n" + table(title, results, count, asked.markdown))
        for result in results[1:]:
            name = result.entry.name if count is None else f"{result.entry.name} N={count}"
            known.add(name)
            if name in limits and (not result.times or statistics.median(ratios(results[0], result)) > limits[name]):
                above.append(f"{name}: above {limits[name]}, or not measured")
    if notes:
        print("\nDifferences from the reference:\n" + "\n".join([f"- {note}" for note in notes]))
    above += [f"{name}: not in a table; there are {', '.join(sorted(known))}" for name in limits if name not in known]
    if above:
        raise SystemExit("\n".join(["", *above]))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=9, help="rounds that are timed (default: %(default)s)")
    parser.add_argument("--only", action="append", choices=TOPICS, help="one topic; may be given again")
    parser.add_argument("--sizes", default="1,100,1000", help="how many workflows the programs write (default: %(default)s)")
    parser.add_argument("--without", action="append", default=[], metavar="NAME", help="leave a system out: ghagen takes most of the time")
    parser.add_argument("--markdown", action="store_true", help="print the tables as Markdown")
    parser.add_argument("--at-most", action="append", default=[], metavar="NAME=R", help="exit with 1 when ghsynth's ratio to a row is above R")
    parser.add_argument("--install", action="store_true", help="install the peers into benchmarks/.deps, and end")
    return parser.parse_args()


def _limit(text: str) -> tuple[str, float]:
    name, _, ratio = text.rpartition("=")
    return name, float(ratio)


def _tables(asked: argparse.Namespace) -> list[tuple[str, list[Entry], int | None]]:
    """Title, entries and number of workflows of each table; programs have one for each size."""
    wanted = asked.only or TOPICS
    tables: list[tuple[str, list[Entry], int | None]] = []
    if "starts" in wanted:
        tables.append(("Starts", starts(), None))
    if "commands" in wanted:
        tables.append(("The whole command, one workflow", commands(), None))
    if "programs" in wanted:
        tables += [(f"Programs, N={n}", programs(), n) for n in map(int, asked.sizes.split(","))]
    return [(title, [e for e in entries if e.name not in asked.without], count) for title, entries, count in tables]


def compared(entries: Sequence[Entry], count: int | None, pairs: int, folder: Path) -> list[Result]:
    """The entries' results: one run that is only looked at, then as many as `pairs` in turns, every other round backwards."""
    results = [Result(entry, count or 1) for entry in entries]
    runs = [_prepared(result.entry, count, folder / str(i)) for i, result in enumerate(results)]
    for result, (command, place) in zip(results, runs, strict=True):
        _look(result, command, place, count)
    for n in range(pairs):
        turn = list(zip(results, runs, strict=True))
        for result, (command, place) in reversed(turn) if n % 2 else turn:
            if result.usable:
                try:
                    result.times.append(milliseconds(command(), place))
                except CommandError as error:
                    result.usable, result.times, result.remark = False, [], f"FAILED: {error}"
    return results


def _prepared(entry: Entry, count: int | None, folder: Path) -> tuple[Callable[[], list[str]], Path]:
    """What gives the command of the next run, and the folder in which it runs. A program writes into a new folder each time."""
    if entry.project:
        shutil.copytree(entry.project, folder, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        folder.mkdir()
    words = [str(word) for word in entry.command]
    if count is None:
        return lambda: words, folder

    def command() -> list[str]:
        shutil.rmtree(folder / "out", ignore_errors=True)
        (folder / "out").mkdir()
        return [*words, str(count), str(folder / "out")]

    return command, folder


def _look(result: Result, command: Callable[[], list[str]], folder: Path, count: int | None) -> None:
    """A first run: memory, and whether what was written means the same as the reference."""
    entry = result.entry
    if not entry.needs.exists():
        result.usable, result.remark = False, "absent"
        return
    try:
        result.peak = mebibytes(command(), folder)
        if entry.writes:
            out = folder if count is None else folder / "out"
            if count is not None and len(list(out.glob("*.yml"))) != count:
                raise CommandError(f"wrote {len(list(out.glob('*.yml')))} of {count} workflows")
            found = differences((out / entry.writes).read_text(encoding="utf-8"), 0, of_ghsynth=entry.name.startswith("ghsynth"))
            result.remark = "same meaning" if not found else "\n".join([f"{len(found)} difference{'s' if len(found) > 1 else ''}", *found])
    except (CommandError, OSError) as error:
        result.usable, result.remark = False, f"FAILED: {error}"


def ratios(one: Result, other: Result) -> list[float]:
    """How much longer `one` took in each round."""
    return [a / b for a, b in zip(one.times, other.times, strict=True)] if one.usable and other.usable else []


def table(title: str, results: Sequence[Result], count: int | None, markdown: bool) -> str:
    """The table of a topic."""
    first = results[0]
    head = [title, f"{first.entry.name} / it", "min-max", "memory", "ms", *(["ms each"] if count else []), "MiB", "what it wrote"]
    rows = [_row(first, result, count) for result in results]
    lines = [head, *rows]
    if markdown:
        lines.insert(1, ["---", *["---:"] * (len(head) - 2), "---"])
        drawn = [f"| {' | '.join(line)} |" for line in lines]
    else:
        widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
        last = len(head) - 1
        drawn = ["  ".join([w.rjust(widths[i]) if 0 < i < last else w.ljust(widths[i]) for i, w in enumerate(line)]).rstrip() for line in lines]
    return "\n".join(drawn)


def _row(first: Result, result: Result, count: int | None) -> list[str]:
    remark = (result.remark or " ").splitlines()[0]
    if not result.usable:
        return [result.entry.name, "", "", "", "", *([""] if count else []), "", remark]
    taken = statistics.median(result.times)
    found = ratios(first, result) if result is not first else []
    return [
        result.entry.name,
        f"{statistics.median(found):.2f}" if found else "",
        f"{min(found):.2f}-{max(found):.2f}" if found else "",
        f"{first.peak / result.peak:.2f}" if found else "",
        f"{taken:,.1f}",
        *([f"{taken / count:.2f}"] if count else []),
        f"{result.peak:.1f}",
        remark,
    ]


if __name__ == "__main__":
    main()
