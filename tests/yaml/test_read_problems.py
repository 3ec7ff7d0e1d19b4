"""What is wrong with a file is said in plain words, with its place and what to do; nothing costs more than the file is long."""

from __future__ import annotations

import pytest

from synth.yaml.read import decode, read
from tests.yaml.values import scalars, values

COLUMN = "begin it at column 1, or deeper than the key that it belongs to"
QUOTE = "put the text in quotes"
WHOLE = "put the whole value in quotes"
TWICE = f"{WHOLE}, and write a quote in it twice"
PAIR = "write 'key: value', or indent the line deeper than the key whose text it goes on"
NAMES = f"{QUOTE}; a name has letters, digits, '-' and '_'"
TAB = "a tab stands in the indentation", "indent with spaces"

REFUSED = {
    "a: b: c\n": (1, 5, "a second ':' on the line makes a key of the value", WHOLE),
    "a: [b:, c]\n": (1, 6, "a second ':' on the line makes a key of the value", WHOLE),
    "a: b\n  c: d\n": (2, 4, "no key can stand here: the line goes on the value above", f"indent it like the keys beside it, or {WHOLE}"),
    "a:\n\tb: c\n": (2, 1, *TAB),
    "a:\n  b:\n  \tc: d\n": (3, 3, *TAB),
    "a: |\n\tb\n": (2, 1, *TAB),
    "a: |\n  b\n\tc\n": (3, 1, *TAB),
    "a: >\n  \tb\n": (2, 3, *TAB),
    "a: @b\n": (1, 4, "no text can begin with '@'", QUOTE),
    "a: `b`\n": (1, 4, "no text can begin with '`'", QUOTE),
    "a: %b\n": (1, 4, "no text can begin with '%'", QUOTE),
    "a:\n  b: c\n d: e\n": (3, 2, "the line begins at column 2, and the keys around it at column 1 (line 1)", COLUMN),
    "a: b\n: c\n": (2, 1, "a key is due, and ': c' is none", "write 'key: value'"),
    "a: 'b' c\n": (1, 8, "text stands behind the end of the value", TWICE),
    "a: 'it's'\n": (1, 8, "text stands behind the end of the value", TWICE),
    "a: b\nc\n": (2, 1, "a key is due, and 'c' is none", PAIR),
    f"a: b\n{'c' * 41}\n": (2, 1, f"a key is due, and '{'c' * 37}...' is none", PAIR),
    "- a\nb: c\n": (
        2,
        1,
        "the entries of the list begin with '-' at column 1 (line 1), and this line does not",
        "begin it with '- ' at column 1, or indent it like what it belongs to",
    ),
    "a: [b, c\nd: e\n": (
        2,
        2,
        "'[' of line 1 is still open, and neither ',' nor ']' stands here",
        "write ',' between entries and ']' behind the last one",
    ),
    "a: {b: c\n": (2, 1, "'{' of line 1 is still open, and neither ',' nor '}' stands here", "write ',' between entries and '}' behind the last one"),
    "a: 'b\nc: d\n": (1, 4, "the quote ' is never closed", "close it; inside the text write ''"),
    'a: "b\n': (1, 4, 'the quote " is never closed', 'close it; inside the text write \\"'),
    "a: 'b\n---\n": (1, 4, "the quote ' is never closed", "close it; inside the text write ''"),
    "a: [,]\n": (1, 5, "',' stands where a value is due", "write the value, or put it in quotes"),
    "a: ]\n": (1, 4, "']' stands where a value is due", "write the value, or put it in quotes"),
    "[\n": (2, 1, "the file ends where a value is due", "write the value, or close the bracket"),
    "a: b\n...\nc: d\n": (
        3,
        1,
        "text stands behind the end of all that the file holds",
        "indent it like what it belongs to, or put the text above in quotes",
    ),
    'a: "\\d"\n': (1, 5, "'\\d' is no escape", "write the backslash twice, or put the text in single quotes"),
    'a: "\\x1"\n': (1, 7, "an escape lacks digits", "write \\xXX, \\uXXXX or \\UXXXXXXXX, or the backslash twice"),
    'a: "\\ud83d\\ude00"\n': (1, 7, "the escape is half a character", "write a character above U+FFFF as \\UXXXXXXXX"),
    "a: &\n": (1, 4, "'&' is no name of an anchor", NAMES),
    "a: *.py\n": (1, 4, "'*.py' is no name of an alias", NAMES),
    "- **/*.js\n": (1, 3, "'**/*.js' is no name of an alias", NAMES),
    "if: !cancelled() && a\n": (1, 5, "'!cancelled()' is a tag, for the text begins with '!'", QUOTE),
    "a: !<b\n": (1, 4, "'!<b' is no tag, and the text begins with '!'", QUOTE),
    "a: !b!c d\n": (1, 4, "'!b!c' is no tag, and the text begins with '!'", QUOTE),
    "%YAML 2.0\n---\na\n": (1, 1, "'%YAML 2.0' is no directive of YAML 1.2", f"remove the line, or {QUOTE}"),
    "%d: a\n": (1, 1, "'%d: a' is no directive of YAML 1.2", f"remove the line, or {QUOTE}"),
    "a: - b\n": (1, 4, "no list can begin here", f"begin each entry on a line of its own, or {QUOTE}"),
    "a: ? b\n": (1, 4, "no '? ' can stand here", QUOTE),
    "a: |b\n  c\n": (1, 5, "text stands behind '|' or '>'", "begin the text on the next line"),
    "a: |0\n  b\n": (1, 5, "an indentation of 0 is none", "write '|' or '>' without '0'"),
}


