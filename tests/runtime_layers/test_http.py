"""HTTP beside the other layers: bake, baseline, a canary's share, and the end before the deadline."""

from __future__ import annotations

from dataclasses import replace

import pytest

from synth.runtime.address import address
from synth.runtime.layers import baseline
from synth.runtime.layers.baseline import Baseline, Before
from synth.runtime.layers.share import ENOUGH_ANSWERS
from synth.runtime.probe import Target
from synth.runtime.screen import Screen
from synth.runtime.verdict import Verdict
from synth.runtime.watch import Plan
from tests.actions.verify_health.servers import nobody
from tests.runtime_layers.stage import Stage
from tests.simulator.world.image import Image, failing, flapping_answers, good, lying

HTTP = ("http",)


def taken(stage: Stage, target: Target) -> Baseline:
    return baseline.taken(Plan((target,)), stage.ports.http, stage.clock, Screen())


def test_a_healthy_rollout_is_proved_and_baked(stage: Stage) -> None:
    stage.sim.service("web")
    before = taken(stage, stage.target("v2"))
    stage.sim.deploy("web", good("v2"))
    judged = stage.verify(stage.target("v2"), task_definition="web:2", bake=60.0, fail_after=4, baseline=before)
    assert ("passed", "3 right answers in a row; ecs, targets, containers good; for 60 s more too") == judged.verdict
    assert 0 == stage.sim.bad("web")


def test_the_baseline_tells_what_answered_whatever_its_version(stage: Stage) -> None:
    stage.sim.service("web")
    url = str(stage.target().address)
    seen = taken(stage, stage.target("v2"))
    assert Baseline((Before(url, "right", 200, "v1"),)) == seen
    assert seen == baseline.read(baseline.written(seen))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema":2,"answers":[]}', '{"schema":1,"answers":[1]}', '{"schema":1,"answers":[{"url":"x"}]}'])
def test_a_baseline_that_nobody_wrote_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        baseline.read(text)


def test_healthy_but_500_is_found_within_seconds_of_its_first_task(stage: Stage) -> None:
    stage.sim.service("web")
    before = taken(stage, stage.target())
    deployment = stage.sim.deploy("web", failing("v2"))
    judged = stage.verify(stage.target(), fail_after=4, plan={"interval": 2.0, "deadline": 900}, baseline=before)
    assert ("failed", True) == (judged.verdict.outcome, "answers were wrong: status is 500, wanted 200" in judged.verdict.reason)
    assert "IN_PROGRESS" == deployment.status
    assert judged.seconds <= 45 + 60 + 10


def test_the_old_version_answering_is_no_failure_before_the_deadline(stage: Stage) -> None:
    stage.sim.service("web")
    judged = stage.verify(stage.target("v2"), fail_after=4, checks=HTTP, plan={"deadline": 60})
    assert ("failed", True) == (judged.verdict.outcome, judged.seconds > 50)


def test_a_wrong_version_at_the_end_is_a_failure(stage: Stage) -> None:
    stage.sim.service("web")
    stage.sim.deploy("web", lying("v2", says="v0"))
    judged = stage.verify(stage.target("v2"), task_definition="web:2", plan={"deadline": 300})
    assert ("failed", True) == (judged.verdict.outcome, "version is v0, wanted v2" in judged.verdict.reason)


def test_answers_that_flap_fail_in_the_bake(stage: Stage) -> None:
    stage.sim.service("web", flapping_answers("v1", seconds=40))
    judged = stage.verify(stage.target(), bake=300.0)
    assert ("failed", True) == (judged.verdict.outcome, judged.seconds < 60)


def test_one_lost_answer_in_a_bake_is_no_failure(stage: Stage) -> None:
    stage.sim.service("web", replace(good("v1"), statuses=(*[200] * 17, 500)))
    assert "passed" == stage.verify(stage.target(), bake=600.0).verdict.outcome


