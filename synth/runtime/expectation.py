"""What a healthy answer looks like, and how an answer compares with it."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from synth.runtime.document import parsed, pointer, same, value_at, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.ports import Answer
    from synth.runtime.screen import Screen

PASSED, FAILED, INCONCLUSIVE = "passed", "failed", "inconclusive"
REACHABLE = "reachable"
_STATUSES = re.compile(r"[1-5](\d\d|xx)", re.ASCII)


class Check(NamedTuple):
    """One thing that was looked at. `result` is passed, failed or inconclusive; all texts are fit to show."""

    name: str
    result: str
    observed: str
    wanted: str
    evidence: str = ""

    @property
    def why(self) -> str:
        if self.result == INCONCLUSIVE:
            return self.observed if self.name == REACHABLE else f"{self.name}: {self.observed}"
        return f"{self.name} is {self.observed}, wanted {self.wanted}"


class Expectation(NamedTuple):
    """`status` holds codes and classes such as `2xx`; `json` pairs of a JSON pointer and the value that it has to lead to."""

    status: tuple[str, ...] = ("200",)
    json: tuple[tuple[str, Any], ...] = ()
    body: re.Pattern[str] | None = None

    def checks(self, answer: Answer, screen: Screen) -> list[Check]:
        """Each expectation held against the answer, the status first."""
        text = answer.body.decode("utf-8", "replace")
        code = str(answer.status)
        good = code in self.status or f"{code[0]}xx" in self.status
        found = [checked("status", good, code, " or ".join(self.status), "" if good else _evidence(answer, text, screen))]
        found += self._json_checks(answer, text, screen)
        if self.body is not None:
            hit = self.body.search(text)
            evidence = screen.show(hit[0]) if hit else _evidence(answer, text, screen)
            found.append(checked("body", hit is not None, "a match" if hit else "no match", f"/{screen.show(self.body.pattern)}/", evidence))
        return found

    def _json_checks(self, answer: Answer, text: str, screen: Screen) -> list[Check]:
        if not self.json:
            return []
        document, why = document_of(answer, text)
        if why:
            return [checked("json", False, why, "a JSON document", _evidence(answer, text, screen))]
        seen = [(path, value_at(document, pointer(path)), wanted) for path, wanted in self.json]
        return [checked(f"json {screen.show(p)}", same(s, w), screen.show(written(s)), screen.show(written(w))) for p, s, w in seen]


def checked(name: str, good: bool, observed: str, wanted: str, evidence: str = "") -> Check:
    return Check(name, PASSED if good else FAILED, observed, wanted, evidence)


def document_of(answer: Answer, text: str) -> tuple[Any, str]:
    """The body as JSON and an empty text, or why it is none."""
    if not answer.complete:
        return None, "longer than is read"
    try:
        return parsed(text), ""
    except ValueError as error:
        return None, f"no JSON ({str(error).partition(': ')[2] or error})"


def statuses(text: str) -> tuple[str, ...]:
    """`200,204` or `2xx`. Raises ValueError for anything else."""
    found = tuple([word.strip().lower() for word in text.split(",") if word.strip()])
    if wrong := [word for word in found if not _STATUSES.fullmatch(word)] or not found:
        raise ValueError(f"'{wrong[0] if isinstance(wrong, list) else text}' is no HTTP status; write 200, or 200,204, or 2xx")
    return found


def pattern(text: str) -> re.Pattern[str]:
    """Raises ValueError for what is no regular expression."""
    try:
        return re.compile(text)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from None


def _evidence(answer: Answer, text: str, screen: Screen) -> str:
    onward = answer.header("Location")
    if 300 <= answer.status < 400 and onward is not None:
        return f"redirects to {screen.show(onward.partition('?')[0])}, not followed"
    if answer.header("Content-Encoding") not in (None, "identity"):
        return f"body is encoded: {screen.show(answer.header('Content-Encoding') or '', 20)}"
    return f"body begins {screen.show(text, 120)}" if text else "empty body"
