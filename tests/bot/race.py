"""Eight writers at once, over HTTP with unmodified PyGithub, while all goes wrong that can: `python -m tests.bot.race --rounds 200`.

In each round the branch gets commits, from one to eight, and eight runs comment, each on the last commit when it starts. Afterwards one comment of the
bot has to be there, with what is said of the last commit, and the same run again has to write nothing.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import NamedTuple, TypeAlias

from synth.adapters.github_bot import GitHubBot
from synth.bot.marker import marked
from synth.bot.thread import Thread, own, standing
from synth.bot.upserting import upsert
from synth.bot.values import Draft, Place
from synth.runtime.github_api import GitHubError
from tests.bot.bench import KEY, Bench
from tests.github import GitHub
from tests.github.faults import Fault, Faults

WRITERS = 8
Put: TypeAlias = Callable[[GitHubBot, Place, Draft, Callable[[str], Draft]], str]


class Round(NamedTuple):
    """What a round left: the bot's comments, how the runs ended, and how many requests wrote when the last run was repeated."""

    bodies: list[str]
    expected: str
    ended: Counter[str]
    repeated_writes: int

    @property
    def is_right(self) -> bool:
        return self.bodies == [self.expected] and self.repeated_writes == 0


def careful(api: GitHubBot, place: Place, draft: Draft, renew: Callable[[str], Draft]) -> str:
    return upsert(api, place, draft, renew, sleep=lambda _: time.sleep(0.002)).action


def careless(api: GitHubBot, place: Place, draft: Draft, renew: Callable[[str], Draft]) -> str:
    """Find, else create, as others do it: so that the race is known to be one."""
    login, thread = standing(api, place).login, f"/repos/{place.repository}/issues"
    found = own(Thread(api, place).everything(), login, draft.key)
    if found:
        api.send("PATCH", f"{thread}/comments/{found[0].id}", {"body": marked(draft)})
    else:
        api.send("POST", f"{thread}/{place.number}/comments", {"body": marked(draft)})
    return "written"


def rounds(number: int, seed: int = 1, put: Put = careful) -> Iterator[Round]:
    with GitHub() as github, ExitStack() as open_ones, ThreadPoolExecutor(WRITERS) as pool:
        bench = Bench(github, open_ones)
        chance = github.faults.random = random.Random(seed)
        apis = [bench.api() for _ in range(WRITERS)]
        for _ in range(number):
            branch = f"topic-{bench.repository.world.next_id()}"
            yield _round(bench, branch, apis, pool, chance, put)
            github.done.clear()


def _round(bench: Bench, branch: str, apis: list[GitHubBot], pool: ThreadPoolExecutor, chance: random.Random, put: Put) -> Round:
    repository, faults = bench.repository, bench.github.faults
    repository.commit({"a.txt": branch}, branch=branch)
    bench.number = number = repository.pull_request(branch)
    place = Place(repository=repository.full_name, number=number)

    def draft(head: str, run: int) -> Draft:
        return Draft(body=f"of {head}", key=KEY, head=head, run=(run, 1))

    def write(run: int, head: str, wait: float) -> str:
        time.sleep(wait)
        try:
            return put(apis[run - 1], place, draft(head, run), lambda newer: draft(newer, run))
        except GitHubError as error:
            return type(error).__name__

    weather(faults)
    waiting = []
    pushes, pause = chance.random(), chance.choice((0, 0.005, 0.02))
    for run in range(1, WRITERS + 1):
        head = repository.commit({"a.txt": f"{run}"}, branch=branch) if run > 1 and chance.random() < pushes else repository.head(branch)
        waiting.append(pool.submit(write, run, head, chance.random() * 0.01))
        time.sleep(chance.random() * pause)
    ended = Counter(one.result() for one in waiting)
    faults.clear()
    head, left = repository.head(branch), bench.bodies
    bench.github.done.clear()
    upsert(apis[0], place, draft(head, WRITERS + 1))
    return Round(left, f"of {head}", ended, len(bench.writes))


def weather(faults: Faults) -> None:
    """Requests that fail before and after their effect, that are held back, and whose answer is late; comments that are gone when they are written."""
    often = 10**9
    comments = ".*/comments.*"
    faults.add(Fault(path=comments, when="held", times=often, delay_seconds=0.01, chance=0.3))
    faults.add(Fault("POST|PATCH|DELETE", comments, 502, "before", often, chance=0.08))
    faults.add(Fault("PATCH|DELETE", comments, 404, "before", often, "Not Found", chance=0.04))
    faults.add(Fault("POST|PATCH|DELETE", comments, 502, "after", often, chance=0.12))
    faults.add(Fault(path=comments, when="after", times=often, delay_seconds=0.005, chance=0.2))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bot.race", description="Eight writers at once against the fake GitHub.")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began, found = time.monotonic(), list(rounds(given.rounds, given.seed))
    right = sum(one.is_right for one in found)
    ended = sum((one.ended for one in found), Counter[str]())
    print(
        f"{right} of {len(found)} rounds with exactly one comment, that of the newest commit; runs ended {dict(ended)}; {time.monotonic() - began:.0f} s"
    )
    for at, one in enumerate(found):
        if not one.is_right:
            print(at, one)
    return 0 if right == len(found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
