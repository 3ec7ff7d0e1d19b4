"""Which of the files that are gone are which of the new ones: by how much of the lines is the same."""

from __future__ import annotations

from collections import Counter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

ALIKE = 0.6


def renames(gone: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """The former name of each new file that has one."""
    lines = (
        {name: Counter([line.strip() for line in text.splitlines() if line.strip()]) for name, text in {**gone, **new}.items()}
        if gone and new
        else {}
    )
    sizes = {name: sum([len(line) * count for line, count in found.items()]) for name, found in lines.items()}
    rated = [(-_likeness(lines[old], lines[now], sizes[old], sizes[now]), old, now) for old in gone for now in new if _kind(old) == _kind(now)]
    found: dict[str, str] = {}
    for rating, old, now in sorted(rated):
        if -rating >= ALIKE and now not in found and old not in found.values():
            found[now] = old
    return found


def _likeness(one: Counter[str], other: Counter[str], size: int, second: int) -> float:
    """The share of the larger text that is in both, line by line."""
    if min(size, second) < ALIKE * max(size, second) or not max(size, second):
        return 0
    return sum([len(line) * count for line, count in (one & other).items()]) / max(size, second)


def _kind(file: str) -> str:
    """Files of different kinds are not one another: an action is called as its folder, a workflow as its file."""
    name = file.rpartition("/")[2]
    return name if name in ("actions.lock", "ghsynth.lock") else "action" if name in ("action.yml", "action.yaml") else "workflow"
