"""What the bot writes, and what came of it, as values."""

from __future__ import annotations

from synth.record import Record, record

Run = tuple[int, int]  # the run's id and attempt, as GitHub counts them; (0, 0) outside of runs, which is older than nothing


@record
class Place(Record):
    """A pull request: `owner/name` and its number."""

    repository: str
    number: int


@record
class Draft(Record):
    """A comment to be: its text without the marker, whose it is, the commit that it tells of, and the run that writes it."""

    body: str
    key: str
    head: str
    run: Run = (0, 0)


@record
class Posted(Record):
    """What became of a draft: `action` is created, edited, unchanged, stale (a newer run's turn) or none (there was nothing to say, nor to correct).

    `deleted` is how many comments of the same bot were removed, `url` the one that stays.
    """

    action: str
    url: str = ""
    deleted: int = 0


@record
class Pull(Record):
    """A pull request on GitHub. `base` is the tip of the branch that it goes to; `from_fork` says whose code it is."""

    repository: str
    repository_id: int
    number: int
    head: str
    base: str
    from_fork: bool = False

    @property
    def place(self) -> Place:
        return Place(repository=self.repository, number=self.number)
