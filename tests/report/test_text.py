"""Findings as a compiler prints them."""

from __future__ import annotations

import pytest

from synth.finding import Finding
from synth.model import Origin
from synth.report.checked import Checked, fails
from synth.report.excerpt import WIDTH, excerpt
from synth.report.place import Stretch
from synth.report.text import summary, text
from tests.report.samples import NOTE, REPORT, UNEXPECTED, UNPINNED

PLAIN = """\
.github/workflows/a, b.yml: note[whole-file]: 100% of the file
  is like this

.github/workflows/ci.yml:6:15: warning[unpinned-action]: actions/checkout is used by branch
6 |       - uses: actions/checkout@main
  |               ^^^^^^^^^^^^^^^^^^^^^
  = help: pin it by its full SHA
  = written: .github/ghsynth.py:41

.github/workflows/ci.yml:7:9: error[unexpected-key]: 'jobs.build.steps[1]' has no 'rn'; did you mean 'run'?
7 |       - rn: echo hello
  |         ^^
  = help: its keys are: run, uses

1 error, 1 warning, 1 note in 2 of 3 files
"""


def test_the_whole_report() -> None:
    assert PLAIN == text(REPORT)


def test_nothing_found() -> None:
    assert "nothing found in 1 file\n" == text([Checked("a.yml", "on: push\n")])
    assert "nothing found in 0 files\n" == text([])


def test_on_a_terminal_severity_marks_and_margin_are_coloured() -> None:
    expected = (
        "\x1b[1m.github/workflows/ci.yml:7:9:\x1b[0m \x1b[1;31merror[unexpected-key]\x1b[0m: 'jobs.build.steps[1]' has no 'rn'; did you mean 'run'?\n"
        "\x1b[34m7 |\x1b[0m       - rn: echo hello\n"
        "\x1b[34m  |\x1b[0m         \x1b[1;31m^^\x1b[0m\n"
        "  \x1b[34m=\x1b[0m help: its keys are: run, uses\n"
        "\n"
        "1 error in 1 of 1 file\n"
    )
    assert expected == text([Checked(REPORT[1].file, REPORT[1].text, (UNEXPECTED,))], coloured=True)


def shown(line: int, column: int, source: str) -> str:
    return text([Checked("a.yml", source, (Finding("rule", "error", Origin("a.yml", line, column), "message", "remedy"),))])


def test_the_margin_is_as_wide_as_the_number_of_the_line() -> None:
    expected = "a.yml:100:3: error[rule]: message\n100 | one: two\n    |   ^\n    = help: remedy\n\n1 error in 1 of 1 file\n"
    assert expected == shown(100, 3, "\n" * 99 + "one: two\n")


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        (9, 1, "a.yml:9:1: error[rule]: message\n  = help: remedy\n"),
        (1, 0, "a.yml:1: error[rule]: message\n1 | on: push\n  = help: remedy\n"),
        (1, 99, "a.yml:1:99: error[rule]: message\n1 | on: push\n  |         ^\n  = help: remedy\n"),
        (2, 1, "a.yml:2:1: error[rule]: message\n2 |\n  | ^\n  = help: remedy\n"),
        (0, 0, "a.yml: error[rule]: message\n  = help: remedy\n"),
    ],
    ids=["behind the end", "no column", "behind the line", "empty line", "no line"],
)
def test_a_place_at_the_edge(line: int, column: int, expected: str) -> None:
    assert f"{expected}\n1 error in 1 of 1 file\n" == shown(line, column, "on: push\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_in_any_way(end: str) -> None:
    assert "2 | jobs: {}\n  | ^\n" in shown(2, 1, f"on: push{end}jobs: {{}}{end}")


def test_of_a_place_over_several_lines_the_beginning_is_marked() -> None:
    found = Finding("rule", "warning", Stretch("a.yml", 1, 6, 3, 4), "message")
    expected = "a.yml:1:6: warning[rule]: message\n1 | run: |\n  |      ^\n\n1 warning in 1 of 1 file\n"
    assert expected == text([Checked("a.yml", "run: |\n  one\n  two\n", (found,))])


def test_a_message_cannot_act_upon_the_terminal() -> None:
    found = Finding("rule", "error", Origin("a.yml", 1, 1), "is '\x1b[31m\u202e'")
    expected = "a.yml:1:1: error[rule]: is '\ufffd[31m\ufffd'\n1 | \ufffd]0;title\ufffd\n  | ^\n\n1 error in 1 of 1 file\n"
    assert expected == text([Checked("a.yml", "\x1b]0;title\x07\n", (found,))])


@pytest.mark.parametrize(
    ("line", "column", "end", "expected"),
    [
        ("run: echo", 6, 10, ("run: echo", "     ^^^^")),
        ("run: echo", 6, 0, ("run: echo", "     ^")),
        ("\trun: a\tb", 2, 5, ("    run: a    b", "    ^^^")),
        ("a\tb", 2, 4, ("a    b", " ^^^^^")),
        ("名前: 値 # x", 5, 6, ("名前: 値 # x", "      ^^")),
        ("name: 値段 x", 7, 9, ("name: 値段 x", "      ^^^^")),
        ("cafe\u0301: x", 8, 9, ("cafe\u0301: x", "      ^")),
        ("e\u0301", 2, 3, ("e\u0301", " ^")),
        ("a🚀b", 3, 4, ("a🚀b", "   ^")),
        ("a\u200bb", 3, 4, ("a\ufffdb", "  ^")),
        ("", 1, 0, ("", "^")),
    ],
)
def test_marks_stand_under_what_they_mean(line: str, column: int, end: int, expected: tuple[str, str]) -> None:
    assert expected == excerpt(line, column, end)


def test_of_a_long_line_the_part_around_the_place_is_shown() -> None:
    before, after = "b" * 1000, "a" * 1000
    shown, marks = excerpt(f"{before}XYZ{after}", 1001, 1004)
    assert ("..." + "b" * 50 + "XYZ" + "a" * 97 + "...", " " * 53 + "^^^") == (shown, marks)
    assert WIDTH + 6 == len(shown)
    assert ("x" * WIDTH + "...", "^" * WIDTH) == excerpt("x" * 1000, 1, 1001)


def test_the_summary_counts_files_that_something_was_found_in() -> None:
    many = [Checked("a", "", (UNEXPECTED, UNEXPECTED, UNPINNED)), Checked("b", "", (NOTE, NOTE)), Checked("c", "")]
    assert "2 errors, 1 warning, 2 notes in 2 of 3 files" == summary(many)


@pytest.mark.parametrize(
    ("finding", "at", "expected"),
    [
        (UNEXPECTED, "error", True),
        (UNEXPECTED, "warning", True),
        (UNPINNED, "error", False),
        (UNPINNED, "warning", True),
        (NOTE, "error", False),
        (NOTE, "warning", False),
    ],
)
def test_what_counts(finding: Finding, at: str, expected: bool) -> None:
    assert expected == fails([Checked("a", "", (finding,))], at)
