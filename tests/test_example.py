"""The generated files in this repository and in the example: current, without a finding, and pinned."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from ruamel.yaml import YAML

from synth.bindings.lock import builtin, read
from synth.cli.generate import generate
from tests.judges import JUDGES, Judge, subjects

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples/orders-api"
REPOSITORIES = pytest.mark.parametrize("root", [ROOT, EXAMPLE], ids=["ghsynth", "orders-api"])


@pytest.fixture(scope="session")
def shared() -> Path:
    """The wider collection of facts, which is no part of the repository."""
    data = Path(os.environ.get("GHSYNTH_SHARED") or ROOT.parent / "shared") / "data"
    if not (data / "catalog.json").is_file():
        pytest.skip("the collection of facts is not here: put it into ../shared, or name its folder in GHSYNTH_SHARED")
    return data


def values(key: str, tree: Any) -> list[str]:
    """Every text under the key, wherever it stands."""
    if isinstance(tree, dict):
        return [v for k, v in tree.items() if k == key and isinstance(v, str)] + [found for v in tree.values() for found in values(key, v)]
    if isinstance(tree, list):
        return [found for item in tree for found in values(key, item)]
    return []


def written(root: Path, key: str) -> list[str]:
    """The values of the key in all workflows and actions of the repository."""
    return [value for subject in subjects(root) for value in values(key, YAML(typ="safe", pure=True).load(subject.text))]


@pytest.mark.row("S5c", "the workflows are what the definition says, and a changed one is found")
@REPOSITORIES
def test_the_generated_files_are_current(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = generate(str(root), check=True)
    said = capsys.readouterr()
    assert (0, "") == (code, said.err), said.out


@pytest.mark.slow
@pytest.mark.parametrize("one", JUDGES, ids=lambda one: one.NAME)
@REPOSITORIES
def test_a_judge_finds_nothing(root: Path, one: Judge, tmp_path: Path) -> None:
    copied = tmp_path / "repository"  # `$/` is the root of a repository, which the example is not in its place here
    for folder in (".github", "actions"):
        if (root / folder).is_dir():
            copytree(root / folder, copied / folder)
    chosen = subjects(copied)
    assert [subject.path for subject in subjects(root)] == [subject.path for subject in chosen]
    assert [] == [str(finding) for finding in one.judge(chosen)]


@REPOSITORIES
def test_every_action_is_pinned_to_a_full_commit_or_is_the_repository_s_own(root: Path) -> None:
    uses = written(root, "uses")
    assert uses
    assert [] == [value for value in uses if not re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}|\$/[\w./-]+", value)]


@pytest.mark.row("I10", "every own action that the example uses lies in its repository")
def test_every_own_action_is_there() -> None:
    own = {value.removeprefix("$/") for value in written(EXAMPLE, "uses") if value.startswith("$/")}
    assert {".github/actions/deploy-ecs", ".github/actions/record-deployment"} <= own
    assert [] == [path for path in own if not (EXAMPLE / path / "action.yml").is_file()]


@REPOSITORIES
def test_every_image_is_pinned_to_a_digest(root: Path) -> None:
    images = [image for image in written(root, "image") if "dkr.ecr" not in image]  # the pipeline's own is by its own digest
    assert [] == [image for image in images if not re.fullmatch(r"[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}", image)]


@pytest.mark.row("E6", "the example's generated files name the image by the digest of its build")
def test_the_pushed_image_is_deployed_by_digest() -> None:
    own = {image for image in written(EXAMPLE, "image") if "dkr.ecr" in image}
    assert {"111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders-api@${{ needs.build-image.outputs.digest }}"} == own


def test_every_digest_was_seen_in_public_repositories(shared: Path) -> None:
    known = {f"{i['image']}:{i['tag']}@{i['digest']}" for i in json.loads((shared / "images.json").read_text(encoding="utf-8"))["images"]}
    images = {image for image in written(EXAMPLE, "image") if "dkr.ecr" not in image}
    assert images
    assert set() == images - known


@REPOSITORIES
def test_every_commit_is_the_one_that_its_release_stands_for(root: Path, shared: Path) -> None:
    entries = json.loads((shared / "catalog.json").read_text(encoding="utf-8"))["entries"]
    known = {(entry["action"], entry["sha"], entry["tag"]) for entry in entries}
    lock = read((root / ".github/ghsynth.lock").read_text(encoding="utf-8"), "ghsynth.lock")
    pins = {(e.reference.split("@")[0], e.pin, e.version) for e in lock.entries.values() if "@" in e.reference}
    assert pins
    assert set() == pins - known


@REPOSITORIES
def test_the_lock_holds_what_the_files_use_and_nothing_else(root: Path) -> None:
    lock = read((root / ".github/ghsynth.lock").read_text(encoding="utf-8"), "ghsynth.lock")
    expected = {f"{e.reference.split('@')[0]}@{e.pin}" for e in lock.entries.values()}
    workflows = [YAML(typ="safe", pure=True).load(s.text) for s in subjects(root) if s.kind == "workflow"]
    used = {value for key in ("uses", "image") for tree in workflows for value in values(key, tree)}
    assert expected == {value for value in used if not value.startswith("$/") and "dkr.ecr" not in value}


@REPOSITORIES
def test_the_lock_agrees_with_the_built_in_one(root: Path) -> None:
    lock = read((root / ".github/ghsynth.lock").read_text(encoding="utf-8"), "ghsynth.lock")
    assert [] == [entry for reference, entry in lock.entries.items() if builtin().entries.get(reference) != entry]
