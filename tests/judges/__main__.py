"""`python -m tests.judges [PATH...]`: what every judge says about the workflows and actions of repositories, or about single files.

Exit code 1 on findings; 2 when a judge is absent or broke off, or there is nothing to judge: neither means that the files are good.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

from tests.judges import JUDGES, JudgeError, Subject, laid_out, subjects


def main(paths: list[str]) -> int:
    with ExitStack() as stack:
        chosen = []
        for path in paths or ["."]:
            root = Path(path).resolve()
            found = subjects(root if root.is_file() else stack.enter_context(laid_out(root)))
            if not found:
                print(f"no workflow or action in {path}", file=sys.stderr)
                return 2
            chosen += found
        return report(chosen)


def report(chosen: list[Subject]) -> int:
    """Prints what the judges say; the exit code."""
    total, broken = 0, False
    print(f"{len(chosen)} files")
    for judge in JUDGES:
        try:
            found = [finding for root in dict.fromkeys(s.root for s in chosen) for finding in judge.judge([s for s in chosen if s.root == root])]
        except JudgeError as error:
            print(f"{judge.NAME:18} {error}", file=sys.stderr)
            broken = True
            continue
        total += len(found)
        print(f"{judge.NAME:18} {judge.version():10} {len(found)} findings")
        for finding in found:
            print(f"  {finding}")
    return 2 if broken else 1 if total else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
