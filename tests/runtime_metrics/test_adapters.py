"""CloudWatch's answers, in the shapes that its pages have, as points and events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from synth.adapters.aws.client import Clients
from synth.adapters.aws.log_events import LogEventsAdapter
from synth.adapters.aws.metrics import MetricsAdapter
from synth.runtime.ecs.ports import AwsError, Denied, Missing, Unavailable
from synth.runtime.layers.ports import LogLine
from synth.runtime.metrics.ports import Query
from synth.runtime.metrics.reading_logs import LogReader
from synth.runtime.metrics.rules import LogErrors
from tests.simulator import Simulator
from tests.simulator.clock import START


@pytest.fixture
def sim(monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    with Simulator() as simulator:
        for name, value in simulator.environment().items():
            monkeypatch.setenv(name, value)
        yield simulator
        assert [] == simulator.violations


@pytest.fixture
def clients(sim: Simulator) -> Iterator[Clients]:
    found = Clients(attempts=1)
    yield found
    found.close()


def query(name: str) -> Query:
    return Query("N", name, "Sum", 60, (("Service", "web"),))


def test_points_of_many_queries_over_many_pages(sim: Simulator, clients: Clients) -> None:
    queries = [query(f"m{n}") for n in range(501)]
    for n in (0, 1, 500):
        sim.metric("N", f"m{n}", {"Service": "web"}, lambda at, n=n: [at - START + n])  # type: ignore[misc]  # bound now
    sim.advance(300)
    sim.fault("paging", "GetMetricData", size=200)
    found = MetricsAdapter(clients).points(queries, START + 60, START + 240)
    expected = {queries[n]: tuple((START + at, float(at + n)) for at in (60, 120, 180)) for n in (0, 1, 500)}
    assert {one: expected.get(one, ()) for one in queries} == found
    assert 4 == len(sim.calls("GetMetricData"))


@pytest.mark.parametrize(("status", "kind"), [("Forbidden", Denied), ("InternalError", Unavailable)])
def test_a_query_that_fails_within_an_answer_is_a_failure(status: str, kind: type[AwsError]) -> None:
    page = {"MetricDataResults": [{"Id": "q0", "Label": "m", "StatusCode": status, "Timestamps": [], "Values": []}]}
    with pytest.raises(kind, match="no points of m"):
        MetricsAdapter(answering(page)).points([query("m")], 0, 60)


def answering(*pages: Any) -> Any:
    class Client:
        def pages(self, operation: str, **asked: Any) -> Iterator[Any]:
            yield from pages

    return lambda service: Client()


def test_events_by_pattern_and_prefix_until_before_the_end(sim: Simulator, clients: Clients) -> None:
    sim.world.logs.empty_pages = 3
    for stream, message in (("app/1", "ERROR a"), ("app/2", "fine"), ("web/1", "ERROR b")):
        sim.log("/ecs/web", stream, message)
    sim.advance(60)
    sim.log("/ecs/web", "app/1", "ERROR later")
    events = LogEventsAdapter(clients).events
    assert ["ERROR a"] == [one.message for one in events("/ecs/web", "ERROR", "app/", START, START + 60)]
    assert ["ERROR later"] == [one.message for one in events("/ecs/web", "ERROR", "", START + 60, START + 61)]
    assert 4 == len(list(events("/ecs/web", "", "", START, START + 61)))
    with pytest.raises(Missing, match="log group does not exist"):
        next(events("/ecs/none", "", "", START, START + 60))


def test_a_log_that_never_ends_is_not_taken_for_a_quiet_one() -> None:
    with pytest.raises(Unavailable, match="more than 500 pages"):
        list(LogEventsAdapter(answering(*[{"events": []}] * 600)).events("g", "ERROR", "", 0, 60))


class Late:
    """Logs whose events arrive late: each is there from `known` on."""

    def __init__(self, *events: tuple[float, float]) -> None:
        self.written, self.now = events, 0.0
        self.asked: list[tuple[str, float, float]] = []

    def events(self, group: str, pattern: str, prefix: str, start: float, end: float) -> Iterator[LogLine]:
        self.asked.append((pattern, start, end))
        for n, (at, known) in enumerate(self.written):
            if start <= at < end and known <= self.now:
                yield LogLine(str(n), "s", at, f"ERROR {n}")


def test_late_events_are_found_and_none_is_counted_twice() -> None:
    logs = Late((10, 10), (70, 70), (75, 200), (130, 130), (250, 250))
    reader = LogReader(LogErrors("log", "inconclusive", "g", "ERROR"), logs, 0.0)
    counts = []
    for now in (60.0, 120.0, 180.0, 240.0, 300.0):
        logs.now = now
        counts.append(reader.read(now).errors)
    assert [1, 2, 3, 4, 5] == counts
    assert [("ERROR", 0.0, 60.0), ("ERROR", 0.0, 120.0), ("ERROR", 0.0, 180.0), ("ERROR", 60.0, 240.0), ("ERROR", 120.0, 300.0)] == logs.asked
    assert ("ERROR 0", "ERROR 1", "ERROR 3") == reader.tally.first


def test_a_reading_that_fails_halfway_counts_nothing_twice() -> None:
    class Breaking(Late):
        broken = True

        def events(self, group: str, pattern: str, prefix: str, start: float, end: float) -> Iterator[LogLine]:
            for one in super().events(group, pattern, prefix, start, end):
                yield one
                if self.broken:
                    raise Unavailable("logs:FilterLogEvents", "", "cut")

    logs = Breaking((10, 0), (20, 0))
    reader = LogReader(LogErrors("log", "inconclusive", "g", "ERROR"), logs, 0.0)
    with pytest.raises(Unavailable):
        reader.read(60)
    logs.broken = False
    assert 2 == reader.read(60).errors
