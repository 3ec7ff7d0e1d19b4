"""What a healthy answer looks like, and what of it an answer is not."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from synth.runtime.ports import Answer


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: whether it holds, what was seen and what was wanted."""

    name: str
    passed: bool
    observed: str
    wanted: str


@dataclass(frozen=True)
class Expectation:
    """`json` maps JSON pointers (RFC 6901) to the values that they must have in the body; `status` holds three-digit codes or `2xx`."""

    status: tuple[str, ...] = ("200",)
    json: Mapping[str, Any] = field(default_factory=dict)
    body: re.Pattern[str] | None = None

    def checks(self, answer: Answer) -> list[Check]:
        """Each expectation held against the answer, the status first."""
        found = [Check("status", is_one_of(answer.status, self.status), str(answer.status), " or ".join(self.status))]
        text = answer.body.decode("utf-8", "replace")
        if self.json:
            data = parsed(text)
            for pointer, wanted in self.json.items():
                observed = value_at(data, pointer)
                found.append(Check(f"json {pointer}", same(observed, wanted), shown(observed), shown(wanted)))
        if self.body is not None:
            hit = self.body.search(text)
            found.append(Check("body", hit is not None, (hit[0] if hit else text)[:80], f"/{self.body.pattern}/"))
        return found


class Absent:
    """The value of a pointer to nowhere."""

    def __repr__(self) -> str:
        return "absent"


ABSENT = Absent()


def statuses(text: str) -> tuple[str, ...]:
    """`200,204` or `2xx`. Raises ValueError for anything else."""
    found = tuple([word.strip().lower() for word in text.split(",") if word.strip()])
    for word in found:
        if not re.fullmatch(r"[1-5](?:\d\d|xx)", word):
            raise ValueError(f"'{word}' is no HTTP status; write 200, 204 or 2xx")
    return found


def is_one_of(status: int, wanted: tuple[str, ...]) -> bool:
    return any([word in (str(status), f"{status // 100}xx") for word in wanted])


def parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return ABSENT


def pointer(text: str) -> str:
    """A JSON pointer: empty, or beginning with `/`. Raises ValueError for another text."""
    if text and not text.startswith("/"):
        raise ValueError(f"'{text}' is no JSON pointer: it begins with '/', for example /status")
    return text


def value_at(data: Any, path: str) -> Any:
    """What the pointer leads to, or ABSENT."""
    for part in path.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(data, dict) and key in data:
            data = data[key]
        elif isinstance(data, list) and key.isdigit() and int(key) < len(data):
            data = data[int(key)]
        else:
            return ABSENT
    return data


def same(observed: Any, wanted: Any) -> bool:
    """JSON equality: true is not 1."""
    return (type(observed) is type(wanted) and observed == wanted) or ({type(observed), type(wanted)} == {int, float} and observed == wanted)


def shown(value: Any) -> str:
    return "absent" if value is ABSENT else json.dumps(value, ensure_ascii=False)[:80]
