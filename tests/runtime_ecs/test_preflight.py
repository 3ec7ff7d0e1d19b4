"""Whether a release can still be deployed."""

from __future__ import annotations

from typing import Any, cast

import pytest

from synth.runtime.ecs.last_good import VERIFIED, Candidate
from synth.runtime.ecs.ports import Denied, Ecs, Expired, Missing, Refused, Registry, Unavailable
from synth.runtime.ecs.preflight import ARCHIVED, UNUSABLE, USABLE, deployable, look, repository
from synth.runtime.ecs.values import ContainerImage, StoredImage, TaskDefinition

ARN = "arn:aws:ecs:eu-central-1:123456789012:task-definition/web:1"
PLACE, DIGEST, OTHER = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/web", f"sha256:{'1' * 64}", f"sha256:{'2' * 64}"


class World:
    """One task definition of some containers, and a registry."""

    def __init__(
        self, *images: str, status: str = "ACTIVE", stored: dict[str, StoredImage] | None = None, fails: dict[str, Exception] | None = None
    ) -> None:
        named = [(f"c{number}", image) for number, image in enumerate(images)]
        content = {"family": "web", "containerDefinitions": [{"name": name, "image": image, "cpu": 1} for name, image in named]}
        found = tuple(ContainerImage(name, image, image.partition("@")[2]) for name, image in named)
        self.definition = TaskDefinition(ARN, "web", 1, status, found, content)
        self.stored, self.fails = stored or {}, fails or {}
        self.registered: list[Any] = []

    def task_definition(self, name: str) -> TaskDefinition:
        self._fail("task_definition")
        return self.definition

    def register(self, content: Any, tags: Any) -> TaskDefinition:
        self._fail("register")
        self.registered.append((content, tags))
        return self.definition._replace(arn=ARN.replace(":1", ":7"))

    def image(self, place: str, digest: str) -> StoredImage:
        self._fail("image")
        if digest not in self.stored:
            raise Missing("ecr:DescribeImages", "ImageNotFoundException", "gone")
        return self.stored[digest]

    def _fail(self, name: str) -> None:
        if name in self.fails:
            raise self.fails[name]


def stored(status: str = "ACTIVE", *tags: str) -> dict[str, StoredImage]:
    return {DIGEST: StoredImage(PLACE, DIGEST, status, 0.0, tags)}


def looked(world: World, *ran: ContainerImage) -> tuple[str, list[tuple[str, str]], list[str] | None]:
    fit = look(Candidate(ARN, VERIFIED, images=ran), cast(Ecs, world), cast(Registry, world))
    copied = [one["image"] for one in fit.copy["containerDefinitions"]] if fit.copy else None
    return fit.kind, [(check.name, check.result) for check in fit.checks], copied


DEFINITION, IMAGE = "task definition web:1", "image c0"
PINNED, TAGGED = f"{PLACE}@{DIGEST}", f"{PLACE}:stable"
RAN = ContainerImage("c0", TAGGED, DIGEST)


def test_an_image_by_digest_that_is_there() -> None:
    assert (USABLE, [(DEFINITION, "passed"), (IMAGE, "passed")], None) == looked(World(PINNED, stored=stored()))


def test_one_that_is_gone() -> None:
    assert (UNUSABLE, [(DEFINITION, "passed"), (IMAGE, "failed")], None) == looked(World(PINNED))


@pytest.mark.parametrize("status", ["ARCHIVED", "ACTIVATING"])
def test_one_in_the_archive(status: str) -> None:
    assert (ARCHIVED, [(DEFINITION, "passed"), (IMAGE, "failed")], None) == looked(World(PINNED, stored=stored(status)))


def test_one_in_the_archive_beside_one_that_is_gone() -> None:
    assert UNUSABLE == looked(World(PINNED, f"{PLACE}@{OTHER}", stored=stored("ARCHIVED")))[0]


def test_a_tag_that_still_names_what_ran() -> None:
    assert (USABLE, [(DEFINITION, "passed"), (IMAGE, "passed")], None) == looked(World(TAGGED, stored=stored("ACTIVE", "stable")), RAN)


def test_a_tag_that_names_something_else_by_now_is_replaced() -> None:
    assert (USABLE, [(DEFINITION, "passed"), (IMAGE, "inconclusive")], [PINNED]) == looked(World(TAGGED, stored=stored("ACTIVE", "v1")), RAN)


def test_a_tag_of_which_nobody_knows_what_ran() -> None:
    assert (USABLE, [(DEFINITION, "passed"), (IMAGE, "inconclusive")], None) == looked(World(TAGGED))


def test_an_inactive_task_definition_is_copied_by_digest() -> None:
    world = World(TAGGED, status="INACTIVE", stored=stored("ACTIVE", "stable"))
    assert (USABLE, [(DEFINITION, "inconclusive"), (IMAGE, "passed")], [PINNED]) == looked(world, RAN)


def test_a_copy_is_registered_with_a_tag_that_says_of_what() -> None:
    world = World(PINNED, status="INACTIVE", stored=stored())
    fit = look(Candidate(ARN, VERIFIED), cast(Ecs, world), cast(Registry, world))
    assert ARN.replace(":1", ":7") == deployable(fit, cast(Ecs, world))
    assert [(world.definition.content, {"ghsynth:copy-of": "web:1"})] == world.registered


def test_who_may_not_register_learns_what_is_missing() -> None:
    world = World(PINNED, status="INACTIVE", stored=stored(), fails={"register": Denied("ecs:RegisterTaskDefinition", "AccessDenied", "no")})
    fit = look(Candidate(ARN, VERIFIED), cast(Ecs, world), cast(Registry, world))
    with pytest.raises(Denied, match=r"web:1 can only be deployed as a copy: allow ecs:RegisterTaskDefinition, .* iam:PassRole"):
        deployable(fit, cast(Ecs, world))


@pytest.mark.parametrize(
    ("kind", "result"),
    [(Missing, (UNUSABLE, "failed")), (Refused, (UNUSABLE, "failed")), (Denied, (USABLE, "inconclusive")), (Unavailable, (USABLE, "inconclusive"))],
)
def test_a_task_definition_that_cannot_be_described(kind: type[Missing], result: tuple[str, str]) -> None:
    found = looked(World(PINNED, fails={"task_definition": kind("ecs:DescribeTaskDefinition", "", "")}))
    assert (result[0], [(DEFINITION, result[1])], None) == found


@pytest.mark.parametrize("kind", [Denied, Unavailable, Refused])
def test_an_image_that_cannot_be_looked_up_stops_nothing(kind: type[Denied]) -> None:
    assert (USABLE, [(DEFINITION, "passed"), (IMAGE, "inconclusive")], None) == looked(
        World(PINNED, fails={"image": kind("ecr:DescribeImages", "", "")})
    )


@pytest.mark.parametrize("call", ["task_definition", "image"])
def test_expired_credentials_end_it(call: str) -> None:
    with pytest.raises(Expired):
        looked(World(PINNED, fails={call: Expired("sts", "", "")}))


@pytest.mark.parametrize("image", ["registry:5000/a/web", "registry:5000/a/web:1", "registry:5000/a/web@sha256:1", "registry:5000/a/web:1@sha256:1"])
def test_the_repository_of_an_image(image: str) -> None:
    assert "registry:5000/a/web" == repository(image)
