"""Python with Poetry: pyproject.toml and poetry.lock."""

from __future__ import annotations

from shlex import quote

from synth.bindings import checkout
from synth.build.steps import run
from synth.detect.defaults import POETRY, PYTHON
from synth.record import field, record
from synth.stacks.pip import python

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.build.steps import Step


@record
class Poetry:
    """The commands of a project that Poetry installs. Every tool is a dependency of the project.

    `python_file`, from the repository's root, names the version in place of `python`. `groups` are optional ones that are installed too;
    `package=False` leaves the project itself out.
    """

    poetry: str = POETRY
    python: str = PYTHON
    python_file: str | None = None
    folder: str = "."
    groups: Sequence[str] = ()
    package: bool = True
    lint: Sequence[str] = ("poetry run ruff check --output-format=github",)
    format: Sequence[str] = ("poetry run ruff format --check",)
    types: Sequence[str] = ("poetry run mypy .",)
    audit: Sequence[str] = ("poetry run pip-audit --skip-editable",)
    unit: Sequence[str] = ("poetry run pytest --cov --cov-report=term --cov-report=xml --cov-fail-under={coverage}",)
    integration: Sequence[str] = ("poetry run pytest tests/integration",)
    coverage: str = "coverage.xml"
    cache: bool = field(default=False)  # whether downloads are kept between runs; never where credentials are

    def prepare(self) -> list[Step[Any]]:
        """The steps that bring the sources, Python, Poetry and the locked dependencies."""
        old = self.poetry.startswith(("0.", "1."))
        options = ["" if self.package else " --no-root", *[f" --with {quote(name)}" for name in self.groups]]
        install = ("poetry install --sync" if old else "poetry sync") + "".join(options)
        lock = "poetry.lock" if self.folder == "." else f"{self.folder}/poetry.lock"
        return [
            checkout("Check out"),
            run(f"pipx install poetry=={self.poetry}", name="Set up Poetry"),  # before Python, whose cache asks Poetry where it is
            python(self.python, self.python_file, [lock] if self.cache else (), "poetry"),
            run(f"poetry env use python\npoetry check --lock\n{install}", name="Install dependencies"),
        ]

    def prepare_audit(self) -> list[Step[Any]]:
        """Those of `prepare`: pip-audit is one of the dependencies."""
        return self.prepare()
