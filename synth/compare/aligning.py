"""Which entry of one list is which of another. A move is a pair outside the longest increasing subsequence: an insertion moves nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence
    from typing import Any

    Key = Callable[[Any], Hashable | None]

_LARGEST = 250_000  # cells of a table of the longest common subsequence


class Alignment:
    """The pairs found so far, as indices: `old` in the first list -> place in the second."""

    def __init__(self, before: Sequence[Any], after: Sequence[Any]) -> None:
        self.before = before
        self.after = after
        self.found: dict[int, int] = {}
        self.taken: set[int] = set()

    def join(self, old: int, new: int) -> None:
        self.found[old] = new
        self.taken.add(new)

    def in_order(self, key: Key) -> None:
        """Joins equal keys between pairs that keep their order, so that no pair crosses another."""
        for olds, news in list(self.gaps()):
            ones = [(i, k) for i in olds if (k := key(self.before[i])) is not None]
            others = [(j, k) for j in news if (k := key(self.after[j])) is not None]
            for i, j in _common(ones, others):
                self.join(i, j)

    def anywhere(self, key: Key, unique: bool = False) -> None:
        """Joins equal keys wherever they are, in their order; with `unique` only keys that are there once on either side."""
        ones: dict[Any, list[int]] = defaultdict(list)
        others: dict[Any, list[int]] = defaultdict(list)
        for i, one in enumerate(self.before):
            if i not in self.found and (k := key(one)) is not None:
                ones[k].append(i)
        for j, other in enumerate(self.after):
            if j not in self.taken and (k := key(other)) is not None:
                others[k].append(j)
        for k, olds in ones.items():
            news = others.get(k, [])
            if not unique or len(olds) == len(news) == 1:
                for i, j in zip(olds, news, strict=False):
                    self.join(i, j)

    def gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """What is not joined yet between two pairs that keep their order, on both sides."""
        if len(self.found) == len(self.before) or len(self.taken) == len(self.after):
            return
        moved = self.moved()
        kept = [pair for pair in sorted(self.found.items()) if pair[0] not in moved]
        last = (-1, -1)
        for old, new in [*kept, (len(self.before), len(self.after))]:
            olds = [i for i in range(last[0] + 1, old) if i not in self.found]
            news = [j for j in range(last[1] + 1, new) if j not in self.taken]
            if olds and news:
                yield olds, news
            last = (old, new)

    def moved(self) -> set[int]:
        """The old indices of what changed places with the rest."""
        olds = [old for old, _ in sorted(self.found.items(), key=lambda pair: pair[1])]  # in the new order
        return set(olds) - set(increasing(olds))


def increasing(numbers: Sequence[int]) -> list[int]:
    """The longest increasing subsequence of different numbers; of several the one with the smallest end."""
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = [-1] * len(numbers)
    for i, number in enumerate(numbers):
        place = bisect_left(tails, number)
        before[i] = at[place - 1] if place else -1
        if place == len(tails):
            tails.append(number)
            at.append(i)
        else:
            tails[place], at[place] = number, i
    found = []
    i = at[-1] if at else -1
    while i >= 0:
        found.append(numbers[i])
        i = before[i]
    return found[::-1]


def _common(ones: list[tuple[int, Any]], others: list[tuple[int, Any]]) -> list[tuple[int, int]]:
    """A longest common subsequence of the keys, as pairs of indices."""
    shared = Counter([k for _, k in ones]) & Counter([k for _, k in others])
    ones = [one for one in ones if one[1] in shared]
    others = [other for other in others if other[1] in shared]
    found: list[tuple[int, int]] = []
    while ones and others and ones[0][1] == others[0][1]:
        found.append((ones.pop(0)[0], others.pop(0)[0]))
    if not ones or not others:
        return found
    if len(ones) * len(others) > _LARGEST:
        return found + _greedy(ones, others)
    table = [[0] * (len(others) + 1) for _ in range(len(ones) + 1)]
    for i in range(len(ones) - 1, -1, -1):
        row, below, k = table[i], table[i + 1], ones[i][1]
        for j in range(len(others) - 1, -1, -1):
            row[j] = below[j + 1] + 1 if k == others[j][1] else max(below[j], row[j + 1])
    i = j = 0
    while i < len(ones) and j < len(others):
        if ones[i][1] == others[j][1]:
            found.append((ones[i][0], others[j][0]))
            i, j = i + 1, j + 1
        elif table[i + 1][j] >= table[i][j + 1]:
            i += 1
        else:
            j += 1
    return found


def _greedy(ones: list[tuple[int, Any]], others: list[tuple[int, Any]]) -> list[tuple[int, int]]:
    """Keys in the order of the first list, as far as the second has them in that order: less than the longest, for lists too long for a table."""
    found = []
    j = 0
    places: dict[Any, list[int]] = defaultdict(list)
    for n, (_, k) in enumerate(others):
        places[k].append(n)
    for i, k in ones:
        later = places[k]
        n = bisect_left(later, j)
        if n < len(later):
            found.append((i, others[later[n]][0]))
            j = later[n] + 1
    return found
