"""What is asked again, and what never is."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from synth.runtime.address import Address, address
from synth.runtime.github_api import Declined, GitHubApi, Unanswered
from synth.runtime.ports import Answer, Unreachable


class Clock:
    def __init__(self) -> None:
        self.slept: list[float] = []

    def now(self) -> float:
        return sum(self.slept)

    wall = now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


class Server:
    """Gives these answers in turn; an exception is raised."""

    def __init__(self, *answers: Answer | Exception) -> None:
        self.answers, self.asked = list(answers), list[str]()

    def send(self, method: str, address: Address, headers: Iterable[tuple[str, str]], body: bytes, within_seconds: float) -> Answer:
        self.asked.append(f"{method} {address} {address.query}".rstrip())
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


GOOD, BAD = Answer(200, body=b'{"id": 7}'), Answer(502, body=b"<html>")


def api(server: Server, clock: Clock | None = None, base: str = "https://github.example.com/api/v3/") -> GitHubApi:
    return GitHubApi(server, clock or Clock(), address(base), "secret-token", lambda: 0.5)


def test_a_read_is_asked_three_times_with_pauses() -> None:
    server, clock = Server(BAD, Unreachable("refused"), GOOD), Clock()
    assert {"id": 7} == api(server, clock).get("/repos/o/n/deployments", "task=x")
    assert ([0.5, 1.0], ["GET https://github.example.com/api/v3/repos/o/n/deployments task=x"] * 3) == (clock.slept, server.asked)


def test_a_read_that_is_never_answered_ends() -> None:
    server = Server(BAD, BAD, BAD)
    with pytest.raises(Unanswered, match=r"^GET /x: HTTP 502$"):
        api(server).get("/x")
    assert 3 == len(server.asked)


@pytest.mark.parametrize("answer", [BAD, Unreachable("closed"), Answer(429), Answer(200, body=b"<html>")])
def test_a_write_is_asked_once(answer: Answer | Exception) -> None:
    server, clock = Server(answer), Clock()
    with pytest.raises(Unanswered):
        api(server, clock).post("/x", {})
    assert (1, []) == (len(server.asked), clock.slept)


def test_a_refusal_is_not_asked_again_and_says_why_without_the_token() -> None:
    server = Server(Answer(403, body=b'{"message": "secret-token is not enough\\n::error::"}'))
    with pytest.raises(Declined) as caught:
        api(server).get("/x")
    assert "GET /x: HTTP 403 *** is not enough\\n::error::; the job needs permissions: deployments: write" == str(caught.value)
    assert 403 == caught.value.status
