"""One file is read as GitHub reads it: values, places of nodes, comments."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from synth.yaml.emit import dump
from synth.yaml.read import decode, read
from synth.yaml.tree import Mapping, Node, Scalar, Sequence
from tests.yaml.hazards import HAZARDS, LINES
from tests.yaml.values import scalars, values

SCALARS: dict[str, str | bool | int | float | None] = {
    "on": "on", "off": "off", "yes": "yes", "No": "No", "y": "y", "true": True, "True": True, "TRUE": True, "tRUE": "tRUE",
    "false": False, "False": False, "FALSE": False, "~": None, "null": None, "Null": None, "NULL": None, "nUll": "nUll", "": None,
    "2_17": "2_17", "1_000": "1_000", "0b10": "0b10", "0o14": 12, "0O14": "0O14", "0o8": "0o8", "-0o7": "-0o7", "0x1F": 31, "0X1f": "0X1f",
    "-0x10": "-0x10", "0x": "0x", "12:30": "12:30", "190:20:30": "190:20:30", "2024-01-31": "2024-01-31", "2001-12-14t21:59:43Z": "2001-12-14t21:59:43Z",
    "0": 0, "-0": 0, "+1": 1, "-1": -1, "012": 12, "0777": 777, "012345678901": 12345678901, "9007199254740991": 2**53 - 1,
    "9007199254740993": 9007199254740992.0, "0x20000000000001": 9007199254740992.0, "1e3": 1000.0, "6e5": 600000.0, "12e03": 12000.0, "1E+2": 100.0,
    "3.10": 3.1, ".5": 0.5, "-.5": -0.5, "+.5": 0.5, "1.": 1.0, "1.5e-3": 0.0015, "1e": "1e", "e3": "e3", ".": ".", "+": "+", "1.2.3": "1.2.3", "--1": "--1",
    ".inf": math.inf, "-.Inf": -math.inf, "+.INF": math.inf, "inf": "inf", "Infinity": "Infinity", "NaN": "NaN", "-.nan": "-.nan", "=": "=", "<<": "<<", "٣": "٣",
    "'1'": "1", '"true"': "true", "'~'": "~", "''": "", '""': "", "'it''s'": "it's", '"\\x41\\u00e9\\U0001F600\\t\\/\\\\"': "Aé😀\t/\\", '"a\\\n  b"': "ab", "a\n  b\n\n  c": "a b\nc",
    "|\n  a\n   b\n\n  c\n": "a\n b\n\nc\n", "|-\n  a\n": "a", "|+\n  a\n\n": "a\n\n", ">\n  a\n  b\n\n  c\n   d\n  e\n": "a b\nc\n d\ne\n", "|2\n    a\n": "  a\n", "|\n  a": "a\n",
    "|\n  \ta\n  b\n": "\ta\nb\n", "# c": None, "a # c": "a", "a#c": "a#c", "http://x/?a=b#c": "http://x/?a=b#c",
    "!!str 1": "1", "!!str null": "null", "!!int 0x10": 16, "!!float 1": 1, "!!float .inf": math.inf, "!!bool true": True, "!!null ~": None, "!!null": None,
    "! 1": "1", "! 'a'": "a", "!<tag:yaml.org,2002:str> true": "true", "&a b": "b", "&a !!int 1": 1, "!!int &a 1": 1,
    '"a\n  b"': "a b", '"a\nb"': "a b", "a\x85b": "a\x85b", "'\u2028a\ufeff'": "\u2028a\ufeff", "\x7f": "\x7f",
}  # fmt: skip


@pytest.mark.parametrize(("written", "value"), SCALARS.items())
def test_scalars_mean_what_they_mean_to_github(written: str, value: str | float | None) -> None:
    document = read(f"- {written}")
    assert () == document.problems
    assert [(value, type(value))] == [(found, type(found)) for found in values(document.root)]


def test_a_scalar_keeps_its_text_and_style() -> None:
    document = read("- 3.10\n- 0x10\n- ~\n-\n- true\n- 'a'\n- \"b\"\n- |\n  c\n- >-\n  d\n- .nan\n- ! 1")
    found = [(scalar.text, scalar.style, scalar.kind) for scalar in scalars(document.root)]
    expected = [
        ("3.10", "", "number"),
        ("0x10", "", "number"),
        ("~", "", "null"),
        ("", "", "null"),
        ("true", "", "truth"),
        ("a", "'", "text"),
        ("b", '"', "text"),
        ("c\n", "|", "text"),
        ("d", ">", "text"),
        (".nan", "", "number"),
        ("1", "", "text"),
    ]
    assert expected == found
    assert math.isnan(values(document.root)[9])


def test_numbers_of_any_length() -> None:
    assert [math.inf, math.inf, -math.inf] == values(read(f"- {'1' * 5000}\n- 0x{'f' * 5000}\n- -{'9' * 400}.0").root)


TREE = """\
on: push # why
jobs:

  a: &job
    runs-on: [x, {y: 1}]  # two
    run: |  # script
      # not this
      b

  # between
  c: *job
  d: 'e
    f'
