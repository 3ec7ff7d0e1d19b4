"""`python -m tests.judges [ROOT...]`: what every judge says about the workflows and actions of repositories. Exit code 1 on findings."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

from tests.judges import JUDGES, JudgeError, Subject, laid_out, subjects


def main(roots: list[str]) -> int:
    with ExitStack() as stack:
        return report([subject for root in roots or ["."] for subject in subjects(stack.enter_context(laid_out(Path(root).resolve())))])


def report(chosen: list[Subject]) -> int:
    """Prints what the judges say; the exit code."""
    total = 0
    print(f"{len(chosen)} files")
    for judge in JUDGES:
        try:
            found = [finding for root in {s.root for s in chosen} for finding in judge.judge([s for s in chosen if s.root == root])]
        except JudgeError as error:
            print(f"{judge.NAME:18} {error}", file=sys.stderr)
            return 2
        total += len(found)
        print(f"{judge.NAME:18} {judge.version():10} {len(found)} findings")
        for finding in found:
            print(f"  {finding}")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
