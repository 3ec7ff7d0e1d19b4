"""What each binding costs a start, on top of the first: the milliseconds of its import. Medians over fresh processes, with compiled bytecode.

`python benchmarks/bindings.py [--rounds N] [--at-most MS]`. In each process one binding is loaded first, which brings along what steps need; then the
one that is measured. With --at-most the exit code is 1 when a median is above it.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys

from synth import bindings

FIRST = "checkout"
PROGRAM = """
import sys, time
from synth import bindings
getattr(bindings, sys.argv[1])
start = time.perf_counter()
getattr(bindings, sys.argv[2])
print(time.perf_counter() - start)
"""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--rounds", type=int, default=7)
    ask.add_argument("--at-most", type=float, metavar="MS", default=float("inf"))
    asked = ask.parse_args()
    names = sorted(bindings.__all__)
    taken = {name: [seconds(name) for _ in range(asked.rounds + 1)][1:] for name in names}  # the first run compiles
    medians = {name: 1000 * statistics.median(times) for name, times in taken.items()}
    print(f"{len(names)} bindings, {asked.rounds} processes each, milliseconds on top of the first one")
    for name, middle in sorted(medians.items(), key=lambda one: -one[1]):
        print(f"{name:<32}{middle:>7.3f}{1000 * min(taken[name]):>9.3f} least{1000 * max(taken[name]):>9.3f} most")
    print(f"{'median of all':<32}{statistics.median(medians.values()):>7.3f}\n{'slowest':<32}{max(medians.values()):>7.3f}")
    sys.exit(max(medians.values()) > asked.at_most)


def seconds(name: str) -> float:
    first = FIRST if name != FIRST else "setup_node"
    ran = subprocess.run([sys.executable, "-I", "-c", PROGRAM, first, name], capture_output=True, text=True, check=True)
    return float(ran.stdout)


if __name__ == "__main__":
    main()
