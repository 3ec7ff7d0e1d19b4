"""Several services in one repository: pipelines for what changed alone, and one workflow with a matrix of what changed."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from synth import Image, Job, Monorepo, Part, Pipeline, Workflow, always, model, run
from synth.bindings.lock import builtin
from synth.cli.generate import generate
from synth.definition import workflows_of
from synth.link import link
from synth.pipeline import Stage
from synth.problems import DefinitionError
from synth.project import load, render
from synth.runtime.inputs import Inputs
from synth.runtime.paths.inputs import read_options
from synth.runtime.paths.pattern import matching
from synth.stacks import Go, Npm, Uv
from synth.stages import Build, Deploy, Hotfix, Lint, Push, Rollback, TrivyScan, UnitTest
from tests.judges import JUDGES, Judge, subjects
from tests.stages.conftest import HEALTH, IMAGE, REGISTRY, SERVICE, environment, inputs_of, steps

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples/monorepo"
ORDERS = Npm(folder="services/orders", types=(), audit=())
FOUND = "needs.find-changes.outputs.changed == 'true'"


def linked(workflow: Workflow) -> model.Workflow:
    return link(workflow, builtin().pin)


def shape(workflow: model.Workflow) -> dict[str, tuple[list[str], str | None]]:
    """What each job waits for, and its condition."""
    return {name: (list(job.needs or ()), str(job.if_) if job.if_ is not None else None) for name, job in workflow.jobs.items()}


def refused(value: Pipeline | Monorepo) -> list[str]:
    with pytest.raises(DefinitionError) as error:
        value.workflows()
    return [problem.message for problem in error.value.problems]


def changed_by(workflow: model.Workflow, *paths: str) -> dict[str, list[str]]:
    """Step of the finding job -> names of the parts that a change of these paths changes."""
    found = {}
    for name, step in steps(workflow.jobs["find-changes"]).items():
        if "parts" in inputs_of(step):
            options = read_options(Inputs({"INPUT_PARTS": str(inputs_of(step)["parts"])}))
            found[name] = [part.name for part in options.parts if matching(part.patterns, paths)]
    return found


@pytest.mark.row("I10", "a service's pipeline runs when its paths changed, and its required check reports in any case")
@pytest.mark.row("S5", "a service whose files did not change is neither built nor deployed")
def test_a_pipeline_with_paths_runs_for_what_changed() -> None:
    pipeline = Pipeline(
        "Orders",
        paths=["services/orders/**", "libs/**"],
        stages=[
            Lint(ORDERS),
            UnitTest(ORDERS),
            Build(IMAGE),
            TrivyScan(),
            Push(REGISTRY),
            Deploy(environment("production"), SERVICE, HEALTH),
            Rollback(),
        ],
    )
    expected: dict[str, tuple[list[str], str | None]] = {
        "find-changes": ([], None),
        "lint": (["find-changes"], FOUND),
        "unit-tests": (["find-changes"], FOUND),
        "build-image": (["find-changes"], f"{FOUND} && github.ref == 'refs/heads/main'"),
        "scan-image": (["build-image"], None),
        "push-image": (["lint", "unit-tests", "build-image", "scan-image"], None),
        "deploy-to-production": (["build-image", "push-image"], None),
        "orders-passed": (["find-changes", "lint", "unit-tests", "build-image", "scan-image"], "always()"),
    }
    made, *beside = [linked(one) for one in pipeline.workflows()]
    assert expected == {name: (sorted(needs, key=list(expected).index), if_) for name, (needs, if_) in shape(made).items()}
    assert [] == [one.name for one in beside if "find-changes" in one.jobs], "buttons ask for nothing that changed"


def test_all_its_events_start_it_and_a_merge_queue_too() -> None:
    made = linked(Pipeline("Orders", paths=["a/**"], stages=[Lint(ORDERS)]).workflow())
    assert ["push", "pull_request", "workflow_dispatch", "merge_group"] == list(made.on)
    assert [None] * 4 == [trigger.paths for trigger in made.on.values()], "GitHub's own filters leave a required check waiting for ever"


def test_the_finding_job_has_the_history_and_no_credential() -> None:
    job = linked(Pipeline("Orders", paths=["a/**"], stages=[Lint(ORDERS)]).workflow()).jobs["find-changes"]
    expected = {"persist-credentials": False, "fetch-depth": 0, "filter": "blob:none", "sparse-checkout": ".github"}
    assert expected == dict(inputs_of(steps(job)["Check out the history"]))
    assert ["contents"] == list(job.permissions or {})


@pytest.mark.parametrize(
    ("path", "changed"),
    [
        ("services/orders/a.py", True),
        ("libs/b.py", True),
        ("services/orders/readme.md", False),
        ("services/mail/a.py", False),
        ("readme.md", False),
        (".github/workflows/orders.yml", True),
        (".github/workflows/mail.yml", False),
        (".github/ghsynth.py", True),
        (".github/ghsynth.lock", True),
    ],
)
def test_its_own_file_and_the_definition_are_always_in(path: str, changed: bool) -> None:
    made = linked(Pipeline("Orders", paths=["services/orders/**", "libs/**", "!**/*.md"], stages=[Lint(ORDERS)]).workflow())
    assert {"Find changes": ["Orders"] if changed else []} == changed_by(made, path)


def test_what_an_edit_adds_is_for_what_changed_too() -> None:
    def edit(workflow: Workflow) -> Workflow:
        more = [
            Job("Docs", [run("make docs")]),
            Job("Clean", [run("make clean")], needs=workflow.jobs, if_=always()),
            Job("Never", [run("x")], if_=False),
        ]
        return workflow.replace(jobs=[*workflow.jobs, *more])

    made = shape(linked(Pipeline("Orders", paths=["a/**"], stages=[Lint(ORDERS)], edits=[edit]).workflow()))
    assert (["find-changes"], FOUND) == made["docs"]
    assert f"{FOUND} && always()" == made["clean"][1]
    assert "false" == str(made["never"][1]).lower()


def test_a_gate_that_an_edit_takes_away_is_not_waited_for() -> None:
    pipeline = Pipeline("Orders", paths=["a/**"], stages=[Lint(ORDERS), UnitTest(ORDERS)], edits=[lambda workflow: workflow.replace_job("Lint")])
    assert ["find-changes", "unit-tests"] == shape(linked(pipeline.workflow()))["orders-passed"][0]


def test_a_hotfix_of_such_a_pipeline_is_filtered_alike() -> None:
    stages: list[Stage] = [Lint(ORDERS), Build(IMAGE), TrivyScan(), Push(REGISTRY), Deploy(environment("production"), SERVICE, HEALTH), Hotfix()]
    made = [linked(one) for one in Pipeline("Orders", paths=["a/**"], stages=stages).workflows()]
    assert ["find-changes" in one.jobs for one in made if "deploy-to-production" in one.jobs] == [True, True]


@pytest.mark.parametrize(
    ("results", "code"),
    [
        ("success success", 0),
        ("success skipped", 0),
        ("success failure", 1),
        ("cancelled success", 1),
        ("failure skipped", 1),
    ],
)
def test_the_last_job_fails_with_any_before_it_and_not_where_there_was_nothing_to_do(results: str, code: int) -> None:
    made = linked(Pipeline("Orders", paths=["a/**"], stages=[Lint(ORDERS)]).workflow())
    step = steps(made.jobs["orders-passed"])["Fail if a job before failed"]
    assert {"RESULTS": "${{ needs.find-changes.result }} ${{ needs.lint.result }}"} == {key: str(value) for key, value in (step.env or {}).items()}  # type: ignore[union-attr]  # a mapping, as linked
    done = subprocess.run(
        ["bash", "-e", "-c", step.run or ""], env={"RESULTS": results, "PATH": os.environ["PATH"]}, capture_output=True, check=False
    )
    assert code == done.returncode


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        ("services/**", "pipeline 'Orders': paths takes a list: paths=['services/**']"),
        (["!a"], "pipeline 'Orders': paths: no pattern adds a path: those with ! only take away"),
        (["./a"], "pipeline 'Orders': paths: './a' can match no path: paths begin at the repository's root, as in services/orders/**"),
    ],
)
def test_paths_that_match_nothing_are_refused(paths: Any, message: str) -> None:
    assert [message] == refused(Pipeline("Orders", paths=paths, stages=[Lint(ORDERS)]))


def test_the_check_to_require_is_named() -> None:
    note = "require the check 'Orders passed': it reports always; the others are skipped where their paths did not change"
    assert note in Pipeline("Orders", paths=["a/**"], stages=[Lint(ORDERS)]).notes()
    assert [] == Pipeline("Orders", stages=[Lint(ORDERS)]).notes()


def test_paths_can_be_written_as_data() -> None:
    (pipeline,) = workflows_of("name: Orders\npaths: [services/orders/**]\nstages:\n  - lint: {stack: {npm: {}}}\n", ".github/ghsynth.yml")
    assert "find-changes" in linked(pipeline.workflow()).jobs


@pytest.mark.row("I10", "a service's commands run in its folder, with its own versions, locks and reports")
def test_a_stack_in_a_folder_reads_that_folder_s_files() -> None:
    found = [
        {key: value for step in stack.prepare() for key, value in (step.inputs or {}).items() if "file" in key or "dependency" in key}
        for stack in (Npm(folder="a", cache=True), Uv(folder="a", cache=True), Go(folder="a", cache=True), Go(folder="a", version_file="go.work"))
    ]
    expected = [
        {"cache-dependency-path": "a/package-lock.json"},
        {"cache-dependency-glob": "a/uv.lock"},
        {"go-version-file": "a/go.mod", "cache-dependency-path": "a/go.sum"},
        {"go-version-file": "go.work"},
    ]
    assert expected == found


def monorepo(*parts: Any, **settings: Any) -> model.Workflow:
    (made,) = Monorepo(parts, **settings).workflows()
    return linked(made)


@pytest.mark.row("I10", "one workflow checks only those services that changed, as a matrix that the run finds out")
def test_parts_that_differ_in_the_folder_alone_share_a_matrix() -> None:
    made = monorepo(*[Npm(folder=f"services/{name}", node_file=f"services/{name}/.nvmrc", cache=True) for name in ("orders", "mail")])
    assert ["find-changes", "lint", "type-check", "audit", "unit-tests", "checks-passed"] == list(made.jobs)
    assert (["find-changes"], "needs.find-changes.outputs.npm != '[]'") == shape(made)["lint"], "GitHub refuses an empty matrix"
    tests = made.jobs["unit-tests"]
    assert isinstance(tests, model.Job)
    node = {key: str(value) for key, value in inputs_of(steps(tests)["Set up Node.js"]).items()}
    assert ("${{ matrix.part.folder }}/.nvmrc", "${{ matrix.part.folder }}/package-lock.json") == (
        node["node-version-file"],
        node["cache-dependency-path"],
    )
    report = {key: str(value) for key, value in inputs_of(steps(tests)["Keep the coverage report"]).items()}
    assert ("coverage-${{ matrix.part.name }}", "${{ matrix.part.folder }}/coverage") == (report["name"], report["path"])


def test_parts_of_other_stacks_or_settings_have_jobs_of_their_own() -> None:
    made = monorepo(ORDERS, Npm(folder="a", types=(), audit=(), node="22"), Uv(folder="b", lint=(), format=(), types=(), audit=()))
    expected = ["lint-of-npm-1", "unit-tests-of-npm-1", "lint-of-npm-2", "unit-tests-of-npm-2", "unit-tests-of-uv"]
    assert ["find-changes", *expected, "checks-passed"] == list(made.jobs)
    assert ["find-changes", *expected] == shape(made)["checks-passed"][0]


@pytest.mark.row("I10", "what services share is checked with each that is made of it")
def test_what_is_shared_changes_those_that_use_it() -> None:
    made = monorepo(Part(ORDERS, uses=["libs/money/**"]), Npm(folder="services/mail", types=(), audit=()), Go(folder="gate"), shared=["libs/base/**"])
    both = {"Find changes of Npm": ["services-orders", "services-mail"], "Find changes of Go": ["gate"]}
    assert both == changed_by(made, "libs/base/a")
    assert both == changed_by(made, ".github/workflows/checks.yml")
    assert {"Find changes of Npm": ["services-orders"], "Find changes of Go": []} == changed_by(made, "libs/money/a")
    assert {"Find changes of Npm": ["services-mail"], "Find changes of Go": []} == changed_by(made, "services/mail/a")
    assert {"Find changes of Npm": [], "Find changes of Go": []} == changed_by(made, "readme.md", "services/mailbox/a")


@pytest.mark.row("I10", "only the images of services that changed are built")
def test_images_are_built_for_what_changed_and_thrown_away() -> None:
    made = monorepo(Part(ORDERS, image=Image("orders", context="services/orders", build_args={"A": "1", "B": "2"})), Go(folder="gate"))
    build = made.jobs["build-image"]
    assert "needs.find-changes.outputs.images != '[]'" == str(build.if_)
    told = json.loads(str(inputs_of(steps(made.jobs["find-changes"])["Find changes of images"])["parts"]))
    expected = {
        "name": "services-orders",
        "folder": "services/orders",
        "paths": ["services/orders/**", ".github/workflows/checks.yml", ".github/ghsynth.*"],
        "context": "services/orders",
        "file": "services/orders/Dockerfile",
        "arguments": "A=1\nB=2",
    }
    assert [expected] == told


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ([], "monorepo 'Checks': there are no parts: give the stack of each service"),
        ([Npm()], "monorepo 'Checks': Npm is at the root of the repository, where everything belongs to it: give it folder="),
        ([ORDERS, Go(folder="services/orders")], "monorepo 'Checks': 'services/orders' is there twice"),
        (
            [Part(ORDERS, uses=["/libs"])],
            "monorepo 'Checks': paths: '/libs' can match no path: paths begin at the repository's root, as in services/orders/**",
        ),
        ([Part(ORDERS, uses="libs/**")], "monorepo 'Checks': uses takes a list: uses=['libs/**']"),
    ],
)
def test_parts_that_cannot_be_are_refused(parts: list[Any], message: str) -> None:
    assert [message] == refused(Monorepo(parts))


@pytest.mark.row("I10", "the pipelines of two services and a library take thirty lines")
def test_the_example_is_current_and_short(capsys: pytest.CaptureFixture[str]) -> None:
    code = generate(str(EXAMPLE), check=True)
    said = capsys.readouterr()
    assert (0, "") == (code, said.err), said.out
    assert 30 > len((EXAMPLE / ".github/ghsynth.py").read_text().splitlines())


def test_a_change_of_the_example_s_library_is_one_of_orders_alone() -> None:
    found = [changed_by(linked(workflow), "libs/money/money.js") for workflow in load(str(EXAMPLE)).workflows]
    expected = [
        {"Find changes of Npm": ["services-orders"], "Find changes of images": ["services-orders"]},
        {"Find changes": ["Deliver orders"]},
        {"Find changes": []},
    ]
    assert expected == found


@pytest.mark.parametrize(
    "block", re.findall(r"```python\n(.*?)```", (ROOT / "docs/monorepo.md").read_text("utf-8"), re.DOTALL), ids=["pipeline", "matrix"]
)
def test_what_the_page_shows_runs(block: str, tmp_path: Path) -> None:
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github/ghsynth.py").write_text(block)
    assert 3 < len(render(load(str(tmp_path))))


@pytest.mark.slow
@pytest.mark.parametrize("one", JUDGES, ids=lambda one: one.NAME)
def test_a_judge_finds_nothing_in_the_example(one: Judge, tmp_path: Path) -> None:
    copied = tmp_path / "repository"  # `$/` is the root of a repository, which the example is not in its place here
    copytree(EXAMPLE / ".github", copied / ".github")
    assert [] == one.judge(subjects(copied))
