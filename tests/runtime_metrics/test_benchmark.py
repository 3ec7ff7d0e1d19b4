"""A smaller, seeded version of benchmarks/metrics.py holds what the README of verify-metrics promises."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow
BENCHMARK: dict[str, Any] = runpy.run_path(str(Path(__file__).resolve().parents[2] / "benchmarks/metrics.py"))
scores = BENCHMARK["scores"]


def test_good_releases_are_seldom_blamed_and_often_by_naive_rules() -> None:
    found = scores({"ours": BENCHMARK["both"], "Fisher": BENCHMARK["naive_errors"], "Mann-Whitney": BENCHMARK["naive_latency"]}, 300, seed=21)
    assert found["ours"].share <= 0.05
    assert found["Fisher"].share > 0.09
    assert found["Mann-Whitney"].share > 0.3


def test_five_times_the_errors_are_found_within_six_minutes() -> None:
    found = scores({"ours": BENCHMARK["our_errors"]}, 100, seed=22, errors=5)["ours"]
    assert found.share >= 0.98
    assert found.minute is not None
    assert found.minute <= 6


def test_thirty_per_cent_more_latency_is_found_in_nine_of_ten() -> None:
    assert scores({"ours": BENCHMARK["our_latency"]}, 400, seed=23, latency=1.3)["ours"].share >= 0.9


def test_twice_the_latency_is_found_within_ten_minutes() -> None:
    found = scores({"ours": BENCHMARK["our_latency"]}, 50, seed=24, latency=2)["ours"]
    assert (1.0, True) == (found.share, found.minute is not None and found.minute <= 10)
