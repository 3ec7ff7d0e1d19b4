"""Filling, updating and checking the lock: which commit or digest each reference stands for. The outside is asked through `synth.ports`."""

from __future__ import annotations

from synth.bindings.lock import Entry, is_action
from synth.bindings.outcome import Line
from synth.bindings.runtimes import RETIRED, RETIRED_ON
from synth.bindings.update import Release, age_days, newest, stale
from synth.checks.known_vulnerable_actions import advisory_against
from synth.model.action import ActionFile
from synth.ports import MovedError, OutsideError, RateLimitedError, UnreachableError
from synth.validate import loaded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from synth.bindings.lock import Lock
    from synth.bindings.update import Within
    from synth.ports import Images, Versions

_ENOUGH = 2
_NOT_ASKED = "was not asked for after that: run it again later, what was found is kept"


class Locker:
    """Asks for one run. Nothing is raised: what cannot be answered is a line that says so, and the others go on.

    Who says that too much was asked, or gives no answer twice in a row, is not asked again in this run.
    """

    def __init__(self, versions: Versions, images: Images, today: str) -> None:
        self.versions = versions
        self.images = images
        self.today = today
        self._silences: dict[bool, int] = {}  # of GitHub, and of registries: in a row

    def fill(self, references: Iterable[str], lock: Lock) -> list[Line]:
        """A line for each reference: kept where the lock has it, else added or refused."""
        lines: dict[str, Line] = {}
        for reference in sorted(set(references)):
            known = lock.entry(reference)
            key = known.reference if known else key_of(reference)
            if key not in lines:
                lines[key] = Line(key, "kept", known, known) if known else self._heard(self._added(key, reference))
        return list(lines.values())

    def update(self, entries: Sequence[Entry], within: Within, cooldown_days: int) -> list[Line]:
        """Each entry moved to the newest release that it may follow; images to the digest that their tag stands for now."""
        return [self._heard(self._updated(entry, within, cooldown_days)) for entry in entries]

    def verify(self, entries: Sequence[Entry]) -> list[Line]:
        """Whether the tags still stand for what is pinned."""
        return [self._heard(self._verified(entry)) for entry in entries]

    def judge(self, entries: Sequence[Entry]) -> list[Line]:
        """Whether anything speaks against using the pinned releases of actions."""
        return [self._judged(entry) for entry in entries if is_action(entry.reference)]

    def _added(self, key: str, reference: str) -> Line:
        if self._has_given_up(key):
            return Line(key, "failed", None, None, _NOT_ASKED)
        try:
            if not is_action(key):
                return Line(key, "added", None, Entry(key, self.images.digest(key), key.rpartition(":")[2], self.today))
            repository, _, ref = key.partition("@")
            found = self.versions.resolve(repository, ref)
            entry = Entry(key, found.commit, found.tag or ref, self.today)
            if refusal := self._refusal(reference, entry):
                return Line(key, "refused", None, None, refusal)
            renamed = "" if found.repository == repository else f"{repository} is called {found.repository} now: change the reference"
            return Line(key, "added", None, entry, renamed or self._nested(reference, entry))
        except OutsideError as error:
            return self._failed(key, None, error)

    def _updated(self, entry: Entry, within: Within, cooldown_days: int) -> Line:
        if self._has_given_up(entry.reference):
            return Line(entry.reference, "failed", entry, entry, _NOT_ASKED)
        try:
            if not is_action(entry.reference):
                digest = self.images.digest(entry.reference)
                return self._moved_on(entry, Entry(entry.reference, digest, entry.version, self.today))
            repository = repository_of(entry.reference)
            releases = [Release(tag.name, tag.commit, tag.day) for tag in self.versions.tags(repository)]
            release = newest(entry, releases, self.today, within, cooldown_days)
            if release is None:
                return self._looked_at(entry)
            made = Entry(entry.reference, release.commit, release.name, self.today)
            refusal = self._refusal(entry.reference, made)
            return Line(entry.reference, "refused", entry, entry, refusal) if refusal else self._moved_on(entry, made, release.day)
        except OutsideError as error:
            return self._failed(entry.reference, entry, error)

    def _verified(self, entry: Entry) -> Line:
        if self._has_given_up(entry.reference):
            return Line(entry.reference, "failed", entry, entry, _NOT_ASKED)
        try:
            if is_action(entry.reference):
                self.versions.resolve(repository_of(entry.reference), entry.version, entry.pin)
        except MovedError as error:
            return Line(entry.reference, "moved", entry, entry, str(error))
        except OutsideError as error:
            return self._failed(entry.reference, entry, error)
        return self._looked_at(entry)

    def _judged(self, entry: Entry) -> Line:
        try:
            refusal = self._refusal(entry.reference, entry)
        except OutsideError as error:
            return self._failed(entry.reference, entry, error)
        return Line(entry.reference, "refused" if refusal else "kept", entry, entry, refusal)

    def _failed(self, reference: str, entry: Entry | None, error: OutsideError) -> Line:
        silences = self._silences.get(is_action(reference), 0)
        limited, silent = isinstance(error, RateLimitedError), isinstance(error, UnreachableError)
        self._silences[is_action(reference)] = _ENOUGH if limited else silences + 1 if silent else 0
        return Line(reference, "failed", entry, entry, str(error))

    def _heard(self, line: Line) -> Line:
        if line.kind != "failed":
            self._silences[is_action(line.reference)] = 0
        return line

    def _has_given_up(self, reference: str) -> bool:
        return self._silences.get(is_action(reference), 0) >= _ENOUGH

    def _looked_at(self, entry: Entry) -> Line:
        if stale([entry], self.today):
            return Line(entry.reference, "stale", entry, entry, f"was last looked at {age_days(entry.date, self.today)} days ago")
        return Line(entry.reference, "kept", entry, entry)

    def _moved_on(self, before: Entry, after: Entry, day: str = "") -> Line:
        return Line(before.reference, "kept" if before.pin == after.pin else "updated", before, after, day=day)

    def _refusal(self, reference: str, entry: Entry) -> str:
        """Why the release must not be used; empty when nothing speaks against it."""
        if advisory := advisory_against(repository_of(reference), entry.version, entry.pin):
            return advisory
        runs = self._action(reference, entry)
        using = runs.runs.using if runs is not None and runs.runs is not None else ""
        return (
            f"{entry.version} runs on {using}, which GitHub's runners do not have since {RETIRED_ON}: use a newer release" if using in RETIRED else ""
        )

    def _nested(self, reference: str, entry: Entry) -> str:
        """What the action itself uses without a commit."""
        action = self._action(reference, entry)
        used = [step.uses.reference for step in action.steps if step.uses is not None] if action is not None else []
        loose = [name for name in used if is_action(name) and len(name.rpartition("@")[2]) != 40]
        return f"uses {', '.join(loose)} without a commit: whoever moves those tags runs here too" if loose else ""

    def _action(self, reference: str, entry: Entry) -> ActionFile | None:
        path = "/".join(reference.partition("@")[0].split("/")[2:])
        if path.endswith((".yml", ".yaml")):
            return None  # a reusable workflow
        for name in ("action.yml", "action.yaml"):
            text = self.versions.file(repository_of(reference), f"{path}/{name}" if path else name, entry.pin)
            if text is not None:
                part = loaded(text, name).part
                return part if isinstance(part, ActionFile) else None
        return None


def key_of(reference: str) -> str:
    """The reference that the lock's line has: of an action its repository's, which all paths in it share."""
    if not is_action(reference):
        return reference.removeprefix("docker://")
    return f"{repository_of(reference)}@{reference.partition('@')[2]}"


def repository_of(reference: str) -> str:
    return "/".join(reference.partition("@")[0].split("/")[:2])
