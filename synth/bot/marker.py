"""Line one of the bot's comment, which nobody sees: whose comment it is, of which commit and run, and the digest of its text."""

from __future__ import annotations

import re
from hashlib import sha256

from synth.record import Record, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.bot.values import Draft, Run

KEY = re.compile(r"[A-Za-z0-9._-]{1,64}")  # the part that a person chooses
_MARKER = re.compile(
    r"<!-- ghsynth:diff:v1 key=(?P<key>[0-9]+:[A-Za-z0-9._-]{1,64}) head=(?P<head>[0-9a-f]{40}|[0-9a-f]{64})"
    r" run=(?P<run>[0-9]{1,20})\.(?P<attempt>[0-9]{1,9}) digest=(?P<digest>[0-9a-f]{64}) -->\r?(?:\n|\Z)"
)
LONGEST = 300  # characters of a marker and its line break, at most


@record
class Marker(Record):
    key: str
    head: str
    run: Run
    digest: str


def marked(draft: Draft) -> str:
    """The comment's whole text."""
    run = f"{draft.run[0]}.{draft.run[1]}"
    return f"<!-- ghsynth:diff:v1 key={draft.key} head={draft.head} run={run} digest={digest(draft)} -->\n{draft.body}"


def digest(draft: Draft) -> str:
    return sha256(draft.body.encode()).hexdigest()


def marker(body: str) -> Marker | None:
    """The marker that a comment begins with. One that stands elsewhere is a quotation."""
    found = _MARKER.match(body)
    if found is None:
        return None
    return Marker(key=found["key"], head=found["head"], run=(int(found["run"]), int(found["attempt"])), digest=found["digest"])