empty:
"""


def shape(node: Node) -> object:
    place = f"{node.line}:{node.column}-{node.end_line}:{node.end_column}"
    name = f"&{node.anchor} " if node.anchor else ""
    if isinstance(node, Scalar):
        return f"{name}{node.text!r} {place}"
    if isinstance(node, Sequence):
        return [f"{name}{'[' if node.flow else '-'} {place}", *map(shape, node.items)]
    assert isinstance(node, Mapping)
    return [f"{name}{'{' if node.flow else ':'} {place}", *[(shape(key), shape(value)) for key, value in node.pairs]]


def test_each_node_knows_where_it_begins_and_ends() -> None:
    job = [
        "&job : 4:6-8:8",
        ("'runs-on' 5:5-5:12", ["[ 5:14-5:25", "'x' 5:15-5:16", ["{ 5:18-5:24", ("'y' 5:19-5:20", "'1' 5:22-5:23")]]),
        ("'run' 6:5-6:8", "'# not this\\nb\\n' 6:10-8:8"),
    ]
    expected = [
        ": 1:1-14:7",
        ("'on' 1:1-1:3", "'push' 1:5-1:9"),
        ("'jobs' 2:1-2:5", [": 4:3-13:7", ("'a' 4:3-4:4", job), ("'c' 11:3-11:4", job), ("'d' 12:3-12:4", "'e f' 12:6-13:7")]),
        ("'empty' 14:1-14:6", "'' 14:7-14:7"),
    ]
    document = read(TREE)
    assert document.root is not None
    assert expected == shape(document.root)


def test_lines_end_as_in_yaml() -> None:
    document = read("\ufeffa: 1\r\nb: é😀\r\n\r\nc: \u2028x\n")
    assert ["a: 1", "b: é😀", "", "c: \u2028x", ""] == document.lines
    expected = [("a", 1, 1), ("1", 1, 4), ("b", 2, 1), ("é😀", 2, 4), ("c", 4, 1), ("\u2028x", 4, 4)]
    assert expected == [(found.text, found.line, found.column) for found in scalars(document.root)]
    assert [found[0] for found in expected] == [document.text[found.start : found.end] for found in scalars(document.root)]


def test_an_alias_is_the_node_itself() -> None:
    root = read("a: &x [1]\nb: *x\nc: &x 2\nd: *x\n&k e: f\n*k : g").root
    assert isinstance(root, Mapping)
    assert root.get("a") is root.get("b")
    assert root.get("c") is root.get("d")
    assert {"a": [1], "b": [1], "c": 2, "d": 2, "e": "f"} == values(root)


def test_keys_are_found_exactly_before_they_are_found_without_case() -> None:
    root = read("RUN: 1\nruns: 2").root
    assert isinstance(root, Mapping)
    key = root.key("run")
    assert key is not None
    assert ("RUN", [1, 2, 1, None]) == (key.text, [values(root.get(name)) for name in ("run", "runs", "RUN", "ru")])
    assert root.key("ru") is None


def test_keys_that_are_no_text_are_named_by_their_source() -> None:
    root = read("true: a\n012: b\n3.10: c\n: d\nnull: e").root
    assert root is None  # a key may not be missing
    root = read("true: a\n012: b\n3.10: c\n? \n: d").root
    assert isinstance(root, Mapping)
    assert [("true", True), ("012", 12), ("3.10", 3.1), ("", None)] == [(key.text, key.value) for key, _ in root.pairs]


@pytest.mark.parametrize("text", ["", "\n", "# only\n", "  # only", "\ufeff", "\r\n", "%YAML 1.2\n"])
def test_a_file_that_holds_nothing(text: str) -> None:
    document = read(text, "a.yml")
    assert (None, "a.yml") == (document.root, document.file)


@pytest.mark.parametrize("text", ["---\n", "--- # c\n", "~", "%YAML 1.2\n---\n", "---\n...\n"])
def test_a_document_that_is_null(text: str) -> None:
    document = read(text)
    assert isinstance(document.root, Scalar)
    assert (None, ()) == (document.root.value, document.problems)


COMMENTS = """\
# before
on: push   # the trailing one
uses: actions/checkout@v4 #v4.1
a: "x # y" # quotes
b: 'x # y'
c: x#y
d: [a, b] # list
e: [a, # first
  b]#close
f: | # script
  # not this
  x
g: *anchor # alias
h: # empty
i: "a # no
  b" # end
j: &x # anchor
  k: v
- # dash
"""


def test_comments_stand_behind_the_node_that_ends_on_their_line() -> None:
    text = COMMENTS.replace("- # dash\n", "").replace("*anchor", "*y").replace("a: ", "a: &y ", 1)
    document = read(text)
    assert () == document.problems
    found = {number: comment for number in range(-1, len(document.lines) + 2) if (comment := document.comment(number))}
    expected = {
        2: "the trailing one", 3: "v4.1", 4: "quotes", 7: "list", 8: "first", 9: "close", 10: "script", 13: "alias", 14: "empty", 16: "end", 17: "anchor",
    }  # fmt: skip
    assert expected == found


PLACED = """\
plain: one ${{ x }}
single: 'it''s ${{ x }}'
double: "\\t\\u00e9\\U0001f600\\x41\\\\ ${{ x }}"
props: &a !!str ${{ x }}
folded: one
  two

  ${{ x }} three
