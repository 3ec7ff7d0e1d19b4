"""All pull requests that a run is for, one after the other."""

from __future__ import annotations

from synth.bot.posting import Told, is_told, tell
from synth.bot.pulls import NoPullError, open_pulls, pull, pulls_of_run
from synth.bot.values import Posted
from synth.runtime.github_api import GitHubError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from synth.bot.inputs import Options
    from synth.bot.ports import Api


def told_all(api: Api, options: Options, sleep: Callable[[float], None] | None = None) -> list[Told]:
    """In a sweep, one that cannot be told does not keep the others from it. Raises GitHubError's kinds for the rest."""
    if options.sweep:
        return _swept(api, options, sleep)
    if options.source is not None:
        try:
            found = pulls_of_run(api, options.repository, options.source)
        except NoPullError:
            return []  # closed, or pushed to since: its next run tells
        return [tell(api, one, options.wish, options.source.head, sleep) for one in found]
    return [tell(api, pull(api, options.repository, options.number), options.wish, options.head, sleep)]


def _swept(api: Api, options: Options, sleep: Callable[[float], None] | None) -> list[Told]:
    found: list[Told] = []
    for one in open_pulls(api, options.repository):
        try:
            known = is_told(api, one, options.wish)
            found.append(Told(pull=one, posted=Posted(action="unchanged")) if known else tell(api, one, options.wish, sleep=sleep))
        except GitHubError as error:
            found.append(Told(pull=one, posted=Posted(action="refused"), refused=str(error)))
    return found
