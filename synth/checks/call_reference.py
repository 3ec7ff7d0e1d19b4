"""A job calls a workflow by `owner/repository/.github/workflows/file.yml@ref`, or a file of its own repository without a version.

GitHub refuses anything else (actions/languageservices says why). Only files in `.github/workflows` can be called; a note says so of others, because
some linters let them pass.
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.references import FOLDER, flaw_of_call, misplaced
from synth.checks.subject import Found, Subject
from synth.model import CallJob

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "grammar"
SEVERITY = "error"
BAD = """
on: push
jobs:
  build:
    uses: octo-org/tools/.github/workflows/build.yml
"""
GOOD = """
on: push
jobs:
  build:
    uses: octo-org/tools/.github/workflows/build.yml@v1
"""


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    for job in workflow.jobs.values() if workflow else ():
        reference = job.uses.reference if isinstance(job, CallJob) else ""
        if not reference or places.dynamic(reference):
            continue
        place = places.at(job, "uses")
        wrong, remedy = flaw_of_call(reference)
        if wrong:
            yield Found(place, f"'{reference}' {wrong}", remedy)
        elif misplaced(reference):
            local = reference.startswith(("./", "$/"))
            mild = not local or subject.around.holds(reference)
            message = f"'{reference}' does not lie in {FOLDER}, where GitHub looks for workflows"
            yield Found(place, message, f"move the file to {FOLDER}", "note" if mild else "", level="lint" if mild else "")
