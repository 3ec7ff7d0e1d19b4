"""Every rule that finds something has a name that settings and comments may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from synth.checks.rules import levels, movable
from synth.validate import validate_bytes

CASES = Path(os.environ.get("GHSYNTH_SHARED", Path(__file__).parents[3] / "shared")) / "data" / "conformance"


def test_what_github_refuses_cannot_be_moved() -> None:
    assert {"unknown-needs", "missing-key", "yaml-syntax"} & set(movable()) == set()
    assert {"unknown-property", "unpinned-uses", "suppression"} <= set(movable())


@pytest.mark.skipif(not CASES.is_dir(), reason=f"{CASES} is absent: the cases that this looks through")
def test_the_rules_of_all_findings_are_known() -> None:
    unknown = set()
    for file in sorted(CASES.rglob("*.y*ml")):
        for finding in validate_bytes(file.read_bytes(), str(file)):
            if finding.rule not in levels() or (finding.level != "grammar" and finding.rule not in movable()):
                unknown.add((finding.rule, finding.level))
    assert set() == unknown
