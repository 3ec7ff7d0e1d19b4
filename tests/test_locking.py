"""Who is asked, and who is not asked again in the same run."""

from __future__ import annotations

import pytest

from synth.bindings.lock import Lock
from synth.locking import Locker
from synth.ports import NotFoundError, OutsideError, RateLimitedError, Resolved, Tag, UnreachableError


class Answers:
    """`Versions` and `Images` that answer with what is next in the list."""

    def __init__(self, *answers: OutsideError | None) -> None:
        self.answers = list(answers)
        self.asked = 0

    def resolve(self, repository: str, ref: str, expected: str = "") -> Resolved:
        self._next()
        return Resolved(repository, "1" * 40, ref, "2026-01-01")

    def tags(self, repository: str) -> tuple[Tag, ...]:
        return ()

    def file(self, repository: str, path: str, commit: str) -> str | None:
        return None

    def digest(self, image: str) -> str:
        self._next()
        return f"sha256:{'1' * 64}"

    def _next(self) -> None:
        self.asked += 1
        answer = self.answers.pop(0)
        if answer is not None:
            raise answer


SILENT, LIMITED, ABSENT = UnreachableError("silent"), RateLimitedError("limited", None), NotFoundError("absent")


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ([None, None, None, None], 4),
        ([LIMITED], 1),
        ([None, LIMITED], 2),
        ([SILENT, SILENT], 2),
        ([SILENT, None, SILENT, None], 4),
        ([SILENT, ABSENT, SILENT, SILENT], 4),
        ([ABSENT, ABSENT, ABSENT, ABSENT], 4),
    ],
)
def test_who_refuses_or_is_silent_twice_in_a_row_is_not_asked_again(answers: list[OutsideError | None], asked: int) -> None:
    versions = Answers(*answers)
    lines = Locker(versions, versions, "2026-11-21").fill([f"octo/{name}@v1" for name in "abcd"], Lock({}))
    assert (asked, 4) == (versions.asked, len(lines))
    assert ["was not asked for after that: run it again later, what was found is kept"] * (4 - asked) == [line.message for line in lines[asked:]]


def test_registries_are_asked_though_github_is_not() -> None:
    versions, images = Answers(LIMITED), Answers(None)
    lines = Locker(versions, images, "2026-11-21").fill(["octo/a@v1", "octo/b@v1", "postgres:17"], Lock({}))
    assert ["failed", "failed", "added"] == [line.kind for line in lines]
