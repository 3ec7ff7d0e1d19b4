"""The workflows that Rollback makes: as text, silent before every judge, and the script that reverts in real repositories."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from synth import model
from synth.cli.generate import generate
from synth.pipeline import Pipeline
from synth.problems import DefinitionError
from synth.project import load, render
from synth.rollout import Canary
from synth.stages import Build, Deploy, Push, Rollback, TrivyScan
from tests.judges import JUDGES, Judge, subjects
from tests.stages.conftest import HEALTH, IMAGE, REGISTRY, SERVICE, environment, inputs_of, job, linked, steps

DEFINITION = """
from synth import Environment, Health, Image, Pipeline, Registry, Service
from synth.stages import Build, Deploy, Push, Rollback, TrivyScan

service, health = Service("orders-api", container="app"), Health("/health", expect_json={"/status": "ok"}, version="/version#/version")
registry = Registry("111122223333", region="eu-west-1", role="arn:aws:iam::111122223333:role/orders-api-push")

def environment(name, account):
    role = f"arn:aws:iam::{account}:role/orders-api-deploy"
    return Environment(name, region="eu-west-1", cluster=f"orders-{name}", role=role, url=f"https://{name}.orders.example.com")

staging, production = environment("staging", "444455556666"), environment("production", "777788889999")
deployed = [Deploy(staging, service, health), Deploy(production, service, health)]
pipeline = Pipeline("Orders API", stages=[Build(Image("orders-api")), TrivyScan(), Push(registry), *deployed, Rollback()])
"""
STAGING, PRODUCTION = environment("staging"), environment("production")
BEFORE = (Build(IMAGE), TrivyScan(), Push(REGISTRY))


def button(*stages: Deploy) -> model.Workflow:
    return linked(Pipeline("Orders API", stages=[*BEFORE, *stages, Rollback()]).workflows()[1])


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A pipeline with ways back, written as a definition."""
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github/ghsynth.py").write_text(DEFINITION, encoding="utf-8")
    return tmp_path


@pytest.mark.row("S3", "a workflow with a button asks for environment and release")
@pytest.mark.parametrize("name", ["roll-back-orders-api", "revert-orders-api"])
def test_the_workflows_are_as_they_were(repository: Path, golden: Callable[[str, str], None], name: str) -> None:
    golden(f"{name}.yml", render(load(str(repository)))[f".github/workflows/{name}.yml"])


@pytest.mark.slow
@pytest.mark.parametrize("one", JUDGES, ids=lambda one: one.NAME)
def test_a_judge_finds_nothing(repository: Path, one: Judge) -> None:
    assert 0 == generate(str(repository))
    chosen = [subject for subject in subjects(repository) if "roll-back" in subject.path or "revert" in subject.path]
    assert 2 == len(chosen)
    assert [] == [str(finding) for finding in one.judge(chosen)]


@pytest.mark.row("I10", "the actions that workflows use are written into the repository")
def test_the_action_that_rolls_back_is_written_beside_it(repository: Path) -> None:
    assert ".github/actions/rollback/action.yml" in render(load(str(repository)))


@pytest.mark.row("S3", "the button's job waits in line with the deployments and behind the same protection")
def test_it_stands_in_line_with_the_deployments_and_behind_the_same_protection() -> None:
    pipeline, made, _ = [linked(one) for one in Pipeline("Orders API", stages=[*BEFORE, Deploy(STAGING, SERVICE, HEALTH), Rollback()]).workflows()]
    deploy, back = job(pipeline, "deploy-to-staging"), job(made, "roll-back-staging")
    assert (deploy.concurrency, deploy.environment) == (back.concurrency, back.environment)


def test_the_version_to_expect_is_the_release_s_own_and_not_the_run_s() -> None:
    inputs = inputs_of(steps(button(Deploy(STAGING, SERVICE, HEALTH)).jobs["roll-back-staging"])["Roll back and verify"])
    assert "verify-url" in inputs
    assert "verify-expect-version" not in inputs


def test_without_a_health_check_ecs_alone_is_believed() -> None:
    inputs = inputs_of(steps(button(Deploy(STAGING, SERVICE)).jobs["roll-back-staging"])["Roll back and verify"])
    assert {"cluster", "service", "to", "mode", "deadline", "fail-on"} == set(inputs)


