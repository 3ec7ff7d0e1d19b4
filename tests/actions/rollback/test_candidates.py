"""Which release is brought back, and what happens when it is none."""

from __future__ import annotations

import pytest

from tests.actions.rollback.releases import commit, mark, released, serves, service
from tests.actions.rollback.running import rollback, run
from tests.simulator import Simulator
from tests.simulator.world.image import crashing, failing, good, pull_failing


def health(sim: Simulator) -> dict[str, str]:
    return {"verify_url": f"{sim.endpoint}/app/web/health", "verify_deadline": "30"}


@pytest.mark.row("C5a", "unless one is named, the newest verified release is brought back")
def test_the_newest_verified_release_is_taken_over_a_newer_one_that_was_only_stable(sim: Simulator) -> None:
    service(sim, "v1", "v2")
    released(sim, good("v3"))
    released(sim, failing("v4"))
    code, outputs, _ = rollback(sim, verify_version_path="/version", verify_expect_version="v2", **health(sim))
    assert (3, {"v2": 100.0}, "verified") == (code, serves(sim), outputs["lkg-source"])


def test_without_marks_the_newest_stable_one_is_taken(sim: Simulator) -> None:
    sim.service("web")
    sim.advance(60)
    released(sim, good("v2"))
    released(sim, failing("v3"))
    code, outputs, _ = rollback(sim, **health(sim))
    assert (3, {"v2": 100.0}, "successful") == (code, serves(sim), outputs["lkg-source"])


def test_the_version_expected_is_the_commit_of_the_release_and_not_the_runs(sim: Simulator) -> None:
    service(sim)
    released(sim, good("a" * 40), "a" * 40)
    released(sim, failing("b" * 40), "b" * 40)
    ran = run(sim, verify_version_path="/version", **health(sim))
    assert (3, "rolled-back") == ran.ended
    assert ("version", "passed", "a" * 40) in [(one["name"].split()[0], one["result"], one["observed"]) for one in ran.report["checks"]]


def test_a_rollback_after_a_rollback_does_not_come_to_what_was_left_first(sim: Simulator) -> None:
    service(sim, "v1", "v2", "v3")
    assert 3 == rollback(sim)[0]
    assert {"v2": 100.0} == serves(sim)
    assert 3 == rollback(sim)[0]
    assert {"v1": 100.0} == serves(sim)
    code, outputs, _ = rollback(sim)
    assert (4, {"v1": 100.0}) == (code, serves(sim))
    assert outputs["reason"].startswith("nothing was changed: no release to go back to is known")


def test_one_that_is_bad_as_well_is_followed_by_the_next_verified_one(sim: Simulator) -> None:
    service(sim, "v1")
    released(sim, failing("v2"), commit("v2"))
    released(sim, good("v3"))  # only stable: no further candidate
    released(sim, failing("v4"))
    code, _, _ = rollback(sim, **health(sim))
    assert (3, {"v1": 100.0}) == (code, serves(sim))
    assert 2 == len(sim.calls("UpdateService"))


def test_the_release_that_ecs_went_back_to_may_be_bad_too(sim: Simulator) -> None:
    service(sim, "v1")
    released(sim, failing("v2"))
    sim.deploy("web", failing("v3"))
    sim.advance(60)
    code, outputs, _ = rollback(sim, **health(sim))
    assert (3, {"v1": 100.0}, "redeploy", "verified") == (code, serves(sim), outputs["method"], outputs["lkg-source"])
    assert (1, 1) == (len(sim.calls("StopServiceDeployment")), len(sim.calls("UpdateService")))


@pytest.mark.parametrize(("candidates", "deployed"), [("0", 1), ("1", 2), ("2", 3)])
def test_after_so_many_it_gives_up_and_says_which_were_tried(sim: Simulator, candidates: str, deployed: int) -> None:
    sim.service("web", failing("v0"))
    mark(sim, sim.find("web").deployments[0], "0" * 40)
    sim.advance(60)
    for number in range(1, 5):
        released(sim, failing(f"v{number}"), str(number) * 40)
    ran = run(sim, max_candidates=candidates, **health(sim))
    assert ((4, "rollback-failed"), deployed) == (ran.ended, len(sim.calls("UpdateService")))
    assert "status is 500, wanted 200" in ran.outputs["reason"]
    assert ran.log.splitlines()[-1].startswith("::error title=rollback%3A rollback-failed::")


