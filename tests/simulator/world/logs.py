"""Log groups and streams of CloudWatch Logs."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """`at` is in milliseconds since 1970, as CloudWatch Logs counts."""

    id: str
    stream: str
    at: int
    message: str


@dataclass(eq=False, slots=True)
class Stream:
    name: str
    created: int
    lines: list[Line] = field(default_factory=list)


class Logs:
    """`empty_pages` is how many pages without events come before the first: FilterLogEvents does that on large groups."""

    def __init__(self) -> None:
        self.groups: dict[str, dict[str, Stream]] = {}
        self.empty_pages = 0
        self._written = 0

    def write(self, group: str, stream: str, message: str, at: int) -> None:
        found = self.groups.setdefault(group, {}).setdefault(stream, Stream(stream, at))
        self._written += 1
        found.lines.append(Line(f"{self._written:056d}", stream, at, message))
