"""The catalogue holds what the collection of facts and the actions' own files say, and only what may be bound."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from synth.bindings import catalogue
from synth.bindings.catalogue import ActionFacts, Catalogue, Input, PinFacts
from synth.bindings.corrections import CORRECTIONS, IMAGES
from synth.problems import DefinitionError


def test_the_catalogue_is_what_the_collection_says(facts: Catalogue, shared: Path) -> None:
    actions = json.loads((shared / "catalog.json").read_text("utf-8"))
    images = json.loads((shared / "images.json").read_text("utf-8"))
    selected = Catalogue(
        actions=catalogue.select_actions(actions, CORRECTIONS),
        images=catalogue.select_images(images, IMAGES),
        pins=catalogue.select_pins(actions),
    )
    assert selected == facts


def test_the_catalogue_has_every_action_of_the_collection(facts: Catalogue, shared: Path) -> None:
    collected = json.loads((shared / "catalog.json").read_text("utf-8"))
    assert sorted(entry["action"] for entry in collected["entries"]) == [action.name for action in facts.actions]
    pinned = {"/".join(action.split("/")[:2]) for action in collected["pins_seen_elsewhere"]}
    assert pinned <= {pin.repository for pin in facts.pins}


def test_the_catalogue_is_what_the_actions_files_say(facts: Catalogue, shared: Path) -> None:
    yaml = pytest.importorskip("ruamel.yaml").YAML(typ="safe", pure=True)
    for action in facts.actions:
        file = yaml.load(shared / "actions" / f"{action.name.replace('/', '__')}@{action.tag}.yml")
        inputs = {
            name: Input(default=said.get("default"), required=said.get("required", False), deprecated="deprecationMessage" in said)
            for name, said in file["inputs"].items()
        }
        nested = sorted({step["uses"] for step in file["runs"].get("steps", ()) if "uses" in step})
        assert (file["runs"]["using"], inputs, sorted(file.get("outputs") or ()), nested) == (
            action.using,
            dict(action.inputs),
            sorted(action.outputs),
            sorted(action.nested),
        ), action.name


def test_reading_what_was_written_gives_the_same_catalogue(facts: Catalogue) -> None:
    assert catalogue.read(*catalogue.write(facts)) == facts


def test_every_bound_action_runs_on_node24_or_is_composite_with_nested_commits(facts: Catalogue) -> None:
    bound = [action for action in facts.actions if not CORRECTIONS[action.name].unbound]
    found = {(action.using, all(len(nested.split("@")[1]) == 40 for nested in action.nested)) for action in bound}
    assert found == {("node24", True), ("composite", True)}
    assert [a.name for a in bound if a.using == "composite"] == [a.name for a in bound if a.nested]


def test_only_what_cannot_run_any_more_is_catalogued_without_a_binding(facts: Catalogue) -> None:
    unbound = {(action.name, action.using) for action in facts.actions if CORRECTIONS[action.name].unbound}
    assert unbound == {("actions/dependency-review-action", "node20"), ("pnpm/action-setup", "node20")}


def test_an_action_without_a_moving_tag_is_referred_to_by_its_exact_one(facts: Catalogue) -> None:
    assert {a.reference for a in facts.actions if a.major is None} == {
        "actions/dependency-review-action@v4.9.0",
        "aquasecurity/setup-trivy@v0.3.1",
        "aquasecurity/trivy-action@v0.36.0",
        "astral-sh/setup-uv@v10.0.1",
        "marocchino/sticky-pull-request-comment@v3.0.5",
        "pnpm/action-setup@v4.0.0",
        "zizmorcore/zizmor-action@v0.1.1",
    }


def test_pins_are_releases_newer_than_an_entry_and_those_of_other_actions() -> None:
    collection = {
        "entries": [
            {"action": "owner/repo", "newer_release_seen": {"tag": "v2.0.0", "sha": "b" * 40, "seen_in": "another/repo workflows, 2026-08-22"}},
            {"action": "owner/repo/sub", "newer_release_seen": {"tag": "v2.0.0", "sha": "b" * 40, "seen_in": "other/repo workflows, 2026-08-22"}},
            {"action": "owner/unknown", "newer_release_seen": {"tag": "v3.0.0", "sha": None, "seen_in": "release notes of 2026-08-26"}},
            {"action": "owner/newest"},
        ],
        "pins_seen_elsewhere": {"other/repo/sub": {"tag": "v1.2.3", "sha": "c" * 40, "seen_in": "owner/repo", "commit_date": "2026-08-07"}},
    }
    assert catalogue.select_pins(collection) == (
        PinFacts(repository="other/repo", tag="v1.2.3", sha="c" * 40, seen="2026-08-07"),
        PinFacts(repository="owner/repo", tag="v2.0.0", sha="b" * 40, seen="2026-08-22"),
    )


def test_a_pin_that_nobody_dated_is_refused() -> None:
    undated = {"entries": [], "pins_seen_elsewhere": {"owner/repo": {"tag": "v1", "sha": "c" * 40, "commit_date": "last summer"}}}
    with pytest.raises(DefinitionError, match="last summer  names no day of the sighting: write it as 2026-08-22"):
        catalogue.select_pins(undated)


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(TypeError, match="requird"):
        catalogue.read('{"actions": {"a/b": {"inputs": {"key": {"requird": true}}, "outputs": []}}}', '{"images": []}')


def test_everything_that_the_collection_lacks_is_named() -> None:
    with pytest.raises(DefinitionError) as caught:
        catalogue.select_actions({"entries": []}, ["owner/two", "owner/one"])
    assert str(caught.value) == (
        "owner/one  has no entry in this collection of facts: add one, or do not bind it\n"
        "owner/two  has no entry in this collection of facts: add one, or do not bind it"
    )


def test_an_entry_keeps_facts_and_drops_texts() -> None:
    entry = {
        "action": "owner/repo/sub",
        "tag": "v1.2.3",
        "sha": "a" * 40,
        "using": "node24",
        "major_tag": "v1",
        "snapshot_crawled": "2026-08-22",
        "inputs": {
            "path": {"required": True, "description": "theirs"},
            "old": {"default": "false", "deprecationMessage": "theirs"},
            "filter": {"default": None},
        },
        "outputs": ["digest"],
    }
    expected = ActionFacts(
        "owner/repo/sub",
        tag="v1.2.3",
        major="v1",
        sha="a" * 40,
        seen="2026-08-22",
        using="node24",
        inputs={"path": Input(required=True), "old": Input(default="false", deprecated=True), "filter": Input()},
        outputs=("digest",),
    )
    assert catalogue.select_actions({"entries": [entry]}, ["owner/repo/sub"]) == (expected,)
    assert (expected.reference, expected.locked) == ("owner/repo/sub@v1", "owner/repo@v1")
