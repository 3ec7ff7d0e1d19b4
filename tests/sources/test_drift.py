"""What `generate` would do, as changes among the others."""

from __future__ import annotations

from synth.compare.values import Change, Code, Comparison, FileComparison, Where
from synth.plan import plan
from synth.sources.drift import drift, with_drift

SOURCE = ".github/ghsynth.py"
CI, OLD, NEW, PINNED, OTHER = [f".github/workflows/{name}.yml" for name in ("ci", "old", "new", "pinned", "other")]
USES = "- uses: actions/checkout@{} # v{}\n"
WRITE = ("run ", Code("ghsynth generate"), " and commit what it writes")


def change(file: str, says: tuple[str | Code, ...], why: tuple[str | Code, ...]) -> Change:
    return Change(kind="drift", severity="caution", where=Where(file=file), says=says, why=why)


def test_each_kind_has_its_command() -> None:
    moved = USES.format("b" * 40, "2.0.0")
    made = plan(
        {CI: "a\n", NEW: "b\n", PINNED: USES.format("a" * 40, "1.0.0"), OTHER: "c\n"},
        {CI: "edited\n", OLD: "d\n", PINNED: moved, OTHER: "of a person\n"},
        [CI, OLD, PINNED],
    )
    expected = (
        change(CI, ("is not what ", Code(SOURCE), " makes"), WRITE),
        change(NEW, ("is missing, and ", Code(SOURCE), " makes it"), WRITE),
        change(OLD, ("was generated, and ", Code(SOURCE), " makes it no longer"), WRITE),
        change(OTHER, ("is in the way of what ", Code(SOURCE), " makes"), ("move it, or run ", Code("ghsynth generate --adopt"))),
        change(PINNED, ("has other pins than ", Code(SOURCE), " and its lock"), ("run ", Code("ghsynth adopt"), " to take them over")),
    )
    assert expected == drift(made, SOURCE)


def test_files_as_they_should_be_give_none() -> None:
    assert () == drift(plan({CI: "a\n"}, {CI: "a\n"}, [CI]), SOURCE)


def test_they_stand_in_their_files() -> None:
    first = Change(kind="job-added", severity="info", where=Where(file=CI), says=("a job",))
    before = Comparison(files=(FileComparison(file=CI, status="modified", changes=(first,)),))
    drifted = [change(CI, ("x",), ()), change(".github/actions/a/action.yml", ("y",), ())]
    made = with_drift(before, drifted)
    expected = (
        FileComparison(file=".github/actions/a/action.yml", status="modified", kind="action", changes=(drifted[1],)),
        FileComparison(file=CI, status="modified", changes=(first, drifted[0])),
    )
    assert expected == made.files
