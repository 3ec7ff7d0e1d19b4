"""Windows: what they contain at the edges of days, zones and clock changes, by Python and by the shell of the generated job."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from synth.build.jobs import Job
from synth.build.origin import here
from synth.build.triggers import dispatch
from synth.build.workflows import Workflow
from synth.pipeline import Pipeline
from synth.stages.of_window import checked, going_on
from synth.windows import Window
from tests.stages.conftest import environment, job, linked, steps

MADRID = Window("Mon-Thu", "09:00-15:00", "Europe/Madrid")
NIGHT = Window("Mon-Thu", "22:00-04:00", "America/New_York")
LATE = Window("Sun", "01:30-03:30", "Europe/Madrid")
KOLKATA = Window("Sat-Mon", "00:00-24:00", "Asia/Kolkata")

EDGES = [
    # summer time in Madrid is two hours before UTC, winter time one; it ended on 2026-10-25 and begins on 2027-03-28
    (MADRID, "2026-10-22T06:59:59", False),
    (MADRID, "2026-10-22T07:00:00", True),
    (MADRID, "2026-10-22T12:59:59", True),
    (MADRID, "2026-10-22T13:00:00", False),
    (MADRID, "2026-10-26T07:59:59", False),
    (MADRID, "2026-10-26T08:00:00", True),
    (MADRID, "2026-10-26T13:59:59", True),
    (MADRID, "2026-10-26T14:00:00", False),
    (MADRID, "2027-03-29T07:00:00", True),
    (MADRID, "2026-10-23T09:00:00", False),  # Friday
    # from Monday evening to Friday morning, there
    (NIGHT, "2026-11-03T02:59:59", False),  # Monday 21:59:59, winter
    (NIGHT, "2026-11-03T03:00:00", True),
    (NIGHT, "2026-11-02T08:00:00", False),  # Monday 03:00, and Sunday is no day of it
    (NIGHT, "2026-11-06T08:59:59", True),  # Friday 03:59:59
    (NIGHT, "2026-11-06T09:00:00", False),
    (NIGHT, "2026-11-07T03:30:00", False),  # Friday 22:30
    # the hour that comes twice is in it twice, the one that does not come is not
    (LATE, "2026-10-24T23:29:59", False),
    (LATE, "2026-10-24T23:30:00", True),  # 01:30
    (LATE, "2026-10-25T00:59:59", True),  # 02:59:59, for the first time
    (LATE, "2026-10-25T01:30:00", True),  # 02:30, for the second time
    (LATE, "2026-10-25T02:29:59", True),  # 03:29:59
    (LATE, "2026-10-25T02:30:00", False),
    (LATE, "2027-03-28T00:59:59", True),  # 01:59:59, and then it is three
    (LATE, "2027-03-28T01:00:00", True),
    (LATE, "2027-03-28T01:30:00", False),
    # half an hour off, and over the end of the week
    (KOLKATA, "2026-11-20T18:29:59", False),
    (KOLKATA, "2026-11-20T18:30:00", True),
    (KOLKATA, "2026-11-23T18:29:59", True),
    (KOLKATA, "2026-11-23T18:30:00", False),
]


@pytest.mark.row("R4c", "off-peak windows hold to the second at the edges of days, zones and changes of the clocks")
@pytest.mark.parametrize(("window", "moment", "open_"), EDGES, ids=str)
def test_a_window_contains_its_hours(window: Window, moment: str, open_: bool) -> None:
    assert open_ == window.contains(datetime.fromisoformat(moment).replace(tzinfo=UTC))


@pytest.mark.slow
@pytest.mark.row("R4c", "the generated job decides by its clock as the definition does, and refuses with a sentence")
@pytest.mark.parametrize(("window", "moment", "open_"), EDGES, ids=str)
def test_the_job_decides_alike(tmp_path: Path, window: Window, moment: str, open_: bool) -> None:
    code, said, output, _ = asked(tmp_path, window, moment)
    assert (0, "", "open=true\n") == (code, said, output) if open_ else (1, "") == (code, output)
    assert open_ or f"and production is deployed to in the window {window}: the run goes on by itself once it opens" in said


@pytest.mark.row("R6", "who cannot wait for a window gives a reason, which is recorded")
def test_a_reason_that_was_given_for_the_commit_opens_it(tmp_path: Path) -> None:
    code, said, output, summary = asked(tmp_path, MADRID, "2026-10-23T09:00:00", reason="ann: [orders](evil) are `lost` #1")
    assert (0, "open=true\n") == (code, output)
    assert "::warning::outside the window Mon-Thu 09:00-15:00 Europe/Madrid, production is deployed to for a reason\n" == said
    assert "Outside the window Mon-Thu 09:00-15:00 Europe/Madrid of production: ann:  orders  evil  are  lost  #1\n" == summary


def test_a_zone_that_the_runner_does_not_know_is_no_utc(tmp_path: Path) -> None:
    code, said, output, _ = asked(tmp_path, Window("Mon-Sun", "00:00-24:00", "Europe/Atlantis"), "2026-10-23T09:00:00")
    assert (2, "::error::this runner does not know the time zone Europe/Atlantis\n", "") == (code, said, output)


@pytest.mark.parametrize(
    ("window", "said"),
    [
        (Window("Mon-Foo", "09:00-15:00", "Europe/Madrid"), "days 'Mon-Foo' are none: write Mon-Thu, or Mon,Wed"),
        (Window("", "09:00-15:00", "Europe/Madrid"), "days '' are none: write Mon-Thu, or Mon,Wed"),
        (Window("Mon", "9-15", "Europe/Madrid"), "hours '9-15' are none: write 09:00-15:00"),
        (Window("Mon", "09:00-25:00", "Europe/Madrid"), "hours '09:00-25:00' are none: write 09:00-15:00"),
        (Window("Mon", "09:00-09:59", "Europe/Madrid"), "hours '09:00-09:59' are less than an hour, which a schedule of GitHub may miss"),
        (Window("Mon", "09:00-15:00", "Madrid"), "there is no time zone 'Madrid': write its IANA name, such as Europe/Madrid"),
        (Window("Mon", "09:00-15:00", "../Madrid"), "there is no time zone '../Madrid': write its IANA name, such as Europe/Madrid"),
    ],
)
def test_what_is_no_window_says_why(window: Window, said: str) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        window.check()
    assert said == str(refused.value)


@pytest.mark.parametrize(
    ("days", "numbers"),
    [("Mon-Thu", (1, 2, 3, 4)), ("Sat-Mon", (1, 6, 7)), ("Wed", (3,)), ("Mon-Tue,Fri", (1, 2, 5)), ("Mon-Sun", (1, 2, 3, 4, 5, 6, 7))],
)
def test_days_are_a_range_or_a_list(days: str, numbers: tuple[int, ...]) -> None:
    assert numbers == Window(days, "09:00-15:00", "Europe/Madrid").weekdays()


RUNS = [(3, "in_progress", "c3", "push"), (2, "completed", "c2", "push"), (1, "completed", "c1", "push")]


def a_job(name: str, conclusion: str | None, step: str | None = None) -> dict[str, object]:
    return {"name": name, "conclusion": conclusion, "steps": [{"name": step, "conclusion": conclusion}] if step else []}


TESTS_ONLY = [a_job("Lint", None), a_job("Window of europe", "skipped")]
REFUSED = [a_job("Lint", "success"), a_job("Window of europe", "failure", "Check the window of europe"), a_job("Deploy to europe", "skipped")]
ELSEWHERE = [a_job("Window of europe", "success"), a_job("Window of america", "failure", "Check the window of america")]
ASKED_LATE = [a_job("Window of europe", "success"), a_job("Deploy to europe", "failure", "Check the window of europe")]
DONE = [a_job("Window of europe", "success", "Check the window of europe"), a_job("Deploy to europe", "success")]
AGAIN = "POST repos/orders/api/actions/runs/{}/rerun-failed-jobs"


@pytest.mark.row("R4c", "once a window opens, the newest run that it refused goes on, and no older one")
@pytest.mark.parametrize(
    ("jobs", "said", "posted"),
    [
        ({3: TESTS_ONLY, 2: REFUSED, 1: REFUSED}, "run 2 goes on\n", [AGAIN.format(2)]),
        ({3: TESTS_ONLY, 2: ASKED_LATE, 1: DONE}, "run 2 goes on\n", [AGAIN.format(2)]),
        ({3: DONE, 2: REFUSED, 1: REFUSED}, "run 3 is under way\n", []),
        ({3: TESTS_ONLY, 2: DONE, 1: REFUSED}, "run 2, the newest that came so far, does not wait for this window\n", []),
        ({3: TESTS_ONLY, 2: ELSEWHERE, 1: REFUSED}, "run 2, the newest that came so far, does not wait for this window\n", []),
        ({3: TESTS_ONLY, 2: TESTS_ONLY, 1: TESTS_ONLY}, "no run waits\n", []),
        ({}, "no run waits\n", []),
    ],
)
def test_the_newest_that_was_refused_goes_on(tmp_path: Path, jobs: dict[int, list[dict[str, object]]], said: str, posted: list[str]) -> None:
    assert (0, said, posted) == continued(tmp_path, jobs)


@pytest.mark.row("R6", "the button records who goes on outside the window, and why")
def test_a_reason_is_recorded_with_its_author(tmp_path: Path) -> None:
    code, said, posted = continued(tmp_path, {3: TESTS_ONLY, 2: REFUSED}, why="orders are lost\n$(id)")
    status = "POST repos/orders/api/statuses/c2 state=success context=outside-the-window description=ann: orders are lost $(id)"
    assert (0, "run 2 goes on\n", [status, AGAIN.format(2)]) == (code, said, posted)


GH = """#!/usr/bin/env python3
import json, os, subprocess, sys
given = sys.argv[2:]  # after `api`
place = next(one for one in given if one.startswith("repos/"))
if "POST" in given:
    fields = [value for name, value in zip(given, given[1:]) if name == "--raw-field"]
    with open(os.environ["POSTED"], "a") as file:
        file.write(" ".join(["POST", place, *fields]) + "\\n")
    sys.exit()
