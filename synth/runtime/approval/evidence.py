"""What an approver reads before deciding: results, links, what changes since the live version, and what a rollback would bring back."""

from __future__ import annotations

import json
from typing import NamedTuple
from urllib.parse import quote

from synth.runtime.approval.ended import Ended
from synth.runtime.github_api import GitHubError
from synth.runtime.record.deployments import Deployments
from synth.runtime.screen import printable
from synth.runtime.summary import cell, table
from synth.runtime.verdict import Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.runtime.approval.inputs import Options
    from synth.runtime.github_api import GitHubApi
    from synth.runtime.record.mark import Mark

_MOST_LOOKED_AT = 10  # releases, until one that was verified
_LARGEST = 5_000_000


class Row(NamedTuple):
    """`text` is Markdown, escaped already."""

    what: str
    text: str


def evidence(options: Options, api: GitHubApi) -> Ended:
    """A page even where something is missing, which it says: the approver judges that, not this program."""
    live, trouble = None, ""
    try:
        live = _live(options, api) if options.service else None
    except GitHubError as error:
        trouble = str(error)
    rows = [
        Row("Commit", f"[`{options.sha[:12]}`]({options.page(f'commit/{options.sha}')})"),
        *([Row("Image", f"`{options.digest}`")] if options.digest else []),
        Row("Smoke tests", cell(options.smoke or "no result was given")),
        Row("Load test", _load_test(options.k6_summary)),
        Row("Changes", _changes(options, live)),
        Row("Rollback plan", _plan(live, trouble)),
        Row("Logs", f"[this run]({options.page(f'actions/runs/{options.run_id}')})"),
        *[Row(cell(title), f"[open]({_linked(url)})") for title, url in options.links.items()],
    ]
    head = table(("what", "evidence"), [])
    body = "".join([f"| {row.what} | {row.text} |\n" for row in rows])
    page = f"### To approve: {cell(options.environment)}\n\n{head}{body}\n{_checklist(rows)}\n"
    return Ended(Verdict("passed", f"the evidence for {options.environment} is in the summary"), page=page)


def _live(options: Options, api: GitHubApi) -> Mark | None:
    """The newest release that was verified there, which is the one that a failed deployment brings back."""
    known = Deployments(api, options.repository, options.environment)
    found = known.recorded(options.service)[:_MOST_LOOKED_AT]
    return next((one.mark for one in found if known.was_verified(one.id)), None)


def _load_test(path: str) -> str:
    """k6's figures, of `--summary-export` or `handleSummary`."""
    if not path:
        return "no figures were given"
    try:
        with open(path, encoding="utf-8") as file:
            metrics = json.loads(file.read(_LARGEST))["metrics"]
        duration, failed = metrics["http_req_duration"], metrics["http_req_failed"]
        p95, rate = _figure(duration, "p(95)"), _figure(failed, "rate", "value")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "the figures cannot be read"
    return f"p95 {p95:.0f} ms, {rate * 100:.2f} % errors"


def _figure(metric: Any, *names: str) -> float:
    values = metric.get("values", metric)
    return float(next(values[name] for name in names if name in values) if any([name in values for name in names]) else values[names[0]])


def _changes(options: Options, live: Mark | None) -> str:
    if live is None or not live.sha:
        return "the live version is not known"
    if live.sha == options.sha:
        return "none, this commit is live"
    between = f"{live.sha}...{options.sha}"
    return f"[`{live.sha[:12]}...{options.sha[:12]}`]({options.page(f'compare/{between}')})"


def _plan(live: Mark | None, trouble: str) -> str:
    if trouble:
        return cell(f"GitHub did not say what is live: {trouble}")
    if live is None:
        return "no release was verified there yet, so none can come back: be ready to mend forward"
    digests = f", `{live.digests[0]}`" if live.digests else ""
    return f"a failed deployment brings back {cell(live.task_definition.rpartition('/')[2])} (commit `{live.sha[:12]}`{digests})"


def _linked(url: str) -> str:
    return quote(printable(url), safe=":/?&=%#~,;+@!*-._")


def _checklist(rows: list[Row]) -> str:
    asked = ("the smoke tests passed", "the figures are as good as before", "the changes are the ones that you expect", "somebody can roll back")
    return "".join([f"- [ ] {one}\n" for one in asked])
