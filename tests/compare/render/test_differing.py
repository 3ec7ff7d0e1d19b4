"""Word-level differences of two texts."""

from __future__ import annotations

from random import Random

from synth.compare.render.differing import GONE, NEW, SAME, Lines, Piece, differing


def test_a_word_of_one_line() -> None:
    line = (Piece(SAME, "trivy --exit-code "), Piece(GONE, "1"), Piece(NEW, "0"), Piece(SAME, ' "$IMAGE"'))
    assert Lines(lines=(line,)) == differing('set -e\ntrivy --exit-code 1 "$IMAGE"\n', 'set -e\ntrivy --exit-code 0 "$IMAGE"\n')


def test_a_line_that_is_another() -> None:
    assert Lines(lines=((Piece(GONE, "make test"),), (Piece(NEW, "./deploy.sh --now"),))) == differing("make test", "./deploy.sh --now")


def test_lines_that_come_and_go() -> None:
    assert Lines(lines=((Piece(NEW, "b"),),)) == differing("a\nc", "a\nb\nc")
    assert Lines(lines=((Piece(GONE, "b"),),)) == differing("a\nb\nc", "a\nc")
    assert Lines() == differing("a\nb", "a\nb")


def test_many_lines_are_counted() -> None:
    found = differing("a\n" * 500, "b\n" * 500, most=2)
    assert Lines(lines=((Piece(GONE, "a"),), (Piece(NEW, "b"),)), more=998) == found


def test_a_line_with_too_many_words_to_compare() -> None:
    """Still word by word where only a part of it differs."""
    same = "a " * 5_000
    assert Lines(lines=((Piece(SAME, same), Piece(GONE, "b"), Piece(NEW, "c")),)) == differing(f"{same}b", f"{same}c")
    before, after = "a b " * 100, "b c " * 100
    assert Lines(lines=((Piece(GONE, before),), (Piece(NEW, after),))) == differing(before, after)


def test_each_side_is_there_again() -> None:
    """What is the same and gone is the old line, what is the same and new is the new one."""
    random = Random(1)
    for _ in range(2_000):
        old, new = ["".join(random.choices("ab c.", k=random.randint(1, 30))) for _ in range(2)]
        found = differing(old, new)
        sides = ["".join([piece.text for line in found.lines for piece in line if piece.state in (SAME, state)]) for state in (GONE, NEW)]
        assert old == new or [old, new] == [side if line.strip() else line for side, line in zip(sides, (old, new), strict=True)]
