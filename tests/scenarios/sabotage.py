"""Ten ways to break the generator, each of which a scenario catches: `python -m tests.scenarios.sabotage` shows which assertion did.

Each is a function from the text of the generated workflow to that of a worse one, which a careless generator might have written.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from synth import model
from synth.record import replace
from synth.yaml.emit import emit
from tests.scenarios.broken import BROKEN
from tests.scenarios.delivered import DELIVERED
from tests.scenarios.early import EARLY
from tests.scenarios.places import read
from tests.scenarios.scene import Edit

SCENARIOS = {**DELIVERED, **EARLY, **BROKEN}


class Sabotage(NamedTuple):
    """`caught_by` is a scenario's name, `says` a part of the assertion that has to fail."""

    what: str
    edit: Edit
    caught_by: str


def jobs(change: Callable[[Mapping[str, model.Job]], Mapping[str, model.Job]]) -> Edit:
    """A change of the model's jobs, as a change of text."""

    def edited(text: str) -> str:
        workflow = read(text, "sabotaged.yml")
        own = {id: job for id, job in workflow.jobs.items() if isinstance(job, model.Job)}
        return emit(replace(workflow, jobs={**workflow.jobs, **change(own)}))

    return edited


def words(before: str, after: str, job: str) -> Edit:
    """In the part of the text that is the job's. What is not there cannot be sabotaged."""

    def edited(text: str) -> str:
        start, mark, rest = text.partition(f"\n  {job}:\n")
        own, end, others = re.split(r"(\n\n  [a-z-]+:\n)", rest, maxsplit=1) if re.search(r"\n\n  [a-z-]+:\n", rest) else (rest, "", "")
        assert before in own, f"{before} is not in {job}"
        return start + mark + own.replace(before, after) + end + others

    return edited


def without_need(job: str, need: str) -> Edit:
    return jobs(lambda own: {job: replace(own[job], needs=tuple([one for one in own[job].needs or () if one != need]))})


def scan_after_push(own: Mapping[str, model.Job]) -> Mapping[str, model.Job]:
    needs = {
        "push-image": tuple([one for one in own["push-image"].needs or () if one != "scan-image"]),
        "scan-image": (*(own["scan-image"].needs or ()), "push-image"),
    }
    return {id: replace(own[id], needs=wanted) for id, wanted in needs.items()}


def credentials_in_tests(own: Mapping[str, model.Job]) -> Mapping[str, model.Job]:
    """The tests run with what the push signs in with."""
    push, tests = own["push-image"], own["unit-tests"]
    sign_in = next(step for step in push.steps if step.uses is not None and "configure-aws-credentials@" in step.uses.reference)
    permissions = {
        **(tests.permissions if isinstance(tests.permissions, dict) else {}),
        **(push.permissions if isinstance(push.permissions, dict) else {}),
    }
    return {"unit-tests": replace(tests, permissions=permissions, environment=push.environment, steps=(sign_in, *tests.steps))}


def told_early(own: Mapping[str, model.Job]) -> Mapping[str, model.Job]:
    """What tells that production is verified waits for the push only, and does not look at how the deployment ended."""
    job = own["tell-about-production"]
    steps = tuple([replace(step, with_={**step.with_, "event": "promoted"}) if isinstance(step.with_, dict) else step for step in job.steps])
    return {"tell-about-production": replace(job, needs=("build-image", "push-image"), if_=None, steps=steps)}


SABOTAGES = (
    Sabotage("a `needs` is dropped", without_need("push-image", "scan-image"), "a CVE is found"),
    Sabotage("the scan comes after the push", jobs(scan_after_push), "a CVE is found"),
    Sabotage("the scanner's exit code is ignored", words("--exit-code 1", "--exit-code 0", "scan-image"), "a CVE is found"),
    Sabotage("another digest is deployed", words("@${{ needs.build-image.outputs.digest }}", ":v1", "deploy-to-staging"), "success"),
    Sabotage("the tag is `latest`", words("sha-${{ github.sha }}", "latest", "push-image"), "success"),
    Sabotage(
        "the environment is lost",
        jobs(lambda own: {"deploy-to-production": replace(own["deploy-to-production"], environment=None)}),
        "approval rejected",
    ),
    Sabotage("credentials are kept in the tests", jobs(credentials_in_tests), "success"),
    Sabotage(
        "production uses staging's role", words("arn:aws:iam::777788889999:role", "arn:aws:iam::444455556666:role", "deploy-to-production"), "success"
    ),
    Sabotage("nothing is rolled back", words("rollback: auto", "rollback: never", "deploy-to-staging"), "healthy but 500"),
    Sabotage("people are told before it is verified", jobs(told_early), "told when verified"),
)


def caught(sabotage: Sabotage, folder: Path) -> str:
    """The assertion that caught it, in one line; empty where nothing did."""
    try:
        SCENARIOS[sabotage.caught_by].played(folder, sabotage.edit)
    except AssertionError as error:
        return assertion(error)
    return ""


def assertion(error: AssertionError) -> str:
    """The line that failed."""
    place = error.__traceback__
    line = ""
    while place is not None:
        file = Path(place.tb_frame.f_code.co_filename)
        if file.parent == Path(__file__).parent and file.name != Path(__file__).name:
            line = file.read_text("utf-8").splitlines()[place.tb_lineno - 1].strip()
        place = place.tb_next
    return line.removeprefix("assert ")


def main() -> int:
    missed = 0
    for one in SABOTAGES:
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            by = caught(one, Path(folder))
        missed += not by
        print(f"{time.monotonic() - began:5.1f} s  {one.what:<40} {one.caught_by:<22} {by or 'NOT CAUGHT'}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
