"""A project of each stack, and the pipeline that checks and tests it."""

from __future__ import annotations

from pathlib import Path

from synth.project import load, render
from tests.stacks.projects import CASES

WORKFLOW = ".github/workflows/checks.yml"
DEFINITION = """\
from synth import Pipeline
from synth.stacks import Auto
from synth.stages import Audit, IntegrationTest, Lint, TypeCheck, UnitTest

stack = Auto({at})
pipeline = Pipeline("Checks", stages=[Lint(stack), TypeCheck(stack), Audit(stack{tool}), UnitTest(stack), IntegrationTest(stack{services})])
"""
# a project for each stack that declares the most of all in `projects`; what it has no audit for is left to Trivy
STACKS = {
    "npm": ("npm-express-jest-typescript", "", ", services=[Postgres('18-alpine'), Redis()]"),
    "pnpm": ("pnpm-with-package-manager", "", ", services=[Mysql()]"),
    "yarn-classic": ("yarn-classic", ", tool='trivy'", ""),
    "yarn-berry": ("yarn-berry-in-the-repository", "", ""),
    "yarn-corepack": ("yarn-berry-by-corepack", "", ""),
    "pip": ("pip-with-hashes", "", ", services=[Postgres('16-alpine')]"),
    "uv": ("uv-fastapi", "", ", services=[Postgres()], before=['uv run --no-sync alembic upgrade head']"),
    "poetry": ("poetry-2", "", ""),
    "go": ("go-service-with-tools", "", ""),
    "maven": ("maven-spring-boot", ", tool='trivy'", ""),
    "gradle": ("gradle-kotlin", ", tool='trivy'", ""),
    "docker": ("docker-with-tests-and-compose", ", tool='trivy'", ""),
}


def written(name: str, root: Path, definition: str) -> Path:
    """The project of that name, with the definition."""
    case = next(case for case in CASES if case.name == name)
    case.write(root)
    (root / ".github").mkdir(exist_ok=True)
    (root / ".github/ghsynth.py").write_text(definition, encoding="utf-8")
    return root


def definition(tool: str, services: str, at: str = "") -> str:
    text = DEFINITION.format(at=at, tool=tool, services=services)
    return text.replace("IntegrationTest, Lint,", "IntegrationTest, Lint, Mysql, Postgres, Redis,") if services else text


def generated(stack: str, root: Path, at: str = "") -> dict[str, str]:
    """The files of the stack's pipeline, by path."""
    name, tool, services = STACKS[stack]
    return render(load(str(written(name, root, definition(tool, services, at)))))
