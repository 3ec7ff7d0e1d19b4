"""Python with uv: pyproject.toml and uv.lock."""

from __future__ import annotations

from shlex import quote

from synth.bindings import checkout, setup_uv
from synth.build.steps import run
from synth.detect.defaults import UV
from synth.record import field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.build.steps import Step


@record
class Uv:
    """The commands of a project that uv installs. Every tool is a dependency of the project.

    Without `python` uv reads .python-version. `groups` and `extras` are installed beside what uv installs by default.
    """

    uv: str = UV
    python: str | None = None
    folder: str = "."
    groups: Sequence[str] = ()
    extras: Sequence[str] = ()
    workspace: bool = False  # whether all members of the workspace are installed
    lint: Sequence[str] = ("uv run --no-sync ruff check --output-format=github",)
    format: Sequence[str] = ("uv run --no-sync ruff format --check",)
    types: Sequence[str] = ("uv run --no-sync mypy .",)
    audit: Sequence[str] = (
        'uv export --locked --no-dev --no-emit-workspace --quiet --output-file "$RUNNER_TEMP/requirements.txt"',
        'uv run --no-sync pip-audit --require-hashes --disable-pip --requirement "$RUNNER_TEMP/requirements.txt"',
    )
    unit: Sequence[str] = ("uv run --no-sync pytest --cov --cov-report=term --cov-report=xml --cov-fail-under={coverage}",)
    integration: Sequence[str] = ("uv run --no-sync pytest tests/integration",)
    coverage: str = "coverage.xml"
    cache: bool = field(default=False)  # whether downloads are kept between runs; never where credentials are

    def prepare(self) -> list[Step[Any]]:
        """The steps that bring the sources, uv, Python and the locked dependencies."""
        chosen = [*[f"--group {quote(name)}" for name in self.groups], *[f"--extra {quote(name)}" for name in self.extras]]
        install = " ".join(["uv sync --locked", *(["--all-packages"] if self.workspace else []), *chosen])
        lock = "uv.lock" if self.folder == "." else f"{self.folder}/uv.lock"
        return [
            checkout("Check out"),
            setup_uv(
                "Set up uv",
                version=self.uv,
                python_version=self.python,
                enable_cache=self.cache,
                cache_dependency_glob=lock if self.cache else None,
            ),
            run(install, name="Install dependencies"),
        ]

    def prepare_audit(self) -> list[Step[Any]]:
        """Those of `prepare`: pip-audit is one of the dependencies."""
        return self.prepare()
