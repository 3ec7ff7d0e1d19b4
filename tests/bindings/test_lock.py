"""The lock: its text, what it pins, and every line that it refuses."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from synth.bindings import lock
from synth.bindings.catalogue import Catalogue
from synth.bindings.corrections import CORRECTIONS
from synth.bindings.lock import HEADER, Entry, builtin, entries_for, is_action, is_pinned, merged, read, write
from synth.model import Uses
from synth.problems import DefinitionError
from tests.bindings.conftest import ROOT

A, B = "a" * 40, "0123456789abcdef0123456789abcdef01234567"
D = "sha256:" + "d" * 64
TEXT = f"""{HEADER}
actions/cache@v5 {A} v5.0.5 2026-05-21
owner/repo@v1 {B} v1.2.3 2026-08
postgres:17-alpine {D} 17-alpine 2026
"""
ENTRIES = [
    Entry("postgres:17-alpine", D, "17-alpine", "2026"),
    Entry("actions/cache@v5", A, "v5.0.5", "2026-05-21"),
    Entry("owner/repo@v1", B, "v1.2.3", "2026-08"),
]


def test_a_lock_is_written_sorted_one_entry_a_line() -> None:
    assert write(ENTRIES) == TEXT


def test_reading_gives_what_was_written() -> None:
    assert {e.reference: e for e in ENTRIES} == read(TEXT, "file").entries
    assert write(read(TEXT, "file").entries.values()) == TEXT


def test_order_blank_lines_comments_and_line_ends_do_not_matter() -> None:
    lines = TEXT.splitlines()
    text = "\r\n".join(["# a comment", "", lines[3], "  ", lines[1].replace(" ", "\t"), f"  {lines[2]}  "])
    assert read(TEXT, "file") == read(text, "file")
    assert read("", "file").entries == {}


def test_a_lock_does_not_change() -> None:
    with pytest.raises(TypeError):
        read(TEXT, "file").entries["x:1"] = ENTRIES[0]  # type: ignore[index]  # what the test is about


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("actions/cache@v5", "has 1 instead of 4 columns: write 'reference pin version date'"),
        (f"actions/cache@v5 {A} v5.0.5", "has 3 instead of 4 columns: write 'reference pin version date'"),
        (f"actions/cache@v5 {A} v5.0.5 2026-05-21 # new", "has 6 instead of 4 columns: write 'reference pin version date'"),
        (f"cache@v5 {A} v5 2026", "cache@v5 is neither an action, owner/repo@ref, nor an image, name:tag: write it as the definition does"),
        (
            f"actions/cache {A} v5 2026",
            "actions/cache is neither an action, owner/repo@ref, nor an image, name:tag: write it as the definition does",
        ),
        (
            f"actions/cache@ {A} v5 2026",
            "actions/cache@ is neither an action, owner/repo@ref, nor an image, name:tag: write it as the definition does",
        ),
        (f"pg:1@{D} {D} 1 2026", f"pg:1@{D} is neither an action, owner/repo@ref, nor an image, name:tag: write it as the definition does"),
        (
            "actions/cache@v5 27d5ce7 v5.0.5 2026",
            "27d5ce7 is no full commit SHA of 40 digits, 0-9 a-f: copy the one that v5.0.5 of actions/cache@v5 stands for",
        ),
        (
            f"actions/cache@v5 {A.upper()} v5.0.5 2026",
            f"{A.upper()} is no full commit SHA of 40 digits, 0-9 a-f: copy the one that v5.0.5 of actions/cache@v5 stands for",
        ),
        (
            f"actions/cache@v5 {D} v5.0.5 2026",
            f"{D} is no full commit SHA of 40 digits, 0-9 a-f: copy the one that v5.0.5 of actions/cache@v5 stands for",
        ),
        ("pg:1 sha256:dd 1 2026", "sha256:dd is no full digest, sha256: and 64 digits, 0-9 a-f: copy the one that 1 of pg:1 stands for"),
        (f"pg:1 {D[7:]} 1 2026", f"{D[7:]} is no full digest, sha256: and 64 digits, 0-9 a-f: copy the one that 1 of pg:1 stands for"),
        (f"pg:1 {A} 1 2026", f"{A} is no full digest, sha256: and 64 digits, 0-9 a-f: copy the one that 1 of pg:1 stands for"),
        (f"pg:1 {D} 1 today", "today is no date: write the day, month or year of the sighting, such as 2026-08-22, 2026-08 or 2026"),
        (f"pg:1 {D} 1 2026-13", "2026-13 is no date: write the day, month or year of the sighting, such as 2026-08-22, 2026-08 or 2026"),
        (f"pg:1 {D} 1 2026-8-2", "2026-8-2 is no date: write the day, month or year of the sighting, such as 2026-08-22, 2026-08 or 2026"),
        (
            f"pg:1 {D} 1 2026-08-32",
            "2026-08-32 is no date: write the day, month or year of the sighting, such as 2026-08-22, 2026-08 or 2026",
        ),
    ],
)
def test_a_malformed_line_is_refused_with_its_place(line: str, message: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        read(f"{HEADER}\n{line}\n", ".github/ghsynth.lock")
    assert str(caught.value) == f".github/ghsynth.lock:2  {message}"


def test_all_bad_lines_are_reported_at_once() -> None:
    text = f"x\nactions/cache@v5 {A} v5.0.5 2026\nactions/cache@v5 {B} v5.0.4 soon\n\npg:1 latest 1 2026\n"
    with pytest.raises(DefinitionError) as caught:
        read(text, "lock")
    assert str(caught.value) == (
        "lock:1  has 1 instead of 4 columns: write 'reference pin version date'\n"
        "lock:3  soon is no date: write the day, month or year of the sighting, such as 2026-08-22, 2026-08 or 2026\n"
        "lock:3  actions/cache@v5 is on line 2 already: keep one of the two\n"
        "lock:5  latest is no full digest, sha256: and 64 digits, 0-9 a-f: copy the one that 1 of pg:1 stands for"
    )


@pytest.mark.parametrize(
    ("reference", "uses"),
    [
        ("owner/repo@v1", Uses(f"owner/repo@{B}", "v1.2.3")),
        ("actions/cache/restore@v5", Uses(f"actions/cache/restore@{A}", "v5.0.5")),
        ("owner/repo/.github/workflows/x.yml@v1", Uses(f"owner/repo/.github/workflows/x.yml@{B}", "v1.2.3")),
        ("postgres:17-alpine", Uses(f"postgres:17-alpine@{D}")),
        ("docker://postgres:17-alpine", Uses(f"docker://postgres:17-alpine@{D}")),
        (f"any/action@{A}", Uses(f"any/action@{A}")),
        (f"any/action/below@{A} # v1.2.3", Uses(f"any/action/below@{A}", "v1.2.3")),
        (f"any/action@{A}  #  v1.2.3 and more", Uses(f"any/action@{A}", "v1.2.3")),
        (f"any/image@{D}", Uses(f"any/image@{D}")),
        (f"any:tag@{D}", Uses(f"any:tag@{D}")),
        (f"docker://any:tag@{D}", Uses(f"docker://any:tag@{D}")),
        ("owner/repo@v2", None),
        ("owner/repo", None),
        ("actions/cache@v5.0.5", None),
        ("actions/checkout/cache@v5", None),
        ("postgres:18-alpine", None),
        ("postgres", None),
        (f"owner/repo@{A[:39]}", None),
        ("owner/repo@sha256", None),
        (f"postgres:17-alpine@{D[:-1]}", None),
    ],
)
def test_a_reference_is_pinned(reference: str, uses: Uses | None) -> None:
    assert uses == read(TEXT, "file").pin(reference)


def test_an_entry_of_its_own_wins_over_the_repository() -> None:
    lock = read(f"actions/cache@v5 {A} v5.0.5 2026\nactions/cache/save@v5 {B} v5.0.4 2026\n", "file")
    assert (lock.pin("actions/cache/save@v5"), lock.pin("actions/cache/restore@v5")) == (
        Uses(f"actions/cache/save@{B}", "v5.0.4"),
        Uses(f"actions/cache/restore@{A}", "v5.0.5"),
    )


@pytest.mark.parametrize("reference", ["actions/checkout@v7", "a/b/c@main", "a/b/.github/workflows/c.yml@v1", f"a/b@{A}", "a/b@release/v1"])
def test_owner_repo_and_ref_are_an_action(reference: str) -> None:
    assert is_action(reference)


@pytest.mark.parametrize(
    "reference",
    ["postgres:17", "postgres", "aquasec/trivy", "aquasec/trivy:1", f"aquasec/trivy@{D}", f"ghcr.io/a/b:1@{D}", "docker://alpine:3", "docker://a/b:1",
     "localhost:5000/a/b", f"localhost:5000/a/b@{D}", "./local", "$/self", "cache@v5", "a/b@", "@v1"],
)  # fmt: skip
def test_anything_else_is_none(reference: str) -> None:
    assert not is_action(reference)


def test_a_full_commit_or_digest_is_a_pin() -> None:
    pinned = [f"a/b@{A}", f"a/b/c@{B}", f"a:1@{D}", f"a@{D}", f"docker://a@{D}"]
    loose = [A, "a/b@v1", f"a/b@{A}0", f"a/b@{A.upper()}", f"a:1@{A}", "a:1", D, f"a:1@{D[7:]}"]
    assert [is_pinned(r) for r in pinned + loose] == [True] * len(pinned) + [False] * len(loose)


def test_the_built_in_lock_holds_the_catalogue_and_nothing_else(facts: Catalogue) -> None:
    own = {a.name: f"{a.repository}@{a.tag}" if CORRECTIONS[a.name].unbound else a.locked for a in facts.actions}
    actions = {own[a.name]: Entry(own[a.name], a.sha, a.tag, a.seen) for a in facts.actions}
    pins = {p.reference: Entry(p.reference, p.sha, p.tag, p.seen) for p in facts.pins}
    images = {i.reference: Entry(i.reference, i.digest, i.tag, i.seen) for i in facts.images}
    assert pins | actions | images == builtin().entries
    assert builtin() is builtin()


def test_every_line_of_the_built_in_lock_is_a_good_one() -> None:
    text = (ROOT / "synth" / "bindings" / "builtin.lock").read_text("utf-8")
    assert read(text, "builtin.lock") == builtin()


def test_the_built_in_lock_is_read_in_under_a_millisecond(monkeypatch: pytest.MonkeyPatch) -> None:
    times = []
    for _ in range(50):
        monkeypatch.setattr(lock, "_builtin", None)
        began = time.perf_counter()
        builtin()
        times.append(time.perf_counter() - began)
    assert min(times) < 0.001


def test_the_projects_entries_win_and_the_built_in_ones_remain() -> None:
    project = read(f"actions/checkout@v7 {A} v7.9.9 2026-11-01\nowner/repo@v1 {B} v1.2.3 2026\n", "file")
    lock = merged(project)
    assert lock.pin("actions/checkout@v7") == Uses(f"actions/checkout@{A}", "v7.9.9")
    assert lock.pin("owner/repo@v1") == Uses(f"owner/repo@{B}", "v1.2.3")
    assert lock.pin("actions/setup-node@v7") == builtin().pin("actions/setup-node@v7")
    assert merged(None) is builtin()


def test_the_project_keeps_its_entries_gains_what_is_used_and_drops_what_is_not() -> None:
    ours = Entry("actions/checkout@v7", A, "v7.9.9", "2026-11-01")
    project = read(write([ours, Entry("owner/unused@v1", B, "v1.0.0", "2026")]), "file")
    references = [
        "postgres:17-alpine",
        "docker://postgres:17-alpine",
        "actions/cache/save@v5",
        "actions/cache/restore@v5",
        "actions/checkout@v7",
        f"owner/pinned@{A} # v1.0.0",
        "owner/unknown@v1",
    ]
    known = builtin().entries
    assert entries_for(references, project, builtin()) == (known["actions/cache@v5"], ours, known["postgres:17-alpine"])
    assert entries_for(references, None, builtin())[1] == known["actions/checkout@v7"]


def test_what_is_written_pins_exactly_as_before(tmp_path: Path) -> None:
    project = read(TEXT, "file")
    references = ["actions/cache/restore@v5", "owner/repo@v1", "postgres:17-alpine", "actions/checkout@v7"]
    written = read(write(entries_for(references, project, builtin())), "file")
    assert [merged(project).pin(r) for r in references] == [written.pin(r) for r in references]
    assert write(entries_for(references, written, builtin())) == write(entries_for(references, project, builtin()))
