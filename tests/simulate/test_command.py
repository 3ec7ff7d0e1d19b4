"""`ghsynth simulate`: the formats whole, the options, and what stands in the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from synth.cli.app import app

RUN = CliRunner()
CI = """\
name: CI
on:
  push: {branches: [main]}
  pull_request:
permissions:
  contents: read
concurrency:
  group: ci-${{ github.ref }}
  cancel-in-progress: true
jobs:
  test:
    runs-on: ubuntu-24.04
    strategy:
      matrix: {python: [3.11, 3.12]}
    steps:
      - run: make test
  deploy:
    needs: test
    if: github.ref == 'refs/heads/main'
    runs-on: ubuntu-24.04
    environment: production
    permissions: {id-token: write}
    steps:
      - run: make deploy
        env: {KEY: "${{ secrets.KEY }}"}
  tell:
    needs: deploy
    if: failure()
    runs-on: ubuntu-24.04
    steps:
      - run: make noise
"""
NIGHTLY = "name: Nightly\non: {schedule: [{cron: '0 3 * * *'}]}\njobs: {a: {runs-on: ubuntu-24.04, steps: [{run: make}]}}\n"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    (folder / "ci.yml").write_text(CI)
    (folder / "nightly.yml").write_text(NIGHTLY)
    monkeypatch.chdir(tmp_path)
    return folder


def simulate(*words: str) -> tuple[int, str, str]:
    done = RUN.invoke(app, ["simulate", *words])
    return done.exit_code, done.stdout, done.stderr


TEXT = """\
push on main
  assumed: a job that runs succeeds, unless --result says otherwise
  assumed: an output that only a step knows is unknown, unless --output gives it

CI  .github/workflows/ci.yml
  starts        branch 'main' matches 'main'
  concurrency   ci-refs/heads/main: cancels what is in progress there
  longest way   test > deploy, about 8 minutes
  runs     test
           because nothing stands before it
           2 jobs: test (3.11); test (3.12)
           token: contents: read
  waits    deploy
           because `github.ref == 'refs/heads/main'` holds: github.ref is 'refs/heads/main'; a person approves 'production'
           environment: production
           token: id-token: write
           secrets: KEY
  skipped  tell
           because `failure()` does not hold

does not start
  Nightly: it does not start on push
"""


@pytest.mark.usefixtures("files")
def test_text() -> None:
    done = simulate("push", "--ref", "main", "--approval", "production")
    assert (0, TEXT, "") == done


def test_the_page_shows_it() -> None:
    assert f"$ ghsynth simulate push --ref main --approval production\n{TEXT}```" in (Path(__file__).parents[2] / "docs/simulate.md").read_text()


@pytest.mark.usefixtures("files")
def test_a_failure() -> None:
    code, text, _ = simulate("push", "--result", "test=failure", "--format", "json")
    jobs = json.loads(text)["workflows"][0]["jobs"]
    assert (0, [("test", "runs", "failure"), ("deploy", "skipped", "skipped"), ("tell", "runs", "success")]) == (
        code,
        [(job["id"], job["status"], job["result"]) for job in jobs],
    )


@pytest.mark.usefixtures("files")
def test_mermaid() -> None:
    expected = """\
graph LR
  subgraph w1["CI"]
    w1j1["test<br>runs<br>2 jobs"]
    w1j2{{"deploy<br>waits<br>production"}}
    w1j3["tell<br>skipped"]
  end
  w1j1 --> w1j2
  w1j2 --> w1j3
  classDef skipped stroke-dasharray:2 4,opacity:0.5
  class w1j3 skipped
  classDef waits stroke-width:3px
  class w1j2 waits
"""
    assert (0, expected, "") == simulate("push", "--approval", "production", "--format", "mermaid")


def test_json(files: Path) -> None:
    code, text, _ = simulate("schedule", str(files / "nightly.yml"), "--format", "json")
    job: dict[str, object] = {
        "id": "a",
        "name": "a",
        "status": "runs",
        "why": "nothing stands before it",
        "result": "success",
        "needs": [],
        "condition": None,
        "values": {},
        "matrix": [],
        "environments": [],
        "concurrency": [],
        "permissions": None,
        "secrets": [],
        "calls": None,
        "inside": None,
        "begins": 0.0,
        "ends": 4.0,
        "critical": True,
    }
    workflow = {
        "name": "Nightly",
        "file": str(files / "nightly.yml"),
        "starts": True,
        "why": "it starts on every schedule",
        "concurrency": None,
        "critical_path": ["a"],
        "minutes": 4.0,
        "followed_by": [],
        "notes": [],
        "jobs": [job],
    }
    expected = {
        "schema": 1,
        "command": "simulate",
        "exit_code": 0,
        "event": {"name": "schedule", "type": None, "ref": "main", "fork": False},
        "assumed": [
            "the branch is main, the default one",
            "a job that runs succeeds, unless --result says otherwise",
            "an output that only a step knows is unknown, unless --output gives it",
        ],
        "notes": [],
        "workflows": [workflow],
    }
    assert (0, expected) == (code, json.loads(text))


@pytest.mark.usefixtures("files")
def test_a_fork_holds_little() -> None:
    _, text, _ = simulate("pull_request", "--pull-from-fork", "--repo", "octo-org/app")
    assert "note          a fork's run has a token that only reads, and no secrets; the repository may ask for an approval before it begins\n" in text


@pytest.mark.usefixtures("files")
def test_a_payload(tmp_path: Path) -> None:
    (tmp_path / "event.json").write_text('{"pull_request": {"draft": true}}')
    (tmp_path / ".github/workflows/ci.yml").write_text(CI.replace("    if: failure()\n", "    if: always() && github.event.pull_request.draft\n"))
    _, text, _ = simulate("pull_request", "--payload", "event.json", "--format", "json")
    assert ["runs", "skipped", "runs"] == [job["status"] for job in json.loads(text)["workflows"][0]["jobs"]]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["pull"], "pull  there is no event 'pull'; did you mean 'public'?\n"),
        (["push", "--result", "test"], "--result  'test' is not NAME=VALUE\n"),
        (["push", "--result", "test=fine"], "push  'fine' of 'test' is no result: there are success, failure, cancelled, skipped\n"),
        (["push", "--output", "x=1"], "--output  'x=1' is not JOB.NAME=VALUE\n"),
        (["push", "none.yml"], "none.yml  does not exist\n"),
        (["push", "--payload", "none.json"], "none.json  cannot be read: No such file or directory\n"),
        (["push", "--payload", ".github/workflows/ci.yml"], ".github/workflows/ci.yml  is no JSON: Expecting value: line 1 column 1 (char 0)\n"),
    ],
)
@pytest.mark.usefixtures("files")
def test_what_stands_in_the_way(words: list[str], message: str) -> None:
    assert (2, "", message) == simulate(*words)


def test_a_file_that_github_refuses(files: Path) -> None:
    (files / "ci.yml").write_text(CI.replace("needs: test", "needs: tests"))
    code, text, message = simulate("push")
    assert (2, "") == (code, text)
    assert message.startswith(".github/workflows/ci.yml:18:12  ")
    assert message.endswith(" [unknown-needs]\n")
