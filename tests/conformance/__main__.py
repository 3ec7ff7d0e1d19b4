"""One table: each suite of cases, what was reached, and the goal. Exit code 0 when every goal is reached, 1 otherwise, 3 when the cases are absent.

The cases and the scripts that count lie in a folder beside this repository (`$GHSYNTH_SHARED`, by default ../shared).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("GHSYNTH_SHARED", ROOT.parent / "shared"))
JUDGE = SHARED / "tools" / "judge"
BATCH = f"{sys.executable} -m tests.conformance.batch"
EVAL = f"{Path(sys.executable).parent / 'ghsynth'} eval --batch"

Goal = tuple[float, float, float]  # shares of: ok cases accepted, err cases refused, expected lines found
GOALS: dict[str, Goal] = {
    "actionlint-ok": (1, 0, 0),
    "actionlint-err": (0, 0.95, 0.95),
    "actionlint-examples": (0, 0.95, 0.95),
    "actionlint-projects": (8 / 9, 1, 0.95),
    "kjanat-ok": (1, 0, 0),
    "kjanat-err": (0, 0.95, 0.95),
    "kjanat-examples": (0, 0.95, 0.95),
    "kjanat-projects": (0, 0, 0),
    "gh-xlang": (1, 1, 0.95),
    "gh-lsvalidate": (1, 0.92, 0),
    "gh-lsaction": (1, 1, 0),
    "schemastore-workflow": (19 / 22, 1, 0),
    "schemastore-action": (2 / 3, 1, 0),
    "starter": (0.96, 0, 0),
    "feat2026": (1, 1, 0),
    "zizmor-clean": (24 / 26, 1, 0),
}
NAMED = {  # ok cases that we refuse on purpose
    "schemastore-action/javascript": "its post-if names a context that does not exist; gh-lsaction wants that refused",
    "schemastore-workflow/918": "filters of an event that has none: GitHub's parser refuses it too",
    "schemastore-workflow/call-reusable-workflow-local-file": "calls a file that the case does not hold",
    "schemastore-workflow/conditions": "calls a file that the case does not hold",
    "zizmor-clean/bpa-cache": "action-runtime: build-push-action v6 was made for a Node.js that runners do not have",
    "zizmor-clean/secret-envexpr": "unknown-property: reads an input that the workflow does not declare",
}
UNDISPUTED = ("gh-lsvalidate", "starter")  # where other judges dispute labels, what nobody disputes counts


def main() -> int:
    if not JUDGE.is_dir():
        print(f"{JUDGE} is absent: set GHSYNTH_SHARED to the folder that holds the cases", file=sys.stderr)
        return 3
    missed = expressions()
    for suite, row in sorted(scores(sys.argv[1:]).items()):
        missed += reported(suite, row)
    print("\nok cases that are refused on purpose:")
    for case, why in NAMED.items():
        print(f"  {case}: {why}")
    print(f"\n{missed} goals missed" if missed else "\nevery goal reached")
    return 1 if missed else 0


def expressions() -> int:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "scores.json"
        run([str(JUDGE / "expr_score.py"), "--cmd", EVAL, "-o", str(out)])
        total = json.loads(out.read_text())["total"]
    cases, outcome, text = total["cases"], total["outcome"], total["text"]
    print(f"{'suite':<22}{'ok accepted':>16}{'err refused':>16}{'lines found':>16}{'extra lines':>13}")
    print(f"{'expressions':<22}{f'{outcome}/{cases}':>16}{'':>16}{f'{text}/{cases} texts':>16}")
    return int(outcome < cases) + int(text < 0.99 * cases)


def scores(arguments: list[str]) -> dict[str, dict[str, int]]:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "scores.json"
        printed = run([str(JUDGE / "score.py"), "--batch", BATCH, "-o", str(out), *arguments])
        if arguments:
            print(printed)
        table: dict[str, dict[str, int]] = json.loads(out.read_text())["table"]["candidate"]
    return table


def reported(suite: str, row: dict[str, int]) -> int:
    """Prints the row, and counts the goals that it misses."""
    accepted = ("undisputed_accepted", "undisputed_total") if suite in UNDISPUTED else ("ok_accepted", "ok_total")
    pairs = [accepted, ("err_rejected", "err_total"), ("lines_hit", "lines_total")]
    counts = [(row.get(part, 0), row.get(whole, 0)) for part, whole in pairs]
    missed = [whole > 0 and part < share * whole for (part, whole), share in zip(counts, GOALS.get(suite, (0, 0, 0)), strict=True)]
    cells = [f"{part}/{whole}{' !' if miss else ''}" if whole else "" for (part, whole), miss in zip(counts, missed, strict=True)]
    print(f"{suite:<22}" + "".join(f"{cell:>16}" for cell in cells) + f"{row.get('lines_extra', 0):>13}")
    return sum(missed) + row.get("failed", 0) + row.get("unanswered", 0)


def run(command: list[str]) -> str:
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
