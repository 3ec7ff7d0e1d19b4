"""Rules as people write them, and what they are told about mistakes."""

from __future__ import annotations

import pytest

from synth.runtime.inputs import InputError, Inputs
from synth.runtime.metrics.inputs import intended, moment, read_asked
from synth.runtime.metrics.plan import Plan, schedule
from synth.runtime.metrics.ports import Query
from synth.runtime.metrics.reading import Sides, rules_of
from synth.runtime.metrics.rules import Alarm, Bounds, Counts, Latency, LogErrors, Measure, Sigma, Slope

SIDES = Sides((("TargetGroup", "green"),), (("TargetGroup", "blue"),))
ELB = "namespace: AWS/ApplicationELB, metric: TargetResponseTime, stat: p95"


def rule(text: str) -> str:
    """One rule, its keys separated by semicolons; ELB stands for a series."""
    parts = [ELB.split(", ") if part == "ELB" else [part] for part in text.split(";")]
    return "- " + "\n  ".join(part for some in parts for part in some)


def read(*texts: str) -> tuple[object, ...]:
    problems: list[str] = []
    found = rules_of("\n".join(map(rule, texts)), SIDES, problems)
    assert [] == problems
    return found


def problems(*texts: str) -> list[str]:
    found: list[str] = []
    rules_of("\n".join(map(rule, texts)), SIDES, found)
    return found


def series(group: str, metric: str = "TargetResponseTime", stat: str = "p95", *dimensions: tuple[str, str]) -> Query:
    return Query("AWS/ApplicationELB", metric, stat, 60, (*dimensions, ("TargetGroup", group)))


GREEN, BLUE = Measure(series("green")), Measure(series("blue"))
CUT = "inconclusive"


def test_every_kind_of_rule_with_its_defaults() -> None:
    expected = (
        Bounds("1 bounds", CUT, GREEN, None, 2.0, 3, 5),
        Slope("2 slope", CUT, GREEN, -1.0, 1.0, 0.5, 10),
        Sigma("3 sigma", CUT, GREEN, BLUE, 3.0, "deviation", "both", 3, 5),
        Latency("4 compare", CUT, GREEN, BLUE, 1.2, 0.0, None, 3, 5),
        Alarm("5 alarm", CUT, ("a", "b c"), "nodata"),
        LogErrors("6 logs", CUT, "/ecs/web", "?ERROR", "", 0, None, "", "fail"),
        LogErrors("7 logs", CUT, "/ecs/web", "?ERROR", "", None, 2.0, "", "fail"),
    )
    assert expected == read(
        "rule: bounds;ELB;max: 2",
        "rule: slope;ELB;min: -1;max: 1",
        "rule: sigma;ELB",
        "rule: compare;kind: latency;ELB",
        "rule: alarm;alarms: [a, 'b c', a]",
        "rule: logs;group: /ecs/web;pattern: '?ERROR'",
        "rule: logs;group: /ecs/web;pattern: '?ERROR';ratio: 2",
    )


