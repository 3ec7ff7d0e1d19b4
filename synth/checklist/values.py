"""Points, and what became of them."""

from __future__ import annotations

from synth.record import Record, positional, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from synth.checklist.evidence import Evidence

LISTS = {"pre-merge": "Before the merge", "post-merge": "After the merge", "rollback-ready": "Ready for a rollback"}
SATISFIED, MISSED, OUTSIDE = "satisfied", "missed", "outside"


@positional
class Verdict(Record):
    """What became of a point: `where` is the line that shows it, `why` the reason, or what to add.

    `outside` is what neither the definition nor the files beside it can show; `why` says where to look.
    """

    state: str
    where: str
    why: str


def satisfied(where: object, why: str) -> Verdict:
    return Verdict(SATISFIED, str(where), why)


def missed(why: str, where: object = "") -> Verdict:
    return Verdict(MISSED, str(where), why)


def outside(why: str, where: object = "") -> Verdict:
    return Verdict(OUTSIDE, str(where), why)


@positional
class Point:
    """A point of one of the lists. `id` stays the same between versions; a stage of your own may name it in `satisfies`."""

    list: str
    id: str
    text: str
    verdict: Callable[[Evidence], Verdict]


@record
class Result(Record):
    list: str
    id: str
    text: str
    verdict: Verdict


@record
class Checklist(Record):
    """A pipeline's points, in the order of the lists."""

    pipeline: str
    file: str
    results: Sequence[Result]

    def count(self, state: str) -> int:
        return len([one for one in self.results if one.verdict.state == state])
