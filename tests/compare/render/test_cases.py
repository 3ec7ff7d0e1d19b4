"""The comments on real comparisons: the cases beside this folder, one by one and as one pull request."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from synth.compare.comparing import compare
from synth.compare.render.as_json import as_json
from synth.compare.render.markdown import markdown
from tests.compare.render.example import HEAD
from tests.compare.render.rendered import faults

CASES = Path(__file__).parents[1] / "cases"
NAMES = sorted([path.name for path in CASES.iterdir() if path.is_dir()]) if CASES.is_dir() else []
SEEN = {
    "03-pin-major-bump-grouped": "compare/11bd71901bbe5b1630ceea73d27597364c9af683...08c6903cd8c0fde910a37f88322edcfb5dd907a8)",
    "09-scan-bypassed-by-needs": "```mermaid\n",
    "17-format-only": "No workflow behaviour change",
    "19-scan-softened": '`trivy image --exit-code` ~~`1`~~ **`0`** `--severity HIGH,CRITICAL "$IMAGE"`',
}


def side(name: str, which: str, prefix: str = "") -> dict[str, bytes]:
    """The files of one side; of a case with one file under a name of its own."""
    folder = CASES / name / which
    if folder.is_dir():
        return {f".github/workflows/{prefix}{path.name}": path.read_bytes() for path in sorted(folder.rglob("*.yml"))}
    return {f".github/workflows/{prefix}deploy.yml": (CASES / name / f"{which}.yml").read_bytes()}


@pytest.mark.parametrize("name", NAMES)
def test_the_comment_on_a_case(name: str) -> None:
    body = markdown(compare(side(name, "before"), side(name, "after")), HEAD)
    assert ([], True) == (faults(body), SEEN.get(name, "") in body)


def test_the_comment_on_all_of_them() -> None:
    before, after = [{file: text for name in NAMES for file, text in side(name, which, f"{name[:2]}-").items()} for which in ("before", "after")]
    made = compare(before, after)
    body = markdown(made, HEAD)
    assert ([], True) == (faults(body), len(body) < 20_000)
    assert made.counts == json.loads(as_json(made))["counts"]
    assert [] == faults(markdown(made, HEAD, limit=3_000))
