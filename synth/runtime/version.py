"""Where a service says which version answers: a header, or a JSON pointer into the body, of the health answer or of another path."""

from __future__ import annotations

import re
from typing import NamedTuple

from synth.runtime.document import ABSENT, pointer, value_at, written
from synth.runtime.expectation import Check, checked, document_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.ports import Answer
    from synth.runtime.screen import Screen

_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")


class VersionPath(NamedTuple):
    """`path` is asked on the same server, None for the health answer itself; `header` or else `steps` says where the version stands."""

    path: str | None
    header: str | None = None
    steps: tuple[str, ...] = ()

    def seen(self, answer: Answer) -> tuple[str, str]:
        """The version as the answer has it and an empty text, or why it has none. Neither is fit to show."""
        if self.path is not None and answer.status != 200:
            return "", f"none: {self.path.partition('?')[0]} answered {answer.status}"
        if self.header is not None:
            value = (answer.header(self.header) or "").strip()
            return value, "" if value else f"none: no header {self.header}"
        document, why = document_of(answer, answer.body.decode("utf-8", "replace"))
        if why:
            return "", f"none: {why}"
        found = value_at(document, self.steps)
        if found is ABSENT or found is None or isinstance(found, (bool, dict, list)) or found == "":
            return "", f"none: the pointer leads to {written(found)}"
        return found if isinstance(found, str) else written(found), ""

    def check(self, answer: Answer, wanted: str, screen: Screen) -> tuple[str, Check]:
        """The version, empty for none, and how it compares."""
        seen, why = self.seen(answer)
        hint = "the beginning of the version wanted; give expect-version in the same length" if len(seen) > 6 and wanted.startswith(seen) else ""
        return screen.show(seen), checked("version", seen == wanted, screen.show(seen or why), screen.show(wanted), hint if seen != wanted else "")


def version_path(text: str) -> VersionPath:
    """`header:X-Version`, `/version` (a pointer into the health answer), `/path#/pointer` or `/path#header:X-Version` (asked for on its own).

    Raises ValueError for another form.
    """
    if text.startswith("header:") or "#" not in text:
        return _place(None, text)
    path, _, place = text.partition("#")
    if not path.startswith("/") or path.startswith("//") or not path.isascii() or not path.isprintable() or " " in path or "\\" in path:
        raise ValueError(f"'{path}' is no path on the same host: it begins with one '/', and is percent-encoded ASCII")
    return _place(path, place)


def _place(path: str | None, place: str) -> VersionPath:
    if not place.startswith("header:"):
        return VersionPath(path, steps=pointer(place))
    name = place.partition(":")[2].strip()
    if not _TOKEN.fullmatch(name):
        raise ValueError(f"'{name}' is no header name")
    return VersionPath(path, header=name)
