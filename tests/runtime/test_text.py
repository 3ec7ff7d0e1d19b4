"""Text on its way out: to the log, to annotations, to outputs, to Markdown. And JSON and addresses on their way in."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.runtime.address import Address, address
from synth.runtime.clock import chance, full_jitter
from synth.runtime.commands import Log, annotation, plain
from synth.runtime.document import ABSENT, parsed, pointer, same, value_at
from synth.runtime.outputs import append, write_outputs
from synth.runtime.report import save
from synth.runtime.screen import Screen
from synth.runtime.summary import cell, table
from synth.runtime.verdict import FAIL_ON, exit_code, outcomes

TEXT = st.text(st.sampled_from("ab:#[]()|\\`<>&@%,.~*_! \n\r\t\x1b\u2028\u202e\u00e9"))


@settings(max_examples=60, deadline=None)
@given(TEXT | st.sampled_from([" ::error::x", "\t::x", "a ##[error]b", "\u2028::x", "\n\n::x", "####[x", "#\u200b#[x"]))
def test_a_plain_line_is_one_line_and_no_command(text: str) -> None:
    line = plain(text)
    assert [line] == (line.splitlines() or [""])
    assert not line.lstrip().startswith("::")
    assert "##[" not in line


@settings(max_examples=60, deadline=None)
@given(TEXT, TEXT)
def test_an_annotation_is_one_command_that_the_runner_reads_back(message: str, title: str) -> None:
    line = annotation("error", message, title)
    assert not {"\n", "\r"} & set(line)
    properties, _, data = line.removeprefix("::error title=").partition("::")
    assert not {":", ","} & set(properties)
    assert (_unescaped(data), _unescaped(properties)) == (message.replace("##[", "# #["), title.replace("##[", "# #["))


def _unescaped(text: str) -> str:
    for code, mark in (("%3A", ":"), ("%2C", ","), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, mark)
    return text


def test_ten_annotations_hold_all_messages() -> None:
    lines: list[str] = []
    log = Log(lines.append)
    log.annotate("error", [str(number) for number in range(8)], "t")
    log.annotate("warning", [str(number) for number in range(8, 12)], "t")
    assert 10 == len(lines)
    assert "::warning title=t::9%0A10%0A11" == lines[-1]


@settings(max_examples=60, deadline=None)
@given(TEXT)
def test_a_cell_stays_a_cell(text: str) -> None:
    row = table(("a", "b"), [(text, "x")]).splitlines()
    assert 3 == len(row)
    assert 3 == row[2].replace("\\\\", "").replace("\\|", "").count("|")
    assert not {"<", ">"} & set(row[2])


def test_a_cell_shows_no_markup_link_or_mention() -> None:
    assert r"\*\*b\*\* \[x\]\(https\://e\) \@team &lt;b&gt; \`c\` www&#46;e \# \\n" == cell("**b** [x](https://e) @team <b> `c` www.e # \\n")


def test_outputs_cannot_be_ended_by_their_value(tmp_path: Path) -> None:
    file = tmp_path / "output"
    value = "x\nghsynth_\noutcome<<E\npassed\nE"
    write_outputs(str(file), {"a": value})
    write_outputs("", {"a": "no file, no output"})
    first, *lines, last = file.read_text().splitlines()
    assert (f"a<<{last}", value) == (first, "\n".join(lines))
    assert re.fullmatch("ghsynth_[0-9a-f]{32}", last)


def test_text_that_is_no_unicode_is_written_out(tmp_path: Path) -> None:
    append(str(tmp_path / "summary"), "\ud800")
    assert "\\ud800" == (tmp_path / "summary").read_text()


def test_secrets_are_hidden_also_in_parts_and_before_anything_is_cut() -> None:
    screen = Screen(["Bearer s3cret-token", "key=abcdefgh&x=1", "on"])
    assert "***, ***, ***, ***, on" == screen.show("Bearer s3cret-token, s3cret-token, key=abcdefgh&x=1, abcdefgh, on")
    assert "s3cret" not in screen.show("x" * 190 + "s3cret-token")
    assert "a\\nb\\x1b[0m\\u202e" == screen.show("a\nb\x1b[0m\u202e")
    assert (200, "…") == (len(screen.show("y" * 999)), screen.show("y" * 999)[-1])


def test_reports_are_new_private_files(tmp_path: Path) -> None:
    paths = [Path(save(str(tmp_path), "verify-health", {"outcome": "passed"})) for _ in range(2)]
    assert 2 == len(set(paths))
    assert {"schema": 1, "action": "verify-health", "outcome": "passed"} == json.loads(paths[0].read_text())
    assert 0o600 == paths[0].stat().st_mode & 0o777


def test_jitter_is_anything_up_to_a_bound_that_doubles() -> None:
    assert [5, 10, 20, 30, 30] == [full_jitter(5, failures, lambda: 1.0) for failures in (1, 2, 3, 4, 99)]
    assert [0, 60] == [full_jitter(5, 3, lambda: 0.0), full_jitter(60, 3, lambda: 1.0)]
    drawn = random.Random(7).random
    assert all([0 <= full_jitter(5, failures, drawn) <= 30 for failures in range(1, 50)])
    assert all([0 <= chance() < 1 for _ in range(100)])


def test_outcomes_that_do_not_stop_the_step() -> None:
    codes = [exit_code(o, f, s) for o, f, s in [("passed", FAIL_ON, False), ("failed", FAIL_ON, False), ("inconclusive", FAIL_ON, False)]]
    assert [0, 1, 6] == codes
    assert [0, 0] == [exit_code("inconclusive", outcomes("failed"), False), exit_code("failed", FAIL_ON, True)]
    with pytest.raises(ValueError, match="'broken' is no outcome"):
        outcomes("failed,broken")


def test_a_pointer_finds_what_it_names() -> None:
    document = {"a/b": [{"~": 1}], "": 2}
    assert [1, 2, document, ABSENT, ABSENT, ABSENT] == [
        value_at(document, pointer(p)) for p in ("/a~1b/0/~0", "/", "", "/a~1b/7", "/a~1b/00", "/x/y")
    ]


@pytest.mark.parametrize(
    ("observed", "wanted", "equal"),
    [
        (True, 1, False),
        (1, 1.0, True),
        ([1], [True], False),
        ({"a": 0}, {"a": False}, False),
        (None, None, True),
        (ABSENT, None, False),
        ({"a": [1]}, {"a": [1]}, True),
        ("1", 1, False),
    ],
)
def test_json_equality(observed: object, wanted: object, equal: bool) -> None:
    assert equal == same(observed, wanted)


@pytest.mark.parametrize("text", ["", "{", "NaN", '{"a": 1, "a": 2}', "[" * 200_000])
def test_no_json(text: str) -> None:
    with pytest.raises(ValueError, match="is no JSON"):
        parsed(text)


@pytest.mark.parametrize(
    ("text", "wanted", "shown"),
    [
        ("http://a.example", Address("http", "a.example", 80), "http://a.example/"),
        ("https://A.example:443/x?k=v", Address("https", "a.example", 443, "/x", "k=v"), "https://a.example/x"),
        ("http://[::1]:8080/", Address("http", "::1", 8080), "http://[::1]:8080/"),
    ],
)
def test_addresses(text: str, wanted: Address, shown: str) -> None:
    assert (wanted, shown) == (address(text), str(address(text)))


@pytest.mark.parametrize(
    "text",
    ["", "a.example", "ftp://a", "file:///etc/passwd", "http://", "http://u:p@a/", "http://u@a/", "http://a b/", "http://a\r\nX: y/", "http://a\t/", "http://a:0/", "http://a:99999/", "http://a:x/", "http://ä.example/", "http://a/#f", "http://a\\@b/", "http://[::1", "http://a%0d/"],
)  # fmt: skip
def test_no_addresses(text: str) -> None:
    with pytest.raises(ValueError, match=r"^(holds|is|names) ") as caught:
        address(text)
    assert not text or text not in str(caught.value)
