"""docs/stacks.md is what the stacks say, and its example generates."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.project import load, render
from synth.stacks import document
from synth.stacks.document import PAGE, main, page
from tests.stacks.conftest import WORKFLOW, written


def test_the_page_is_current() -> None:
    assert page() == PAGE.read_text(encoding="utf-8"), "run 'python -m synth.stacks.document'"


def test_a_page_that_is_not_current_is_told_and_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(document, "PAGE", tmp_path / "stacks.md")
    assert [1, 0, 0] == [main(["--check"]), main([]), main(["--check"])]
    assert f"{tmp_path / 'stacks.md'} is not current: run 'python -m synth.stacks.document'\n" == capsys.readouterr().err


@pytest.mark.parametrize("name", ["npm-express-jest-typescript", "uv-fastapi", "go-service-with-tools", "maven-spring-boot"])
def test_its_example_generates(name: str, tmp_path: Path) -> None:
    example = page().split("```python\n")[1].split("```")[0]
    workflow = render(load(str(written(name, tmp_path, example))))[WORKFLOW]
    assert ["  lint:", "  type-check:", "  audit:", "  unit-tests:", "  integration-tests:"] == [
        line for line in workflow.split("jobs:")[1].split("\n") if line.startswith("  ") and line[2] != " "
    ]