@pytest.mark.parametrize(("text", "expected"), REFUSED.items())
def test_what_is_no_yaml(text: str, expected: tuple[object, ...]) -> None:
    document = read(text)
    assert document.root is None
    assert [(*expected[:2], "yaml-syntax", *expected[2:])] == [_told(problem) for problem in document.problems]


def _told(problem: object) -> tuple[object, ...]:
    return tuple([getattr(problem, name) for name in ("line", "column", "rule", "message", "remedy")])


def test_what_github_does_not_take_is_told_at_once_and_the_rest_is_read() -> None:
    document = read(
        """\
run: 1
RUN: 2
run: 3
Up: 4
uP: 5
? [a]
: {b: 6}
{c: 7}: 8
<<: {d: 9}
"<<": 10
e: *nowhere
f: &f [*f, 11]
g: !!int ten
h: !!binary aa
i: !mine {j: 12}
k: !!bool 'true'
${{ insert }}: 13
${{ INSERT }}: 14
---
l: 15
"""
    )
    twice, again = "remove or rename one of the two", ": GitHub compares keys without case"
    key = "write a text as the key: in quotes, if it begins with a bracket"
    text = "remove it; if it is text, put it in quotes"
    assert [
        (2, 1, "yaml-duplicate-key", f"'RUN' is already defined on line 1{again}", twice),
        (3, 1, "yaml-duplicate-key", "'run' is already defined on line 1", twice),
        (5, 1, "yaml-duplicate-key", f"'uP' is already defined on line 4{again}", twice),
        (6, 3, "yaml-key", "a list stands where a key is due", key),
        (8, 1, "yaml-key", "a mapping stands where a key is due", key),
        (9, 1, "yaml-merge-key", "GitHub knows no merge keys", "write the keys out, or let an alias be the whole mapping"),
        (11, 4, "yaml-alias", "no anchor '&nowhere' stands above this alias", "define it above; if it is text, put it in quotes"),
        (12, 8, "yaml-alias", "the alias lies inside its own anchor '&f'", "write the value out"),
        (13, 4, "yaml-tag", "'ten' is no !!int", "remove '!!int', or write a value that fits"),
        (14, 4, "yaml-tag", "GitHub knows no tag '!!binary'", text),
        (15, 4, "yaml-tag", "GitHub knows no tag '!mine'", text),
        (16, 4, "yaml-tag", "'true' is no !!bool", "remove '!!bool', or write a value that fits"),
        (19, 1, "yaml-documents", "a second document begins here", "keep one, without '---' and what follows"),
    ] == [_told(problem) for problem in document.problems]
    assert {
        "run": 1, "Up": 4, "<<": 10, "e": "*nowhere", "f": ["*f", 11], "g": "ten", "h": "aa", "i": {"j": 12}, "k": "true",
        "${{ insert }}": 13, "${{ INSERT }}": 14,
    } == values(document.root)  # fmt: skip


def test_problems_behind_one_that_ends_the_reading_are_not_known_but_those_before_it_are() -> None:
    document = read("a: 1\na: 2\nb: *c\nd: [\n")
    assert (None, ["yaml-duplicate-key", "yaml-alias", "yaml-syntax"]) == (document.root, [problem.rule for problem in document.problems])


def test_no_more_than_a_hundred_problems() -> None:
    assert [100, 100] == [len(read(line * 1000).problems) for line in ("a:\n", "- *a\n")]


CHARACTERS = {
    "a: \x00": (1, 4, "the control character U+0000 cannot stand in a file"),
    "a\nb: \x1b[0m\n": (2, 4, "the control character U+001B cannot stand in a file"),
    "\ufeffa: é\ud800\n": (1, 5, "U+D800 is half a character"),
}


