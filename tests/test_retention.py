"""The lifecycle policy: a release that a rollback may need is never deleted, and a policy that would delete one is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.lifecycle import DAY, Stored, expired, read
from synth.retention import Retention
from synth.retention_dangers import KINDS, dangers, foreseen, missing

USUAL = Retention()


def counted(retention: Retention) -> dict[str, int]:
    rules = json.loads(retention.policy())["rules"]
    return {(rule["selection"].get("tagPatternList") or ["untagged"])[0]: rule["selection"]["countNumber"] for rule in rules}


@pytest.mark.row("I6", "the policy that is written keeps more releases than the rollback window has")
def test_the_usual_policy() -> None:
    assert {"good-*": 1000, "v*": 44, "sha-*": 50, "nightly-*": 14, "untagged": 7} == counted(USUAL)
    assert [5, 10, 20, 30, 40] == [rule["rulePriority"] for rule in json.loads(USUAL.policy())["rules"]]


def test_too_few_releases_are_told_and_not_written() -> None:
    few = Retention(releases=10, deployments_a_day=2.5, rollback_days=7)
    assert ["releases=10 is less than the 20 that 7 days of 2.5 deployments take: write releases=20"] == few.warnings()
    assert 20 == counted(few)["sha-*"]


class Registry:
    """A registry, and what the environments were verified with; `keep` moves the marks as the stage Keep does."""

    def __init__(self) -> None:
        self.images: dict[str, Stored] = {}
        self.verified: dict[str, list[str]] = {}  # by environment, the newest first, each digest once
        self.now = 0.0

    def push(self, version: bool, nightly: bool) -> str:
        number = len(self.images)
        digest = f"sha256:{number:064x}"
        more = [f"v1.{number}.0"] * version + [f"nightly-{number:08}"] * nightly
        self.images[digest] = Stored(digest, (f"sha-{number:040x}", *more), self.now)
        return digest

    def verify(self, environment: str, digest: str) -> None:
        self.verified[environment] = [digest, *[one for one in self.verified.get(environment, []) if one != digest]]

    def held(self, slots: int) -> list[Stored]:
        """The images with the marks that Keep has left."""
        marks: dict[str, list[str]] = {}
        for environment, digests in self.verified.items():
            for slot, digest in enumerate(digests[:slots], 1):
                marks.setdefault(digest, []).append(f"good-{environment}-{slot}")
        return [Stored(one.digest, (*one.tags, *marks.get(one.digest, ())), one.pushed) for one in self.images.values()]


EVENTS = st.lists(
    st.tuples(st.sampled_from(["push", "verify staging", "verify production", "back production", "days"]), st.integers(0, 60), st.booleans()),
    max_size=150,
)


@pytest.mark.row("I6", "whatever is pushed and rolled back, the policy never takes one of the last releases that were good in an environment")
@settings(max_examples=150, deadline=None)
@given(EVENTS, st.integers(2, 5), st.integers(1, 5), st.integers(1, 3))
def test_the_last_good_releases_survive_any_history(events: list[tuple[str, int, bool]], slots: int, rate: int, days: int) -> None:
    registry = Registry()
    rules = read(Retention(releases=1, versions=1, nightly_days=1, deployments_a_day=rate, rollback_days=days).policy())
    for event, number, flag in events:
        if event == "push":
            for _ in range(number):
                registry.push(flag, number % 2 == 0)
        elif event == "days":
            registry.now += number * DAY
        elif event == "back production":  # to one of those that were good there
            if good := registry.verified.get("production"):
                registry.verify("production", good[number % min(slots, len(good))])
        elif registry.images:
            there = list(registry.images)
            registry.verify(event.split()[1], there[-1 - number % min(len(there), 3)])
        images = registry.held(slots)
        needed = {digest for digests in registry.verified.values() for digest in digests[:slots]}
        gone = expired(rules, images, registry.now)
        assert set() == needed & set(gone)
        registry.images = {name: one for name, one in registry.images.items() if name not in gone}


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=None)
@given(releases=st.integers(1, 80), rate=st.integers(1, 12), days=st.integers(1, 30))
def test_our_own_policy_is_no_danger(kind: str, releases: int, rate: int, days: int) -> None:
    retention = Retention(releases=releases, versions=1, nightly_days=1, deployments_a_day=rate, rollback_days=days)
    assert [] == foreseen(read(retention.policy()), retention, [kind])


def fewer(rule: dict[str, Any]) -> None:
    rule["selection"]["countNumber"] = USUAL.window - 1


def aged(rule: dict[str, Any]) -> None:
    rule["selection"] |= {"countType": "sinceImagePushed", "countNumber": 90, "countUnit": "days"}


def unpulled(rule: dict[str, Any]) -> None:
    rule["selection"] |= {"countType": "sinceImagePulled", "countNumber": 300, "countUnit": "days"}


def archived(rule: dict[str, Any]) -> None:
    fewer(rule)
    rule["action"] = {"type": "transition", "targetStorageClass": "archive"}


MUTANTS: dict[str, tuple[int, Callable[[dict[str, Any]], None], str]] = {
    "too few": (
        20,
        fewer,
        "rule 20 (Expire releases, by their commit) deletes a release that a rollback needs, after 43 newer ones in 14 days: it keeps 43; write "
        "countNumber 44 or more",
    ),
    "too few versions": (
        10,
        fewer,
        "rule 10 (Expire versions) deletes a release that is also a version that a rollback needs, after 43 newer ones in 14 days: it keeps 43; "
        "write countNumber 44 or more",
    ),
    "by age": (
        20,
        aged,
        "rule 20 (Expire releases, by their commit) deletes the release that runs, once nothing newer was good for a year: it acts 90 days "
        "whatever still runs; write countType imageCountMoreThan with countNumber 44 or more",
    ),
    "by the last pull": (
        20,
        unpulled,
        "rule 20 (Expire releases, by their commit) deletes the release that runs, once nothing newer was good for a year: it acts 300 days after "
        "the last pull, and ECS pulls only when a task starts; write countType imageCountMoreThan with countNumber 44 or more",
    ),
    "into the archive": (
        20,
        archived,
        "rule 20 (Expire releases, by their commit) moves to the archive, where no task can start from it, a release that a rollback needs, after "
        "43 newer ones in 14 days: it keeps 43; write countNumber 44 or more",
    ),
}


@pytest.mark.row("I6", "a policy that would delete what a rollback needs is told, with the rule and what to write")
@pytest.mark.parametrize(("priority", "change", "said"), MUTANTS.values(), ids=list(MUTANTS))
def test_a_mutant_of_the_policy_is_caught(priority: int, change: Callable[[dict[str, Any]], None], said: str) -> None:
    content = json.loads(USUAL.policy())
    change(next(rule for rule in content["rules"] if rule["rulePriority"] == priority))
    assert [said] == [str(one) for one in foreseen(read(json.dumps(content)), USUAL)]


def test_a_rule_for_all_that_nothing_else_is_about_is_caught() -> None:
    rule = {"rulePriority": 9, "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 30}, "action": {"type": "expire"}}
    said = "rule 9 deletes a release that a rollback needs, after 43 newer ones in 14 days: it keeps 30; write countNumber 44 or more"
    assert [said] == [str(one) for one in foreseen(read(json.dumps({"rules": [rule]})), USUAL)]


@settings(max_examples=100, deadline=None)
@given(number=st.integers(1, 100), rate=st.integers(1, 6), days=st.integers(1, 20))
def test_a_count_is_a_danger_exactly_below_the_window(number: int, rate: int, days: int) -> None:
    retention = Retention(deployments_a_day=rate, rollback_days=days)
    rule = {"rulePriority": 1, "selection": {"tagStatus": "tagged", "tagPrefixList": ["sha-"]}, "action": {"type": "expire"}}
    rule["selection"] = {**rule["selection"], "countType": "imageCountMoreThan", "countNumber": number}  # type: ignore[dict-item]  # JSON
    assert (number < rate * days + 2) == bool(foreseen(read(json.dumps({"rules": [rule]})), retention, ["commit"]))


def test_what_is_deployed_is_held_against_what_is_stored() -> None:
    images = [Stored(f"sha256:{number:064x}", (f"sha-{number:040x}",), number * DAY, None, 5 * DAY if number == 3 else None) for number in range(60)]
    needed = {
        images[0].digest: "what production runs",
        images[3].digest: "what staging runs",
        images[59].digest: "good in production",
        "sha256:gone": "the one before it",
    }
    said = (
        f"rule 20 (Expire releases, by their commit) deletes sha256:000000000000 (sha-{0:040x}), which is what production runs: it keeps 50; write a "
        "greater countNumber"
    )
    assert [said] == [str(one) for one in dangers(read(USUAL.policy()), images, needed, 60 * DAY)]
    assert [
        "sha256:000000000000, what staging runs, is in the archive: no task can start with it",
        "sha256:gone, the one before it, is not in the registry",
    ] == missing(images, needed)