answers = json.loads(os.environ["ANSWERS"])
answer = answers.get(place.partition("?")[0])
if answer is None:
    sys.exit("HTTP 404")
query = given[given.index("--jq") + 1]
sys.exit(subprocess.run(["jq", "--raw-output", query], input=json.dumps(answer), text=True).returncode)
"""


def shell(folder: Path, step: str, of: Workflow, job_id: str, moment: str, answers: dict[str, object], **more: str) -> tuple[int, str, str, str]:
    """Exit code, output, $GITHUB_OUTPUT and the summary of a step that finds this time and these answers of GitHub's."""
    found = steps(job(linked(of), job_id))[step]
    assert found.run is not None
    assert isinstance(found.env, dict)
    bin_ = folder / "bin"
    bin_.mkdir()
    (bin_ / "date").write_text(f'#!/bin/sh\nexec /bin/date --date="{moment}Z" "$@"\n')
    (bin_ / "gh").write_text(GH)
    for tool in bin_.iterdir():
        tool.chmod(0o755)
    given = {"PATH": f"{bin_}:{os.environ['PATH']}", "ANSWERS": json.dumps(answers), "GITHUB_REPOSITORY": "orders/api", "GITHUB_ACTOR": "ann"}
    given |= {"GITHUB_SHA": "c2", "GITHUB_OUTPUT": str(folder / "output"), "GITHUB_STEP_SUMMARY": str(folder / "summary")}
    given |= {"POSTED": str(folder / "posted"), **{name: str(value) for name, value in found.env.items()}, **more}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", found.run]
    done = subprocess.run(command, cwd=folder, env=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    left = [(folder / name).read_text() if (folder / name).exists() else "" for name in ("output", "summary")]
    return done.returncode, done.stdout, left[0], left[1]


def asked(folder: Path, window: Window, moment: str, reason: str | None = None) -> tuple[int, str, str, str]:
    step = checked(environment("production"), window)
    of = Workflow("Orders", on=[dispatch()], jobs=[Job("Window", [step])])
    bot, person = {"login": "github-actions[bot]"}, {"login": "mallory"}
    given = [("other", "no", bot), ("outside-the-window", "somebody's own", person), *([("outside-the-window", reason, bot)] if reason else [])]
    answers = [{"context": context, "description": text, "creator": creator} for context, text, creator in given]
    return shell(folder, "Check the window of production", of, "window", moment, {"repos/orders/api/commits/c2/statuses": answers})


def continued(folder: Path, jobs: dict[int, list[dict[str, object]]], why: str = "") -> tuple[int, str, list[str]]:
    """Exit code and output of the workflow beside, and what it posted."""
    of = going_on(Pipeline("Orders API", stages=[]), [(environment("europe"), MADRID)], "orders-api.yml", here())
    runs = [{"id": run, "status": status, "head_sha": commit, "event": event} for run, status, commit, event in RUNS if run in jobs]
    fork = {"id": 9, "status": "completed", "head_sha": "evil", "event": "pull_request"}
    answers: dict[str, object] = {"repos/orders/api/actions/workflows/orders-api.yml/runs": {"workflow_runs": [fork, *runs]}}
    answers |= {f"repos/orders/api/actions/runs/{run}/jobs": {"jobs": found} for run, found in jobs.items()}
    code, said, _, _ = shell(folder, "Go on with what was refused", of, "continue-europe", "2026-10-26T09:00:00", answers, WHY=why)
    posted = (folder / "posted").read_text().splitlines() if (folder / "posted").exists() else []
    return code, said, posted
