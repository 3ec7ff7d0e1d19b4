"""The lifecycle policy: a release that a rollback may need is never deleted."""

from __future__ import annotations

import json
from random import Random

from synth.retention import Retention


def counted(retention: Retention) -> dict[str, int]:
    rules = json.loads(retention.policy())["rules"]
    return {(rule["selection"].get("tagPatternList") or ["untagged"])[0]: rule["selection"]["countNumber"] for rule in rules}


def test_the_usual_policy() -> None:
    assert {"v*": 20, "sha-*": 50, "nightly-*": 14, "untagged": 7} == counted(Retention())
    assert [10, 20, 30, 40] == [rule["rulePriority"] for rule in json.loads(Retention().policy())["rules"]]


def test_too_few_releases_are_told_and_not_written() -> None:
    few = Retention(releases=10, deployments_a_day=2.5, rollback_days=7)
    assert ["releases=10 is less than the 20 that 7 days of 2.5 deployments take: write releases=20"] == few.warnings()
    assert 20 == counted(few)["sha-*"]


def test_the_last_known_good_survives_any_window() -> None:
    random = Random(5)
    for _ in range(500):
        days, rate = random.randint(1, 60), random.randint(1, 20)
        kept = counted(Retention(releases=random.randint(1, 100), deployments_a_day=rate, rollback_days=days))["sha-*"]
        pushed = list(range(days * rate + 2))  # the last known good is the oldest: everything since was bad
        assert 0 in pushed[-kept:]
