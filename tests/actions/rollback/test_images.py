"""Releases whose images or task definitions are no longer what they were: seen before the service is touched."""

from __future__ import annotations

import pytest

from tests.actions.rollback.releases import released, serves, service
from tests.actions.rollback.running import rollback, run
from tests.simulator import Simulator
from tests.simulator.world.image import failing, good
from tests.simulator.world.registry import Stored


def stored(sim: Simulator, version: str) -> Stored:
    return next(one for one in sim.world.registry.repositories["web"] if one.image.version == version)


@pytest.mark.row("I6", "a rollback finds an image that is gone before it touches the service")
def test_an_image_that_is_gone_makes_its_release_unusable_and_the_next_one_is_taken(sim: Simulator) -> None:
    service(sim, "v1", "v2")
    released(sim, failing("v3"))
    sim.delete_image(stored(sim, "v2"))
    ran = run(sim)
    assert ((3, "rolled-back"), {"v1": 100.0}, 1) == (ran.ended, serves(sim), len(sim.calls("UpdateService")))
    assert "target unusable: web:2: image app is gone" in ran.log


def test_the_service_is_not_touched_when_no_image_is_left(sim: Simulator) -> None:
    service(sim, "v1")
    released(sim, failing("v2"))
    sim.delete_image(stored(sim, "v1"))
    ran = run(sim)
    assert ((4, "rollback-failed"), []) == (ran.ended, sim.calls("UpdateService", "RegisterTaskDefinition"))
    assert "web:2 serves: target unusable: web:1: image app is gone, wanted " in ran.outputs["reason"]


def test_an_archived_image_is_left_in_the_archive(sim: Simulator) -> None:
    service(sim, "v1")
    released(sim, failing("v2"))
    sim.archive(stored(sim, "v1"))
    ran = run(sim)
    assert ((4, "rollback-failed"), []) == (ran.ended, sim.calls("UpdateService", "UpdateImageStorageClass"))
    assert "image app is ARCHIVED" in ran.outputs["reason"]


def test_it_is_asked_back_and_waited_for_where_that_is_wanted(sim: Simulator) -> None:
    service(sim, "v1")
    released(sim, failing("v2"))
    sim.archive(stored(sim, "v1"))
    code, outputs, _ = rollback(sim, restore_images="true", deadline="2400")
    assert (3, {"v1": 100.0}, 1) == (code, serves(sim), len(sim.calls("UpdateImageStorageClass")))
    assert 1200 < float(outputs["seconds-to-restore"]) < 1500


def test_a_release_that_can_be_had_at_once_does_not_wait_for_one_in_the_archive(sim: Simulator) -> None:
    service(sim, "v1", "v2")
    released(sim, failing("v3"))
    sim.archive(stored(sim, "v2"))
    code, _, _ = rollback(sim, restore_images="true")
    assert (3, {"v1": 100.0}, "ACTIVATING") == (code, serves(sim), stored(sim, "v2").status(sim.now))


def test_the_deadline_ends_the_wait_for_the_archive(sim: Simulator) -> None:
    service(sim, "v1")
    released(sim, failing("v2"))
    sim.archive(stored(sim, "v1"))
    began = sim.now
    code, _, _ = rollback(sim, restore_images="true", deadline="300")
    assert (4, []) == (code, sim.calls("UpdateService"))
    assert sim.now - began <= 300


@pytest.mark.row("C5b", "a task definition that is inactive is registered again, with the digest that ran")
def test_an_inactive_task_definition_is_registered_again_pinned_by_digest(sim: Simulator) -> None:
    service(sim, "v1")
    released(sim, failing("v2"))
    sim.client("ecs").deregister_task_definition(taskDefinition="web:1")
    code, outputs, _ = rollback(sim)
    assert (3, {"v1": 100.0}, "web:3") == (code, serves(sim), outputs["to"].rsplit("/")[-1])
    copied, original = sim.world.definitions.find("web:3"), sim.world.definitions.find("web:1")
    assert original["containerDefinitions"] == copied["containerDefinitions"]
    assert stored(sim, "v1").by_digest == copied["containerDefinitions"][0]["image"]
    assert {"ghsynth:copy-of": "web:1"} == sim.world.tags[copied["taskDefinitionArn"]]


def test_a_role_that_may_not_register_says_what_it_needs(sim: Simulator) -> None:
    service(sim, "v1")
    released(sim, failing("v2"))
    sim.client("ecs").deregister_task_definition(taskDefinition="web:1")
    sim.fault("access-denied", "RegisterTaskDefinition")
    ran = run(sim)
    assert (4, "rollback-failed") == ran.ended
    assert "web:1 can only be deployed as a copy: allow ecs:RegisterTaskDefinition" in ran.outputs["reason"]
    assert [] == sim.calls("UpdateService")


def test_a_tag_that_names_another_image_by_now_is_replaced_by_the_digest_that_ran(sim: Simulator) -> None:
    sim.service("web")
    for image in (good("v2"), failing("v3")):
        definition = sim.define("web", sim.push(image, "stable", repository="web").by_tag)
        deployment = sim.world.redeploy(sim.find("web"), sim.world.definitions.find(definition))
        sim.run_until(lambda deployment=deployment: deployment.over)  # type: ignore[misc]
        sim.advance(60)
    code, outputs, _ = rollback(sim)
    assert (3, {"v2": 100.0}) == (code, serves(sim))
    assert stored(sim, "v2").by_digest == sim.world.definitions.find(outputs["to"])["containerDefinitions"][0]["image"]


@pytest.mark.parametrize("fault", ["access-denied", "throttle", "error-500"])
def test_a_registry_that_cannot_be_asked_does_not_stop_a_rollback(sim: Simulator, fault: str) -> None:
    service(sim, "v1")
    released(sim, failing("v2"))
    sim.fault(fault, "ecr:DescribeImages")  # type: ignore[arg-type]
    code, _, report = rollback(sim)
    assert (3, {"v1": 100.0}) == (code, serves(sim))
    assert [("image app", "inconclusive")] == [(one["name"], one["result"]) for one in report["checks"] if one["name"].startswith("image")]


def test_what_was_left_is_deregistered_only_after_a_verified_rollback(sim: Simulator) -> None:
    service(sim, "v1")
    released(sim, failing("v2"))
    assert 3 == rollback(sim, deregister_failed="true")[0]
    assert ("INACTIVE", "ACTIVE") == tuple(sim.world.definitions.find(name)["status"] for name in ("web:2", "web:1"))


def test_nothing_is_deregistered_when_the_rollback_failed(sim: Simulator) -> None:
    sim.service("web", failing("v1"))
    released(sim, failing("v2"))
    code, _, _ = rollback(sim, deregister_failed="true", verify_url=f"{sim.endpoint}/app/web/", verify_deadline="20")
    assert (4, []) == (code, sim.calls("DeregisterTaskDefinition"))
