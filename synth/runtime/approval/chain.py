"""A chain of entries, each with the hash of the one before it and its own: an entry that is changed, taken out or put in shows.

Who can rewrite every entry can also hash them again, and who can delete can cut the end off. What shows that is a hash kept elsewhere, such as in
the log and the summary of each run.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

START = "0" * 64  # what the first entry has for the hash of the one before
_FIELDS = {"schema", "chain", "number", "previous", "record", "hash"}


class Broken(NamedTuple):
    """The first entry, counted from 1, that is not as it was written, or not where it was."""

    number: int
    why: str


def next_entry(chain: str, record: Mapping[str, Any], last: Mapping[str, Any] | None) -> dict[str, Any]:
    """The entry that comes after `last`, which is None for the first."""
    before: Mapping[str, Any] = {"number": 0, "hash": START} if last is None else last
    entry = {"schema": 1, "chain": chain, "number": before["number"] + 1, "previous": before["hash"], "record": dict(record)}
    return {**entry, "hash": fingerprint(entry)}


def fingerprint(entry: Mapping[str, Any]) -> str:
    """The SHA-256 of all but the hash, as JSON with sorted names and no blanks."""
    return sha256(line({name: value for name, value in entry.items() if name != "hash"}).encode()).hexdigest()


def line(entry: Mapping[str, Any]) -> str:
    """The one way to write it."""
    return json.dumps(entry, sort_keys=True, separators=(",", ":"))


def entries_of(text: str) -> list[Any]:
    """The entries of JSON lines; a line that is no JSON is None, which no chain takes for an entry."""
    return [_read(each) for each in text.splitlines() if each.strip()]


def first_broken(entries: Sequence[Any], expected: str = "") -> Broken | None:
    """`expected` is the hash that the chain ended with, or passed through, when somebody last looked."""
    before, chain, hashes = START, None, []
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict) or set(entry) != _FIELDS:
            return Broken(number, "is no entry")
        if entry["hash"] != fingerprint(entry):
            return Broken(number, "was changed: its hash is not that of its content")
        if entry["number"] != number or entry["previous"] != before:
            return Broken(number, f"does not follow the one before: it says that it is number {entry['number']}")
        if chain not in (None, entry["chain"]):
            return Broken(number, f"belongs to chain '{entry['chain']}'")
        before, chain = entry["hash"], entry["chain"]
        hashes.append(before)
    if expected and expected not in hashes:
        return Broken(len(entries) + 1, f"is missing: no entry has the hash {expected}")
    return None


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
