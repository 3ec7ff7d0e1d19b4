"""The templates themselves: each is small, complete, and says which requirements it shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from synth.problems import DefinitionError
from synth.templates import Template, template
from synth.templates.library import folder
from tests.templates.conftest import TEMPLATES, each_template

ROWS = {
    "minimal": "C2 C3 S3",
    "course": "C1 C2 C3 C4 C5 C6 C7 C8",
    "ecs-preprod": "I1 I2 I3 I4 I5 I7 I8 I9 I10",
    "expenseflow": "E1 E2 E3 E4 E5 E6 E7 E8 E9 E10 E11",
    "rock-solid": "R1 R2 R3 R4 R5 R6",
    "velocity": "S1 S2 S3 S4 S5",
}


def test_the_simplest_comes_first() -> None:
    assert ["minimal", "course", "ecs-preprod", "expenseflow", "rock-solid", "velocity"] == [one.id for one in TEMPLATES]


@each_template
@pytest.mark.row("I10", "a whole delivery is a file of 60 lines at the most")
def test_it_is_short(template: Template) -> None:
    assert len(template.text.splitlines()) <= 60


@each_template
def test_github_is_told_what_it_asks_for(template: Template) -> None:
    """https://docs.github.com/en/actions/how-tos/reuse-automations/create-workflow-templates"""
    assert ["name", "description", "iconName", "categories", "filePatterns"] == list(template.properties)
    assert template.id == template.properties["iconName"]
    assert template.icon.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert all(re.compile(pattern).search("Dockerfile") for pattern in template.properties["filePatterns"])


@each_template
def test_its_page_says_what_it_shows(template: Template) -> None:
    page = (Path(folder()) / template.id / "README.md").read_text(encoding="utf-8")
    assert (ROWS[template.id], True, True) == (
        " ".join(re.findall(r"^\| ([A-Z]\d+) \|", page, re.MULTILINE)),
        f"ghsynth init --template {template.id}" in page,
        "](graph.svg)" in page,
    )


def test_one_that_is_not_there_is_told() -> None:
    with pytest.raises(DefinitionError) as raised:
        template("velocty")
    known = "minimal, course, ecs-preprod, expenseflow, rock-solid, velocity"
    assert f"--template  there is no template 'velocty'; did you mean 'velocity'?: there are {known}" == str(raised.value)


def test_the_document_has_them_all() -> None:
    text = (Path(folder()).parent / "docs/templates.md").read_text(encoding="utf-8")
    assert sorted(ROWS) == sorted(re.findall(r"^\| \[([\w-]+)\]\(\.\./workflows-templates/\1/README\.md\) \|", text, re.MULTILINE))
