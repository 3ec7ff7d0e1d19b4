"""What checks, tests and measures a Python project: the tools that are installed with it and that it configures."""

from __future__ import annotations

import re

from synth.detect.tree import is_within, table, within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from synth.detect.found import Gathering
    from synth.detect.python_install import Installed
    from synth.detect.tree import Tree

_RUNS = {"uv": "uv run --no-sync ", "poetry": "poetry run ", "pip": ""}
_RECIPES = ("Makefile", "justfile", "Justfile", "Taskfile.yml", "tox.ini", "noxfile.py", ".pre-commit-config.yaml", "pyproject.toml")
REPORT = "--cov --cov-report=term --cov-report=xml --cov-fail-under={coverage}"


class Sources:
    """A Python project and what is installed with it."""

    def __init__(self, tree: Tree, folder: str, settings: Mapping[str, Any], installed: Installed) -> None:
        self.tree = tree
        self.folder = folder
        self.tools: Mapping[str, Any] = table(settings, "tool")
        self.installed = installed
        self.path = within(folder, "pyproject.toml")
        self.runs = _RUNS[installed.kind]

    def has(self, name: str) -> bool:
        return name in self.installed.packages

    def at(self, name: str) -> str:
        return self.installed.packages[name]

    def command(self, command: str) -> str:
        return self.runs + command

    def configured(self, tool: str, *files: str) -> str | None:
        """The place of a tool's settings: a section of pyproject.toml, or a file."""
        if tool in self.tools:
            return self.tree.at(self.path, rf"^\[+tool\.{re.escape(tool)}\b")
        return self.tree.first(self.folder, *files) if files else None

    def section(self, pattern: str, *files: str) -> str | None:
        """The place of a section of one of the files."""
        for name in files:
            if re.search(pattern, self.tree.text(within(self.folder, name)) or "", re.MULTILINE):
                return self.tree.at(within(self.folder, name), pattern)
        return None

    def add(self, package: str) -> str:
        return {"uv": f"uv add --dev {package}", "poetry": f"poetry add --group dev {package}"}.get(
            self.installed.kind, f"add {package} to the requirements"
        )


def checks(seen: Sources, gathered: Gathering) -> None:
    """Adds linter, format check and type checker, or says what is missing."""
    _lint(seen, gathered)
    _format(seen, gathered)
    _types(seen, gathered)


def _lint(seen: Sources, gathered: Gathering) -> None:
    setup = seen.configured("flake8", ".flake8") or seen.section(r"^\[flake8\]", "setup.cfg", "tox.ini")
    if seen.has("ruff"):
        gathered.add("lint", (seen.command("ruff check --output-format=github"),), seen.at("ruff"), "ruff is a dependency")
    elif seen.has("flake8"):
        gathered.add("lint", (seen.command("flake8"),), seen.at("flake8"), "flake8 is a dependency")
    elif seen.has("pylint"):
        gathered.add("lint", (seen.command("pylint --recursive=y ."),), seen.at("pylint"), "pylint is a dependency")
    elif where := seen.configured("ruff", "ruff.toml", ".ruff.toml"):
        gathered.lacks("lint", f"{where} configures ruff, which is not installed: {seen.add('ruff')}")
    elif setup:
        gathered.lacks("lint", f"{setup} configures flake8, which is not installed: {seen.add('flake8')}")
    else:
        gathered.lacks("lint", f"there is no linter: {seen.add('ruff')}")


def _format(seen: Sources, gathered: Gathering) -> None:
    commands, where = [], ""
    if seen.has("black"):
        commands, where = [seen.command("black --check .")], seen.at("black")
    elif seen.has("ruff") and (found := _ruff_formats(seen)):
        commands, where = [seen.command("ruff format --check")], found
    if seen.has("isort"):
        commands, where = [*commands, seen.command("isort --check-only .")], where or seen.at("isort")
    if commands:
        names = " and ".join([command.removeprefix(seen.runs).partition(" ")[0] for command in commands])
        gathered.add("format", tuple(commands), where, f"{names} {'are' if len(commands) > 1 else 'is'} in use and installed")
    elif seen.has("ruff"):
        gathered.lacks("format", "ruff is a dependency, but nothing says that the sources are in its format: a section tool.ruff.format would")
    elif where := seen.configured("black") or "":
        gathered.lacks("format", f"{where} configures black, which is not installed: {seen.add('black')}")
    else:
        gathered.lacks("format", f"there is no formatter: {seen.add('ruff')}")


