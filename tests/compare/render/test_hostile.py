"""Nothing that a workflow says makes the comment do more than say it, and the comment is whole wherever it ends."""

from __future__ import annotations

from random import Random

import pytest

from synth.compare.render.markdown import markdown, summary
from tests.compare.render.hostile import big, everywhere, strings
from tests.compare.render.rendered import faults

HOSTILE = 10_000
CUTS = 10_000
PARTS = 4
HEAD = "08a3660bee0123456789abcdef0123456789abcd"


def test_the_judge_sees() -> None:
    """Each of these is a fault; a judge that finds none would pass everything."""
    bad = [
        "@octocat",
        "see #1",
        "https://evil.example",
        "www.evil.example",
        "![x](y)",
        "[x](https://evil.example)",
        "<b>x</b>",
        "<!-- x -->",
        "```diff\nx",
        "a\u202eb",
    ]
    bad += [
        "<details>\n\nx",
        "```mermaid\nclick n0\n```",
        "| a | b |\n|---|---|\n| `x |` | y |",
        "a ` b",
        "<https://evil.example>",
        "~~x",
        "08a3660bee0",
    ]
    assert [] == [text for text in bad if not faults(text)]
    assert [] == faults("### title\n\n`@octocat` `#1` **`x`** ~~`y`~~\n\n| a | b |\n|---|---|\n| `x \\|` | `y` |")


def test_each_hostile_piece_in_every_field() -> None:
    assert {} == {text: found for text in strings(0, 120) if (found := faults(markdown(everywhere(text), HEAD)))}


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_hostile_strings_in_every_field(part: int) -> None:
    texts = strings(1, HOSTILE)[part::PARTS]
    assert {} == {text: found for text in texts if (found := faults(markdown(everywhere(text, texts[0]), text)))}


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_whole_wherever_it_ends(part: int) -> None:
    random = Random(part)
    comparisons = [big(10 * part + number) for number in range(8)]
    wrong = {}
    for _ in range(CUTS // PARTS):
        place, limit = random.randrange(len(comparisons)), int(2 ** random.uniform(0, 17))
        body = markdown(comparisons[place], HEAD, limit=limit, reserve=0)
        if found := [*faults(body), *([f"{len(body.encode())} bytes"] if len(body.encode()) > limit else [])]:
            wrong[place, limit] = found
    assert {} == wrong


@pytest.mark.slow
def test_the_summary_of_many_files() -> None:
    body = summary(big(99, files=200), HEAD)
    assert ([], True) == (faults(body), 65_536 < len(body.encode()) <= 1_048_576)
