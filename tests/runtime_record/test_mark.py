"""The verified mark, written into tags and payloads, and read from them."""

from __future__ import annotations

import re

import pytest

from synth.runtime.record.mark import KEPT, KEY, Mark, marks_of, newer_run, payload_mark, revoked, slots

ARN = "arn:aws:ecs:eu-central-1:123456789012"
REVISION = f"{ARN}:service-revision/default/web/4294967296123456789"


def mark(number: int = 1, at: float = 1_790_000_000.0, digests: int = 1, family: str = "web") -> Mark:
    images = tuple([f"sha256:{image:064x}" for image in range(digests)])
    return Mark(f"{ARN}:service-revision/default/web/{number}", f"{ARN}:task-definition/{family}:{number}", images, "a" * 40, str(100 + number), at)


def test_the_mark_is_one_tag_that_a_person_can_read() -> None:
    one = Mark(REVISION, f"{ARN}:task-definition/web:7", (f"sha256:{'b' * 64}",), "c" * 40, "12345678901", 1_790_000_000.0)
    text = f"1@aws:ecs:eu-central-1:123456789012@default/web/4294967296123456789@web:7@{'c' * 40}@12345678901@1790000000@{'b' * 64}"
    assert {f"{KEY}:2": text} == one.tags()


@pytest.mark.parametrize("digests", [0, 1, 2, 5, 10])
@pytest.mark.parametrize("family", ["web", "w" * 255])
def test_what_is_written_is_read(digests: int, family: str) -> None:
    one = mark(3, digests=digests, family=family)
    assert (one,) == marks_of(one.tags())


@pytest.mark.parametrize("unknown", ["service_revision", "sha", "run_id"])
def test_what_is_unknown_stays_unknown(unknown: str) -> None:
    one = mark()._replace(**{unknown: ""})  # type: ignore[arg-type]  # the name of a field that is text
    assert (one,) == marks_of(one.tags())


def test_tags_are_as_aws_takes_them() -> None:
    tags = mark(4, digests=10, family="w" * 255).tags()
    for key, value in tags.items():
        assert re.fullmatch(r"[A-Za-z0-9+=._:/@-]{1,128}", key)
        assert re.fullmatch(r"[A-Za-z0-9+=._:/@-]{1,256}", value)


def test_a_service_keeps_the_five_newest_and_no_more_tags_than_it_has_room_for() -> None:
    tags: dict[str, str] = {}
    for number in range(1, 30):
        tags |= mark(number, 1_790_000_000.0 + number, digests=10).tags(tags)
    assert [29, 28, 27, 26, 25] == [int(one.task_definition.rpartition(":")[2]) for one in marks_of(tags)]
    assert len(tags) <= 5 * KEPT < 50


def test_good_releases_far_apart_do_not_push_each_other_out() -> None:
    tags: dict[str, str] = {}
    for number in (1, 6, 11, 16, 21):  # what lies between was never good; the preferred place is the same for all
        tags |= mark(number, 1_790_000_000.0 + number).tags(tags)
    assert [21, 16, 11, 6, 1] == [int(one.task_definition.rpartition(":")[2]) for one in marks_of(tags)]


def test_the_same_release_takes_its_former_place() -> None:
    tags = mark(1).tags() | mark(6).tags(mark(1).tags())
    again = mark(1, 1_790_000_500.0)
    assert [again, mark(6)] == list(marks_of(tags | again.tags(tags)))


def test_what_a_longer_mark_left_behind_is_not_read() -> None:
    long, short = mark(1, digests=10), mark(6, at=1_790_000_900.0)
    tags = long.tags()
    for number in range(KEPT):
        tags |= mark(number + 20).tags(tags)
    tags |= short.tags({key: value for key, value in tags.items() if key.startswith(f"{KEY}:1")})
    assert short in marks_of(tags)
    assert all([one.digests in (short.digests, long.digests) for one in marks_of(tags)])


@pytest.mark.parametrize("text", ["", "1", "1@", "nonsense", "9@aws", "1@x@y@z", "\uff12@aws", "revoked", "1@" + "a" * 254])
def test_a_tag_that_somebody_edited_is_no_mark(text: str) -> None:
    assert () == marks_of({f"{KEY}:1": text})


def test_a_mark_with_a_piece_missing_is_none() -> None:
    tags = mark(1, digests=5).tags()
    tags.popitem()
    assert () == marks_of(tags)


def test_a_release_that_is_no_longer_good_loses_its_mark() -> None:
    tags = mark(1).tags() | mark(2).tags()
    tags |= revoked(tags, mark(1).service_revision)
    assert (mark(2),) == marks_of(tags)
    assert {} == revoked(tags, mark(1).service_revision)


def test_a_place_that_was_revoked_is_free() -> None:
    tags = mark(1).tags()
    tags |= revoked(tags, mark(1).service_revision)
    assert {1: mark(6)} == slots(tags | mark(6).tags(tags))


def test_no_arn_is_no_mark() -> None:
    with pytest.raises(ValueError, match="is no ARN of a task definition"):
        mark()._replace(task_definition="web:1").tags()


def test_a_payload_is_read_as_it_was_written() -> None:
    assert mark(1) == payload_mark(mark(1).payload(), mark(1).at)


@pytest.mark.parametrize(
    "payload",
    [
        None,
        "",
        "text",
        [],
        {},
        {"digests": []},
        {**mark().payload(), "digests": "x"},
        {**mark().payload(), "sha": 1},
        {**mark().payload(), "taskDefinition": "web:1"},
    ],
)
def test_another_payload_is_no_mark(payload: object) -> None:
    assert payload_mark(payload, 0.0) is None


def test_the_newest_run_is_the_one_with_the_highest_number() -> None:
    marks = (mark(1), mark(2), mark(3)._replace(run_id=""))
    assert mark(2) == newer_run(marks, "101")
    assert newer_run(marks, "102") is None
    assert newer_run(marks, "") is None
    assert mark(1) == newer_run(marks[:1], "9"), "100 comes after 9"