def test_a_strategy_that_takes_time_gets_it() -> None:
    canary = Canary(10, 50, step_minutes=10, bake_minutes=10)
    back = job(button(Deploy(STAGING, SERVICE, HEALTH, strategy=canary)), "roll-back-staging")
    assert canary.minutes + 60 == back.timeout_minutes
    assert (canary.minutes + 30) * 60 == inputs_of(steps(back)["Roll back and verify"])["deadline"]


def test_with_several_services_one_or_all_are_chosen() -> None:
    from synth.pipeline import Service

    worker = Service("worker", container="app")
    made = button(Deploy(STAGING, SERVICE, HEALTH), Deploy(PRODUCTION, worker))
    expected = {
        "roll-back-orders-api-in-staging": "inputs.environment == 'staging' && (inputs.service == 'all' || inputs.service == 'orders-api')",
        "roll-back-worker-in-production": "inputs.environment == 'production' && (inputs.service == 'all' || inputs.service == 'worker')",
    }
    assert expected == {name: one.if_ for name, one in made.jobs.items()}


def test_the_revert_can_be_left_out() -> None:
    made = Pipeline("Orders API", stages=[*BEFORE, Deploy(STAGING, SERVICE), Rollback(revert=False)])
    assert ["Orders API", "Roll back Orders API"] == [one.name for one in made.workflows()]
    assert [] == made.notes()


def test_nothing_deployed_is_nothing_to_roll_back() -> None:
    with pytest.raises(DefinitionError, match="there is nothing to roll back yet: put Deploy before it"):
        Pipeline("Orders API", stages=[*BEFORE, Rollback()]).workflows()


def test_it_is_a_stage_of_a_definition_in_yaml(tmp_path: Path) -> None:
    (tmp_path / ".github").mkdir()
    settings = "{region: eu-west-1, cluster: c, role: 'arn:aws:iam::444455556666:role/deploy', url: 'https://x.example.com', name: staging}"
    (tmp_path / ".github/ghsynth.yml").write_text(
        "name: Orders API\nstages:\n  - build: {image: {repository: orders-api}}\n  - trivy-scan\n"
        "  - push: {registry: {account: '111122223333', region: eu-west-1, role: 'arn:aws:iam::111122223333:role/push'}}\n"
        f"  - deploy: {{environment: {settings}, service: {{name: orders-api, container: app}}}}\n  - rollback: {{revert: false}}\n"
    )
    assert ["Orders API", "Roll back Orders API"] == [one.name for one in load(str(tmp_path)).workflows]


# the script that reverts


