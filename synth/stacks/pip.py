"""Python with pip: requirement files, or a package with extras."""

from __future__ import annotations

from shlex import quote

from synth.bindings import checkout, setup_python
from synth.build.steps import run
from synth.detect.defaults import PYTHON
from synth.pipeline import StageError
from synth.record import field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.build.steps import Step


@record
class Pip:
    """The commands of a project that pip installs, from requirement files, from the project itself (`editable=".[dev]"`) or both.

    `python_file`, from the repository's root, names the version in place of `python`. With `hashes` every requirement has to have one.
    """

    python: str = PYTHON
    python_file: str | None = None
    folder: str = "."
    requirements: Sequence[str] = ()
    hashes: bool = False
    editable: str | None = None
    groups: Sequence[str] = ()
    lint: Sequence[str] = ("ruff check --output-format=github",)
    format: Sequence[str] = ("ruff format --check",)
    types: Sequence[str] = ("mypy .",)
    audit: Sequence[str] = ("pip-audit --skip-editable",)
    unit: Sequence[str] = ("pytest --cov --cov-report=term --cov-report=xml --cov-fail-under={coverage}",)
    integration: Sequence[str] = ("pytest tests/integration",)
    coverage: str = "coverage.xml"
    cache: bool = field(default=False)  # whether downloads are kept between runs; never where credentials are

    def prepare(self) -> list[Step[Any]]:
        """The steps that bring the sources, Python and the dependencies. Raises StageError when there is nothing to install from."""
        files = list(self.requirements)
        commands = []
        if files:
            named = " ".join([f"--requirement {quote(name)}" for name in files])
            commands.append(f"python -m pip install {'--require-hashes ' if self.hashes else ''}{named}")
        own = [f"--editable {quote(self.editable)}"] if self.editable else []
        own += [f"--group {quote(name)}" for name in self.groups]
        if own:
            only = "--no-deps " if self.hashes and files and not self.groups and "[" not in (self.editable or "") else ""
            commands.append(f"python -m pip install {only}{' '.join(own)}")
        if not commands:
            raise StageError("pip has nothing to install from: give requirements=, or editable='.'")
        inside = "" if self.folder == "." else f"{self.folder}/"
        paths = [f"{inside}{name}" for name in files or ["pyproject.toml"]]
        return [
            checkout("Check out"),
            python(self.python, self.python_file, paths if self.cache else ()),
            run("\n".join(commands), name="Install dependencies"),
        ]

    def prepare_audit(self) -> list[Step[Any]]:
        """Those of `prepare`: pip-audit is one of the dependencies."""
        return self.prepare()


def python(version: str, file: str | None, cached_for: Sequence[str] = (), manager: Any = "pip") -> Step[Any]:
    """The step that brings Python, of a version or of the one that a file names, and with files to cache for, downloads of earlier runs."""
    return setup_python(
        "Set up Python",
        python_version=None if file else version,
        python_version_file=file,
        cache=manager if cached_for else None,
        cache_dependency_path=list(cached_for) or None,
    )
