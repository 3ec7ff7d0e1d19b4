"""The whole action against CloudWatch's API: what it says about releases, good, bad and unknown."""

from __future__ import annotations

import json

import pytest

from tests.actions.verify_metrics.running import BLUE, ELB, GREEN, run, serve
from tests.simulator import Simulator

COMPARE = f"""\
- rule: compare
  kind: counts
  name: errors
  namespace: {ELB}
  metric: HTTPCode_Target_5XX_Count
  per: RequestCount
- rule: compare
  kind: latency
  name: p95
  namespace: {ELB}
  metric: TargetResponseTime
  stat: p95
"""
ALARM = "- rule: alarm\n  name: alarms\n  alarms: [orders-5xx]\n"
LOGS = "- rule: logs\n  name: log\n  group: /ecs/web\n  pattern: ERROR\n  max: 2\n"


@pytest.mark.row("R4a", "a share that is no worse passes, after the whole window")
def test_a_release_that_is_no_worse_passes_after_the_whole_window(sim: Simulator) -> None:
    serve(sim, GREEN, 50)
    serve(sim, BLUE, 950, errors=5)
    ran = run(sim, COMPARE)
    assert (0, "passed", "2 rules hold over 10 min, 10 looks") == (ran.code, ran.outputs["outcome"], ran.outputs["reason"])
    assert {"errors": ("passed", "0.00%, beside it 0.53%"), "p95": ("passed", "0.212, 1.00 times what is beside it")} == ran.observed
    assert 30 + 600 + 120 == float(ran.outputs["duration-seconds"])
    assert [] == ran.commands
    first = "2 rules on 10 of 10 min since 2026-11-01T00:01:00Z"
    assert [first, "", "**Metrics** passed: 2 rules hold over 10 min, 10 looks"] == [line.replace("\\", "") for line in ran.summary.splitlines()[:3]]
    assert (1, "verify-metrics", 0, 10) == (ran.report["schema"], ran.report["action"], ran.report["exit-code"], len(ran.report["looks"]))
    assert json.loads(ran.outputs["rules-json"]) == ran.report["rules"] == ran.report["looks"][-1]["rules"]


@pytest.mark.row("R3a", "against the simulated CloudWatch, errors end it at once")
def test_errors_end_it_at_once_and_say_so(sim: Simulator) -> None:
    serve(sim, GREEN, 50, errors=2)
    serve(sim, BLUE, 950, errors=5)
    ran = run(sim, COMPARE)
    assert (1, "failed") == ran.ended
    reason = "errors is 4.00%, beside it 0.53%, wanted no more than beside it: evidence under 20 (evidence 83; 6 of 150 beside 15 of 2850"
    assert ran.outputs["reason"].startswith(reason)
    assert 3 == len(ran.report["looks"])
    (line,) = ran.commands
    assert line.startswith("::error title=verify-metrics%3A failed::errors is 4.00%25, beside it 0.53%25")
    assert (0, "failed") == run(sim, COMPARE, soft="true").ended


def test_a_slow_release_is_found(sim: Simulator) -> None:
    serve(sim, GREEN, 50, seconds=0.3)
    serve(sim, BLUE, 950)
    ran = run(sim, COMPARE)
    assert (1, "failed") == ran.ended
    assert ran.outputs["reason"].startswith("p95 is 0.3")
    assert "1.50 times what is beside it" in ran.outputs["reason"]


@pytest.mark.parametrize(("nodata", "ended"), [("inconclusive", (6, "inconclusive")), ("fail", (1, "failed"))])
def test_no_metrics_are_no_pass(sim: Simulator, nodata: str, ended: tuple[int, str]) -> None:
    ran = run(sim, COMPARE, nodata=nodata)
    assert ended == ran.ended
    assert {"no data"} == {observed for _, observed in ran.observed.values()}
    assert 10 == len(ran.report["looks"])


def test_an_alarm_that_goes_off_fails(sim: Simulator) -> None:
    sim.alarm("orders-5xx")
    ran = run(sim, ALARM, lambda: sim.now > 300 and sim.alarm("orders-5xx", "ALARM", "6 % of answers are errors"))
    assert (1, "failed") == ran.ended
    assert "alarms: alarm orders-5xx is newly in ALARM, wanted not in ALARM (6 % of answers are errors)" == ran.outputs["reason"]


