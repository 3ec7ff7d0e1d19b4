"""A small report with everything that a finding may have."""

from __future__ import annotations

from synth.finding import Finding
from synth.model import Origin
from synth.report.checked import Checked
from synth.report.place import Stretch

CI = """\
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@main
      - rn: echo hello
"""
CI_FILE = ".github/workflows/ci.yml"
UNEXPECTED = Finding(
    "unexpected-key",
    "error",
    Stretch(CI_FILE, 7, 9, 7, 11),
    "'jobs.build.steps[1]' has no 'rn'; did you mean 'run'?",
    "its keys are: run, uses",
    "grammar",
)
UNPINNED = Finding(
    "unpinned-action",
    "warning",
    Stretch(CI_FILE, 6, 15, 6, 36),
    "actions/checkout is used by branch",
    "pin it by its full SHA",
    "policy",
    "medium",
    Origin(".github/ghsynth.py", 41),
)
NOTE = Finding("whole-file", "note", None, "100% of the file\nis like this")
REPORT = [
    Checked("b.yml", "", ()),
    Checked(CI_FILE, CI, (UNEXPECTED, UNPINNED)),
    Checked(".github/workflows/a, b.yml", "on: push\n", (NOTE,)),
]
