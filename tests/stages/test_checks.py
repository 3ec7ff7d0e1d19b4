"""The stages that check a stack: one job each, side by side; what they refuse, and what they run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from synth.build.jobs import Job
from synth.build.steps import run
from synth.expr import vars
from synth.expr.tree import Expr
from synth.model import Origin
from synth.pipeline import Progress, Stage
from synth.stacks import Docker, Maven, Npm, Pip, Pnpm, Uv
from synth.stages import Audit, Build, Bundle, Format, Lint, Push, TrivyScan, TypeCheck, UnitTest
from tests.stages.conftest import IMAGE, NPM, REGISTRY, inputs_of, jobs_of, steps
from tests.stages.test_stages import refused

UNGATED = "no command of the unit tests takes coverage=90: write {coverage} where one does"


@dataclass(frozen=True)
class Odd:
    """A stage of a user's own, whose folder is an expression."""

    origin: Origin = field(default_factory=lambda: Origin("here", 1))

    def after(self, progress: Progress) -> Progress:
        return progress.gate(Job("Odd", [run("npm run format:check")], working_directory=vars.FOLDER))


def ran(job: Any) -> list[str]:
    return [step.run for step in job.steps if step.run]


@pytest.mark.row("E1a", "format, lint, types, audit and unit tests wait for nothing, and the push for each of them")
@pytest.mark.row("I1c", "the format check is a job beside lint and types")
@pytest.mark.row("I1d", "unit tests begin at once and hold back the push")
def test_the_checks_run_side_by_side_and_hold_back_the_push() -> None:
    jobs = jobs_of(Format(NPM), Lint(NPM), TypeCheck(NPM), Audit(NPM), UnitTest(NPM), Build(IMAGE), TrivyScan(), Push(REGISTRY))
    checks = ["format", "lint", "type-check", "audit", "unit-tests"]
    assert [None] * 5 == [jobs[name].needs for name in checks] or [()] * 5 == [jobs[name].needs for name in checks]
    assert set(checks) < set(jobs["push-image"].needs or ())


def test_no_check_has_more_than_the_sources() -> None:
    jobs = jobs_of(Format(NPM), Lint(NPM), TypeCheck(NPM), Audit(NPM), Audit(NPM, tool="trivy", name="Scan"), UnitTest(NPM))
    assert [{"contents": "read"}] * 6 == [{scope: one.level for scope, one in permissions(job).items()} for job in jobs.values()]


def permissions(job: Any) -> Any:
    return job.permissions


def test_each_check_runs_its_own_commands() -> None:
    jobs = jobs_of(Lint(NPM), TypeCheck(NPM), Audit(NPM))
    install = "npm ci --ignore-scripts"
    assert {
        "lint": [install, "npm run lint", "npm run format:check"],
        "type-check": [install, "npm run typecheck"],
        "audit": ["npm audit --audit-level=high --omit=dev"],
    } == {name: ran(job) for name, job in jobs.items()}


@pytest.mark.parametrize("stages", [[Format(NPM), Lint(NPM)], [Lint(NPM, format=False), Format(NPM)]])
def test_the_format_is_checked_once(stages: list[Stage]) -> None:
    jobs = jobs_of(*stages)
    assert [["npm run lint"], ["npm run format:check"]] == [ran(jobs[name])[1:] for name in ("lint", "format")]


def test_a_format_that_lint_checks_already_is_refused() -> None:
    said = "stage Format: Lint checks the format already: put Format before it, or write Lint(..., format=False)"
    assert [said] == refused(Lint(NPM), Format(NPM))


def test_another_folder_has_a_format_of_its_own() -> None:
    jobs = jobs_of(Lint(NPM), Format(Npm(folder="web")))
    assert ["npm run format:check"] == ran(jobs["format"])[1:]


@pytest.mark.parametrize(
    ("stage", "said"),
    [
        (Lint(Npm(lint=(), format=())), "stage Lint: Npm has nothing to run: give it lint=, or leave this stage out"),
        (Format(Docker()), "stage Format: Docker has nothing to run: give it format=, or leave this stage out"),
        (TypeCheck(Pip(types=[])), "stage TypeCheck: Pip has nothing to run: give it types=, or leave this stage out"),
        (
            Audit(Maven()),
            "stage Audit: Maven has nothing to run: give it audit=, or leave this stage out; Audit(..., tool='trivy') reads lock files of all languages",
        ),
        (UnitTest(Npm(unit=())), "stage UnitTest: Npm has nothing to run: give it unit=, or leave this stage out"),
        (UnitTest(NPM, coverage=90), f"stage UnitTest: {UNGATED}"),
        (UnitTest(Uv(), coverage=101), "stage UnitTest: coverage=101 is no share in per cent: give 0 to 100"),
    ],
)
def test_a_stage_without_anything_to_run_is_refused(stage: Stage, said: str) -> None:
    assert [said] == refused(stage)


