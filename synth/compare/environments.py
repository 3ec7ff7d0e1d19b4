"""The environment of a job: its reviewers, its wait timer and its secrets apply while the job names it, and no longer."""

from __future__ import annotations

from synth.compare.fields import ABSENT, field
from synth.compare.pair import CAUTION, DANGER, INFO, code
from synth.compare.side import FALSE, mapping, shown
from synth.compare.values import Code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from synth.compare.pair import Pair
    from synth.compare.values import Change, Words

_GONE = "its required reviewers, wait timer and environment secrets no longer apply"


def environment(pair: Pair, old_id: str, new_id: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    """The rows for another environment, as normal forms."""
    was, now = mapping(old.get("environment")), mapping(new.get("environment"))
    if was == now:
        return
    paths = ("jobs", old_id, "environment"), ("jobs", new_id, "environment")
    one, other = was.get("name"), now.get("name")
    at: dict[str, Any] = {"job": new_id, "old": paths[0], "new": paths[1], "before": one, "after": other}
    if one and not other:
        yield pair.change("environment-removed", DANGER, ("no longer uses environment ", code(one)), (_GONE,), **at)
    elif other and not one:
        says: Words = ("uses ", Code(f"environment: {shown(other)}"), " now")
        yield pair.change("environment-added", CAUTION, says, ("its protection rules apply, and its secrets are in reach",), **at)
    elif one != other:
        yield _other(pair, shown(one), shown(other), at)
    for key in dict.fromkeys([*was, *now]) if was and now else ():
        first, second = was.get(key, ABSENT), now.get(key, ABSENT)
        if key != "name" and first != second:
            off = key == "deployment" and second is FALSE
            why: Words = (
                ("no deployment is recorded; the protection rules and secrets of ", code(other), " still apply")
                if off
                else ("of environment ", code(other))
            )
            ways: dict[str, Any] = {"old_at": (*paths[0], key), "new_at": (*paths[1], key), "job": new_id, "why": why}
            yield from field(pair, "environment-changed", INFO if key == "url" else CAUTION, f"environment.{key}", first, second, **ways)


def _other(pair: Pair, one: str, other: str, at: dict[str, Any]) -> Change:
    says: Words = ("environment ", Code(one), " -> ", Code(other))
    if "${{" in other and "${{" not in one:
        nothing = "''" in other
        why = (
            f"an expression decides the environment: where it gives nothing, {_GONE}"
            if nothing
            else "an expression decides whose protection rules apply"
        )
        return pair.change("environment-conditional", DANGER, says, (why,), **at)
    return pair.change(
        "environment-changed", CAUTION, says, ("protection rules and secrets are those of ", Code(other), "; of ", Code(one), f" {_GONE}"), **at
    )
