"""Each template as GitHub gets it: looked at, drawn, and without a finding of any judge."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.bindings.lock import merged
from synth.build.repository import in_repository
from synth.explain.explaining import Staged, explained, staged
from synth.explain.pictures import drawn
from synth.link import link
from synth.picture import svg
from synth.project import load, render
from synth.templates import Template
from synth.templates.library import folder
from tests.judges import JUDGES, Judge, subjects
from tests.templates.conftest import TEMPLATES, each_template, loaded, sample, workflows

FOLDER = Path(folder())


def compared(path: Path, text: str, accept: bool) -> None:
    """With the file in the template's folder, which `pytest --accept` writes."""
    if accept:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    assert path.read_bytes().decode() == text


@each_template
def test_its_workflows_are_those_that_were_looked_at(template: Template, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    made, accept = workflows(template, tmp_path), bool(request.config.getoption("accept"))
    expected = FOLDER / template.id / "expected"
    for path in set(expected.glob("*")) if accept else ():
        path.unlink()
    for name, text in made.items():
        compared(expected / name, text, accept)
    assert sorted(path.name for path in expected.glob("*")) == sorted(made)


@each_template
def test_its_picture_is_that_of_its_pipeline(template: Template, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    project = loaded(template, tmp_path)
    with in_repository(str(tmp_path)):
        pipeline = project.pipelines[-1]
        made = pipeline.workflow()
        stages = staged(pipeline) if project.pipelines else Staged()
        picture = svg(drawn(explained(made, link(made, merged(None).pin), stages, {}, waiting=stages.waiting)))
    compared(FOLDER / template.id / "graph.svg", picture, bool(request.config.getoption("accept")))


@pytest.mark.slow
@pytest.mark.parametrize("one", JUDGES, ids=lambda one: one.NAME)
def test_a_judge_finds_nothing(one: Judge, tmp_path: Path) -> None:
    found = []
    for template in TEMPLATES:
        root = sample(tmp_path / template.id)
        for path, text in render(load(str(root), draft=template.text)).items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        found += [f"{template.id}: {finding}" for finding in one.judge(subjects(root))]
    assert [] == found