@pytest.mark.row("E2a", "the least coverage, 80 % by default, is an argument of the test tool")
@pytest.mark.parametrize(("given", "least"), [({}, 80), ({"coverage": 95}, 95), ({"coverage": 0}, 0)])
def test_the_gate_is_told_to_the_tool(given: dict[str, Any], least: int) -> None:
    tests = jobs_of(UnitTest(Uv(), **given))["unit-tests"]
    assert f"uv run --no-sync pytest --cov --cov-report=term --cov-report=xml --cov-fail-under={least}" == ran(tests)[-1]


def test_a_project_s_own_gate_is_left_to_it() -> None:
    assert ["npm ci --ignore-scripts", "npm test"] == ran(jobs_of(UnitTest(NPM))["unit-tests"])


def test_a_stack_without_a_report_keeps_none() -> None:
    assert ["Check out", "Set up Buildx", "docker build --target test ."] == list(steps(jobs_of(UnitTest(Docker()))["unit-tests"]))


@pytest.mark.row("E2c", "the report is kept, above all when the gate fails")
def test_the_report_is_kept_when_the_gate_fails() -> None:
    tests = jobs_of(UnitTest(Maven()))["unit-tests"]
    found = steps(tests)
    assert ["At least 80 % of the lines", "Keep the coverage report"] == list(found)[-2:]
    assert "**/target/site/jacoco" == inputs_of(found["Keep the coverage report"])["path"]
    condition = found["Keep the coverage report"].if_
    assert not isinstance(condition, Expr)
    assert "!cancelled() && steps.mvnw-b-jacoco-prepare-agent-verify-jacoco-report-dskipits.outcome != 'skipped'" == condition


def test_trivy_reads_the_folder_without_credentials() -> None:
    audit = jobs_of(Audit(Maven(folder="svc"), tool="trivy", severity=["CRITICAL"], version="v0.74.0"))["audit"]
    found = steps(audit)
    assert ["Check out", "Set up Trivy", "Scan", "Show the findings", "Keep the report"] == list(found)
    assert {"version": "v0.74.0"} == inputs_of(found["Set up Trivy"])
    assert "trivy fs --scanners vuln --severity CRITICAL --exit-code 1 --format json --output trivy.json ." == found["Scan"].run
    assert ("audit", "svc/trivy.json") == (inputs_of(found["Keep the report"])["name"], inputs_of(found["Keep the report"])["path"])


def test_a_second_stack_has_jobs_called_by_its_folder() -> None:
    api, web = Npm(folder="api"), Npm(folder="web")
    stages: list[Stage] = [stage(stack) for stack in (api, web) for stage in (Lint, UnitTest)]
    jobs = jobs_of(*stages)
    assert ["lint", "unit-tests", "lint-of-web", "unit-tests-of-web"] == list(jobs)
    kept = [inputs_of(steps(jobs[name])["Keep the coverage report"]) for name in ("unit-tests", "unit-tests-of-web")]
    assert [("coverage", "api/coverage"), ("coverage-of-web", "web/coverage")] == [(one["name"], one["path"]) for one in kept]


def test_a_job_in_a_folder_that_only_the_runner_knows_is_another_one() -> None:
    odd = Odd()
    assert ["npm run lint", "npm run format:check"] == ran(jobs_of(odd, Lint(NPM))["lint"])[1:]


@pytest.mark.row("I1e", "the production bundle is built beside the checks, kept, and held against the push")
def test_the_production_bundle_is_built_and_kept() -> None:
    pnpm = Pnpm(folder="web")
    jobs = jobs_of(Lint(pnpm), Bundle(pnpm, ["pnpm run build"], keep="dist"), Build(IMAGE), TrivyScan(), Push(REGISTRY))
    bundle = jobs["bundle"]
    assert (["pnpm install --frozen-lockfile --ignore-scripts", "pnpm run build"], None) == (ran(bundle), bundle.needs or None)
    kept = {"name": "bundle", "path": "web/dist", "if-no-files-found": "error", "retention-days": 14}
    assert kept == inputs_of(steps(bundle)["Keep the bundle"])
    assert "bundle" in (jobs["push-image"].needs or ())


def test_a_bundle_needs_a_command() -> None:
    assert ["stage Bundle: there is no command that makes the bundle: Bundle(stack, ['npm run build'], keep='dist')"] == refused(
        Bundle(NPM, [], keep="dist")
    )
