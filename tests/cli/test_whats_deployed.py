"""`ghsynth whats-deployed` against the simulator and the fake GitHub."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from typer.testing import CliRunner

from synth.cli import whats_deployed as command
from synth.cli.app import app
from synth.runtime.record.mark import Mark
from tests.github import GitHub
from tests.github.specification import ABSENT, FILE
from tests.simulator import Simulator
from tests.simulator.world.deployment import Deployment
from tests.simulator.world.image import good

NAME = "octo-org/shop"
DEFINITION = """
from synth import Environment, Image, Pipeline, Registry, Service
from synth.stages import Build, Deploy, Push, TrivyScan

def place(name):
    return Environment(name, region="eu-central-1", cluster="default", role="arn:aws:iam::123456789012:role/deploy", url="https://x.example.com")

staging, production = place("staging"), place("production")
registry = Registry("123456789012", region="eu-central-1", role="arn:aws:iam::123456789012:role/push")
web = [Build(Image("web")), TrivyScan(), Push(registry), Deploy(staging, Service("web", container="app"))]
shop = Pipeline("Shop", stages=[*web, Deploy(production, Service("shop", container="app"))])
"""


class Bench:
    def __init__(self, sim: Simulator, github: GitHub, root: Path) -> None:
        self.sim, self.github, self.root = sim, github, root
        self.repository = github.repository(NAME)
        self.sha = self.repository.commit({"app": "1"})

    def ask(self, *words: str) -> tuple[int, str, str]:
        """Exit code, answer and what was said beside it."""
        done = CliRunner().invoke(app, ["whats-deployed", *words, "--directory", str(self.root)])
        return done.exit_code, done.stdout, done.stderr

    def mark(self, deployment: Deployment, sha: str = "") -> Mark:
        revision = deployment.target.revision
        digests = tuple([digest for _, _, digest in revision.containers if digest])
        mark = Mark(revision.arn, revision.definition, digests, sha or self.sha, "7", float(int(self.sim.wall)))
        deployment.service.tags.update(mark.tags(deployment.service.tags))
        return mark

    def release(self, name: str, version: str) -> Deployment:
        deployment = self.sim.deploy(name, good(version))
        self.sim.run_until(lambda: deployment.over)
        self.sim.advance(600)
        return deployment


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    if not FILE.is_file():
        pytest.skip(ABSENT)
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github/ghsynth.py").write_text(DEFINITION)
    with Simulator() as sim, GitHub() as github:
        made = Bench(sim, github, tmp_path)
        given = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "GITHUB_", "GH_"))}
        given |= {**sim.environment(), "GITHUB_API_URL": github.url, "GITHUB_REPOSITORY": NAME, "GH_TOKEN": github.token()}
        with patch.dict(os.environ, given, clear=True):
            yield made
        assert [] == sim.violations


@pytest.mark.row("S4a", "the command tells every service of a definition")
def test_each_service_of_the_definition_is_told(bench: Bench, golden: Callable[[str, str], None]) -> None:
    bench.mark(bench.sim.service("web").deployments[0], "1" * 40)
    bench.mark(bench.release("web", "v2"), "2" * 40)
    bench.sim.service("shop")
    code, out, err = bench.ask()
    assert (0, "") == (code, err)
    golden("deployed.txt", out)


def test_the_same_as_json(bench: Bench) -> None:
    mark = bench.mark(bench.sim.service("web").deployments[0])
    bench.sim.service("shop")
    code, out, err = bench.ask("staging", "--format", "json")
    told = json.loads(out)
    assert (0, "") == (code, err)
    assert {"schema": 1, "command": "whats-deployed", "exit_code": 0, "notes": []} == {key: told[key] for key in told if key != "services"}
    web = told["services"][0]
    expected = {
        "environment": "staging",
        "region": "eu-central-1",
        "cluster": "default",
        "service": "web",
        "trouble": "",
        "sha": bench.sha,
        "version": "v1",
        "task_definition": mark.task_definition,
        "service_revision": mark.service_revision,
        "images": [{"container": "app", "image": bench.sim.find("web").primary.revision.containers[0][1], "digest": mark.digests[0]}],
        "under_way": False,
        "drift": [],
        "last_known_good": None,
        "warnings": [],
    }
    assert expected == {key: web[key] for key in web if key not in ("deployed_at", "verified")}
    assert ("7", list(mark.digests)) == (web["verified"]["run_id"], web["verified"]["digests"])


@pytest.mark.row("S4a", "what runs and was never recorded is drift")
def test_drift_is_told_and_fails_where_it_is_asked_to(bench: Bench) -> None:
    bench.mark(bench.sim.service("web").deployments[0])
    bench.sim.service("shop")
    bench.release("web", "v2")
    code, out, _ = bench.ask()
    assert (0, "staging/web: drift: runs web:2, and the newest verified release is web:1") == (code, out.splitlines()[-1])
    assert 1 == bench.ask("--fail-on", "drift")[0]
    assert 0 == bench.ask("production", "--fail-on", "drift")[0]


def test_what_github_remembers_is_enough(bench: Bench) -> None:
    deployment = bench.sim.service("web").deployments[0]
    mark = bench.mark(deployment)
    deployment.service.tags.clear()
    _recorded(bench, mark, "success", "inactive")
    out = json.loads(bench.ask("staging", "--format", "json")[1])
    assert ("7", bench.sha) == (out["services"][0]["verified"]["run_id"], out["services"][0]["sha"])


def test_what_failed_in_github_is_not_verified(bench: Bench) -> None:
    deployment = bench.sim.service("web").deployments[0]
    mark = bench.mark(deployment)
    deployment.service.tags.clear()
    _recorded(bench, mark, "success", "failure")
    assert json.loads(bench.ask("staging", "--format", "json")[1])["services"][0]["verified"] is None


def _recorded(bench: Bench, mark: Mark, *states: str) -> None:
    from github import Auth, Github

    with Github(auth=Auth.Token(bench.github.token()), base_url=bench.github.url, seconds_between_writes=None) as client:
        made = client.get_repo(NAME).create_deployment(
            bench.sha, task="ghsynth:release", environment="staging", auto_merge=False, required_contexts=[], payload=mark.payload()
        )
        for state in states:
            made.create_status(state)


def test_without_a_token_ecs_alone_is_asked(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.mark(bench.sim.service("web").deployments[0])
    monkeypatch.setattr("synth.adapters.github_records.token_from", lambda *_: None)
    code, out, err = bench.ask("staging")
    assert (0, "note: GitHub was not asked: there is no token, set GH_TOKEN or run 'gh auth login'\n") == (code, err)
    assert " yes " in out
    assert [] == bench.github.asked()


def test_github_down_is_said_and_stops_nothing(bench: Bench) -> None:
    bench.mark(bench.sim.service("web").deployments[0])
    with patch.dict(os.environ, {"GH_TOKEN": "wrong"}):
        code, out, err = bench.ask("staging")
    assert (0, True) == (code, " yes " in out)
    assert err.startswith("note: staging: going on without GitHub's record: deployments of octo-org/shop: ")


def test_a_service_can_be_named_without_a_definition(bench: Bench) -> None:
    bench.sim.service("api")
    (bench.root / ".github/ghsynth.py").unlink()
    code, out, _ = bench.ask("--service", "api", "--cluster", "default", "--region", "eu-central-1")
    assert (0, ["-", "api"]) == (code, out.splitlines()[1].split()[:2])


def test_what_cannot_be_seen_is_said_and_is_no_success(bench: Bench) -> None:
    bench.sim.service("web")
    code, out, _ = bench.ask("--fail-on", "drift")
    assert 2 == code
    assert "production/shop: cannot be seen: ecs:DescribeServices: there is no service 'shop'" in out


def test_the_repository_is_that_of_the_remote(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.sim.service("web")
    monkeypatch.delenv("GITHUB_REPOSITORY")
    assert "the repository is unknown" in bench.ask("staging")[2]
    subprocess.run(["git", "init", "-q", str(bench.root)], check=True)
    subprocess.run(["git", "-C", str(bench.root), "remote", "add", "origin", f"git@github.com:{NAME}.git"], check=True)
    assert "" == bench.ask("staging")[2]
    assert [f"GET /repos/{NAME}/deployments 200"] == bench.github.asked()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere"], "deploys to no environment 'nowhere'; there are staging, production"),
        (["--cluster", "x"], "--cluster and --region go with --service"),
    ],
)
def test_what_makes_no_sense_is_said(bench: Bench, words: list[str], said: str) -> None:
    code, out, err = bench.ask(*words)
    assert (2, "", True) == (code, out, said in err)


def test_without_boto3_it_says_what_to_install(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    code, out, err = bench.ask()
    assert (2, "") == (code, out)
    assert "whats-deployed  asks AWS by boto3, which is not installed: pip install 'ghsynth[aws]'\n" == err


def test_one_value_of_an_option_that_is_none_is_an_error_of_usage(bench: Bench) -> None:
    assert 2 == bench.ask("--fail-on", "everything")[0]
