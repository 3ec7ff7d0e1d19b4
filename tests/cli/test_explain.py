"""`ghsynth explain`: the formats, the options, and what is refused. What is said of the example is in golden files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from synth.cli.app import app
from tests.cli.repository import HELLO, Repository

EXAMPLE = str(Path(__file__).parents[2] / "examples/orders-api")
RUN = CliRunner()


def said(*arguments: str) -> tuple[int, str]:
    done = RUN.invoke(app, ["explain", *arguments])
    return done.exit_code, done.output


@pytest.mark.parametrize(("format", "ending"), [("text", "txt"), ("json", "json"), ("markdown", "md"), ("mermaid", "mmd"), ("svg", "svg")])
def test_the_example(format: str, ending: str, golden: Callable[[str, str], None]) -> None:
    code, text = said(EXAMPLE, "--format", format)
    assert 0 == code
    golden(f"explain.{ending}", text)


def test_minutes_are_by_job_or_kind_of_stage() -> None:
    code, text = said(EXAMPLE, "--format", "json", "--minutes", "Lint=60", "--minutes", "Deploy=2", "--minutes", "Deploy to production=0.5")
    found = json.loads(text)["workflows"][0]
    minutes = {job["id"]: job["minutes"] for job in found["jobs"]}
    assert (0, 60, 2, 0.5) == (code, minutes["lint"], minutes["deploy-to-staging"], minutes["deploy-to-production"])
    assert (["lint", "push-image", "deploy-to-staging", "deploy-to-production"], 67.5) == (found["critical_path"], found["minutes"])


def test_minutes_of_nothing_are_refused() -> None:
    assert (2, "--minutes  no job and no stage is called 'Buidl'; did you mean 'Build'?\n") == said(EXAMPLE, "--minutes", "Buidl=3")
    assert (2, "--minutes  'Build' is not NAME=N, such as 'Build image=6'\n") == said(EXAMPLE, "--minutes", "Build")


def test_one_workflow_is_chosen_by_name() -> None:
    code, text = said(EXAMPLE, "--workflow", "Revert Orders API", "--format", "mermaid")
    assert (0, 'graph LR\n  n1["Open a pull request<br>3 min"]\n') == (code, text.partition("  classDef")[0])
    wrong = ".github/ghsynth.py  has no workflow 'Orders'; did you mean 'Orders API'?\n"
    assert (2, wrong) == said(EXAMPLE, "--workflow", "Orders")


def test_two_environments(golden: Callable[[str, str], None]) -> None:
    code, text = said(EXAMPLE, "--diff", "staging", "production")
    assert 0 == code
    golden("explain-diff.txt", text)
    assert ["staging", "production", False] == [
        json.loads(said(EXAMPLE, "--diff", "staging", "production", "--format", "json")[1])[key] for key in ("first", "second", "identical")
    ]


def test_a_difference_is_no_picture() -> None:
    expected = "--diff  is no picture: take --format text, json, markdown\n"
    assert (2, expected) == said(EXAMPLE, "--diff", "staging", "production", "--format", "svg")


def test_a_workflow_without_a_pipeline_is_explained_too(repository: Repository) -> None:
    repository.define(HELLO)
    code, text = said(str(repository.root))
    assert 0 == code
    assert (
        "CI  .github/workflows/ci.yml\n"
        "  starts on     push\n"
        "  longest way   Hello\n"
        "  takes         about 4 minutes, one after another 4; 1 for each job's start-up, waiting for people and other runs not counted\n"
        "\n"
        "Hello  .github/ghsynth.py:3\n"
        "  when          minute 0 to 4  on the longest way\n"
        "  holds         nothing\n"
        "  if it fails   the run fails; no other job is held back\n"
    ) == text
    assert (2, ".github/ghsynth.py  has no pipeline\n") == said(str(repository.root), "--diff", "a", "b")


def test_a_definition_that_is_not_there_is_told(tmp_path: Path) -> None:
    code, text = said(str(tmp_path))
    assert (2, f"{tmp_path}  has no .github/ghsynth.py") == (code, text.partition(" and no")[0])


def test_a_format_that_there_is_not_is_refused() -> None:
    assert 2 == said(EXAMPLE, "--format", "xml")[0]