class Repository:
    """A clone of a bare repository, and a `gh` that notes what it was asked."""

    def __init__(self, folder: Path, script: str) -> None:
        self.folder, self.script = folder, script
        self.remote, self.clone, self.tools = folder / "remote.git", folder / "clone", folder / "tools"
        self._git("init", "-q", "--bare", "-b", "main", str(self.remote), at=folder)
        self._git("clone", "-q", str(self.remote), str(self.clone), at=folder)
        self._git("switch", "-q", "-c", "main")
        self.tools.mkdir()
        fake = '#!/bin/sh\necho "$*" >> "$ASKED"\ncase "$1 $2" in\n"pr list") printf "%s" "$OPEN" ;;\n"pr create") echo https://x/pull/7 ;;\nesac\n'
        (self.tools / "gh").write_text(fake)
        (self.tools / "gh").chmod(0o755)

    def commit(self, **files: str) -> str:
        for name, text in files.items():
            (self.clone / name).write_text(text)
            self._git("add", name)
        self._git("commit", "-q", "-m", f"Change {', '.join(files)}")
        self._git("push", "-q", "origin", "main")
        return self._git("rev-parse", "HEAD")

    def merge(self, **files: str) -> str:
        self._git("switch", "-q", "-c", "topic")
        self.commit_locally(**files)
        self._git("switch", "-q", "main")
        self._git("merge", "-q", "--no-ff", "-m", "Merge topic", "topic")
        self._git("push", "-q", "origin", "main")
        return self._git("rev-parse", "HEAD")

    def commit_locally(self, **files: str) -> None:
        for name, text in files.items():
            (self.clone / name).write_text(text)
            self._git("add", name)
        self._git("commit", "-q", "-m", "Topic")

    def revert(self, commit: str = "", open_: str = "") -> tuple[int, str]:
        """Exit code and output of the step."""
        environment = {**self._environment(), "COMMIT": commit, "MAIN": "main", "OPEN": open_, "ASKED": str(self.folder / "asked")}
        environment |= {"GITHUB_STEP_SUMMARY": str(self.folder / "summary"), "GH_TOKEN": "x", "PATH": f"{self.tools}:{os.environ['PATH']}"}
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", self.script]
        done = subprocess.run(shell, cwd=self.clone, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def asked(self) -> list[str]:
        path = self.folder / "asked"
        return path.read_text().splitlines() if path.exists() else []

    def text(self, branch: str, file: str) -> str:
        return self._git("show", f"{branch}:{file}", at=self.remote)

    def branches(self) -> list[str]:
        return self._git("for-each-ref", "--format=%(refname:short)", "refs/heads", at=self.remote).splitlines()

    def _git(self, *words: str, at: Path | None = None) -> str:
        done = subprocess.run(["git", *words], cwd=at or self.clone, env=self._environment(), capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def _environment(self) -> dict[str, str]:
        people = {f"GIT_{who}_{what}": "x@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), "GIT_CONFIG_NOSYSTEM": "1", **people}


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    made = Pipeline("Orders API", stages=[*BEFORE, Deploy(STAGING, SERVICE), Rollback()]).workflows()[2]
    script = steps(linked(made).jobs["open-a-pull-request"])["Revert"].run
    assert script is not None
    return Repository(tmp_path, script)


@pytest.mark.row("C5c", "a commit is taken back by a pull request, in a real repository")
def test_a_commit_is_taken_back_by_a_pull_request(repo: Repository) -> None:
    repo.commit(a="1\n")
    bad = repo.commit(a="2\n")
    repo.commit(b="1\n")
    code, said = repo.revert(bad[:10])
    branch = f"revert-{bad[:12]}"
    assert (0, "opened https://x/pull/7") == (code, said.splitlines()[-1])
    assert (["main", branch], "1", "1") == (repo.branches(), repo.text(branch, "a"), repo.text(branch, "b"))
    assert "2" == repo.text("main", "a")
    assert f"pr create --base main --head {branch} --title Revert: Change a --body Takes back {bad}." == repo.asked()[-1]


def test_without_a_commit_it_is_the_newest(repo: Repository) -> None:
    repo.commit(a="1\n")
    newest = repo.commit(a="2\n")
    assert 0 == repo.revert()[0]
    assert "1" == repo.text(f"revert-{newest[:12]}", "a")


@pytest.mark.row("C5c", "a merge is taken back as a whole")
def test_a_merge_is_taken_back_as_a_whole(repo: Repository) -> None:
    repo.commit(a="1\n")
    merge = repo.merge(c="1\n")
    assert 0 == repo.revert(merge)[0]
    assert "1" == repo.text(f"revert-{merge[:12]}", "a")
    with pytest.raises(subprocess.CalledProcessError):
        repo.text(f"revert-{merge[:12]}", "c")


def test_a_pull_request_that_is_open_is_not_opened_twice(repo: Repository) -> None:
    repo.commit(a="1\n")
    code, said = repo.revert(open_="https://x/pull/3")
    assert (0, "it is open already: https://x/pull/3\n", ["main"]) == (code, said, repo.branches())


def test_a_conflict_is_for_a_person(repo: Repository) -> None:
    repo.commit(a="1\n")
    bad = repo.commit(a="2\n")
    repo.commit(a="3\n")
    code, said = repo.revert(bad)
    assert (1, True, ["main"]) == (code, "::error::later commits changed the same lines: revert it by hand" in said, repo.branches())


@pytest.mark.parametrize("commit", ["--all", "main", "$(touch x)", "HEAD~1", "ffffffffff"])
def test_what_is_no_commit_of_the_branch_is_refused(repo: Repository, commit: str) -> None:
    repo.commit(a="1\n")
    code, said = repo.revert(commit)
    assert (2, True, ["main"]) == (code, "::error::" in said, repo.branches())


def test_a_branch_of_an_earlier_attempt_is_not_overwritten(repo: Repository) -> None:
    repo.commit(a="1\n")
    newest = repo.commit(a="2\n")
    repo._git("push", "-q", "origin", f"HEAD~1:refs/heads/revert-{newest[:12]}")
    repo._git("push", "-q", "-f", "origin", f"{repo._git('commit-tree', 'HEAD^{tree}', '-m', 'x')}:refs/heads/revert-{newest[:12]}")
    code, said = repo.revert()
    assert (1, True) == (code, "where it is left of an earlier attempt, delete it" in said)
