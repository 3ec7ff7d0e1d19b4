"""`to`: the release that a person names, in every form, and the modes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.actions.rollback.releases import commit, released, serves, service
from tests.actions.rollback.running import rollback, run
from tests.simulator import Simulator
from tests.simulator.world.image import failing, good
from tests.simulator.world.rollout import Revision


def first(sim: Simulator) -> Revision:
    return sim.find("web").deployments[0].target.revision


FORMS: dict[str, Callable[[Simulator], str]] = {
    "family and revision": lambda sim: "web:1",
    "task definition": lambda sim: first(sim).definition,
    "service revision": lambda sim: first(sim).arn,
    "digest": lambda sim: first(sim).containers[0][2] or "",
    "commit": lambda sim: commit("v1"),
    "short commit": lambda sim: commit("v1")[:7],
}


@pytest.mark.row("C5a", "a release is brought back by commit, digest, revision or ARN")
@pytest.mark.parametrize("form", list(FORMS))
def test_a_release_by_name(sim: Simulator, form: str) -> None:
    service(sim, "v1", "v2")
    code, outputs, _ = rollback(sim, to=FORMS[form](sim))
    assert (3, {"v1": 100.0}, "web:1", "redeploy") == (code, serves(sim), outputs["to"].rsplit("/")[-1], outputs["method"])


def test_a_commit_without_a_mark_by_the_tags_of_images(sim: Simulator) -> None:
    sim.service("web")
    released(sim, good("v2"))
    released(sim, failing("v3"))
    image = next(one for one in sim.world.registry.repositories["web"] if one.image.version == "v2")
    image.tags.append("sha-" + "c" * 40)
    code, outputs, _ = rollback(sim, to="c" * 12)
    assert (3, {"v2": 100.0}, "caller") == (code, serves(sim), outputs["lkg-source"])


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("web:77", "there is no task definition web:77"),
        ("f" * 40, f"no release of this service is known to have the commit {'f' * 40}, of verified marks or successful deployments"),
        (
            f"sha256:{'e' * 64}",
            f"no release of this service is known to have the image sha256:{'e' * 64}, of verified marks or successful deployments",
        ),
        (
            "arn:aws:ecs:eu-central-1:123456789012:service-revision/default/web/12345",
            "ECS knows no service revision 12345; it forgets them after 90 days",
        ),
    ],
)
def test_a_name_that_leads_nowhere(sim: Simulator, to: str, reason: str) -> None:
    service(sim, "v1", "v2")
    ran = run(sim, to=to)
    assert ((4, "rollback-failed"), []) == (ran.ended, sim.calls("UpdateService"))
    assert reason in ran.outputs["reason"]


def test_the_beginning_of_two_commits(sim: Simulator) -> None:
    service(sim)
    released(sim, good("v2"), "abcdef0" + "1" * 33)
    released(sim, good("v3"), "abcdef0" + "2" * 33)
    ran = run(sim, to="abcdef0")
    assert (4, "rollback-failed") == ran.ended
    assert "'abcdef0' is the beginning of several commits" in ran.outputs["reason"]


def test_what_serves_already_is_verified_and_left(sim: Simulator) -> None:
    service(sim, "v1", "v2")
    ran = run(sim, to="web:2", verify_url=f"{sim.endpoint}/app/web/")
    assert ((0, "passed"), {"v2": 100.0}) == (ran.ended, serves(sim))
    assert [] == sim.calls("UpdateService")
    assert "**web\\:2** serves web" == ran.summary.splitlines()[0]


def test_a_named_release_that_is_bad_is_not_replaced_by_another_one(sim: Simulator) -> None:
    sim.service("web", failing("v1"))
    released(sim, good("v2"), commit("v2"))
    released(sim, failing("v3"))
    ran = run(sim, to="web:1", verify_url=f"{sim.endpoint}/app/web/", verify_deadline="20")
    assert ((4, "rollback-failed"), {"v1": 100.0}) == (ran.ended, serves(sim))
    assert ran.outputs["reason"].startswith("web:1 serves, which is bad: web:1: ")


def test_a_named_release_during_a_deployment_from_it_is_a_stop(sim: Simulator) -> None:
    service(sim, "v1", "v2")
    sim.deploy("web", failing("v3"))
    sim.advance(50)
    code, outputs, _ = rollback(sim, to="web:2")
    assert (3, {"v2": 100.0}, "stop") == (code, serves(sim), outputs["method"])


def test_a_named_release_during_a_deployment_from_another_one_takes_over(sim: Simulator) -> None:
    service(sim, "v1", "v2")
    sim.deploy("web", failing("v3"))
    sim.advance(50)
    code, outputs, _ = rollback(sim, to="web:1")
    assert (3, {"v1": 100.0}, "redeploy", []) == (code, serves(sim), outputs["method"], sim.calls("StopServiceDeployment"))


@pytest.mark.parametrize("running", [True, False])
def test_never_changes_nothing_and_says_so(sim: Simulator, running: bool) -> None:
    service(sim, "v1")
    deployment = sim.deploy("web", failing("v2"))
    sim.run_until(lambda: bool(deployment.started) if running else deployment.over)
    ran = run(sim, mode="never")
    assert ((1, "failed"), "") == (ran.ended, ran.outputs["method"])
    assert "web:2 stays, because rollbacks are switched off" in ran.outputs["reason"]
    assert [] == sim.calls("StopServiceDeployment", "UpdateService")


@pytest.mark.parametrize(
    ("running", "method", "would"),
    [
        (True, "stop", "would stop, because the deployment is IN_PROGRESS; ECS goes back to web:1"),
        (False, "redeploy", "would deploy web:1 (verified)"),
    ],
)
def test_a_dry_run_says_what_would_be_done(sim: Simulator, running: bool, method: str, would: str) -> None:
    service(sim, "v1")
    deployment = sim.deploy("web", failing("v2"))
    sim.run_until(lambda: bool(deployment.started) if running else deployment.over)
    ran = run(sim, mode="dry-run")
    assert ((0, "inconclusive"), method, "web:1") == (ran.ended, ran.outputs["method"], ran.outputs["to"].rsplit("/")[-1])
    assert would in ran.outputs["reason"]
    assert [] == sim.calls("StopServiceDeployment", "UpdateService", "TagResource", "RegisterTaskDefinition")


@pytest.mark.parametrize(("settings", "code"), [({"soft": "true"}, 0), ({"fail_on": "rollback-failed"}, 0), ({}, 3)])
def test_which_outcomes_make_the_step_red(sim: Simulator, settings: dict[str, str], code: int) -> None:
    service(sim, "v1", "v2")
    ran = run(sim, **settings)
    assert (code, "rolled-back") == ran.ended
    assert ("::error" in ran.log) == bool(code)
