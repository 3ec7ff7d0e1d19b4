"""A pull request from end to end: read both versions, compare, have one comment say it, or a check run where no comment may be written."""

from __future__ import annotations

from synth.bot.checking import checked
from synth.bot.comparing import compared
from synth.bot.thread import Thread, own, standing
from synth.bot.upserting import UnsettledError, upsert
from synth.bot.values import Draft, Posted
from synth.compare.render.markdown import markdown
from synth.record import Record, record, replace
from synth.runtime.github_api import Declined, Unanswered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from synth.bot.ports import Api
    from synth.bot.values import Pull, Run
    from synth.compare.values import Comparison

_REFUSED = (401, 403, 404, 410, 451)


@record
class Wish(Record):
    """How the comment is to be written. `key` separates bots; `check` allows a check run in its place; `failing` is what makes that red."""

    key: str = "default"
    run: Run = (0, 0)
    server: str = "https://github.com"
    graphs: bool = True
    check: bool = True
    failing: bool = False
    dry_run: bool = False


@record
class Told(Record):
    """What came of a pull request. `refused` says why there is no comment; `check` is what came of the check run."""

    pull: Pull
    posted: Posted
    comparison: Comparison | None = None
    body: str = ""
    refused: str = ""
    check: str = ""


def tell(api: Api, pull: Pull, wish: Wish, head: str = "", sleep: Callable[[float], None] | None = None) -> Told:
    """`head` is the commit of which the run is to tell; where the pull request has another by now, a newer run will. Raises GitHubError's kinds."""
    if head and head != pull.head:
        return Told(pull=pull, posted=Posted(action="stale"))
    comparison = compared(api, pull)
    body = text_of(comparison, pull.head, wish)
    told = Told(pull=pull, posted=Posted(action="none"), comparison=comparison, body=body)
    if wish.dry_run:
        return told
    draft = Draft(body=body, key=key_of(pull, wish), head=pull.head, run=wish.run)

    def renew(newer: str) -> Draft:
        return replace(draft, head=newer, body=text_of(compared(api, replace(pull, head=newer)), newer, wish))

    try:
        return replace(told, posted=upsert(api, pull.place, draft, renew, update_only=not comparison.files, sleep=sleep))
    except Declined as error:
        if error.status not in _REFUSED:
            raise
        return _instead(api, told, wish, str(error))
    except (Unanswered, UnsettledError) as error:
        return _instead(api, told, wish, str(error))


def is_told(api: Api, pull: Pull, wish: Wish) -> bool:
    """Whether the comment is of the pull request's last commit already: a sweep reads no files then."""
    there = own(Thread(api, pull.place).everything(), standing(api, pull.place).login, key_of(pull, wish))
    return bool(there) and there[0].marker is not None and there[0].marker.head == pull.head


def key_of(pull: Pull, wish: Wish) -> str:
    return f"{pull.repository_id}:{wish.key}"


def text_of(comparison: Comparison, head: str, wish: Wish) -> str:
    """The comment without its marker. What there is no room for is in the job's summary, where there is a job."""
    if wish.run > (0, 0):
        return markdown(comparison, head, graphs=wish.graphs, server=wish.server)
    return markdown(comparison, head, graphs=wish.graphs, server=wish.server, elsewhere="`ghsynth diff` shows them.")


def _instead(api: Api, told: Told, wish: Wish, reason: str) -> Told:
    """The summary and the annotations are the caller's; here is the check run."""
    comparison = told.comparison
    worst = comparison.worst if comparison is not None else None
    failing = wish.failing and worst == "danger"
    check = checked(api, told.pull, told.body, worst, failing) if wish.check and comparison is not None and comparison.files else ""
    return replace(told, posted=Posted(action="refused"), refused=reason, check=check)
