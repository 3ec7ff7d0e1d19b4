"""What became of the entries of a lock, in a run that filled, updated or checked it."""

from __future__ import annotations

from synth.record import Record, positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from synth.bindings.lock import Entry

    Kind: TypeAlias = Literal["added", "updated", "kept", "stale", "moved", "refused", "failed"]

BAD: tuple[Kind, ...] = ("moved", "refused", "failed")


@positional
class Line(Record):
    """What became of one reference. `after` is its entry in the new lock; `message` says what a person should know; `day` is the new release's."""

    reference: str
    kind: Kind
    before: Entry | None
    after: Entry | None
    message: str = ""
    day: str = ""
