"""What cannot be seen is written out."""

from __future__ import annotations

import pytest

from synth.compare.render.escaped import code, fence, words
from synth.compare.render.visible import one_line, visible
from synth.compare.values import Code


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("plain ä 日本 🔥", "plain ä 日本 🔥"),
        ("a⟨U+202E⟩b", "a\u202eb"),
        ("a⟨U+200B⟩b", "a\u200bb"),
        ("␛[31m␀⟨U+007F⟩", "\x1b[31m\x00\x7f"),
        ("⟨U+00A0⟩⟨U+3164⟩⟨U+2028⟩", "\u00a0\u3164\u2028"),
        ("⟨U+D800⟩⟨U+E000⟩⟨U+E0041⟩", "\ud800\ue000\U000e0041"),
        ("⚠\ufe0f 👩\u200d💻 a⟨U+FE0F⟩b⟨U+200D⟩", "⚠\ufe0f 👩\u200d💻 a\ufe0fb\u200d"),
        ("⟨!-- ghsynth -->", "<!-- ghsynth -->"),
        ("a␊b", "a\nb"),
    ],
)
def test_visible(shown: str, text: str) -> None:
    assert shown == visible(text)


def test_one_line() -> None:
    assert "a⏎b⇥c⏎d␍" == one_line("a\r\nb\tc\nd\r")


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("`deploy`", "deploy"),
        ("`` a`b  ``", "a`b "),
        ("``` ``x`` ```", "``x``"),
        ("`@octocat #1 <b> **x**`", "@octocat #1 <b> **x**"),
        (r"`a\|b`", "a|b"),
        (r"`a\\|b\`", "a\\|b\\"),
        ("(nothing)", ""),
        ("(blank, 3 characters)", "   "),
        ("`" + "a" * 119 + "…`", "a" * 500),
    ],
)
def test_code_in_a_cell(shown: str, text: str) -> None:
    assert shown == code(text, cell=True)


def test_words() -> None:
    """Ours are text, unless GitHub would read more into them."""
    assert "`x` runs `y` `z`: 5 minutes" == words((Code("x"), " runs ", Code("y"), Code("z"), ": 5 minutes"))
    assert "see `@octocat`, `https://evil.example` `a_b`" == words(("see ", "@octocat", ", ", "https://evil.example", " ", "a_b"))
    assert len(words((Code("x" * 100),) * 500)) < 1_500


def test_fence() -> None:
    assert "````diff\n```\na\t⟨U+202E⟩␍\n````" == fence("```\r\na\t\u202e\r\n\n".replace("\u202e\r\n", "\u202e\r\r\n"), "diff")
