"""Pins that somebody else moved in generated files, such as Dependabot and Renovate do: telling them from other changes, and taking them over.

https://docs.github.com/code-security/dependabot/working-with-dependabot/keeping-your-actions-up-to-date-with-dependabot changes the commit and the
version comment behind it; Renovate does the same, several in one commit.
"""

from __future__ import annotations

import re

from synth.bindings.lock import Entry, is_action

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from synth.bindings.lock import Lock

_USES = re.compile(r"(\buses: *['\"]?)([\w.-]+/[\w./-]+)@([0-9a-f]{40})(['\"]?)(?: +# *(\S+))?")
_IMAGE = re.compile(r"(\b[\w./:-]+:[\w.-]+)@(sha256:[0-9a-f]{64})")


def only_pins_moved(before: str, after: str) -> bool:
    """Whether two texts differ in nothing but commits, digests, and the versions behind them."""
    return before != after and _masked(before) == _masked(after)


def moved(wanted: Mapping[str, str], present: Mapping[str, str | None], lock: Lock, today: str) -> list[Entry]:
    """The lock's entries with the pins that the present files have in place of the wanted ones."""
    found: dict[str, Entry] = {}
    for path, text in wanted.items():
        there = present.get(path)
        if there is None or not only_pins_moved(text, there):
            continue
        for (name, old, _), (_, new, version) in zip(_pins(text), _pins(there), strict=True):
            if old == new:
                continue
            for entry in lock.entries.values():
                if entry.pin == old and _is_of(entry.reference, name):
                    found[entry.reference] = Entry(entry.reference, new, version or entry.version, today)
    return [found[reference] for reference in sorted(found)]


def with_pins(text: str, entries: Iterable[Entry], lock: Lock) -> str:
    """The text with these entries' pins wherever it has those that the lock has for them."""
    new = {(lock.entries[entry.reference].pin, entry.reference): entry for entry in entries if entry.reference in lock.entries}

    def found(pin: str, name: str) -> Entry | None:
        return next((entry for (old, reference), entry in new.items() if old == pin and _is_of(reference, name)), None)

    def action(match: re.Match[str]) -> str:
        entry = found(match[3], match[2])
        return match[0] if entry is None else f"{match[1]}{match[2]}@{entry.pin}{match[4]}" + (f" # {entry.version}" if match[5] else "")

    def image(match: re.Match[str]) -> str:
        entry = found(match[2], match[1])
        return match[0] if entry is None else f"{match[1]}@{entry.pin}"

    return _IMAGE.sub(image, _USES.sub(action, text))


def _pins(text: str) -> Iterable[tuple[str, str, str]]:
    """Name, pin and version of each pinned thing, in the order of the text."""
    found = [(m.start(), m[2], m[3], m[5] or "") for m in _USES.finditer(text)]
    found += [(m.start(), m[1], m[2], "") for m in _IMAGE.finditer(text)]
    return [(name, pin, version) for _, name, pin, version in sorted(found)]


def _is_of(reference: str, name: str) -> bool:
    """Whether the lock's line is that of the action, or of the image."""
    if not is_action(reference):
        return reference == name
    repository = reference.partition("@")[0]
    return name == repository or name.startswith(repository + "/")


def _masked(text: str) -> str:
    return _IMAGE.sub(r"\1@", _USES.sub(r"\1\2@\4", text))
