"""How fast files are pinned: `ghsynth pin` on every workflow and action below a folder, with a lock made for them. Files a second, of medians.

`python benchmarks/pin.py FOLDER [--rounds N]`. The lock is invented, a commit for each reference, so that nobody is asked and nothing is unknown. The
command runs on a copy in a temporary folder, all files in one repository; its start is part of its time. Beside it, in one process without the disk:
the function alone, and the floor, reading the YAML and no more.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from synth.bindings.lock import Entry, Lock, is_action, is_pinned, write
from synth.pin import pin, references
from synth.yaml.read import read

GHSYNTH = Path(sys.executable).with_name("ghsynth")
LOCK = ".github/ghsynth.lock"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--rounds", type=int, default=5)
    asked = ask.parse_args()
    texts = list(readable(asked.folder))
    if not texts:
        ask.error(f"no workflow or action below {asked.folder}")
    lock = Lock({entry.reference: entry for entry in invented(texts)})
    runs: dict[str, Callable[[], float]] = {
        "read the YAML": lambda: timed(lambda: [read(text, "a.yml").root is None for text in texts]),
        "pin, one process": lambda: timed(lambda: [pin(text, "a.yml", lock) for text in texts]),
        "ghsynth pin": lambda: commanded(texts, lock),
    }
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for round_ in range(asked.rounds + 1):
        for name, run in runs.items():
            taken = run()
            if round_:  # the first warms
                seconds[name].append(taken)
    uses = [use for text in texts for use in pin(text, "a.yml", lock).uses]
    kinds = {kind: sum(use.kind == kind for use in uses) for kind in ("pinned", "kept", "left", "unknown")}
    size = sum(len(text) for text in texts)
    print(
        f"{len(texts)} files, {size / 1024:.0f} KiB, {len(lock.entries)} entries in the lock; {', '.join(f'{n} {kind}' for kind, n in kinds.items())}"
    )
    print(f"{asked.rounds} rounds, medians\n{'':<20}{'ms a file':>10}{'files/s':>10}")
    for name, all_ in seconds.items():
        middle = statistics.median(all_)
        print(f"{name:<20}{1000 * middle / len(texts):>10.3f}{len(texts) / middle:>10.0f}")


def readable(folder: Path) -> Iterable[str]:
    """The texts that are UTF-8 and YAML; what is neither is not for `pin` to change."""
    for path in sorted({path for pattern in ("*.yml", "*.yaml") for path in folder.rglob(pattern) if path.is_file()}):
        try:
            text = path.read_bytes().decode()
        except UnicodeDecodeError:
            continue
        if not read(text).problems:
            yield text


def invented(texts: Iterable[str]) -> Iterable[Entry]:
    """An entry for each action and image that the texts name without a commit or digest."""
    found = {node.text.strip().removeprefix("docker://") for text in texts for node in references(read(text))}
    for reference in sorted(found):
        if "${{" in reference or is_pinned(reference) or reference.startswith(("./", "$/", "../")) or len(reference.split()) != 1:
            continue
        digest = hashlib.sha256(reference.encode()).hexdigest()
        if is_action(reference):
            yield Entry(reference, digest[:40], reference.rpartition("@")[2], "2026")
        elif reference.rpartition(":")[2] and ":" in reference and "@" not in reference:
            yield Entry(reference, f"sha256:{digest}", reference.rpartition(":")[2], "2026")


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def commanded(texts: list[str], lock: Lock) -> float:
    """The seconds of the command on a fresh copy. Raises SystemExit when it fails, or when a second run still finds something to do."""
    root = Path(tempfile.mkdtemp())
    try:
        workflows = root / ".github/workflows"
        workflows.mkdir(parents=True)
        for number, text in enumerate(texts):
            (workflows / f"{number:05}.yml").write_bytes(text.encode())
        (root / LOCK).write_text(write(lock.entries.values()))
        taken = timed(lambda: done(root, "pin"))
        done(root, "pin", "--check")
        return taken
    finally:
        shutil.rmtree(root)


def done(root: Path, *words: str) -> None:
    ended = subprocess.run([GHSYNTH, *words], cwd=root, capture_output=True, text=True, check=False)
    if ended.returncode > 1 or (words[-1] == "--check" and not ended.stdout.splitlines()[-1].startswith("0 files to pin")):
        sys.exit(f"{' '.join(words)} ended with {ended.returncode}: {ended.stdout[-300:]}{ended.stderr[-300:]}")


if __name__ == "__main__":
    main()