def _ruff_formats(seen: Sources) -> str:
    """The place that says that ruff formats the sources; empty where none does."""
    if isinstance(seen.tools.get("ruff"), dict) and "format" in seen.tools["ruff"]:
        return seen.tree.at(seen.path, r"^\[tool\.ruff\.format\]")
    return (
        seen.section(r"^\[format\]", "ruff.toml", ".ruff.toml")
        or seen.section(r"\bruff[ -]format\b|ruff', 'format|\"ruff\", \"format", *_RECIPES)
        or ""
    )


def _types(seen: Sources, gathered: Gathering) -> None:
    own = seen.configured("mypy", "mypy.ini", ".mypy.ini") or seen.section(r"^\[mypy\]", "setup.cfg")
    named = isinstance(seen.tools.get("mypy"), dict) and ("files" in seen.tools["mypy"] or "packages" in seen.tools["mypy"])
    named = named or bool(seen.section(r"^(?:files|packages)\s*=", "mypy.ini", ".mypy.ini")) if own else named
    known = (
        ("mypy", "mypy" if named else "mypy .", own),
        ("pyright", "pyright", seen.configured("pyright", "pyrightconfig.json")),
        ("basedpyright", "basedpyright", seen.configured("basedpyright", "pyrightconfig.json")),
        ("ty", "ty check", seen.configured("ty", "ty.toml")),
        ("pyrefly", "pyrefly check", seen.configured("pyrefly", "pyrefly.toml")),
    )
    installed = [one for one in known if seen.has(one[0])]
    for name, command, where in sorted(installed, key=lambda one: one[2] is None):  # of several, the one that is configured
        gathered.add("types", (seen.command(command),), where or seen.at(name), f"{name} is a dependency" + (" and configured" if where else ""))
        return
    for name, _, where in known:
        if where:
            gathered.lacks("types", f"{where} configures {name}, which is not installed: {seen.add(name)}")
            return
    gathered.lacks("types", f"there is no type checker: {seen.add('mypy')}")


def audit(seen: Sources, gathered: Gathering) -> None:
    """Adds pip-audit where it is installed."""
    if not seen.has("pip-audit"):
        gathered.lacks("audit", f"pip-audit is not installed: {seen.add('pip-audit')}, or Audit(stack, tool='trivy')")
        return
    where, kind = seen.at("pip-audit"), seen.installed.kind
    if kind == "uv" and not any([one.setting == "install" for one in gathered.missing]):
        listed = '"$RUNNER_TEMP/requirements.txt"'
        every = " --all-packages" if seen.installed.members else ""
        commands = (
            f"uv export --locked --no-dev --no-emit-workspace{every} --quiet --output-file {listed}",
            seen.command(f"pip-audit --require-hashes --disable-pip --requirement {listed}"),
        )
        gathered.add("audit", commands, where, "pip-audit is a dependency, and reads what production has")
    elif kind == "pip" and seen.installed.hashed:
        name = seen.installed.hashed.rpartition("/")[2]
        gathered.add("audit", (f"pip-audit --require-hashes --disable-pip --requirement {name}",), where, "pip-audit is a dependency")
    else:
        gathered.add("audit", (seen.command("pip-audit --skip-editable"),), where, "pip-audit is a dependency, and looks at what is installed")


