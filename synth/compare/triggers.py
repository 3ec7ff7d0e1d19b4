"""When a workflow runs, and what it takes when it is called or started by hand."""

from __future__ import annotations

from synth.compare.fields import ABSENT, field
from synth.compare.interface import interface
from synth.compare.pair import CAUTION, DANGER, code
from synth.compare.side import mapping
from synth.compare.values import Code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from synth.compare.pair import Pair
    from synth.compare.values import Change, Words

DANGEROUS = {  # events whose runs hold secrets and a token that writes, whoever caused them
    "pull_request_target": "it runs with this repository's secrets and token for pull requests of anybody",
    "workflow_run": "it runs with this repository's secrets and token after runs that anybody may cause",
}
_PARTS = ("inputs", "outputs", "secrets")


def triggers(pair: Pair, old: Any, new: Any) -> Iterator[Change]:
    """The rows for `on`, as normal forms."""
    if old == new:
        return
    ones, others = mapping(old), mapping(new)
    for event in dict.fromkeys([*ones, *others]):
        if event not in others:
            says: Words = ("no longer runs on ", Code(event), *_options(ones[event]))
            yield pair.change("trigger-removed", CAUTION, says, _called(event), old=("on", event), new=("on",), before=event)
        elif event not in ones:
            why: Words = (DANGEROUS[event],) if event in DANGEROUS else ()
            now: Words = ("runs on ", Code(event), " too", *_options(others[event]))
            yield pair.change("trigger-added", DANGER if why else CAUTION, now, why, old=("on",), new=("on", event), after=event)
        elif ones[event] != others[event]:
            yield from _changed(pair, event, ones[event], others[event])


def _changed(pair: Pair, event: str, old: Any, new: Any) -> Iterator[Change]:
    if not isinstance(old, dict) or not isinstance(new, dict):
        whole = ("on", event)
        yield from field(pair, "trigger-changed", CAUTION, event, old, new, old_at=whole, new_at=whole)
        return
    for name in dict.fromkeys([*old, *new]):
        one, other = old.get(name, ABSENT), new.get(name, ABSENT)
        at = ("on", event, name)
        if name in _PARTS and event in ("workflow_call", "workflow_dispatch"):
            ones, others = mapping(old.get(name)), mapping(new.get(name))
            yield from interface(pair, name, ones, others, at, called=event == "workflow_call")
        elif one is ABSENT or other is ABSENT or one != other:
            yield from field(pair, "trigger-changed", CAUTION, f"{event}.{name}", one, other, old_at=at, new_at=at)


def _options(options: Any) -> Words:
    """The options of an event in brackets, where it has any."""
    said = {name: value for name, value in mapping(options).items() if name not in _PARTS}
    if isinstance(options, list):
        return (" (", code(options), ")")
    return (" (", code(said), ")") if said else ()


def _called(event: str) -> Words:
    return ("workflows that call it will fail",) if event == "workflow_call" else ()


def summary(on: Any) -> list[str]:
    """The events by name."""
    return list(mapping(on))
