"""`ghsynth retention`: the policy of a pipeline, and what is said of another one."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from synth.cli.app import app
from synth.retention import Retention
from tests.cli.repository import HELLO, Repository

EXAMPLE = str(Path(__file__).parents[2] / "examples/orders-api")
RUN = CliRunner()
FEW = Retention(releases=100).policy().replace('"countNumber": 100', '"countNumber": 7')
DANGER = "rule 20 (Expire releases, by their commit) deletes a release that a rollback needs, after 43 newer ones in 14 days"


def said(*arguments: str, input: str | None = None) -> tuple[int, str]:
    done = RUN.invoke(app, ["retention", *arguments], input=input)
    return done.exit_code, done.output


@pytest.mark.row("I6", "one command prints the registry's lifecycle policy")
def test_the_policy_of_the_example() -> None:
    assert (0, Retention().policy()) == said("--directory", EXAMPLE)


def test_as_json() -> None:
    code, text = said("--directory", EXAMPLE, "--format", "json")
    content = json.loads(text)
    assert json.loads(Retention().policy()) == content.pop("policy")
    expected = {"schema": 1, "command": "retention", "exit_code": 0, "repository": "orders-api", "region": "eu-west-1", "warnings": []}
    assert (0, expected) == (code, content)


def test_a_policy_that_is_fine(tmp_path: Path) -> None:
    file = tmp_path / "policy.json"
    file.write_text(Retention().policy())
    needed = "14 days of 3 deployments, and a year without one"
    for directory in (EXAMPLE, str(tmp_path)):
        assert (0, f"{file}  keeps what a rollback needs: {needed}\n") == said(str(file), "--directory", directory)


@pytest.mark.row("I6", "a danger in a policy is exit code 1, for CI")
def test_a_policy_that_is_a_danger(tmp_path: Path) -> None:
    assert (1, f"-  {DANGER}: it keeps 7; write countNumber 44 or more\n") == said("-", "--directory", str(tmp_path), input=FEW)
    code, text = said("-", "--directory", str(tmp_path), "--format", "json", input=FEW)
    shown = {"rule": 20, "digest": "", "why": DANGER.partition(") ")[2], "remedy": "it keeps 7; write countNumber 44 or more"}
    assert (1, {"schema": 1, "command": "retention", "exit_code": 1, "window": 44, "dangers": [shown], "missing": []}) == (code, json.loads(text))


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"{}", "has no list 'rules' with a rule in it"), (b"\xff", "is no UTF-8 text"), (None, "cannot be read: No such file or directory")],
)
def test_what_cannot_be_read(tmp_path: Path, content: bytes | None, problem: str) -> None:
    file = tmp_path / "policy.json"
    if content is not None:
        file.write_bytes(content)
    assert (2, f"{file}  {problem}\n") == said(str(file), "--directory", str(tmp_path))


def test_a_definition_that_pushes_nothing_is_told(repository: Repository) -> None:
    repository.define(HELLO)
    assert (2, ".github/ghsynth.py  has no pipeline with the stage Push\n") == said("--directory", str(repository.root))


def test_several_pipelines_are_chosen_from(repository: Repository) -> None:
    repository.define(
        """
        from synth import Image, Pipeline, Registry
        from synth.retention import Retention
        from synth.stages import Build, Push, TrivyScan

        registry = Registry("111122223333", region="eu-west-1", role="arn:aws:iam::111122223333:role/push")
        few = Retention(releases=3)
        a = Pipeline("A", stages=[Build(Image("a")), TrivyScan(), Push(registry)])
        b = Pipeline("B", stages=[Build(Image("b")), TrivyScan(), Push(registry, retention=few)])
        """
    )
    here = ("--directory", str(repository.root))
    assert (2, ".github/ghsynth.py  pushes in several pipelines, A, B: choose one with --workflow\n") == said(*here)
    assert (2, ".github/ghsynth.py  has no pipeline with the stage Push called 'C'\n") == said(*here, "--workflow", "C")
    warning = "releases=3 is less than the 44 that 14 days of 3 deployments take: write releases=44; the policy has that already\n"
    code, text = said(*here, "--workflow", "B")
    assert (0, sorted((warning + Retention(releases=44).policy()).splitlines())) == (code, sorted(text.splitlines()))


def images(count: int) -> str:
    """As `aws ecr describe-images` answers: one image a day, the oldest first, the last one today."""
    last = datetime(2026, 11, 1, tzinfo=UTC)
    found = [
        {
            "imageDigest": f"sha256:{number:064x}",
            "imageTags": [f"sha-{number:040x}"],
            "imagePushedAt": (last - timedelta(days=count - number)).isoformat(),
            "imageStatus": "ACTIVE",
        }
        for number in range(count)
    ]
    return json.dumps({"imageDetails": found})


def deployed(digest: str, *verified: str, good: str = "", trouble: str = "") -> str:
    """As `ghsynth whats-deployed --format json` answers."""
    image = {"container": "app", "image": f"111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders-api@{digest}", "digest": digest}
    mark = {"digests": list(verified)} if verified else None
    place = {"environment": "production", "cluster": "c", "service": "api", "trouble": trouble}
    back = {"sha": good} if good else None
    return json.dumps({"services": [{**place, "images": [image], "verified": mark, "last_known_good": back}]})


@pytest.mark.row("I6", "what runs is held against what the policy takes from the images that are there")
def test_what_is_there_is_held_against_what_runs(tmp_path: Path) -> None:
    stored, running = tmp_path / "images.json", tmp_path / "deployed.json"
    given = ("--images", str(stored), "--deployed", str(running), "--directory", EXAMPLE)
    stored.write_text(images(60))
    running.write_text(deployed(f"sha256:{20:064x}", f"sha256:{20:064x}"))
    needs = "14 days of 3 deployments, and a year without one, and all that is deployed"
    assert (0, f"the policy  keeps what a rollback needs: {needs}\n") == said(*given)
    running.write_text(deployed(f"sha256:{5:064x}", "sha256:" + "f" * 64))
    assert (
        1,
        f"the policy  rule 20 (Expire releases, by their commit) deletes sha256:000000000000 (sha-{5:040x}), which is what api in production runs: "
        "it keeps 50; write a greater countNumber\n"
        f"{stored}  sha256:ffffffffffff, verified as api in production, is not in the registry\n",
    ) == said(*given)
    running.write_text(deployed(f"sha256:{20:064x}", good=f"{3:040x}"))
    assert (
        1,
        f"the policy  rule 20 (Expire releases, by their commit) deletes sha256:000000000000 (sha-{3:040x}), which is where a rollback of api in "
        "production would go: it keeps 50; write a greater countNumber\n",
    ) == said(*given)
    running.write_text(deployed(f"sha256:{20:064x}", good="abc"))
    assert (1, f"{stored}  sha-abc, where a rollback of api in production would go, is not in the registry\n") == said(*given)
    running.write_text(deployed("x", trouble="AWS says no"))
    assert (2, f"{running}  api in production: AWS says no\n") == said(*given)
    running.write_text("{}")
    assert (2, f"{running}  has no list 'services'\n") == said(*given)
    stored.write_text('{"imageDetails": [{}]}')
    assert (2, f"{stored}  is no answer of aws ecr describe-images: KeyError 'imagePushedAt'\n") == said(*given)
    assert 2 == said("--images", str(stored))[0]
