"""`Auto()` in a definition: a pipeline that is what the repository's files say, and is another one when they do."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.build.repository import in_repository
from synth.pipeline import StageError
from synth.problems import DefinitionError
from synth.project import Project, load, render
from synth.record import settable
from synth.stacks import Auto, Go, Npm
from synth.stacks.auto import STACK_NAMES
from tests.stacks.conftest import WORKFLOW, definition, written
from tests.stacks.projects import CASES


def read(name: str, root: Path, text: str) -> Project:
    return load(str(written(name, root, text)))


def refused(name: str, root: Path, text: str) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        read(name, root, text)
    return [problem.message for problem in caught.value.problems]


def test_the_stack_is_the_project_s(tmp_path: Path) -> None:
    root = written("npm-mocha-with-nyc", tmp_path, "")
    with in_repository(str(root)):
        stack = Auto().stack
    expected = Npm(
        node="20.18.1",
        lint=("npm run lint:check",),
        format=(),
        types=(),
        unit=("npm run test:unit", "npx --no-install nyc report --reporter=lcov", "npx --no-install nyc check-coverage --lines {coverage}"),
        integration=(),
    )
    assert [getattr(expected, name) for name in settable(Npm)] == [getattr(stack, name) for name in settable(Npm)]


@pytest.mark.parametrize("case", [case for case in CASES if case.projects], ids=lambda case: case.name)
def test_every_project_that_is_found_makes_a_stack(case, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]  # the parametrization says it
    case.write(tmp_path)
    with in_repository(str(tmp_path)):
        made = [type(Auto(one.folder, kind=one.kind).stack).__name__ for one in case.projects]
        folders = [Auto(one.folder, kind=one.kind).folder for one in case.projects]
    assert [STACK_NAMES[one.kind] for one in case.projects] == made
    assert [one.folder for one in case.projects] == folders


def test_a_pipeline_changes_with_the_repository(tmp_path: Path) -> None:
    before = render(read("npm-native-modules", tmp_path, definition("", "")))[WORKFLOW]
    (tmp_path / "tsconfig.json").write_text("{}\n", encoding="utf-8")
    (tmp_path / "package.json").write_text(
        (tmp_path / "package.json").read_text(encoding="utf-8").replace('"jest":', '"typescript": "^7",\n    "jest":'), encoding="utf-8"
    )
    after = render(load(str(tmp_path)))[WORKFLOW]
    assert ("npx --no-install tsc --noEmit" in before, "npx --no-install tsc --noEmit" in after) == (False, True)


def test_what_is_not_declared_is_left_out_and_told(tmp_path: Path) -> None:
    project = read("npm-mocha-with-nyc", tmp_path, definition("", ""))
    assert ["lint", "audit", "unit-tests"] == [job.name.lower().replace(" ", "-") for job in project.workflows[0].jobs]
    assert [
        "Lint checks no format: '.' declares nothing to run: there is neither a script 'format:check' nor a formatter with its settings",
        "Type check is left out: '.' declares nothing to run: there is neither a script 'typecheck' nor a tsconfig.json",
        "Integration tests are left out: '.' declares nothing to run: there is no script 'test:integration'",
    ] == project.notes


def test_a_gate_that_nobody_measures_is_told(tmp_path: Path) -> None:
    project = read("pip-flask-with-unittest", tmp_path, definition(", tool='trivy'", ""))
    assert [
        "Lint is left out: '.' declares nothing to run: there is no linter: add ruff to the requirements",
        "Type check is left out: '.' declares nothing to run: there is no type checker: add mypy to the requirements",
        "Unit tests of '.' have no gate of ours: nothing measures the lines that the tests cover: add coverage to the requirements",
        "Integration tests are left out: '.' declares nothing to run: there is neither a folder tests/integration nor a marker 'integration'",
    ] == project.notes


def test_unit_tests_are_never_left_out(tmp_path: Path) -> None:
    said = "stage UnitTest: '.' declares nothing to run: there is neither a script 'test' nor a test runner with its settings"
    assert [said] == refused("npm-init-and-nothing-more", tmp_path, definition("", ""))


def test_what_is_not_locked_is_refused(tmp_path: Path) -> None:
    locked = "pyproject.toml:8: there is no uv.lock to install from: run 'uv lock' and commit it"
    said = refused("uv-that-is-not-locked", tmp_path, definition("", ""))
    assert [f"stage {stage}: {locked}" for stage in ("Lint", "TypeCheck", "UnitTest")] == said


def test_a_folder_without_a_project_is_told_what_there_is(tmp_path: Path) -> None:
    root = written("services-side-by-side", tmp_path, "")
    there = "Auto('proxy'), Auto('services/api'), Auto('services/gateway'), Auto('services/worker')"
    with in_repository(str(root)):
        for auto, said in (
            (Auto(), f"there is no project in '.'; there are: {there}"),
            (Auto("services/api", kind="pnpm"), f"there is no project of pnpm in 'services/api'; there are: {there}"),
        ):
            with pytest.raises(StageError) as caught:
                _ = auto.stack
            assert said == str(caught.value)


def test_a_folder_of_two_projects_is_told_both(tmp_path: Path) -> None:
    root = written("django-with-a-frontend-in-the-same-folder", tmp_path, "")
    with in_repository(str(root)):
        with pytest.raises(StageError) as caught:
            _ = Auto().lint
        assert "'.' has 2 projects: write Auto('.', kind='npm'), Auto('.', kind='pip')" == str(caught.value)
        assert ("ruff check --output-format=github",) == Auto(kind="pip").lint


def test_services_side_by_side_have_jobs_and_reports_of_their_own(tmp_path: Path) -> None:
    text = (
        "from synth import Pipeline\nfrom synth.stacks import Auto\nfrom synth.stages import Lint, UnitTest\n\n"
        "services = [Auto('services/api'), Auto('services/gateway'), Auto('services/worker')]\n"
        "pipeline = Pipeline('Checks', stages=[stage(service) for service in services for stage in (Lint, UnitTest)])\n"
    )
    workflow = render(read("services-side-by-side", tmp_path, text))[WORKFLOW]
    lines = [line.strip() for line in workflow.split("\n")]
    assert [
        "lint",
        "unit-tests",
        "lint-of-services-gateway",
        "unit-tests-of-services-gateway",
        "lint-of-services-worker",
        "unit-tests-of-services-worker",
    ] == [line.strip(" :") for line in workflow.split("jobs:")[1].split("\n") if line.startswith("  ") and line[2] != " " and line.endswith(":")]
    assert ["name: coverage", "name: coverage-of-services-gateway", "name: coverage-of-services-worker"] == [
        line for line in lines if line.startswith("name: coverage")
    ]
    assert ["path: services/api/coverage", "path: services/gateway/coverage.out", "path: services/worker/coverage.xml"] == [
        line for line in lines if line.startswith("path: ")
    ]
    assert ["go-version-file: services/gateway/go.mod"] * 2 == [line for line in lines if line.startswith("go-version-file")]


@pytest.mark.parametrize(
    ("name", "at", "lint", "unit"),
    [
        (
            "npm-workspace-with-scripts-of-its-members",
            "packages/api",
            "npm run lint --workspace packages/api",
            "npm test --workspace packages/api -- --coverage --coverage.thresholds.lines={coverage}",
        ),
        ("yarn-berry-workspace", "packages/a", "yarn workspace a run lint", None),
        ("go-workspace", "api", "go vet ./api/... ./lib/...", "go test -race -covermode=atomic -coverprofile=coverage.out ./api/... ./lib/..."),
    ],
)
def test_a_member_of_a_workspace_is_installed_with_it_and_tested_alone(name: str, at: str, lint: str, unit: str | None, tmp_path: Path) -> None:
    root = written(name, tmp_path, "")
    with in_repository(str(root)):
        auto = Auto(at)
        assert (".", lint, unit) == (auto.folder, auto.lint[-1], next(iter(auto.unit), None))


def test_a_member_of_a_workspace_has_its_report_in_its_folder(tmp_path: Path) -> None:
    root = written("npm-workspace-with-scripts-of-its-members", tmp_path, "")
    with in_repository(str(root)):
        assert "packages/api/coverage" == Auto("packages/api").coverage


def test_auto_is_a_stack_in_yaml_too(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == "go-service-with-tools")
    case.write(tmp_path)
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github/ghsynth.yml").write_text(
        "name: Checks\nstages:\n  - lint: {stack: auto}\n  - unit-test: {stack: {auto: {at: ., cache: true}}, coverage: 90}\n", encoding="utf-8"
    )
    workflow = render(load(str(tmp_path)))[WORKFLOW]
    assert ("go tool golangci-lint run" in workflow, "least=90" in workflow, "cache-dependency-path: go.sum" in workflow) == (True, True, True)


def test_outside_of_a_repository_auto_looks_where_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(written("go-with-staticcheck", tmp_path, ""))
    assert Go().types == Auto().types
