"""JSON lines of cases on stdin -> their findings on stdout, all in one process. A case: {"id": "suite/case", "dir", "main", "kind", "remotes"}."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from synth.finding import Finding
from synth.surroundings import Repository
from synth.validate import validate_bytes

POLICY = ("zizmor-clean",)  # the suites that want the security rules; to the others those are noise


def main() -> None:
    for line in sys.stdin:
        case = json.loads(line)
        print(json.dumps({"id": case["id"], "findings": findings(case)}))


def findings(case: dict[str, Any]) -> list[dict[str, Any]]:
    root = Path(case["dir"])
    main = root / case["main"]
    called = root / "_remote"
    around = Repository(root, called if called.is_dir() else None)
    level = "policy" if case["id"].split("/")[0] in POLICY else "lint"
    files = sorted(main.glob("*.y*ml")) if main.is_dir() else [main]
    return [shown(found) for file in files for found in validate_bytes(file.read_bytes(), str(file.relative_to(root)), around, level=level)]


def shown(found: Finding) -> dict[str, Any]:
    where = found.where
    return {
        "file": where.file if where else None,
        "line": where.line if where else None,
        "col": where.column if where else None,
        "severity": found.severity,
        "level": found.level,
        "rule": found.rule,
        "message": found.message,
    }


if __name__ == "__main__":
    main()
