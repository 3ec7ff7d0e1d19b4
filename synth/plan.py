"""Texts and the files on disk -> what `generate` would do. Reading and writing the disk is `synth.adapters.disk`."""

from __future__ import annotations

from synth.record import Record, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Literal, TypeAlias

    Kind: TypeAlias = Literal["create", "update", "keep", "remove", "foreign"]


@record
class Change(Record):
    """What happens to one file. `foreign` is a file in the way that ghsynth did not make."""

    path: str
    kind: Kind
    before: str | None = None
    after: str | None = None


@record
class Plan(Record):
    """The changes in the order of their paths."""

    changes: tuple[Change, ...]

    def of(self, *kinds: Kind) -> tuple[Change, ...]:
        return tuple([c for c in self.changes if c.kind in kinds])

    @property
    def is_empty(self) -> bool:
        """True when every file is as it should be."""
        return all([c.kind == "keep" for c in self.changes])

    def diff(self, colour: bool = False) -> str:
        """What would change, as a unified diff."""
        from difflib import unified_diff

        lines: list[str] = []
        for change in self.of("create", "update", "remove"):
            before, after = (change.before or "").splitlines(keepends=True), (change.after or "").splitlines(keepends=True)
            old = "/dev/null" if change.before is None else f"a/{change.path}"
            new = "/dev/null" if change.after is None else f"b/{change.path}"
            lines += [line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in unified_diff(before, after, old, new)]
        return "".join([_coloured(line) for line in lines] if colour else lines)


def plan(wanted: Mapping[str, str], present: Mapping[str, str | None], ours: Iterable[str], *, adopt: bool = False) -> Plan:
    """What makes the files `present` the ones that are `wanted`.

    `ours` are the present files that ghsynth made: one that is no longer wanted is removed. A wanted file that somebody else made is foreign,
    unless `adopt` takes it over.
    """
    made = set(ours)
    changes = []
    for path in sorted(wanted.keys() | made):
        before, after = present.get(path), wanted.get(path)
        if after is None:
            kind: Kind = "remove"
        elif path not in present:
            kind = "create"
        elif before == after:
            kind = "keep"
        else:
            kind = "update" if adopt or path in made else "foreign"
        changes.append(Change(path=path, kind=kind, before=before, after=after))
    return Plan(changes=tuple(changes))


def _coloured(line: str) -> str:
    codes = {"+": "32", "-": "31", "@": "36"}
    code = "1" if line.startswith(("+++", "---")) else codes.get(line[0])
    return f"\x1b[{code}m{line.rstrip(chr(10))}\x1b[0m\n" if code else line