@pytest.mark.parametrize(("text", "expected"), CHARACTERS.items())
def test_characters_that_cannot_stand_in_a_file(text: str, expected: tuple[object, ...]) -> None:
    document = read(text)
    assert document.root is None
    assert [(*expected[:2], "yaml-character", expected[2], "remove it, and save the file as UTF-8")] == [
        _told(problem) for problem in document.problems
    ]


def test_bytes_become_text() -> None:
    assert ["é", "é", "", ""] == [decode(data) for data in (b"\xc3\xa9", b"\xef\xbb\xbf\xc3\xa9", b"", b"\xef\xbb\xbf")]
    remedy = "remove it, and save the file as UTF-8"
    assert [
        (1, 1, "yaml-character", "the byte 0xFF is no UTF-8", remedy),
        (2, 3, "yaml-character", "the byte 0xC3 is no UTF-8", remedy),
        (2, 2, "yaml-character", "the control character U+0007 cannot stand in a file", remedy),
    ] == [_told(decode(data)) for data in (b"\xff\xfea\x00", b"\xef\xbb\xbfa\n\xc3\xa9b\xc3(", b"a\nb\x07")]


def test_tabs_that_are_no_indentation() -> None:
    text = "a:\tb\t# c\nd: e\n\t\nf:\n  -\tg\n  -\t- h\n \t \n  -\t\ti: j\n\n\t# k\nl: |\n  \tm\n\t\nn: {\n\to: p,\n\t}\n"
    document = read(text)
    assert () == document.problems
    assert {"a": "b", "d": "e", "f": ["g", ["h"], {"i": "j"}], "l": "\tm\n", "n": {"o": "p"}} == values(document.root)
    assert [text.splitlines()[line - 1][column - 1] for line, column in [(found.line, found.column) for found in scalars(document.root)]] == list(
        "abdefghijl|nop"
    )


def test_what_libyaml_and_github_read_though_yaml_does_not_allow_it() -> None:
    document = read('- [one]#, two\n- [a,\nb]\n- "c\n  d"\n- "e\nf"\n- {g: h}# i\n')
    assert () == document.problems
    assert [["one"], ["a", "b"], "c d", "e f", {"g": "h"}] == values(document.root)


def test_a_character_that_stands_for_another_is_one_that_the_file_does_not_hold() -> None:
    private = "".join(map(chr, range(0xE000, 0xF900)))
    assert [f"{private}\x85"] == values(read(f"- {private}\x85").root)


DEEP = "lists and mappings lie deeper here than the 50 that GitHub reads"
FILLED = "with its aliases filled in, the file holds more than the {} that GitHub reads"
BOMB = "- &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"- &{new} [{', '.join([f'*{old}'] * 10)}]\n" for old, new in zip("abcdefghijk", "bcdefghijkl", strict=True)
)
CHAIN = "- &a0 [x]\n" + "".join(f"- &a{i + 1} [*a{i}]\n" for i in range(60))
LIMITS = {
    "a" * (1024 * 1024 + 1): (1, 1, "the file has 1,048,577 characters, GitHub reads 1,048,576", "split it"),
    "[" * 100_000: (1, 51, DEEP, "nest less deep"),
    "- " * 100_000: (1, 101, DEEP, "nest less deep"),
    "{a: " * 100_000: (1, 201, DEEP, "nest less deep"),
    "".join(" " * i + "a:\n" for i in range(1000)): (51, 51, DEEP, "nest less deep"),
    BOMB: (6, 31, FILLED.format("1,000,000 keys and values"), "use fewer aliases"),
    f"- &a {'x' * 500_000}\n" + "- *a\n" * 20: (11, 3, FILLED.format("10 MB"), "use fewer aliases"),
    CHAIN: (50, 9, FILLED.format("50 lists and mappings in one another"), "use fewer aliases"),
}


@pytest.mark.parametrize(("text", "expected"), LIMITS.items(), ids=range(len(LIMITS)))
def test_githubs_limits(text: str, expected: tuple[object, ...]) -> None:
    document = read(text)
    assert document.root is None
    assert [(*expected[:2], "yaml-limit", *expected[2:])] == [_told(problem) for problem in document.problems]


def test_what_lies_within_the_limits_is_read() -> None:
    texts = ["[" * 50 + "]" * 50, "a" * 1024 * 1024, CHAIN.partition("- &a49")[0], "- &a [x, &b [y]]\n" + "- [*a, *b]\n" * 1000]
    assert [()] * 4 == [read(text).problems for text in texts]


@pytest.mark.slow
def test_more_keys_and_values_than_github_reads() -> None:
    problem = read("{" + "?," * (512 * 1024 - 1) + "}").problems[-1]
    assert (1, 1_000_001, "yaml-limit", "the file holds more than the 1,000,000 keys and values that GitHub reads", "split it") == _told(problem)
