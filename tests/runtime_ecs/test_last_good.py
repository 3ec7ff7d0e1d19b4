"""Which releases a service can go back to, in which order."""

from __future__ import annotations

from synth.runtime.ecs.last_good import CALLER, LEFT_TAG, SUCCESSFUL, VERIFIED, Leaving, candidates, leaving_tag, left_of
from synth.runtime.ecs.values import ContainerImage, Revision
from synth.runtime.record.mark import Mark


def definition(number: int) -> str:
    return f"arn:aws:ecs:eu-central-1:123456789012:task-definition/web:{number}"


def revision(number: int, definition_number: int | None = None) -> Revision:
    images = (ContainerImage("app", "registry/app:v1", f"sha256:{number}"),)
    return Revision(f"revision/{number}", "web", definition(definition_number or number), 100.0 * number, images)


def mark(number: int, at: float | None = None) -> Mark:
    return Mark(f"revision/{number}", definition(number), (f"sha256:{number}",), str(number) * 40, "1", 100.0 * number + 50 if at is None else at)


def found(
    marks: list[Mark] | None = None,
    successful: list[Revision] | None = None,
    given: tuple[str, ...] = (),
    leaving: Leaving | None = None,
    left: dict[str, float] | None = None,
) -> list[tuple[str, str]]:
    known = successful or []
    chosen = leaving or Leaving("revision/9", definition(9))
    return [(one.name, one.source) for one in candidates(marks or [], known, given, chosen, left or {}, {one.arn: one for one in known})]


def test_verified_comes_before_stable_before_what_the_caller_names() -> None:
    expected = [("web:3", VERIFIED), ("web:1", VERIFIED), ("web:5", SUCCESSFUL), ("web:4", SUCCESSFUL), ("web:2", CALLER)]
    assert expected == found([mark(1), mark(3)], [revision(5), revision(4), revision(3)], ("web:2", definition(5)))


def test_the_newest_mark_is_the_latest_in_time_not_in_number() -> None:
    assert [("web:1", VERIFIED), ("web:3", VERIFIED)] == found([mark(3), mark(1, at=1000.0)])


def test_what_is_being_left_is_none_under_any_name() -> None:
    leaving = Leaving("revision/3", definition(3))
    assert [("web:1", VERIFIED)] == found([mark(3), mark(1)], [revision(3), revision(4, definition_number=3)], ("web:3",), leaving)


def test_what_was_left_before_is_none_until_it_is_proved_again() -> None:
    left = {"web:5": 560.0, "web:3": 340.0}
    assert [("web:3", VERIFIED), ("web:1", VERIFIED)] == found([mark(5), mark(3), mark(1)], [revision(5), revision(1)], left=left)


def test_the_images_are_those_that_ran() -> None:
    known = revision(1)
    one = candidates([mark(1)], [], (), Leaving(), {}, {known.arn: known})[0]
    assert (known.images, "1" * 40, known.arn) == (one.images, one.sha, one.revision)


def test_nothing_known_is_nothing_to_go_back_to() -> None:
    assert [] == found()


def test_what_was_left_is_remembered_and_the_oldest_makes_room() -> None:
    tags = leaving_tag({}, definition(1), 1_790_000_000.4)
    assert {LEFT_TAG: "web:1@1790000000"} == tags
    for number in range(2, 40):
        tags = leaving_tag(tags, definition(number), 1_790_000_000 + number)
    assert len(tags[LEFT_TAG]) <= 256
    assert {"web:39": 1_790_000_039.0, "web:38": 1_790_000_038.0}.items() <= left_of(tags).items()
    assert "web:1" not in left_of(tags)
    again = left_of(leaving_tag(tags, definition(38), 1_790_000_100))
    assert 1_790_000_100.0 == again["web:38"]


def test_a_tag_that_others_wrote_is_read_as_far_as_it_makes_sense() -> None:
    assert {"web:1": 5.0} == left_of({LEFT_TAG: "nonsense web:1@5 web@7 :@ web:2@"})
