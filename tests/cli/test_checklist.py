"""`ghsynth checklist`: the example's points, the formats, and the exit codes."""

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
    done = RUN.invoke(app, ["checklist", *arguments])
    return done.exit_code, done.output


@pytest.mark.row("C8", "the command tells the example's points")
def test_the_example(golden: Callable[[str, str], None]) -> None:
    code, text = said(EXAMPLE)
    assert 0 == code
    golden("checklist.txt", text)


def test_with_fail_a_missed_point_is_an_exit_code_of_its_own() -> None:
    code, text = said(EXAMPLE, "--fail", "--format", "json")
    content = json.loads(text)
    assert (1, 1, "checklist", 1) == (code, content["schema"], content["command"], content["exit_code"])
    assert 0 < content["pipelines"][0]["missed"]
    assert 0 == json.loads(said(EXAMPLE, "--format", "json")[1])["exit_code"]


def test_markdown_is_a_list_of_tasks() -> None:
    code, text = said(EXAMPLE, "--format", "markdown")
    assert (0, "## Orders API\n") == (code, text[: len("## Orders API\n")])
    assert "- [x] Unit tests pass: the push waits for them (.github/ghsynth.py:" in text


def test_a_definition_without_a_pipeline_is_told(repository: Repository) -> None:
    repository.define(HELLO)
    assert (2, ".github/ghsynth.py  has no pipeline: the points are about its stages\n") == said(str(repository.root))


def test_a_pipeline_that_is_not_there_is_told() -> None:
    assert (2, ".github/ghsynth.py  has no pipeline 'Orders'; did you mean 'Orders API'?\n") == said(EXAMPLE, "--workflow", "Orders")


def test_a_dockerfile_outside_the_repository_is_not_read(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM a\nFROM b\n", encoding="utf-8")
    repository.define(
        """
        from synth import Image, Pipeline
        from synth.stages import Build

        pipeline = Pipeline("A", stages=[Build(Image("a", context="..", dockerfile="Dockerfile"))])
        """
    )
    points = json.loads(said(str(repository.root), "--format", "json")[1])["pipelines"][0]["points"]
    assert ["outside"] == [one["state"] for one in points if one["id"] == "image"]


def test_a_format_that_there_is_not_is_refused() -> None:
    assert 2 == said(EXAMPLE, "--format", "svg")[0]