def test_a_rule_says_everything_itself() -> None:
    (found,) = read(
        "rule: compare;kind: counts;name: errors;nodata: fail;namespace: AWS/ApplicationELB;metric: Errors;per: RequestCount;per-stat: SampleCount;"
        "period: 300;dimensions: [LoadBalancer=app/web/1];canary: [TargetGroup=c];baseline: [TargetGroup=d];requests: 7;ignore-below: 0.01;max: 0.5"
    )

    def measure(group: str) -> Measure:
        dimensions = (("LoadBalancer", "app/web/1"), ("TargetGroup", group))
        of = Query("AWS/ApplicationELB", "Errors", "Sum", 300, dimensions)
        return Measure(of, of._replace(metric="RequestCount", stat="SampleCount"))

    assert Counts("errors", "fail", measure("c"), measure("d"), 7, 0.01, 0.5) == found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rule: bound", "line 1, rule 1: rule is 'bound', none of bounds, slope, sigma, compare, alarm, logs"),
        ("name: x", "line 1, rule 1 (x): rule is '', none of bounds, slope, sigma, compare, alarm, logs"),
        ("rule: bounds;ELB", "line 1, rule 1: needs min, max or both"),
        ("rule: bounds;ELB;min: 2;max: 1", "line 5, rule 1: min is 2, more than max, 1"),
        ("rule: bounds;ELB;max: two", "line 5, rule 1: max is 'two', no number"),
        ("rule: bounds;ELB;max: 1e999", "line 5, rule 1: max is 'inf', no number"),
        ("rule: bounds;ELB;max: true", "line 5, rule 1: max is 'True', no number"),
        ("rule: bounds;ELB;max: 1;in-a-row: 0", "line 6, rule 1: in-a-row is '0', no number from 1 to 60"),
        ("rule: bounds;ELB;max: 1;in-a-row: 1.5", "line 6, rule 1: in-a-row is 1.5, no whole number"),
        ("rule: bounds;ELB;max: 1;k: 3", "line 6, rule 1: k is no key here; there are rule, name, nodata, namespace,"),
        ("rule: bounds;ELB;max: 1;period: 45", "line 6, rule 1: period is 45 seconds; CloudWatch has 10, 20, 30 and whole minutes"),
        ("rule: bounds;ELB;max: 1;dimensions: [a]", "line 6, rule 1: dimensions holds 'a', which is not of the form Name=value"),
        ("rule: bounds;ELB;max: 1;dimensions: [a=1, a=2]", "line 6, rule 1: dimensions has 'a' twice"),
        ("rule: bounds;ELB;max: 1;dimensions: [1]", "line 6, rule 1: dimensions holds something that is no text; put it in quotes"),
        ("rule: bounds;namespace: a b;metric: x;max: 1", "line 2, rule 1: namespace cannot be 'a b'"),
        ("rule: bounds;metric: x;max: 1", "line 1, rule 1: needs namespace"),
        ("rule: bounds;namespace: x;metric: 5;max: 1", "line 3, rule 1: metric is no text: put '5' in quotes"),
        ("rule: bounds;namespace: x;metric: x;stat: p101;max: 1", "line 4, rule 1: stat cannot be 'p101'"),
        ("rule: slope;ELB;max: 1;support: 2", "line 6, rule 1: support is '2', no number from 0 to 1"),
        ("rule: compare;ELB", "line 1, rule 1: kind is '', none of counts, latency"),
        ("rule: compare;kind: latency;ELB;canary: [A=b];baseline: [A=b]", "line 1, rule 1: compares a series with itself: give canary and baseline"),
        ("rule: compare;kind: counts;namespace: x;metric: e", "line 1, rule 1: counts errors among requests: give per"),
        ("rule: compare;kind: counts;ELB;per: r", "line 5, rule 1: stat has to count: Sum or SampleCount"),
        ("rule: compare;kind: latency;ELB;ratio: 0.5", "line 6, rule 1: ratio is '0.5', no number from 1 to 100"),
        ("rule: alarm", "line 1, rule 1: needs alarms, such as alarms: [a, b]"),
        ("rule: logs;group: a b;pattern: x", "line 2, rule 1: group cannot be 'a b'"),
        ("rule: logs;group: a", "line 1, rule 1: needs pattern"),
        ("rule: logs;group: a;pattern: [x]", "line 3, rule 1: pattern is a list, and one text is wanted"),
    ],
)
def test_mistakes_are_told_with_their_line(text: str, message: str) -> None:
    (found,) = [one for one in problems(text) if one.startswith(message)]
    assert found


def test_all_mistakes_of_all_rules_are_told_at_once() -> None:
    found = problems("rule: bounds;ELB;min: x;max: y", "rule: alarm;name: same;alarms: [a]", "rule: alarm;name: same;alarms: [a]", "rule: x")
    assert [
        "line 5, rule 1: min is 'x', no number",
        "line 6, rule 1: max is 'y', no number",
        "line 1, rule 1: needs min, max or both",
        "line 11, rule 3 (same): name 'same' is another rule's too",
        "line 13, rule 4: rule is 'x', none of bounds, slope, sigma, compare, alarm, logs",
    ] == found