def test_a_candidate_whose_tasks_crash_is_given_up_at_once(sim: Simulator) -> None:
    service(sim, "v1")
    flaky = released(sim, good("v2"), commit("v2"))
    released(sim, failing("v3"))
    for stored in sim.world.registry.repositories["web"]:
        if stored.digest == flaky.target.revision.containers[0][2]:
            stored.image = crashing("v2")
    code, outputs, _ = rollback(sim, **health(sim))
    assert (3, {"v1": 100.0}) == (code, serves(sim))
    assert float(outputs["seconds-to-restore"]) < 420


@pytest.mark.parametrize("gone", [True, False])
def test_rollback_failed_by_ecs_is_followed_by_another_release(sim: Simulator, gone: bool) -> None:
    service(sim, "v1", "v2", strategy="BLUE_GREEN", bakeTimeInMinutes=0)
    old = sim.find("web").primary.revision.containers[0][2]
    deployment = sim.deploy("web", crashing("v3"))
    for stored in sim.world.registry.repositories["web"]:
        stored.deleted = stored.digest == old
    sim.find("web").rollouts[-1].tasks.clear()
    sim.client("ecs").stop_service_deployment(serviceDeploymentArn=deployment.arn)
    sim.run_until(lambda: deployment.over)
    assert "ROLLBACK_FAILED" == deployment.status
    for stored in sim.world.registry.repositories["web"]:
        stored.deleted = stored.deleted and gone
    code, outputs, _ = rollback(sim, **health(sim))
    assert (3, {"v1": 100.0}, "redeploy") == (code, serves(sim), outputs["method"])


def test_rollback_failed_by_ecs_without_another_release(sim: Simulator) -> None:
    service(sim, "v1", strategy="BLUE_GREEN", bakeTimeInMinutes=0)
    deployment = sim.deploy("web", pull_failing("v2"))
    for stored in sim.world.registry.repositories["web"]:
        stored.deleted = True
    sim.find("web").rollouts[-1].tasks.clear()
    sim.client("ecs").stop_service_deployment(serviceDeploymentArn=deployment.arn)
    sim.run_until(lambda: deployment.over)
    ran = run(sim)
    assert (4, "rollback-failed") == ran.ended
    assert "target unusable: web:1: image app is gone" in ran.outputs["reason"]
    assert [] == sim.calls("UpdateService")


@pytest.mark.parametrize("over", [False, True])
def test_the_first_release_has_nothing_to_go_back_to(sim: Simulator, over: bool) -> None:
    sim.service("web", failing("v1"), settled=False)
    sim.advance(400 if over else 20)
    ran = run(sim)
    assert (4, "rollback-failed") == ran.ended
    assert "first" in ran.outputs["reason"]
    assert [] == sim.calls("StopServiceDeployment", "UpdateService")


def test_the_callers_release_is_the_last_resort(sim: Simulator) -> None:
    service(sim)
    fallback = sim.define("web", sim.push(good("v0"), repository="web").by_digest)
    released(sim, failing("v2"))
    sim.fault("access-denied", "List*Deployments")
    sim.fault("access-denied", "DescribeServiceRevisions")
    code, outputs, _ = rollback(sim, fallback=fallback.rsplit("/")[-1], **health(sim))
    assert (3, {"v0": 100.0}, "caller") == (code, serves(sim), outputs["lkg-source"])


def test_a_desired_count_of_0_proves_nothing(sim: Simulator) -> None:
    service(sim, "v1")
    sim.scale("web", 0)
    released(sim, failing("v2"))
    ran = run(sim)
    assert (6, "inconclusive") == ran.ended
    assert "desired count is 0" in ran.outputs["reason"]
    assert [] == [call for call in sim.calls("UpdateService") if "desiredCount" in call.fields]


def test_a_service_that_grew_meanwhile_keeps_its_size(sim: Simulator) -> None:
    service(sim, "v1")
    sim.deploy("web", failing("v2"))
    sim.scale("web", 8)
    sim.advance(140)
    code, _, report = rollback(sim, **health(sim))
    assert (3, 8, 8) == (code, sim.find("web").desired, sim.find("web").running)
    assert ("healthy tasks", "8 of 8") in [(one["name"], one["observed"]) for one in report["checks"]]
