"""What is said of a service, against the simulator."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

from synth.adapters.aws.client import Clients
from synth.adapters.aws.ecs import EcsAdapter
from synth.adapters.aws.images import EcrAdapter
from synth.runtime.ecs.last_good import short
from synth.runtime.record.deployed import Deployed, Place, deployed
from synth.runtime.record.mark import Mark
from tests.simulator import Simulator
from tests.simulator.world.deployment import Deployment
from tests.simulator.world.image import good
from tests.simulator.world.registry import Stored

Look = Callable[..., Deployed]


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with Simulator() as simulator:
        yield simulator
        assert [] == simulator.violations


@pytest.fixture
def look(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Look]:
    for name in list(os.environ):
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)
    for name, value in sim.environment().items():
        monkeypatch.setenv(name, value)
    clients = Clients()

    def seen(*recorded: Mark, service: str = "web") -> Deployed:
        return deployed(Place("staging", "", "default", service), EcsAdapter(clients), EcrAdapter(clients), recorded)

    yield seen
    clients.close()


def of(sim: Simulator, deployment: Deployment, run: str = "1") -> Mark:
    revision = deployment.target.revision
    digests = tuple([digest for _, _, digest in revision.containers if digest])
    return Mark(revision.arn, revision.definition, digests, revision.image.version[-1] * 40, run, float(int(sim.wall)))


def marked(sim: Simulator, deployment: Deployment) -> Mark:
    mark = of(sim, deployment)
    deployment.service.tags.update(mark.tags(deployment.service.tags))
    return mark


def stored_of(sim: Simulator, deployment: Deployment) -> Stored:
    found = sim.world.registry.find("web", digest=deployment.target.revision.containers[0][2])
    assert found is not None
    return found


def released(sim: Simulator, version: str) -> Deployment:
    deployment = sim.deploy("web", good(version))
    sim.run_until(lambda: deployment.over)
    sim.advance(600)
    return deployment


@pytest.mark.row("S4a", "version, commit, run and digest of a release are told")
def test_a_verified_release_is_told_with_all_that_is_known(sim: Simulator, look: Look) -> None:
    first = marked(sim, sim.service("web").deployments[0])
    second = released(sim, "v2")
    mark = marked(sim, second)
    seen = look()
    expected = ("2" * 40, "v2", mark.task_definition, mark.service_revision, mark, False, (), ())
    assert expected == (seen.sha, seen.version, seen.task_definition, seen.revision, seen.verified, seen.under_way, seen.drift, seen.warnings)
    assert mark.digests == tuple([image.digest for image in seen.images])
    assert seen.last_good is not None
    assert (first.task_definition, "1" * 40, "verified", "") == (
        seen.last_good.task_definition,
        seen.last_good.sha,
        seen.last_good.source,
        seen.last_good.trouble,
    )


def test_it_takes_few_calls(sim: Simulator, look: Look) -> None:
    marked(sim, sim.service("web").deployments[0])
    marked(sim, released(sim, "v2"))
    look()
    assert len(sim.calls()) <= 10


def test_a_service_without_any_record_has_no_drift(sim: Simulator, look: Look) -> None:
    sim.service("web")
    seen = look()
    assert (None, (), None, ()) == (seen.verified, seen.drift, seen.last_good, seen.warnings)
    assert ("v1", "web:1") == (seen.version, short(seen.task_definition))


def test_a_release_that_nobody_recorded_is_drift(sim: Simulator, look: Look) -> None:
    marked(sim, sim.service("web").deployments[0])
    released(sim, "v2")
    seen = look()
    assert (None, ("runs web:2, and the newest verified release is web:1",)) == (seen.verified, seen.drift)


def test_a_deployment_that_is_under_way_is_no_drift(sim: Simulator, look: Look) -> None:
    marked(sim, sim.service("web").deployments[0])
    sim.deploy("web", good("v2"))
    sim.advance(50)
    seen = look()
    assert (True, ()) == (seen.under_way, seen.drift)


def test_a_record_of_github_alone_counts(sim: Simulator, look: Look) -> None:
    mark = of(sim, sim.service("web").deployments[0])
    seen = look(mark)
    assert (mark, "1" * 40, ()) == (seen.verified, seen.sha, seen.drift)


def test_a_record_with_another_image_is_drift(sim: Simulator, look: Look) -> None:
    mark = of(sim, sim.service("web").deployments[0])
    other = mark._replace(digests=("sha256:" + "e" * 64,))
    assert ("no task runs an image of the record, sha256:eeeeeeeeeeee",) == look(other).drift


def test_tasks_of_another_task_definition_are_drift(sim: Simulator, look: Look) -> None:
    service = sim.service("web")
    mark = of(sim, service.deployments[0])
    task = next(iter(sim.world.tasks.values()))
    task.definition = sim.define("web", sim.push(good("v9"), repository="web").by_digest)
    assert ("tasks run web:2, and the service is to run web:1",) == look(mark).drift


def test_a_last_good_release_whose_image_is_gone_is_warned_of(sim: Simulator, look: Look) -> None:
    first = sim.service("web").deployments[0]
    marked(sim, first)
    marked(sim, released(sim, "v2"))
    stored = stored_of(sim, first)
    sim.delete_image(stored)
    seen = look()
    assert seen.last_good is not None
    assert "gone" in seen.last_good.trouble
    assert seen.warnings
    assert seen.warnings[0].startswith("a rollback to web:1 would fail: ")


def test_an_archived_image_is_warned_of(sim: Simulator, look: Look) -> None:
    first = sim.service("web").deployments[0]
    marked(sim, first)
    stored = stored_of(sim, first)
    sim.archive(stored)
    assert ("the image of app that runs is ARCHIVED: new tasks cannot start",) == look().warnings


def test_the_commit_comes_from_the_image_s_tag_where_no_record_has_it(sim: Simulator, look: Look) -> None:
    sim.service("web")
    sim.push(good("v1"), tag="sha-" + "c" * 40, repository="web")
    seen = look()
    assert ("c" * 40, "v1") == (seen.sha, seen.version)


def test_a_role_that_may_not_list_still_sees_the_service(sim: Simulator, look: Look) -> None:
    mark = marked(sim, sim.service("web").deployments[0])
    sim.fault("access-denied", "List*")
    seen = look()
    assert (mark, "", "web:1") == (seen.verified, seen.trouble, short(seen.task_definition))
    assert seen.warnings


def test_a_service_that_is_not_there_is_trouble(sim: Simulator, look: Look) -> None:
    sim.service("web")
    assert "there is no service 'api'" in look(service="api").trouble


def test_expired_credentials_are_trouble(sim: Simulator, look: Look) -> None:
    sim.service("web")
    sim.fault("expired-token", skip=2)
    assert "ExpiredTokenException" in look().trouble