def test_json_has_no_lines() -> None:
    found: list[str] = []
    rules_of('[{"rule": "alarm", "alarms": ["a"]}, {"rule": "alarm", "name": "x", "alarms": []}]', SIDES, found)
    assert ["rule 2 (x): needs alarms, such as alarms: [a, b]"] == found


def asked(**inputs: str) -> Plan:
    return read_asked(Inputs({f"INPUT_{name.upper()}": value for name, value in inputs.items()})).plan


def test_all_bad_inputs_are_said_at_once() -> None:
    with pytest.raises(InputError) as caught:
        asked(
            rules="- rule: alarm\n- rule: logs",
            window="soon",
            period="0",
            looks="1000",
            lag="-1",
            canary_dimensions="a",
            canary_start="now",
            baseline_dimensions="b=",
            baseline_end="2026-11-21",
            nodata="pass",
            alpha="1",
            fail_on="passed",
            soft="maybe",
            dry_run="2",
        )
    names = (
        "canary-dimensions baseline-dimensions nodata rules rules rules window period looks lag alpha canary-start baseline-end fail-on soft dry-run"
    )
    assert names.split() == [problem.partition(":")[0] for problem in caught.value.problems]


BOUNDS = rule("rule: bounds;ELB;max: 2")


@pytest.mark.parametrize(
    ("inputs", "problem"),
    [
        ({}, "rules: is empty; write at least one rule"),
        ({"rules": BOUNDS, "window": "240"}, "window: 1 bounds: 5 points of 60 s take longer than the window, 240 s"),
        ({"rules": BOUNDS, "window": "600", "period": "601"}, "period: is 601 s, longer than the window, 600 s"),
        ({"rules": BOUNDS, "window": "21600", "period": "10"}, "period: makes 2160 looks of the window; 360 are the most"),
        ({"rules": BOUNDS, "canary_start": "1800000000", "baseline_end": "1800000001"}, "baseline-end: is after canary-start"),
    ],
)
def test_inputs_that_do_not_go_together_are_refused(inputs: dict[str, str], problem: str) -> None:
    with pytest.raises(InputError) as caught:
        asked(**inputs)
    (found,) = caught.value.problems
    assert found.startswith(problem)


def test_moments_are_times_of_day_or_seconds() -> None:
    assert [0.0, 3600.0, 1800000000.5] == [moment("1970-01-01T00:00:00Z"), moment("1970-01-01T00:00:00.25-01:00"), moment("1800000000.5")]
    with pytest.raises(ValueError, match="day is out of range"):
        moment("2026-02-30T00:00:00Z")


def test_the_window_begins_at_a_whole_minute_and_the_baseline_ends_at_one() -> None:
    times = schedule(Plan((), 600, 60, 4, 120), 1_000_000.0)
    assert (1_000_020.0, 1_000_620.0, 999_360.0, 999_960.0, 4) == times[:5]
    assert [1_000_290.0, 1_000_740.0] == [times.at(1), times.at(4)]
    assert [1, 1, 2, 4] == [times.first(now) for now in (1_000_000.0, 1_000_290.0, 1_000_440.0, 2_000_000.0)]


def test_comparisons_of_one_kind_share_alpha() -> None:
    rules = read("rule: compare;kind: latency;name: a;ELB", "rule: compare;kind: latency;name: b;ELB", "rule: sigma;ELB")
    plan = Plan(rules)  # type: ignore[arg-type]  # read gives objects, for comparing
    assert [0.025, 0.025, 0.05] == [plan.share_of_alpha(one) for one in plan.rules]


def test_what_is_intended_is_said_before() -> None:
    plan = asked(
        rules=BOUNDS + "\n- rule: alarm\n  alarms: [a, b]\n- rule: logs\n  group: /ecs/web\n  pattern: '?ERROR'\n  streams: app/", looks="10"
    )
    assert [
        "look 10 times, every 180 s, at 30 min, 120 s after their end",
        "judge 1 bounds: AWS/ApplicationELB TargetResponseTime p95",
        "judge 2 alarm: a, b",
        "judge 3 logs: ?ERROR in /ecs/web app/",
    ] == intended(plan)
