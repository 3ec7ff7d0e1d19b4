"""The project that templates are shown on, and their workflows there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from synth import model
from synth.bindings.lock import merged
from synth.build.repository import in_repository
from synth.link import WORKFLOWS, file_name, link
from synth.project import Project, load, render
from synth.templates import Template, templates
from tests.stacks.projects import CASES

TEMPLATES = templates()
COMPOSE = """\
services:
  tests:
    build: .
    depends_on:
      database: {condition: service_healthy}
  database:
    image: postgres:17-alpine
    tmpfs: [/var/lib/postgresql/data]
    healthcheck: {test: [CMD, pg_isready]}
"""
each_template = pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.id)


def sample(root: Path, project: str = "npm-express-jest-typescript") -> Path:
    """The project that templates are shown on, with what they ask for."""
    root.mkdir(exist_ok=True)
    next(case for case in CASES if case.name == project).write(root)
    (root / "Dockerfile").write_text("FROM node:24\nCOPY . .\n", encoding="utf-8")
    (root / "compose.test.yml").write_text(COMPOSE, encoding="utf-8")
    return root


def loaded(template: Template, root: Path) -> Project:
    return load(str(sample(root)), draft=template.text)


def workflows(template: Template, root: Path) -> dict[str, str]:
    """The texts of the template's workflows, by file name."""
    project = loaded(template, root)
    with in_repository(str(root)):
        return {Path(path).name: text for path, text in render(project).items() if path.startswith(WORKFLOWS)}


def linked(id: str, root: Path) -> dict[str, model.Workflow]:
    """The template's workflows as the model, by file name."""
    project = loaded(next(one for one in TEMPLATES if one.id == id), root)
    with in_repository(str(root)):
        return {Path(file_name(one)).name: link(one, merged(None).pin) for one in project.workflows}


def job(workflow: model.Workflow, id: str) -> model.Job:
    found = workflow.jobs[id]
    assert isinstance(found, model.Job)
    return found


def commands(job: model.Job) -> list[str]:
    return [step.run for step in job.steps if step.run]


def inputs(job: model.Job, name: str) -> dict[str, Any]:
    """What the job's step of that name gives its action."""
    found = next(step.with_ for step in job.steps if step.name == name)
    assert isinstance(found, dict)
    return found
