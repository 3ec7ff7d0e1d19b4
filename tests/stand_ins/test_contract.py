"""What generated workflows pass is taken by the stand-in, and what the stand-in takes and gives is the real action's, at the pinned version."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests import stand_ins

ROOT = Path(__file__).parents[2]
GENERATED = ("examples/*/.github/workflows/*.yml", "workflows-templates/*/expected/*.yml", ".github/workflows/*.yml")
OWN = frozenset({"ghsynth/ghsynth"})


def read(file: Path) -> Any:
    return YAML(typ="safe", pure=True).load(file)


def steps(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        if isinstance(tree.get("uses"), str):
            yield tree
        for value in tree.values():
            yield from steps(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from steps(value)


@pytest.fixture(scope="module")
def passed() -> dict[str, set[str]]:
    """The inputs that all generated workflows together pass to each action of the marketplace."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in sorted(path for pattern in GENERATED for path in ROOT.glob(pattern)):
        for step in steps(read(file)):
            name = step["uses"].partition("@")[0]
            if not name.startswith(("./", "$/", "docker:")) and "/".join(name.split("/")[:2]) not in OWN:
                found[name].update(step.get("with") or {})
    return found


@pytest.fixture(scope="module")
def real() -> dict[str, Any]:
    """The actions' own files, of the pinned versions."""
    folder = Path(os.environ.get("GHSYNTH_SHARED") or ROOT.parent / "shared") / "data/actions"
    if not folder.is_dir():
        pytest.skip("the actions' own files are not here: put them into ../shared/data/actions, or name the folder above in GHSYNTH_SHARED")
    return {file.name.partition("@")[0].replace("__", "/"): read(file) for file in sorted(folder.glob("*.yml"))}


def ours() -> dict[str, Any]:
    return {file.parent.relative_to(stand_ins.ACTIONS).as_posix(): read(file) for file in sorted(stand_ins.ACTIONS.rglob("action.yml"))}


def test_every_action_that_is_generated_has_a_stand_in(passed: dict[str, set[str]]) -> None:
    assert passed
    assert [] == sorted(set(passed) - set(ours()))


def test_what_is_passed_is_taken(passed: dict[str, set[str]]) -> None:
    known = {name: set(action.get("inputs") or {}) for name, action in ours().items()}
    assert {} == {name: sorted(inputs - known[name]) for name, inputs in passed.items() if inputs - known[name]}


@pytest.mark.parametrize("part", ["inputs", "outputs"])
def test_what_is_taken_and_given_is_the_real_one_s(part: str, real: dict[str, Any]) -> None:
    found = {name: set(action.get(part) or {}) - set(real[name].get(part) or {}) for name, action in ours().items() if name in real}
    assert {} == {name: sorted(extra) for name, extra in found.items() if extra}


def test_what_must_be_given_and_what_stands_for_nothing_are_the_real_one_s(real: dict[str, Any]) -> None:
    """A default that differs would let a run pass that fails on GitHub."""
    wrong = []
    for name, action in ours().items():
        for key, mine in (action.get("inputs") or {}).items() if name in real else ():
            theirs = (real[name].get("inputs") or {}).get(key) or {}
            if _text(mine) != _text(theirs):
                wrong.append(f"{name} {key}: {_text(mine)!r}, really {_text(theirs)!r}")
    assert [] == wrong


def test_an_action_without_a_stand_in() -> None:
    with pytest.raises(LookupError, match=r"octo-org/none@v1 has no stand-in: write tests/stand_ins/actions/octo-org/none/action\.yml"):
        stand_ins.repositories(["octo-org/none@v1"])


def test_real_checkouts_go_first(tmp_path: Path) -> None:
    (tmp_path / "actions/setup-node").mkdir(parents=True)
    found = stand_ins.repositories(["actions/setup-node@v7", "actions/cache@v5"], tmp_path)
    assert {"actions/setup-node@v7": str(tmp_path / "actions/setup-node"), "actions/cache@v5": str(stand_ins.ACTIONS / "actions/cache")} == found


def _text(declared: dict[str, Any]) -> str:
    default = declared.get("default")
    return "" if default is None else default if isinstance(default, str) else json.dumps(default)
