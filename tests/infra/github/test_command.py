"""`ghsynth infra plan` and `apply` as they are typed, against the fake GitHub."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from typer.testing import CliRunner

from synth.adapters import github_settings
from synth.adapters.github_client import writer
from synth.cli.app import app
from tests.github import faults
from tests.github.resources import settings
from tests.infra.github.bench import NAME, Bench

PYTHON = """
from synth import Environment, Image, Pipeline, Protection, Registry, Rules, Service, vars
from synth.stages import Build, Deploy, Push, TrivyScan

def place(name):
    return Environment(name, region="eu-central-1", cluster="default", role=vars.AWS_ROLE, url="https://x.example.com")

staging, production = place("staging"), place("production")
registry = Registry("123456789012", region="eu-central-1", role="arn:aws:iam::123456789012:role/push")
web = [Build(Image("web")), TrivyScan(), Push(registry)]
shop = Pipeline("Shop", stages=[*web, *[Deploy(to, Service("web", container="app")) for to in (staging, production)]])
guards = [
    Protection("staging", variables={"AWS_ROLE": "arn:aws:iam::123456789012:role/staging"}),
    Protection("production", reviewers=["alice", "octo-org/platform"], prevent_self_review=True),
]
rules = Rules(pinned_actions=True)
"""
YAML = """\
name: Shop
stages:
  - build: {image: {repository: web}}
  - trivy-scan
  - push: {registry: {account: '123456789012', region: eu-central-1, role: 'arn:aws:iam::123456789012:role/push'}}
  - deploy:
      environment: {name: staging, region: eu-central-1, cluster: default, role: '${{ vars.AWS_ROLE }}', url: https://x.example.com}
      service: &web {name: web, container: app}
  - deploy:
      environment: {name: production, region: eu-central-1, cluster: default, role: '${{ vars.AWS_ROLE }}', url: https://x.example.com}
      service: *web
protections:
  - environment: staging
    variables: {AWS_ROLE: arn:aws:iam::123456789012:role/staging}
  - environment: production
    reviewers: [alice, octo-org/platform]
    prevent-self-review: true
rules: {pinned-actions: true}
"""


class Command:
    def __init__(self, bench: Bench, root: Path) -> None:
        self.bench, self.root = bench, root
        self.write(PYTHON)

    def write(self, text: str, name: str = "ghsynth.py") -> None:
        (self.root / ".github").mkdir(exist_ok=True)
        for old in (self.root / ".github").iterdir():
            old.unlink()
        (self.root / ".github" / name).write_text(text, encoding="utf-8")

    def __call__(self, *words: str) -> tuple[int, str, str]:
        """Exit code, answer and what was said beside it."""
        done = CliRunner().invoke(app, ["infra", *words, str(self.root)])
        return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def command(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Command]:
    given = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "GH_"))}
    given |= {"GITHUB_API_URL": bench.github.url, "GITHUB_REPOSITORY": NAME, "GH_TOKEN": bench.github.token(), "NO_COLOR": "1"}
    monkeypatch.setattr(github_settings, "writer", lambda token, url: writer(token, url, 0))
    with patch.dict(os.environ, given, clear=True):
        yield Command(bench, tmp_path)


@pytest.mark.parametrize("format", ["text", "markdown", "json"])
def test_a_plan_is_told(command: Command, golden: Callable[[str, str], None], format: str) -> None:
    settings.variable(command.bench.repository, "COLOUR", "blue")
    code, answer, said = command("plan", "--format", format)
    assert (0, "") == (code, said)
    golden(f"infra-plan.{ {'text': 'txt', 'markdown': 'md', 'json': 'json'}[format] }", answer)
    assert [] == command.bench.writes()


def test_an_apply_shows_what_it_changes_before_it_does(command: Command, golden: Callable[[str, str], None]) -> None:
    code, answer, said = command("apply", "--yes")
    assert (0, "") == (code, said)
    golden("infra-apply.txt", answer)
    writes = len(command.bench.writes())
    assert (0, 9) == (command("apply", "--yes")[0], writes)
    assert writes == len(command.bench.writes())


def test_a_check_is_1_until_nothing_is_missing(command: Command) -> None:
    assert 1 == command("plan", "--check")[0]
    command("apply", "--yes")
    code, answer, _ = command("plan", "--check")
    assert 1 == code
    assert (
        f"{NAME}: nothing to change\n"
        "missing, for a person to add:\n"
        "  variable AWS_ROLE of environment 'production', which job 'Deploy to production' of 'Shop' reads: give its value in "
        "Protection('production')\n"
    ) == answer
    settings.variable(command.bench.repository, "AWS_ROLE", "arn", "production")
    assert (0, f"{NAME}: nothing to change\n", "") == command("plan", "--check")


def test_a_check_that_could_not_see_is_2(command: Command) -> None:
    command("apply", "--yes")
    os.environ["GH_TOKEN"] = command.bench.github.token(permissions={"administration": "read"})
    assert 2 == command("plan", "--check")[0]


def test_nothing_is_written_without_a_yes(command: Command) -> None:
    code, _, said = command("apply")
    assert (2, "nothing was changed: nobody can be asked here, say --yes\n", []) == (code, said, command.bench.writes())


def test_json_tells_what_was_done_and_what_is_left(command: Command) -> None:
    command.bench.github.faults.add(faults.bad_gateway("PUT", ".*/environments/registry"))
    code, answer, said = command("apply", "--yes", "--format", "json")
    told = json.loads(answer)
    assert (2, 5, 4) == (code, len(told["done"]), len(told["left"]))
    assert (
        "environment 'registry' of octo-org/shop: github.com answered 502 each time that it was asked: try again later".replace(
            "github.com", "127.0.0.1:" + command.bench.github.url.rpartition(":")[2]
        )
        == told["trouble"]
    )
    assert said.endswith("5 of 9 changes are made: run 'ghsynth infra apply' again, it goes on from there\n")


def test_yaml_says_the_same(command: Command) -> None:
    _, python, _ = command("plan")
    command.write(YAML, "ghsynth.yml")
    assert (0, python, "") == command("plan")


def test_a_mistake_in_yaml_has_its_line(command: Command) -> None:
    command.write(YAML.replace("reviewers: [alice, octo-org/platform]", "wait-minutes: -1"), "ghsynth.yml")
    code, _, said = command("plan")
    assert 2 == code
    assert (
        ".github/ghsynth.yml:15  Protection of 'production': prevent_self_review does nothing without reviewers: name them\n"
        ".github/ghsynth.yml:15  Protection of 'production': wait_minutes is -1, GitHub takes 0 to 43200, which are 30 days\n"
    ) == said


def test_a_reviewer_whom_nobody_knows_is_named_with_the_line(command: Command) -> None:
    command.write(PYTHON.replace('"alice"', '"carol"'))
    host = "127.0.0.1:" + command.bench.github.url.rpartition(":")[2]
    assert (
        2,
        "",
        f".github/ghsynth.py:14  environment 'production': person 'carol': {host} has no such thing, or hides it from the token, which needs "
        "Members: read\n",
    ) == command("apply", "--yes")
    assert [] == command.bench.writes()


def test_who_is_asked_must_be_known(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_REPOSITORY", "")
    assert (2, "", "infra  the repository is unknown: name it with --repository owner/name\n") == command("plan")
    monkeypatch.setattr(github_settings, "token_from", lambda environment, host: None)
    told = "infra  GitHub shows settings to those who may change them: set GH_TOKEN, or run 'gh auth login'\n"
    assert (2, "", told) == command("plan", "--repository", NAME)


@pytest.mark.parametrize("words", [["--help"], ["generate", "--help"], ["infra", "--help"]])
def test_help_loads_none_of_it(words: list[str]) -> None:
    program = f"import sys; sys.argv = ['ghsynth', *{words!r}]\nimport synth.cli\ntry:\n    synth.cli.main()\nexcept SystemExit:\n    pass\n"
    program += "print(*[name for name in sys.modules if name.startswith(('synth.infra', 'synth.protection', 'synth.adapters'))], file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "" == done.stderr.strip()