def test_an_alarm_that_was_on_already_proves_nothing_until_it_has_been_off(sim: Simulator) -> None:
    sim.alarm("orders-5xx", "ALARM")
    ran = run(sim, ALARM)
    assert (6, "inconclusive") == ran.ended
    assert "in ALARM since before the verification" in ran.outputs["reason"]
    ran = run(sim, ALARM, lambda: sim.alarm("orders-5xx"))
    assert (0, "passed") == ran.ended


def test_an_alarm_without_data_is_no_pass_unless_that_is_how_it_is(sim: Simulator) -> None:
    sim.alarm("orders-5xx", "INSUFFICIENT_DATA")
    assert [(6, "inconclusive"), (0, "passed")] == [run(sim, ALARM + more).ended for more in ("", "  insufficient: ok\n")]


def test_logs_are_counted_once_and_over_empty_pages(sim: Simulator) -> None:
    sim.world.logs.empty_pages = 2
    sim.world.logs.groups["/ecs/web"] = {}

    def write() -> None:
        sim.log("/ecs/web", "app/one", "request served")
        if sim.now > 400:
            sim.log("/ecs/web", "app/one", "ERROR \x1b[31m::error::pwned ##[error]x")

    ran = run(sim, LOGS, write)
    assert (1, "failed") == ran.ended
    assert {"log": ("failed", "3 in 9 min")} == ran.observed
    assert 1 == len(ran.commands)
    assert ran.commands[0].startswith(
        "::error title=verify-metrics%3A failed::log is 3 in 9 min, wanted 2 at most (ERROR \\x1b[31m::error::pwned # #[error]x"
    )


@pytest.mark.row("R5b", "a release that logs nothing does not pass")
@pytest.mark.parametrize(("more", "ended"), [("", (1, "failed")), ("  silence: inconclusive\n", (6, "inconclusive"))])
def test_a_release_that_logs_nothing_does_not_pass(sim: Simulator, more: str, ended: tuple[int, str]) -> None:
    sim.world.logs.groups["/ecs/web"] = {}
    ran = run(sim, LOGS + more)
    assert ended == ran.ended
    assert "no log events at all" in ran.outputs["reason"]


@pytest.mark.row("R5a", "errors are compared with those of before")
def test_log_errors_are_compared_with_those_of_before(sim: Simulator) -> None:
    for minute in range(10):
        sim.log("/ecs/web", "app/old", "ERROR as ever" if minute % 2 else "served")
        sim.advance(60)
    rules = LOGS.replace("max: 2", "ratio: 2")
    assert (0, "passed") == run(sim, rules, lambda: sim.log("/ecs/web", "app/new", "ERROR as ever")).ended

    def write() -> None:
        for _ in range(12):
            sim.log("/ecs/web", "app/new", "ERROR anew")

    ran = run(sim, rules, write)
    assert (1, "failed") == ran.ended


@pytest.mark.row("R3c", "points are compared with those of before the deployment")
def test_points_are_compared_with_those_of_before(sim: Simulator) -> None:
    rules = f"- rule: sigma\n  name: p95\n  namespace: {ELB}\n  metric: TargetResponseTime\n  stat: p95\n"
    serve(sim, BLUE, 50)
    serve(sim, GREEN, 50)
    sim.advance(1200)
    assert (0, "passed") == run(sim, rules).ended
    serve(sim, GREEN, 50, seconds=0.5)
    ran = run(sim, rules)
    assert (1, "failed") == ran.ended
    assert ran.outputs["reason"].startswith("p95 is 0.5 to 0.")


def test_a_release_of_some_time_ago_is_judged_at_once(sim: Simulator) -> None:
    serve(sim, GREEN, 50)
    serve(sim, BLUE, 950, errors=5)
    sim.advance(1800)
    ran = run(sim, COMPARE, canary_start="2026-11-01T00:10:00Z")
    assert (0, "passed", "0.0", 1) == (*ran.ended, ran.outputs["duration-seconds"], len(ran.report["looks"]))


def test_fewer_looks_are_spread_over_the_window(sim: Simulator) -> None:
    serve(sim, GREEN, 50)
    serve(sim, BLUE, 950)
    ran = run(sim, COMPARE, looks="3")
    assert ["look 1 of 3, 3 min", "look 2 of 3, 7 min", "look 3 of 3, 10 min"] == [
        line.partition(":")[0] for line in ran.log.splitlines() if line.startswith("look ") and " of " in line
    ]
