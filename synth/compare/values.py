"""Changes in meaning, as values. What a person reads is kept apart from what somebody's YAML says, so that each way out can escape the latter."""

from __future__ import annotations

from synth.model import Origin
from synth.record import Record, positional, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

SEVERITIES = ("danger", "caution", "info")


@positional
class Code(Record):
    """Text from a file, a name or a value: never ours, and never to be shown but as code."""

    text: str


Words = tuple["str | Code", ...]


@record
class Where(Record):
    """The part of a file that a change is in: a job by id, and a step of it by its name, or by its place (`step 3`) where it has none."""

    file: str
    job: str | None = None
    step: str | None = None


@record
class Change(Record):
    """One difference in meaning. `kind` is its row in the taxonomy, such as `permission-raised`; `says` what is different and `why` what follows.

    `before` and `after` are the texts of the field, for a word-level difference; `old` and `new` the lines in the two versions, `written` that of
    the Python definition. `link` is a page that shows more, as the commits between two pins. Changes that are equal but for their places are one
    for a reader.
    """

    kind: str
    severity: str
    where: Where
    says: Words
    why: Words = ()
    before: str | None = None
    after: str | None = None
    old: Origin | None = None
    new: Origin | None = None
    written: Origin | None = None
    link: str | None = None


@record
class Node(Record):
    """A job in a picture: what it waits for, and what waits in it. `minutes` where known."""

    id: str
    name: str
    needs: tuple[str, ...] = ()
    environment: str | None = None
    minutes: float | None = None


@record
class FileComparison(Record):
    """A file: `status` is modified, added, removed, renamed (`was` is then the former name) or unreadable; `kind` workflow, action or lock.

    `graph_before` and `graph_after` are a workflow's jobs. `text_before` and `text_after` are the file as it was and is, for the raw difference.
    """

    file: str
    status: str
    kind: str = "workflow"
    was: str | None = None
    changes: tuple[Change, ...] = ()
    graph_before: tuple[Node, ...] = ()
    graph_after: tuple[Node, ...] = ()
    text_before: str | None = None
    text_after: str | None = None


@record
class Comparison(Record):
    """All files that differ, in the order of their names. `notes` are what was assumed, as the default permissions of the token."""

    files: tuple[FileComparison, ...] = ()
    notes: tuple[Words, ...] = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(change for file in self.files for change in file.changes)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many changes there are of each severity, all severities named."""
        found: dict[str, int] = dict.fromkeys(SEVERITIES, 0)
        for change in self.changes:
            found[change.severity] += 1
        return found

    @property
    def worst(self) -> str | None:
        """The most serious severity, or None where nothing changed in meaning."""
        return next((severity for severity in SEVERITIES if self.counts[severity]), None)
