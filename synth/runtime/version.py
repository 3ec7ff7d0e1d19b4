"""Where a service says which version answers: a header, or a JSON pointer in the answer of this or another path."""

from __future__ import annotations

from dataclasses import dataclass

from synth.runtime.expectation import ABSENT, Check, parsed, pointer, shown, value_at
from synth.runtime.ports import Answer


@dataclass(frozen=True)
class VersionEcho:
    """`path` is where to ask, None for the health answer itself; then either `header` or `pointer` says where the version stands."""

    wanted: str
    path: str | None = None
    header: str | None = None
    pointer: str = ""

    def seen(self, answer: Answer) -> str:
        """The version in the answer; empty when it has none."""
        if self.header is not None:
            return answer.headers.get(self.header.lower(), "").strip()
        value = value_at(parsed(answer.body.decode("utf-8", "replace")), self.pointer)
        return "" if value is ABSENT else value if isinstance(value, str) else shown(value)

    def check(self, answer: Answer) -> Check:
        seen = self.seen(answer)
        return Check("version", seen == self.wanted, seen or "none", self.wanted)


def version_path(text: str) -> VersionEcho:
    """`header:X-Version`, `/version` (a pointer into the health answer), `/path#/pointer` or `/path#header:X-Version` (asked for on its own).

    Raises ValueError for another form.
    """
    path: str | None
    if text.startswith("header:") or "#" not in text:
        path, place = None, text
    else:
        path, place = text.split("#", 1)
        if not path.startswith("/"):
            raise ValueError(f"'{path}' is no path: it begins with '/'")
    if place.startswith("header:"):
        name = place[len("header:") :].strip()
        if not name.replace("-", "").isalnum():
            raise ValueError(f"'{name}' is no header name")
        return VersionEcho("", path, header=name)
    return VersionEcho("", path, pointer=pointer(place))
