"""What answered before a deployment: one probe, kept as a line of JSON that a later step is given."""

from __future__ import annotations

import json
from typing import NamedTuple

from synth.runtime.document import parsed
from synth.runtime.probe import RIGHT, UNREACHED, WRONG, observe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.ports import Clock, Http
    from synth.runtime.probe import Observation
    from synth.runtime.screen import Screen
    from synth.runtime.watch import Plan

SCHEMA = 1


class Before(NamedTuple):
    """How an address was: right, wrong or unreached, whatever version it told."""

    url: str
    kind: str
    status: int | None = None
    version: str = ""
    why: str = ""


class Baseline(NamedTuple):
    answers: tuple[Before, ...] = ()

    def of(self, url: str) -> Before | None:
        return next((one for one in self.answers if one.url == url), None)


def taken(plan: Plan, http: Http, clock: Clock, screen: Screen) -> Baseline:
    """Asks each address up to twice: one lost packet is not to say for the whole deployment that this runner cannot reach it."""
    answers = []
    for target in plan.targets:
        one = observe(target, http, clock, screen, 0.0, plan.timeout, plan.timeout)
        if one.status is None:
            one = observe(target, http, clock, screen, 0.0, plan.timeout, plan.timeout)
        answers.append(before(one))
    return Baseline(tuple(answers))


def before(one: Observation) -> Before:
    """The version is told but not held against it: it is the old one, as it should be."""
    wrong = [check for check in one.checks if check.result == "failed" and check.name != "version"]
    kind = UNREACHED if one.status is None and not wrong else WRONG if wrong else RIGHT
    return Before(one.url, kind, one.status, one.version, one.why if kind != RIGHT else "")


def written(baseline: Baseline) -> str:
    return json.dumps({"schema": SCHEMA, "answers": [one._asdict() for one in baseline.answers]}, separators=(",", ":"))


def read(text: str) -> Baseline:
    """Raises ValueError for what `written` did not write."""
    found = parsed(text)
    if not isinstance(found, dict) or found.get("schema") != SCHEMA or not isinstance(found.get("answers"), list):
        raise ValueError("is not what the output baseline of an earlier verify-health holds; give that, or record, or nothing")
    return Baseline(tuple([_one(fields) for fields in found["answers"]]))


def _one(fields: object) -> Before:
    if not isinstance(fields, dict) or set(fields) != set(Before._fields):
        raise ValueError("holds an answer that cannot be read")
    status, texts = fields["status"], [fields[name] for name in ("url", "kind", "version", "why")]
    if (
        not all([isinstance(text, str) for text in texts])
        or not (status is None or type(status) is int)
        or fields["kind"] not in (RIGHT, WRONG, UNREACHED)
    ):
        raise ValueError("holds an answer that cannot be read")
    return Before(**fields)
