"""One comment, whatever happens: each line of the protocol, by both clients."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from synth.bot.marker import marked
from synth.bot.ports import Api
from synth.bot.upserting import UnsettledError, upsert
from synth.bot.values import Draft, Posted
from synth.runtime.github_api import Declined
from tests.bot.bench import BOT, KEY, PERMISSIONS, Bench
from tests.github import faults
from tests.github.faults import Fault

COMMENTS = ".*/comments.*"
POST, PATCH = ("POST", ".*/comments"), ("PATCH", ".*/comments/.*")


@pytest.fixture(params=["PyGithub", "standard library"])
def api(request: pytest.FixtureRequest, bench: Bench) -> Api:
    return bench.api() if request.param == "PyGithub" else bench.bare()


def put(bench: Bench, api: Api, draft: Draft | None = None, **more: object) -> tuple[str, int]:
    """What the bot did, and how many comments it deleted."""
    posted = upsert(api, bench.place, draft or bench.draft(), sleep=lambda _: None, **more)  # type: ignore[arg-type]  # each of its own type
    return posted.action, posted.deleted


def test_a_comment_is_made_with_its_marker_in_line_one(bench: Bench, api: Api) -> None:
    posted = upsert(api, bench.place, bench.draft("It is fine."))
    (identity,) = bench.repository.comments
    assert Posted(action="created", url=f"{bench.github.url}/octo-org/hello/issues/{bench.number}#issuecomment-{identity}") == posted
    digest = "3606a8107f0d21ade952b08d97044f47780cd3b8415122e43c06a6f0f75ecc30"
    assert [f"<!-- ghsynth:diff:v1 key={KEY} head={bench.head} run=7.1 digest={digest} -->\nIt is fine."] == bench.comments


def test_an_equal_text_is_not_written_again(bench: Bench, api: Api) -> None:
    put(bench, api)
    before = len(bench.writes)
    assert ("unchanged", 0) == put(bench, api, bench.draft(run=8))
    assert before == len(bench.writes)


def test_another_text_is_edited_in_place(bench: Bench, api: Api) -> None:
    put(bench, api)
    assert ("edited", 0) == put(bench, api, bench.draft("Otherwise.", run=8))
    assert (["Otherwise."], ["POST 201", "PATCH 200"]) == (bench.bodies, bench.writes)


def test_a_run_of_an_older_commit_writes_nothing(bench: Bench, api: Api) -> None:
    old = bench.draft("Old.")
    bench.push("b")
    assert ("stale", 0) == put(bench, api, old)
    assert [] == bench.comments


def test_an_older_run_of_the_same_commit_writes_nothing(bench: Bench, api: Api) -> None:
    put(bench, api, bench.draft("Newer.", run=8))
    assert ("stale", 0) == put(bench, api, bench.draft("Older.", run=7))
    assert ["Newer."] == bench.bodies


def test_a_later_attempt_of_a_run_is_newer(bench: Bench, api: Api) -> None:
    put(bench, api, bench.draft("First.", run=7))
    assert ("edited", 0) == put(bench, api, Draft(body="Second.", key=KEY, head=bench.head, run=(7, 2)))


def test_the_last_commit_wins_over_a_later_run_of_an_older_one(bench: Bench, api: Api) -> None:
    put(bench, api, bench.draft("Old.", run=9))
    bench.push("b")
    assert ("edited", 0) == put(bench, api, bench.draft("New.", run=8))
    assert ["New."] == bench.bodies


def test_several_bots_have_a_comment_each(bench: Bench, api: Api) -> None:
    put(bench, api, bench.draft("One."))
    assert ("created", 0) == put(bench, api, bench.draft("Two.", key="1:other"))
    assert ["One.", "Two."] == bench.bodies


def test_a_marker_of_somebody_else_is_not_ours(bench: Bench, api: Api) -> None:
    bench.repository.comment(bench.number, marked(bench.draft("Forged.")), author="mallory")
    assert ("created", 0) == put(bench, api)
    assert ["Forged.", "It is fine."] == bench.bodies


@pytest.mark.parametrize("before", ["> ", " ", "\n", "Look:\n"])
def test_a_quoted_marker_is_not_ours(bench: Bench, api: Api, before: str) -> None:
    bench.repository.comment(bench.number, before + marked(bench.draft("Quoted.")), author=BOT)
    assert ("created", 0) == put(bench, api)


def test_the_oldest_stays_and_the_others_go(bench: Bench, api: Api) -> None:
    for text in ("One.", "Two.", "Three."):
        bench.repository.comment(bench.number, marked(bench.draft(text, run=1)), author=BOT)
        bench.repository.comment(bench.number, "A person's.", author="hubot")
    first = next(iter(bench.repository.comments))
    assert ("edited", 2) == put(bench, api)
    assert first == next(iter(bench.repository.comments))
    assert ["It is fine."] + ["A person's."] * 3 == [text.partition("\n")[2] or text for text in bench.comments]


@pytest.mark.parametrize(("others", "most"), [(0, 5), (99, 5), (100, 6), (130, 6), (250, 7)])
def test_all_pages_are_read_in_few_requests(bench: Bench, api: Api, others: int, most: int) -> None:
    for number in range(others):
        bench.repository.comment(bench.number, f"{number}", author="hubot")
    bench.github.done.clear()
    assert ("created", 0) == put(bench, api)
    assert len(bench.github.done) <= most
    bench.github.done.clear()
    assert ("edited", 0) == put(bench, api, bench.draft("Otherwise.", run=8))
    assert len(bench.github.done) <= most
    bench.github.done.clear()
    assert ("unchanged", 0) == put(bench, api, bench.draft("Otherwise.", run=9))
    assert len(bench.github.done) <= most


def test_a_deleted_comment_comes_back(bench: Bench, api: Api) -> None:
    put(bench, api)
    bench.repository.comments.clear()
    assert ("created", 0) == put(bench, api, bench.draft(run=8))


def test_one_that_is_deleted_between_look_and_edit_is_made_anew(bench: Bench, api: Api) -> None:
    put(bench, api)
    bench.github.faults.add(Fault(*PATCH, status=404, message="Not Found"))
    _when(bench, "PATCH", bench.repository.comments.clear)
    assert ("created", 0) == put(bench, api, bench.draft("Again.", run=8))
    assert ["Again."] == bench.bodies


def test_a_minimized_comment_is_edited_in_place_and_stays_minimized(bench: Bench, api: Api) -> None:
    put(bench, api)
    ((identity, stored),) = bench.repository.comments.items()
    person = bench.api(bench.github.token())
    query = 'mutation { minimizeComment(input: {subjectId: "%s", classifier: RESOLVED}) { minimizedComment { isMinimized } } }'
    person.query(query % stored.data["node_id"], {})
    assert ("edited", 0) == put(bench, api, bench.draft("Otherwise.", run=8))
    assert {"reason": "resolved"} == bench.repository.comments[identity].data["minimized"]


def test_nothing_to_say_makes_no_comment_and_corrects_one(bench: Bench, api: Api) -> None:
    assert ("none", 0) == put(bench, api, update_only=True)
    put(bench, api, bench.draft("Much."))
    assert ("edited", 0) == put(bench, api, bench.draft("Nothing.", run=8), update_only=True)
    assert ["Nothing."] == bench.bodies


@pytest.mark.parametrize("after", [False, True])
def test_a_post_without_an_answer_is_looked_for_before_it_is_repeated(bench: Bench, api: Api, after: bool) -> None:
    bench.github.faults.add(faults.bad_gateway(*POST, after=after))
    assert ("created", 0) == put(bench, api)
    assert (["It is fine."], 1 if after else 2) == (bench.bodies, len(bench.writes))


@pytest.mark.parametrize("after", [False, True])
def test_a_connection_that_breaks_is_no_different(bench: Bench, api: Api, after: bool) -> None:
    bench.github.faults.add(faults.disconnected(*POST, after=after))
    assert ("created", 0) == put(bench, api)
    assert ["It is fine."] == bench.bodies


@pytest.mark.parametrize("after", [False, True])
def test_an_edit_without_an_answer_is_looked_for(bench: Bench, api: Api, after: bool) -> None:
    put(bench, api)
    bench.github.faults.add(faults.bad_gateway(*PATCH, after=after))
    put(bench, api, bench.draft("Otherwise.", run=8))
    assert (["Otherwise."], 2 if after else 3) == (bench.bodies, len(bench.writes))


def test_a_list_that_lags_is_waited_for(bench: Bench, api: Api) -> None:
    bench.github.world.lag_seconds = 30

    def wait(_: float) -> None:
        bench.github.world.clock.advance(20)

    assert "created" == upsert(api, bench.place, bench.draft(), sleep=wait).action
    assert ["It is fine."] == bench.bodies


def test_two_that_create_at_once_leave_one(bench: Bench, api: Api) -> None:
    other = bench.api(bench.github.token(BOT, permissions=PERMISSIONS))
    _when(bench, "POST", lambda: put(bench, other, bench.draft("Other.", run=6)))
    assert "created" == put(bench, api, bench.draft("Mine.", run=7))[0]
    assert ["Mine."] == bench.bodies


def test_a_run_that_wrote_over_a_newer_one_writes_what_that_one_would_have(bench: Bench, api: Api) -> None:
    put(bench, api, bench.draft("Old.", run=1))
    mine, other = bench.draft("Mine.", run=7), bench.api(bench.github.token(BOT, permissions=PERMISSIONS))

    def overtake() -> None:
        head = bench.push("b")
        put(bench, other, bench.draft("Newer.", run=8, head=head))

    _when(bench, "PATCH", overtake)
    assert "edited" == put(bench, api, mine, renew=lambda head: bench.draft("Newer.", run=7, head=head))[0]
    assert (["Newer."], True) == (bench.bodies, f"head={bench.head}" in bench.comments[0])


def test_a_refusal_is_not_repeated(bench: Bench) -> None:
    api = bench.api(bench.github.token(BOT, permissions={"contents": "read", "pull_requests": "read"}))
    with pytest.raises(Declined) as caught:
        put(bench, api)
    assert (403, ["POST 403"]) == (caught.value.status, bench.writes)


def test_a_text_that_is_too_long_is_refused_and_not_cut(bench: Bench, api: Api) -> None:
    with pytest.raises(Declined) as caught:
        put(bench, api, bench.draft("x" * 65_536))
    assert 422 == caught.value.status


def test_what_never_settles_is_said(bench: Bench, api: Api) -> None:
    bench.github.faults.add(faults.bad_gateway(*POST, times=1000))
    with pytest.raises(UnsettledError, match=r"pull request \d+ of octo-org/hello did not settle in 12 attempts"):
        put(bench, api)


def _when(bench: Bench, method: str, happen: Callable[[], object]) -> None:
    """Has something happen just before the client's first request of that method reaches GitHub."""
    service = bench.github.service
    held = service.held_seconds
    waiting = [happen]

    def once(request: object) -> float:
        if getattr(request, "method", "") == method and "comments" in getattr(request, "path", "") and waiting:
            waiting.pop()()
        return held(request)  # type: ignore[arg-type]  # the request as it came

    service.held_seconds = once  # type: ignore[method-assign]  # for this test