def tests(seen: Sources, gathered: Gathering) -> None:
    """Adds unit tests with their gate and integration tests, or says what is missing."""
    if not seen.has("pytest"):
        _without_pytest(seen, gathered)
        return
    integration, mark = _folder(seen, "integration"), _marker(seen)
    unit = _folder(seen, "unit")
    chosen = f" {unit}" if unit and integration else ""
    if integration and not unit and not mark:
        chosen = f" --ignore={integration}"
    marked = f' -m "not {mark[0]}"' if mark else ""
    where = seen.configured("pytest", "pytest.ini") or seen.section(r"^\[(?:tool:)?pytest\]", "setup.cfg", "tox.ini") or seen.at("pytest")
    if seen.has("pytest-cov"):
        gathered.add("unit", (seen.command(f"pytest{chosen}{marked} {REPORT}"),), where, "pytest and pytest-cov are dependencies")
    elif seen.has("coverage"):
        gathered.add("unit", _covered(seen, f"-m pytest{chosen}{marked}"), where, "pytest and coverage are dependencies")
    else:
        gathered.add("unit", (seen.command(f"pytest{chosen}{marked}"),), where, "pytest is a dependency")
        _ungated(seen, gathered, where, "pytest-cov")
    if mark:
        gathered.add("integration", (seen.command(f"pytest -m {mark[0]}"),), mark[1], f"the marker '{mark[0]}'")
    elif integration:
        gathered.add("integration", (seen.command(f"pytest {integration}"),), within(seen.folder, integration), "tests in a folder of their own")
    else:
        gathered.lacks("integration", "there is neither a folder tests/integration nor a marker 'integration'")


def _without_pytest(seen: Sources, gathered: Gathering) -> None:
    django = seen.tree.first(seen.folder, "manage.py") if seen.has("django") else None
    written = next((path for path in seen.tree.below(seen.folder) if re.search(r"(?:^|/)test_\w+\.py$|_test\.py$", path)), "")
    gathered.lacks("integration", "there is neither a folder tests/integration nor a marker 'integration'")
    if not django and not written:
        gathered.lacks("unit", f"there are no tests: {seen.add('pytest pytest-cov')}")
        return
    if not django and "pytest" in (seen.tree.text(written) or "").partition("def ")[0]:
        gathered.lacks("unit", f"{written} needs pytest, which is not installed: {seen.add('pytest pytest-cov')}")
        return
    command, why = ("manage.py test", "Django's own test runner") if django else ("-m unittest discover", "tests, and no pytest: unittest finds them")
    if seen.has("coverage"):
        gathered.add("unit", _covered(seen, command), django or written, why)
    else:
        gathered.add("unit", (seen.command(f"python {command}"),), django or written, why)
        _ungated(seen, gathered, django or written, "coverage")


def _covered(seen: Sources, command: str) -> tuple[str, ...]:
    return tuple([seen.command(f"coverage {one}") for one in (f"run {command}", "xml", "report --fail-under={coverage}")])


def _ungated(seen: Sources, gathered: Gathering, where: str, package: str) -> None:
    gathered.add("coverage", "", where, "no report is known to be written")
    gathered.lacks("gate", f"nothing measures the lines that the tests cover: {seen.add(package)}")


def _folder(seen: Sources, name: str) -> str:
    """The folder of such tests, from the project's own."""
    for parent in ("tests", "test"):
        found = within(seen.folder, f"{parent}/{name}")
        if any([is_within(one, found) and seen.tree.folders[one] for one in seen.tree.folders]):
            return f"{parent}/{name}"
    return ""


def _marker(seen: Sources) -> tuple[str, str] | None:
    """The marker of integration tests and its place."""
    for name in ("pyproject.toml", "pytest.ini", "setup.cfg", "tox.ini"):
        path = within(seen.folder, name)
        found = re.search(
            r"^\s*(?:markers\s*=\s*\[?)?\s*['\"]?(integration|integration_test|needs_services)\b\s*:", seen.tree.text(path) or "", re.MULTILINE
        )
        if found and "markers" in (seen.tree.text(path) or ""):
            return found[1], seen.tree.at(path, rf"{found[1]}\b\s*:")
    return None
