"""How a run of the bot ended: outputs, report and summary of actions/comment-diff."""

from __future__ import annotations

import json
import time

from synth.compare.render.markdown import summary
from synth.record import Record, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from synth.bot.posting import Told, Wish

_SEVERITIES = ("danger", "caution", "info")


@record
class Ended(Record):
    """`trouble` is why nothing could be told at all."""

    told: tuple[Told, ...] = ()
    trouble: str = ""

    def outcome(self, strict: bool) -> str:
        """`strict` makes a danger a failure, and what is not known inconclusive."""
        if not strict:
            return "passed"
        if self.worst == "danger":
            return "failed"
        unknown = any([one.refused and one.comparison is None for one in self.told])
        return "inconclusive" if self.trouble or unknown else "passed"

    @property
    def worst(self) -> str:
        """Of all pull requests; empty where nothing changed in meaning."""
        found = {one.comparison.worst for one in self.told if one.comparison is not None}
        return next((severity for severity in _SEVERITIES if severity in found), "")

    @property
    def reason(self) -> str:
        if self.trouble:
            return self.trouble
        return "; ".join(self.lines()) or "no open pull request is at the commit of the run"

    def lines(self) -> list[str]:
        """What came of each pull request."""
        return [f"pull request {one.pull.number}: {_said(one)}" for one in self.told]

    def problems(self) -> list[str]:
        """What a person has to know beyond the comments."""
        refused = [f"pull request {one.pull.number} has no comment: {one.refused}" for one in self.told if one.refused]
        return [self.trouble] if self.trouble else refused


def _said(told: Told) -> str:
    worst = "" if told.comparison is None else f", {told.comparison.worst or 'no change in behaviour'}"
    check = f", check run {told.check}" if told.check else ""
    return f"comment {_WORDS.get(told.posted.action, told.posted.action)}{worst}{check}"


_WORDS = {"stale": "left to the run of a newer commit", "none": "not needed"}


def comments_of(ended: Ended) -> list[dict[str, Any]]:
    return [
        {
            "pull-request": one.pull.number,
            "head": one.pull.head,
            "action": one.posted.action,
            "url": one.posted.url,
            "deleted": one.posted.deleted,
            "check-run": one.check,
            "worst": (one.comparison.worst or "") if one.comparison is not None else "",
            "counts": dict(one.comparison.counts) if one.comparison is not None else {},
            "refused": one.refused,
        }
        for one in ended.told
    ]


def outputs_of(ended: Ended, strict: bool, report: str) -> Mapping[str, str]:
    outcome = ended.outcome(strict)
    return {"outcome": outcome, "reason": ended.reason, "report": report, "worst": ended.worst, "comments": json.dumps(comments_of(ended))}


def report_of(ended: Ended, strict: bool, code: int, started: float, seconds: float) -> Mapping[str, Any]:
    return {
        "outcome": ended.outcome(strict),
        "reason": ended.reason,
        "exit-code": code,
        "started-at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(started)),
        "duration-seconds": round(seconds, 3),
        "worst": ended.worst,
        "comments": comments_of(ended),
    }


def summaries_of(ended: Ended, wish: Wish) -> str:
    """The job's summary: of a single pull request all of it, of several a line each."""
    from synth.runtime.summary import cell

    if len(ended.told) == 1 and ended.told[0].comparison is not None:
        return summary(ended.told[0].comparison, ended.told[0].pull.head, server=wish.server)
    return "".join([f"- {cell(line)}\n" for line in ended.lines()]) or f"{cell(ended.reason)}\n"
