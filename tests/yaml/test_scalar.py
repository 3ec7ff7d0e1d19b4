"""Scalars: each text that a reader could take for something else, as a table, and by brute force."""

from __future__ import annotations

import enum
import random
from collections.abc import Callable
from itertools import product

import pytest
import yaml
from ruamel.yaml import YAML
from ruamel.yaml.nodes import ScalarNode

from synth.yaml.emit import dump
from synth.yaml.scalar import block, remark, scalar
from tests.yaml.hazards import HAZARDS
from tests.yaml.readers import npm, pyyaml, ruamel

TEXT = "tag:yaml.org,2002:str"


def test_each_hazard_is_written_so(golden: Callable[[str, str], None]) -> None:
    golden("hazards.yml", dump({"texts": HAZARDS}))


def test_each_hazard_is_read_back_as_item_value_and_key() -> None:
    keys = {text: i for i, text in enumerate(HAZARDS)}
    written = dump(
        {"items": HAZARDS, "values": {f"k{i}": text for i, text in enumerate(HAZARDS)}, "keys": keys, "lists": [[text, [text]] for text in HAZARDS]}
    )
    top = dump(keys)  # in the first column --- and ... mean more
    for texts, top_keys in zip([pyyaml(written), ruamel(written), *npm([written])], [pyyaml(top), ruamel(top), *npm([top])], strict=True):
        assert HAZARDS == texts["items"]
        assert HAZARDS == list(texts["values"].values())
        assert keys == texts["keys"]
        assert [[text, [text]] for text in HAZARDS] == texts["lists"]
        assert keys == top_keys


@pytest.mark.slow
def test_random_texts_are_read_back() -> None:
    marks = ":#-?[]{}&*!|>'\"%@` ,~=<.+_/\\0123456789eExXoObBnNyY\t\r\n\x85\u2028\u2029\ufeff\x00\x07\x1b\x7f\xa0é\ue000\ufffd\ufffe😀\U0010ffff"
    lines = ["", " ", "  ", "\t", "a", "  b", "c  ", "\td", "# e", "- f", "g: h", "---", "...", "%YAML", "é😀", "'", '"']
    pick = random.Random(20260731)
    forms: list[Callable[[], str]] = [
        lambda: "".join(pick.choices(marks, k=pick.randint(0, 6))),
        lambda: "".join(pick.choices("0123456789._-+:eExobT ", k=pick.randint(1, 8))),
        lambda: pick.choice(["", " ", ": ", " #", "\n", ", ", "-"]).join(pick.choices(HAZARDS, k=pick.randint(1, 3))),
        lambda: "\n".join(pick.choices(lines, k=pick.randint(2, 6))) + pick.choice(["", "\n", "\n\n"]),
    ]
    keys = {pick.choice(forms)(): i for i in range(4000)}
    written = dump({"keys": keys, "texts": list(keys)})
    top = dump(keys)
    for texts, top_keys in zip([pyyaml(written), ruamel(written), *npm([written])], [pyyaml(top), ruamel(top), *npm([top])], strict=True):
        assert list(keys) == texts["texts"]
        assert keys == texts["keys"]
        assert keys == top_keys


def test_no_short_plain_text_is_anything_else_to_a_resolver() -> None:
    """Every text of up to four characters that numbers are made of: what stands plain is text in YAML 1.1 and 1.2."""
    newer = YAML(typ="safe", pure=True)
    newer.load("a")
    older = yaml.SafeLoader("")
    plain = [text for size in range(1, 5) for text in map("".join, product("01289_.-+:eExobinfy ", repeat=size)) if scalar(text) == text]
    wrong = [
        text
        for text in plain
        if newer.resolver.resolve(ScalarNode, text, (True, False)) != TEXT or older.resolve(yaml.ScalarNode, text, (True, False)) != TEXT  # type: ignore[no-untyped-call]
    ]
    assert [] == wrong
    assert len(plain) > 50_000


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (-7, "-7"),
        (2**53, "9007199254740992"),
        (2.5, "2.5"),
        (-0.0, "-0.0"),
        (3.0, "3.0"),
        (1e16, "1.0e+16"),
        (1e-7, "1.0e-07"),
        (1.5e300, "1.5e+300"),
    ],
)
def test_values_that_are_no_text(value: object, expected: str) -> None:
    assert expected == scalar(value)  # type: ignore[arg-type]
    text = f"a: {expected}\n"
    assert [{"a": value}] * 3 == [pyyaml(text), ruamel(text), *npm([text])]


class Level(str, enum.Enum):  # noqa: UP042  # its str() is the name
    READ = "read"


def test_an_enum_of_texts_is_its_value() -> None:
    assert "read" == scalar(Level.READ)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_github_does_not_read_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="is no number that GitHub reads"):
        scalar(value)


def test_what_is_no_scalar_is_refused() -> None:
    with pytest.raises(TypeError) as caught:
        dump({"a": {1}})
    assert "{1} (set) cannot stand in a workflow file: use text, a number, a truth value, a list or a mapping" == str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb\n", "|\n  a\n  b"),
        ("a\nb", "|-\n  a\n  b"),
        ("a\n\n  b\n", "|\n  a\n\n    b"),
        ("a  \n\tb\n", "|\n  a  \n  \tb"),
        ("a\nb\n\n", None),
        (" a\nb\n", None),
        ("\na\n", None),
        ("a\n \nb\n", None),
        ("a\r\nb\n", None),
        ("a\x85\nb\n", None),
    ],
)
def test_blocks(text: str, expected: str | None) -> None:
    assert expected == block(text, "  ")


@pytest.mark.parametrize(("text", "expected"), [("a  b\nc", "a b c"), ("a\x07b\ufeff", "ab"), ("é: #x", "é: #x"), ("a\x85b\u2028c", "a b c")])
def test_remarks_stay_on_their_line(text: str, expected: str) -> None:
    assert expected == remark(text)
