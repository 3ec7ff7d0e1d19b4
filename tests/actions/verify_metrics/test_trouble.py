"""Weather: what AWS does not answer is no evidence against a release."""

from __future__ import annotations

from tests.actions.verify_metrics.running import BLUE, GREEN, run, serve
from tests.actions.verify_metrics.test_verdicts import ALARM, COMPARE, LOGS
from tests.simulator import Simulator


def good(sim: Simulator) -> None:
    serve(sim, GREEN, 50)
    serve(sim, BLUE, 950, errors=5)


def test_throttling_and_errors_between_are_lived_through(sim: Simulator) -> None:
    good(sim)
    sim.fault("throttle", "GetMetricData", skip=2, times=12)
    sim.fault("error-500", "GetMetricData", since=500, until=560)
    assert (0, "passed") == run(sim, COMPARE).ended


def test_a_last_look_is_tried_again(sim: Simulator) -> None:
    good(sim)
    sim.fault("error-500", "GetMetricData", since=740, until=790)
    ran = run(sim, COMPARE)
    assert (0, "passed") == ran.ended
    assert float(ran.outputs["duration-seconds"]) > 750


def test_a_service_that_does_not_answer_at_all_is_inconclusive(sim: Simulator) -> None:
    good(sim)
    sim.fault("error-500", "GetMetricData")
    ran = run(sim, COMPARE, nodata="fail")
    assert (6, "inconclusive") == ran.ended
    assert "cloudwatch:GetMetricData" in ran.outputs["reason"]


def test_who_may_not_read_is_told_at_once(sim: Simulator) -> None:
    sim.alarm("orders-5xx")
    for operation, rules in (("GetMetricData", COMPARE), ("DescribeAlarms", ALARM), ("FilterLogEvents", LOGS)):
        fault = sim.fault("access-denied", operation)
        ran = run(sim, rules)
        assert (6, "inconclusive", True, 1) == (*ran.ended, operation in ran.outputs["reason"], len(ran.report["looks"]))
        assert float(ran.outputs["duration-seconds"]) < 10
        sim.dispatcher.faults.planned.remove(fault)


def test_credentials_that_expire_end_it(sim: Simulator) -> None:
    good(sim)
    sim.fault("expired-token", since=400)
    ran = run(sim, COMPARE)
    assert (6, "inconclusive", True) == (*ran.ended, "ExpiredToken" in ran.outputs["reason"])
    assert float(ran.outputs["duration-seconds"]) < 500


def test_a_log_group_that_does_not_exist_is_inconclusive(sim: Simulator) -> None:
    ran = run(sim, LOGS)
    assert (6, "inconclusive", True) == (*ran.ended, "log group does not exist" in ran.outputs["reason"])


def test_a_rule_that_fails_counts_beside_one_that_cannot_be_read(sim: Simulator) -> None:
    sim.fault("error-500", "FilterLogEvents")
    serve(sim, GREEN, 50, errors=20)
    serve(sim, BLUE, 950)
    ran = run(sim, COMPARE + LOGS)
    assert (1, "failed") == ran.ended
    assert "inconclusive" == ran.observed["log"][0]


def test_pages_of_points_are_put_together(sim: Simulator) -> None:
    good(sim)
    sim.fault("paging", "GetMetricData", size=1)
    ran = run(sim, COMPARE)
    assert (0, "passed") == ran.ended


def test_a_cancelled_job_still_gets_its_outputs(sim: Simulator) -> None:
    good(sim)

    def cancel() -> None:
        if sim.now > 300:
            raise KeyboardInterrupt

    ran = run(sim, COMPARE, cancel)
    assert (6, "inconclusive", "cancelled after 3 looks") == (*ran.ended, ran.outputs["reason"])
    assert 3 == len(ran.report["looks"])
