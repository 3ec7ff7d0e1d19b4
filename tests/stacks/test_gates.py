"""The commands that read a report because their tool has no gate to be told: run by bash as a runner runs them, on reports in small."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from synth.detect.defaults import GO_GATE, JACOCO, KOVER, MAVEN_GATE, gradle_gate

CSV = "GROUP,PACKAGE,CLASS,INSTRUCTION_MISSED,INSTRUCTION_COVERED,BRANCH_MISSED,BRANCH_COVERED,LINE_MISSED,LINE_COVERED,COMPLEXITY_MISSED\n"
XML = (
    '<report name="a"><package name="p"><counter type="LINE" missed="9" covered="1"/></package><counter type="INSTRUCTION" missed="1" covered="1"/>'
    '<counter type="LINE" missed="{missed}" covered="{covered}"/><counter type="CLASS" missed="0" covered="1"/></report>'
)


def passes(gate: str, least: int, folder: Path) -> tuple[bool, str]:
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", gate.replace("{coverage}", str(least))]
    path = f"{folder}:{os.environ['PATH']}"
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env={**os.environ, "PATH": path})
    return done.returncode == 0, done.stdout + done.stderr


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.row("E2a", "a Maven report below the gate fails in a real shell")
@pytest.mark.parametrize(("least", "good"), [(80, True), (81, False), (0, True), (100, False)])
def test_maven_s_modules_count_together(least: int, good: bool, tmp_path: Path) -> None:
    write(tmp_path / "api/target/site/jacoco/jacoco.csv", f"{CSV}api,p,A,1,9,0,0,1,9,1\napi,p,B,5,5,0,0,0,10,1\n")
    write(tmp_path / "core/target/site/jacoco/jacoco.csv", f"{CSV}core,q,C,0,20,0,0,7,12,1\ncore,q,D,0,0,0,0,0,1,1\n")
    assert (good, "80.0 % of the lines are covered\n") == passes(MAVEN_GATE, least, tmp_path)


@pytest.mark.row("E2a", "a Gradle report below the gate fails in a real shell")
@pytest.mark.parametrize("report", [JACOCO, KOVER])
@pytest.mark.parametrize(("least", "good"), [(75, True), (76, False)])
def test_gradle_s_projects_count_together_by_their_last_counter(report: str, least: int, good: bool, tmp_path: Path) -> None:
    write(tmp_path / "app" / report, XML.format(missed=2, covered=3))
    write(tmp_path / "a library" / report, XML.format(missed=3, covered=12))
    assert (good, "75.0 % of the lines are covered\n") == passes(gradle_gate(report), least, tmp_path)


@pytest.mark.row("E2a", "no report is no coverage")
@pytest.mark.parametrize("gate", [MAVEN_GATE, gradle_gate(JACOCO)])
def test_no_report_is_no_coverage(gate: str, tmp_path: Path) -> None:
    assert (False, "0.0 % of the lines are covered\n") == passes(gate, 1, tmp_path)


@pytest.mark.row("E2a", "a Go profile below the gate fails in a real shell")
@pytest.mark.parametrize(("least", "good"), [(79, True), (80, False)])
def test_go_s_total_is_the_last_line(least: int, good: bool, tmp_path: Path) -> None:
    said = "a.go:3:\tF\t\t100.0%\ntotal:\t(statements)\t79.4%"
    write(tmp_path / "go", f"#!/bin/sh\nprintf '%s\\n' '{said}'\n")
    (tmp_path / "go").chmod(0o755)
    assert (good, "total:\t(statements)\t79.4%\n") == passes(GO_GATE, least, tmp_path)


def test_go_without_a_total_has_no_coverage(tmp_path: Path) -> None:
    write(tmp_path / "go", "#!/bin/sh\nexit 0\n")
    (tmp_path / "go").chmod(0o755)
    assert not passes(GO_GATE, 0, tmp_path)[0]
