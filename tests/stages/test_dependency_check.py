"""OWASP Dependency-Check: as text, silent before every judge, and its scripts in a real shell with a container engine that notes what it is asked.

The tool itself never ran here: its image and the database of the NVD are not at hand.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from synth.cli.generate import generate
from synth.pipeline import Pipeline, Stage
from synth.problems import DefinitionError
from synth.project import load, render
from synth.stages import Build, DependencyCheck, Push, TrivyScan
from tests.judges import JUDGES, Judge, subjects
from tests.stages.conftest import IMAGE, NPM, REGISTRY, inputs_of, job, linked, steps

DIGEST = "60ee7af9cf80ac009761e397b2d4ba5ddbf072c2a0ead1c068dc24dc62155600"
DEFINITION = """
from synth import Pipeline
from synth.stages import DependencyCheck

check = DependencyCheck(suppression="security/accepted.xml", formats=["HTML", "SARIF"])
pipeline = Pipeline("Orders API", stages=[check])
"""
AFTER = (Build(IMAGE), TrivyScan(), Push(REGISTRY))
REPORT = {
    "dependencies": [
        {"fileName": "orders.jar"},
        {
            "fileName": "log4j-core-2.14.1.jar",
            "vulnerabilities": [
                {"name": "CVE-2021-44228", "severity": "CRITICAL", "cvssv3": {"baseScore": 10.0}},
                {"name": "CVE-2000-1", "severity": "LOW", "cvssv2": {"score": 2.1}},
            ],
        },
    ]
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github/ghsynth.py").write_text(DEFINITION, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["orders-api", "refresh-dependency-check-of-orders-api"])
def test_the_workflows_are_as_they_were(repository: Path, golden: Callable[[str, str], None], name: str) -> None:
    golden(f"dependency-check-{name}.yml", render(load(str(repository)))[f".github/workflows/{name}.yml"])


@pytest.mark.slow
@pytest.mark.parametrize("one", JUDGES, ids=lambda one: one.NAME)
def test_a_judge_finds_nothing(repository: Path, one: Judge) -> None:
    assert 0 == generate(str(repository))
    assert [] == [str(finding) for finding in one.judge(list(subjects(repository)))]


@pytest.mark.row(
    "E4b", "OWASP Dependency-Check holds back the push in a job without credentials; only the refresh beside it knows the key of the NVD"
)
def test_the_push_waits_for_it_and_the_key_stands_in_the_refresh_alone() -> None:
    pipeline, refresh = [linked(one) for one in Pipeline("Orders API", stages=[DependencyCheck(), *AFTER]).workflows()]
    scan, fresh = job(pipeline, "check-dependencies"), job(refresh, "refresh-the-database")
    assert "check-dependencies" in (job(pipeline, "push-image").needs or ())
    assert (["contents"], None) == (sorted(scan.permissions or {}), scan.environment)
    assert ([], "nvd") == (sorted(fresh.permissions or {}), getattr(fresh.environment, "name", None))
    assert ([], ["Refresh"]) == tuple([name for name, one in steps(each).items() if "secrets." in repr(one)] for each in (scan, fresh))


def test_the_digest_was_seen_in_a_public_repository() -> None:
    data = Path(os.environ.get("GHSYNTH_SHARED") or Path(__file__).parents[3] / "shared") / "data/images.json"
    if not data.is_file():
        pytest.skip("the collection of facts is not here: put it into ../shared, or name its folder in GHSYNTH_SHARED")
    seen = [f"{one['image']}@{one['digest']}" for one in json.loads(data.read_text(encoding="utf-8"))["images"]]
    assert DependencyCheck().image in seen


def test_what_the_refresh_keeps_is_what_the_scan_finds() -> None:
    pipeline, refresh = [linked(one) for one in Pipeline("Orders API", stages=[DependencyCheck(), *AFTER]).workflows()]
    found = inputs_of(steps(job(pipeline, "check-dependencies"))["Fetch the database"])
    kept = inputs_of(steps(job(refresh, "refresh-the-database"))["Keep the database"])
    assert (kept["path"], f"dependency-check-{DIGEST[:12]}-") == (found["path"], found["restore-keys"])
    assert str(kept["key"]).startswith(str(found["restore-keys"]))


def test_commands_bring_what_the_repository_does_not_hold() -> None:
    stage = DependencyCheck(commands=["npm pack --dry-run"], stack=NPM)
    names = list(steps(job(linked(Pipeline("Orders API", stages=[stage, *AFTER]).workflow()), "check-dependencies")))
    assert "npm pack --dry-run" in names[: names.index("Scan")]


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        ([*AFTER, DependencyCheck()], "the image is pushed already: put it before Push, beside the other checks"),
        (
            [DependencyCheck(image="owasp/dependency-check:12.2.0")],
            r"'owasp/dependency-check:12.2.0' has no digest: write owasp/dependency-check@sha256:\.\.\., a tag can be moved",
        ),
        ([DependencyCheck(fail_on_cvss=11)], "fail_on_cvss=11 is no CVSS score: above 0 and at most 10, where above 10 nothing would ever fail"),
        ([DependencyCheck(oldest_days=0)], "oldest_days=0 has to be 1 or more: a database is never fresher than its last refresh"),
        ([DependencyCheck(suppression="a b.xml")], "'a b.xml' is no path in the repository: letters, digits, '.', '_', '-' and '/' make one"),
    ],
    ids=["pushed", "tag", "score", "days", "path"],
)
def test_where_it_cannot_stand_it_says_why(stages: list[Stage], said: str) -> None:
    with pytest.raises(DefinitionError, match=f"stage DependencyCheck: {said}$"):
        Pipeline("Orders API", stages=stages).progress()


def test_it_is_a_stage_of_a_definition_in_yaml(tmp_path: Path) -> None:
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github/ghsynth.yml").write_text(
        "name: Orders API\nstages:\n  - dependency-check: {suppression: accepted.xml, formats: [SARIF], fail-on-cvss: 9}\n"
    )
    assert ["Orders API", "Refresh Dependency-Check of Orders API"] == [one.name for one in load(str(tmp_path)).workflows]


class Machine:
    """A runner's folders, and a `docker` that notes its arguments, does what `does` says, and ends with `code`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.database = folder, folder / "home/.cache/dependency-check"
        for name in ("work", "temp", "home", "tools"):
            (folder / name).mkdir()

    def refreshed(self, days_ago: float) -> None:
        self.database.mkdir(parents=True)
        (self.database / "refreshed").write_text(f"{int(time.time() - days_ago * 86400)}\n")

    def run(self, stage: DependencyCheck, name: str, does: str = "", code: int = 0, **given: str) -> tuple[int, str]:
        """Exit code and output of the step."""
        pipeline, refresh = [linked(one) for one in Pipeline("Orders API", stages=[stage, *AFTER]).workflows()]
        step = {**steps(job(pipeline, "check-dependencies")), **steps(job(refresh, "refresh-the-database"))}[name]
        assert step.run is not None
        assert isinstance(step.env, dict | None)
        tool = self.folder / "tools/docker"
        tool.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{self.folder}/asked"\n{does}\nexit {code}\n')
        tool.chmod(0o755)
        runner = {"HOME": str(self.folder / "home"), "RUNNER_TEMP": str(self.folder / "temp"), "GITHUB_STEP_SUMMARY": str(self.folder / "shown")}
        env = {**runner, **{key: str(value) for key, value in (step.env or {}).items()}, **given}
        env["PATH"] = f"{self.folder / 'tools'}:{os.environ['PATH']}"
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step.run]
        done = subprocess.run(shell, cwd=self.folder / "work", env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
        return done.returncode, done.stdout

    def asked(self) -> list[str]:
        """The arguments of the container engine, in which the folders and the user are named."""
        text = (self.folder / "asked").read_text().replace(str(self.folder), "").replace(f"{os.getuid()}:{os.getgid()}", "UID:GID")
        return text.splitlines()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def reports(report: object) -> str:
    return f"cat > dependency-check/dependency-check-report.json <<'END'\n{json.dumps(report)}\nEND"


FOLDERS = ["--user", "UID:GID", "--volume"]
ENGINE = ["run", "--rm", "--network", "none", *FOLDERS, "/work:/src:ro", "--volume", "/home/.cache/dependency-check:/usr/share/dependency-check/data"]
SCAN = ["--volume", "/work/dependency-check:/report", f"owasp/dependency-check@sha256:{DIGEST}", "--scan", "/src", "--out", "/report", "--noupdate"]
OFF = ["--disableCentral", "--disableOssIndex", "--disableNodeAudit", "--disablePnpmAudit", "--disableYarnAudit"]


@pytest.mark.row("E4b", "the scan reads a fresh database without a network and ends with the tool's own exit code from CVSS 7")
@pytest.mark.parametrize("code", [0, 15])
def test_the_scan_ends_as_the_tool_does(machine: Machine, code: int) -> None:
    machine.refreshed(days_ago=0)
    assert (code, "") == machine.run(DependencyCheck(), "Scan", reports(REPORT), code)
    assert [*ENGINE, *SCAN, "--failOnCVSS", "7", "--format", "JSON", "--format", "HTML", *OFF] == machine.asked()


@pytest.mark.row("E4c", "Dependency-Check writes JSON whatever other format is asked for")
def test_what_is_accepted_and_the_formats_reach_the_tool(machine: Machine) -> None:
    machine.refreshed(days_ago=0)
    stage = DependencyCheck(
        fail_on_cvss=8.5, suppression="security/accepted.xml", formats=["SARIF", "JSON"], image=f"x.example.com/odc@sha256:{'a' * 64}"
    )
    assert (0, "") == machine.run(stage, "Scan", reports(REPORT))
    asked = machine.asked()
    assert f"x.example.com/odc@sha256:{'a' * 64}" in asked
    given = ["--failOnCVSS", "8.5", "--format", "JSON", "--format", "SARIF", "--suppression", "/src/security/accepted.xml"]
    assert [*given, *OFF] == asked[asked.index("--failOnCVSS") :]


@pytest.mark.parametrize("days", [None, 7, 30])
def test_without_a_fresh_database_it_is_no_pass(machine: Machine, days: int | None) -> None:
    if days is not None:
        machine.refreshed(days)
    missing = "there is no database of vulnerabilities: run the workflow 'Refresh Dependency-Check ...' on the main branch"
    said = f"the database of vulnerabilities is {days} days old: see why 'Refresh Dependency-Check ...' does not run" if days else missing
    assert (1, f"::error::{said}\n") == machine.run(DependencyCheck(), "Check the database")


def test_a_database_of_six_days_will_do(machine: Machine) -> None:
    machine.refreshed(days_ago=6)
    assert (0, "") == machine.run(DependencyCheck(), "Check the database")


@pytest.mark.parametrize("does", ["", reports({"dependencies": []})], ids=["no report", "no dependency"])
def test_what_recognises_nothing_is_no_pass(machine: Machine, does: str) -> None:
    machine.refreshed(days_ago=0)
    said = "::error::no dependency was recognised: let commands= bring them into the repository, or leave this stage out\n"
    assert (1, said) == machine.run(DependencyCheck(), "Scan", does)


def test_the_findings_are_shown(machine: Machine) -> None:
    (machine.folder / "work/dependency-check").mkdir()
    (machine.folder / "work/dependency-check/dependency-check-report.json").write_text(json.dumps(REPORT))
    lines = ["```", "log4j-core-2.14.1.jar  CVE-2021-44228  CRITICAL  10", "log4j-core-2.14.1.jar  CVE-2000-1  LOW  2.1", "```"]
    code, said = machine.run(DependencyCheck(), "Show the findings")
    assert (0, lines) == (code, said.replace("10.0\n", "10\n").splitlines())
    assert said == (machine.folder / "shown").read_text()


@pytest.mark.row("E4b", "the key of the NVD reaches the refresh in a file that only the runner reads, and no argument")
def test_the_refresh_updates_only_and_keeps_no_key(machine: Machine) -> None:
    settings = machine.folder / "temp/dependency-check.properties"
    noted = machine.folder / "noted"
    does = f'stat --format %a "{settings}" > "{noted}"; cat "{settings}" >> "{noted}"'
    assert (0, "") == machine.run(DependencyCheck(), "Refresh", does, KEY="0f-key")
    database = "/home/.cache/dependency-check:/usr/share/dependency-check/data"
    mounted = [database, "--volume", "/temp/dependency-check.properties:/settings:ro", f"owasp/dependency-check@sha256:{DIGEST}"]
    assert ["run", "--rm", *FOLDERS, *mounted, "--updateonly", "--propertyfile", "/settings"] == machine.asked()
    assert "600\nnvd.api.key=0f-key\n" == noted.read_text()
    assert not settings.exists()
    assert abs(time.time() - int((machine.database / "refreshed").read_text())) < 60


def test_a_refresh_that_fails_leaves_the_age_of_the_database_as_it_was(machine: Machine) -> None:
    machine.refreshed(days_ago=3)
    before = (machine.database / "refreshed").read_text()
    assert (13, "") == machine.run(DependencyCheck(), "Refresh", code=13, KEY="0f-key")
    assert before == (machine.database / "refreshed").read_text()


def test_what_has_to_be_set_is_said() -> None:
    assert [
        "environment 'nvd' holds the secret NVD_API_KEY, a key of the NVD's API, and only the main branch may use it: Settings > Environments > nvd",
        "'Check dependencies' has a database once 'Refresh Dependency-Check ...' has run: start it by hand the first time",
    ] == Pipeline("Orders API", stages=[DependencyCheck()]).notes()