@pytest.mark.parametrize(
    ("before", "outcome", "told"),
    [
        (None, "inconclusive", "was never reached"),
        ("unreached", "inconclusive", "was never reached"),
        ("right", "failed", "answered before the deployment, and no longer does"),
    ],
)
def test_silence_is_weighed_against_the_baseline(before: str | None, outcome: str, told: str, stage: Stage) -> None:
    url = nobody()
    known = Baseline((Before(url, before, None if before == "unreached" else 200),)) if before else None
    judged = stage.verify(Target(address(url)), checks=HTTP, plan={"deadline": 30}, baseline=known)
    assert (outcome, True) == (judged.verdict.outcome, told in judged.verdict.reason), judged.verdict


def test_a_service_that_was_as_bad_before_says_nothing_about_the_release(stage: Stage) -> None:
    stage.sim.service("web", failing("v1", 404))
    before = taken(stage, stage.target())
    stage.sim.deploy("web", failing("v2", 404))
    judged = stage.verify(stage.target(), fail_after=4, task_definition="web:2", plan={"deadline": 300}, baseline=before)
    assert ("inconclusive", True) == (judged.verdict.outcome, "so it was before the deployment" in judged.verdict.reason)
    judged = stage.verify(stage.target(), checks=HTTP, plan={"deadline": 30})
    assert "failed" == judged.verdict.outcome


def test_a_canary_passes_with_its_share_of_the_answers(stage: Stage) -> None:
    service = stage.sim.service("web", strategy="CANARY", canaryConfiguration={"canaryPercent": 20.0, "canaryBakeTimeInMinutes": 10})
    deployment = stage.sim.deploy("web", good("v2"))
    stage.sim.run_until(lambda: {20.0, 80.0} <= set(service.shares().values()))
    judged = stage.verify(stage.target("v2"), share=0.15, task_definition="web:2", plan={"interval": 2.0})
    assert ("passed", True) == (judged.verdict.outcome, judged.looks >= ENOUGH_ANSWERS), judged.verdict
    assert "version share" == judged.checks[-1].name
    greedy = stage.verify(stage.target("v2"), share=0.5, checks=HTTP, plan={"interval": 2.0, "deadline": 60})
    assert ("failed", True) == (greedy.verdict.outcome, "version share is 20%, wanted 50% or more" in greedy.verdict.reason), greedy.verdict
    assert "IN_PROGRESS" == deployment.status


def test_too_few_answers_for_a_share_are_inconclusive(stage: Stage) -> None:
    stage.sim.service("web")
    judged = stage.verify(stage.target("v2"), share=0.5, checks=HTTP, plan={"deadline": 20})
    assert ("inconclusive", True) == (judged.verdict.outcome, "version share: 4 answers" in judged.verdict.reason), judged.verdict


def test_the_test_listener_is_asked_before_production_sees_anything(stage: Stage) -> None:
    stage.sim.service("web", strategy="BLUE_GREEN", bakeTimeInMinutes=5)
    deployment = stage.sim.deploy("web", failing("v2"))
    stage.sim.run_until(lambda: deployment.stage == "TEST_TRAFFIC_SHIFT")
    judged = stage.verify(stage.target(listener="test"), checks=HTTP, fail_after=4)
    assert ("failed", 0) == (judged.verdict.outcome, stage.sim.bad("web"))


def test_a_caller_ends_it_with_a_verdict_of_its_own(stage: Stage) -> None:
    stage.sim.service("web")
    superseded = Verdict("superseded", "another run has deployed")
    judged = stage.verify(stage.target(), bake=600.0, otherwise=lambda: superseded if stage.sim.now > 30 else None)
    assert (superseded, True) == (judged.verdict, 30 < judged.seconds < 40)


def test_a_thousand_answers_with_one_lost_in_a_hundred_fail_nothing(stage: Stage) -> None:
    stage.sim.service("web", Image("v1", statuses=tuple(500 if n % 100 == 37 else 200 for n in range(100))))
    judged = stage.verify(stage.target(), checks=HTTP, fail_after=4, bake=1000.0, plan={"interval": 1.0})
    assert ("passed", True) == (judged.verdict.outcome, judged.looks >= 1000)
