"""What cannot be compared is a danger, never a crash and never an empty answer."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest

from synth.compare.comparing import MAX_FILES, compare, compare_texts
from synth.compare.side import MAX_BYTES
from synth.yaml.emit import dump
from tests.compare.mutations import workflow
from tests.compare.telling import FILE, of, told

GOOD = "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make\n"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    [f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n" for old, new in ("ab", "bc", "cd", "de")]
)


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (b"on: [push\njobs: {}\n", "the new version is no file that GitHub reads: line 2, column 5: "),
        (b"\xff\xfe", "the new version is no file that GitHub reads: line 1, column 1: `the byte 0xFF is no UTF-8`"),
        (b"", "the new version holds nothing: it is not compared"),
        (b"- push\n", "the new version is no mapping of keys to values: it is not compared"),
        (
            GOOD.encode() + b"on: pull_request\n",
            "the new version is no file that GitHub reads: line 7, column 1: `'on' is already defined on line 1`",
        ),
        (b"#" * (MAX_BYTES + 1), "the new version has 524,289 bytes, more than the 524,288 that are compared: it is not compared"),
        (BOMB.encode(), "the new version holds more than 100,000 values, its aliases filled in: it is not compared"),
        (b"a: " + b"[" * 5000, "the new version is no file that GitHub reads: line 1, column 53: "),
    ],
    ids=["syntax", "bytes", "empty", "list", "duplicate key", "large", "alias bomb", "deep"],
)
def test_a_new_version_that_cannot_be_read_is_a_danger(after: bytes, said: str) -> None:
    (file,) = compare({FILE: GOOD.encode()}, {FILE: after}).files
    first = file.changes[0]
    assert (first.kind, first.severity) == ("unreadable", "danger")
    assert "".join([part if isinstance(part, str) else f"`{part.text}`" for part in first.says]).startswith(said)


def test_an_old_version_that_cannot_be_read_leaves_what_the_new_one_does() -> None:
    assert list(told(of("on: [push\n", GOOD))) == [
        f"unreadable workflow {FILE}",
        "  danger unreadable [] 2:- the old version is no file that GitHub reads: line 2, column 1: "
        "`'[' of line 1 is still open, and neither ',' nor ']' stands here` | `write ',' between entries and ']' behind the last one`",
        "  caution file-added [] -:1 the file is added; runs on `push`; job `a`",
        "  caution job-added [a] -:3 job `a` has the repository's default as permissions",
        "note: where neither a job nor its workflow states permissions, the token has the repository's default: it is not in the file, and may be to write all",
    ]


def test_files_beyond_the_limit_are_a_danger() -> None:
    comparison = compare({}, {f".github/workflows/{number:03}.yml": GOOD.encode() for number in range(MAX_FILES + 100)})
    assert len(comparison.files) == MAX_FILES + 1
    assert list(told(comparison))[-2] == (
        "  danger unreadable [] -:- 100 more files changed, and only the first 300 are compared: "
        "from `.github/workflows/300.yml` to `.github/workflows/399.yml` | read these files themselves"
    )


def test_more_rows_than_can_be_read_are_cut_and_said() -> None:
    steps = "".join([f"      - run: echo {number}\n" for number in range(3000)])
    changes = of(GOOD, GOOD + steps).changes
    assert (len(changes), changes[-1].kind, changes[-1].severity) == (2001, "too-many", "danger")


def test_one_text_is_compared_like_one_file() -> None:
    assert compare_texts(GOOD, GOOD.replace("make", "make all"), FILE) == of(GOOD, GOOD.replace("make", "make all")).files[0]
    assert compare_texts(None, GOOD, FILE).status == "added"
    assert compare_texts(GOOD, None, FILE).status == "removed"
    assert compare_texts(GOOD, "name: half \ud800\n", FILE).status == "unreadable"


ODD: list[Any] = [
    None,
    {},
    [],
    "x",
    7,
    True,
    [["a"]],
    [{"a": 1}],
    {"a": {"b": [1]}},
    "${{ x",
    "${{ github.head_ref }}",
    [None],
    {"": 1},
    "",
    "@",
    "v1@",
]


@pytest.mark.slow
def test_any_value_anywhere_is_compared() -> None:
    chance = random.Random(11)
    for _ in range(400):
        tree, _versions = workflow(chance)
        other = copy.deepcopy(tree)
        for _ in range(chance.randint(1, 3)):
            part, key = chance.choice(list(_places(other)))
            part[key] = copy.deepcopy(chance.choice(ODD))
        sides = [dump(tree), dump(other)]
        chance.shuffle(sides)
        assert of(*sides).changes, sides


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every part of a tree, by what holds it and its key there."""
    for key in list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield value, key
        yield from _places(value[key])
