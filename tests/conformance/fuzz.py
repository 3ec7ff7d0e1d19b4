"""Files that nobody would write: bytes at random, and real files with random changes. Prints what it took; exit code 1 for a crash.

`python -m tests.conformance.fuzz [COUNT] [SEED]` validates COUNT files of each kind.
"""

from __future__ import annotations

import random
import resource
import sys
import time
import traceback
from pathlib import Path

from synth.validate import validate_bytes
from tests.conformance.corpus import PACK, files

ROOT = Path(__file__).parents[2]
PIECES = [b"${{", b"}}", b"'", b'"', b": ", b"- ", b"\n", b"\t", b"&a ", b"*a", b"<<: ", b"|", b">", b"{", b"[", b"]", b"}", b"#", b"!!int ", b"\x00", b"\xff", b"\r", b"---\n", b"? ", b"%", b"@", b"`", b",", b"\xe2\x80\xa8", b"\xf0\x9f\x9a\x80", b"null", b"on:", b"jobs:", b"steps:", b"    ", b"if: ", b"fromJSON(", b"*", b".*", b"0x", b"1e999", b"\\"]  # fmt: skip

VALUES = [b"", b"~", b"[]", b"{}", b"[null]", b"{a: }", b"[[]]", b"[{}]", b"1", b"true", b"text", b"${{ x }}", b"[${{ x }}]", b"{${{ x }}: 1}"]


def peak_megabytes() -> float:
    """The most memory that this program had. What getrusage says counts that of the program it was started from."""
    status = Path("/proc/self/status")
    if status.is_file():
        return next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def seeds() -> list[bytes]:
    """Small files: this repository's own, and real ones where they are at hand."""
    own = [path.read_bytes() for folder in (".github", "examples", "tests/link/golden") for path in sorted((ROOT / folder).rglob("*.yml"))]
    if PACK.is_file():
        own += [data for _, data in files() if len(data) < 6_000][::7]
    return [data for data in own if len(data) < 20_000]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The file with a few bytes removed, doubled, moved or replaced."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(made) + 1)
        match chance.randrange(5):
            case 0:
                del made[at : at + chance.randint(1, 30)]
            case 1:
                made[at:at] = chance.choice(PIECES)
            case 2:
                made[at:at] = made[at : at + chance.randint(1, 200)]
            case 3:
                made[at : at + 1] = bytes([chance.randrange(256)])
            case 4:
                other = chance.randrange(len(made) + 1)
                made[at:at] = made[other : other + chance.randint(1, 80)]
    return bytes(made)


def emptied(data: bytes, chance: random.Random) -> bytes:
    """The file with the values of a few keys and entries gone, or of another kind: still YAML, most of the time."""
    lines = data.split(b"\n")
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        head, mark, _ = lines[at].partition(chance.choice([b": ", b"- "]))
        if mark or lines[at].endswith(b":"):
            lines[at] = (head if mark else lines[at][:-1]) + (mark.rstrip() or b":") + b" " + chance.choice(VALUES)
    return b"\n".join(lines)


def noise(chance: random.Random) -> bytes:
    """Bytes at random, or pieces of YAML in any order."""
    length = chance.randint(0, 400)
    return chance.randbytes(length) if chance.random() < 0.5 else b"".join(chance.choices(PIECES, k=length))


def main(count: int, seed: int) -> int:
    chance = random.Random(seed)
    known = seeds()
    crashes, slowest = 0, 0.0
    kinds = (mutated, emptied)
    for turn in range(2 * count):
        data = kinds[turn // 2 % 2](chance.choice(known), chance) if turn % 2 else noise(chance)
        name = "action.yml" if turn % 10 == 9 else ".github/workflows/fuzzed.yml"
        began = time.perf_counter()
        try:
            validate_bytes(data, name)
        except Exception:
            crashes += 1
            print(f"crash at turn {turn} (seed {seed}) on {data!r}\n{traceback.format_exc()}")
        slowest = max(slowest, time.perf_counter() - began)
    peak = peak_megabytes()
    print(f"{2 * count} files, {crashes} crashes, slowest {slowest:.3f} s, peak {peak:.0f} MB")
    return 1 if crashes or peak > 300 else 0


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(given + [5_000, 1][len(given) :])))