quoted: "one \\
   two

   ${{ x }}"
script: |2-
    a

   ${{ x }}
words: >-

  one
  two

  three
    four

    five
  ${{ x }}
list: ['a', "b ${{ x }}"]
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_each_character_of_a_scalar_is_found_in_the_file(ending: str) -> None:
    document = read(PLACED.replace("\n", ending))
    assert () == document.problems
    found = {}
    for scalar in scalars(document.root):
        if "${{" in scalar.text:
            line, column = document.place(scalar, scalar.text.index("${{"))
            found[line] = document.lines[line - 1][column - 1 :]
            assert "${{ x }}" == document.lines[line - 1][column - 1 : column + 7]
    assert [1, 2, 3, 4, 8, 12, 16, 26, 27] == list(found)


def test_the_places_of_all_characters() -> None:
    document = read("- a  b\n\n\n   c\n- 'd''\n\n  e'\n- \"f\\\n   g\\n\\x41 \n  h\"\n- >\n  i\n  j\n\n\n   k\n\n   l\n  m\n- |\n\n  n\n   o\n")
    expected = {
        "a  b\n\nc": "1:3 1:4 1:5 1:6 1:7 1:7 4:4",  # a fold is at the end of its line
        "d'\ne": "5:4 5:5 5:7 7:3",
        "fg\nA h": "8:4 9:4 9:5 9:7 9:11 10:3",
        "i j\n\n\n k\n\n l\nm\n": "12:3 12:4 13:3 13:4 13:4 13:4 16:3 16:4 16:5 16:5 18:3 18:4 18:5 19:3 19:4",
        "\nn\n o\n": "21:1 22:3 22:4 23:3 23:4 23:5",
    }
    assert expected == {
        scalar.text: " ".join([f"{line}:{column}" for line, column in [document.place(scalar, offset) for offset in range(len(scalar.text))]])
        for scalar in scalars(document.root)
    }


def test_places_outside_of_the_text_are_at_its_ends() -> None:
    document = read("a: 'bc'\nd: |\n  e\n")
    quoted, block = [scalar for scalar in scalars(document.root) if scalar.style]
    assert [(1, 5), (1, 7), (1, 7)] == [document.place(quoted, offset) for offset in (-1, 2, 99)]
    assert [(3, 3), (3, 4), (3, 4), (3, 4)] == [document.place(block, offset) for offset in (0, 1, 2, 99)]


texts = st.one_of(st.sampled_from(HAZARDS), st.sampled_from(LINES), st.text(st.characters(exclude_categories=["Cs"]), max_size=10))
leaves = st.one_of(texts, st.sampled_from([True, False, None, 0, -1, 2**53 - 1]), st.floats(allow_nan=False, allow_infinity=False))
keys = texts.map(str.lower)


@settings(max_examples=400, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(
        keys, st.recursive(leaves, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=3))), min_size=1
    )
)
def test_what_is_written_is_read_back(tree: dict[str, object]) -> None:
    document = read(dump(tree))
    assert () == document.problems
    assert tree == values(document.root)
    for scalar in scalars(document.root):
        for offset in range(len(scalar.text)):
            line, column = document.place(scalar, offset)
            assert document.lines[line - 1][column - 1 : column] in (scalar.text[offset], "\\", "", "'", " ")


def test_no_text_raises() -> None:
    pick = random.Random(20261121)
    marks = [*" \n\t:#-?[]{}&*!|>'\"%@`,\\\r\x00\x85\ufeff\ud800é😀~0", "- ", ": ", "&a ", "*a", "---\n", "\n\n", "<<: ", "!!int ", "|2"]
    for _ in range(4000):
        text = pick.choice([TREE, COMMENTS, PLACED])
        for _ in range(pick.randrange(1, 6)):
            at = pick.randrange(len(text))
            text = text[:at] + pick.choice(marks) + text[at + pick.randrange(3) :]
        document = read(text)
        for problem in document.problems:
            assert 1 <= problem.line <= len(document.lines)
            assert 1 <= problem.column <= len(document.lines[problem.line - 1]) + 1
            assert problem.message
            assert problem.remedy
        for scalar in scalars(document.root):
            document.place(scalar, len(scalar.text) // 2)
        for number in range(len(document.lines)):
            document.comment(number)


def test_no_bytes_raise() -> None:
    pick = random.Random(20261122)
    for _ in range(2000):
        data = bytearray(TREE.encode())
        for _ in range(pick.randrange(1, 4)):
            data[pick.randrange(len(data))] = pick.randrange(256)
        text = decode(bytes(data))
        if isinstance(text, str):
            read(text)
