"""When each job begins and ends if every job takes as long as expected, and which of them the end waits for."""

from __future__ import annotations

from synth.record import Record, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

START_UP_MINUTES = 1.0  # until a hosted runner has the job: https://docs.github.com/actions names no figure; under a minute is usual


@record
class Schedule(Record):
    """`times` are begin and end of each job; `critical` is the longest way, from its first job to its last."""

    times: Mapping[str, tuple[float, float]]
    critical: tuple[str, ...]
    minutes: float
    serial: float


def scheduled(needs: Mapping[str, Sequence[str]], minutes: Mapping[str, float], start_up: float = START_UP_MINUTES) -> Schedule:
    """The schedule with as many runners as there are jobs. Waiting for people and for other runs is not in it."""
    times: dict[str, tuple[float, float]] = {}
    cause: dict[str, str] = {}
    for name in ordered(needs):
        known = [need for need in needs[name] if need in times]
        last = max(known, key=lambda need: times[need][1], default=None)  # of equals the first that is named
        begins = times[last][1] if last is not None else 0.0
        if last is not None:
            cause[name] = last
        times[name] = (begins, begins + start_up + minutes[name])
    end = max(times, key=lambda name: times[name][1], default=None)
    way = [end] if end is not None else []
    while way and way[0] in cause:
        way.insert(0, cause[way[0]])
    serial = sum([start_up + minutes[name] for name in needs])
    return Schedule(times=times, critical=tuple(way), minutes=times[end][1] if end is not None else 0.0, serial=serial)


def ordered(needs: Mapping[str, Sequence[str]]) -> list[str]:
    """The jobs, each after what it needs, otherwise as they were. Those in a circle, which GitHub refuses, come last."""
    done: list[str] = []
    left = list(needs)
    while left:
        ready = next((name for name in left if all([need in done for need in needs[name]])), left[0])
        left.remove(ready)
        done.append(ready)
    return done
