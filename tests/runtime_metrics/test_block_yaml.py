"""The part of YAML that rules are written in: what is accepted is what YAML says it is, and all else is refused with its line."""

from __future__ import annotations

from io import StringIO
from random import Random

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from synth.runtime.metrics.block_yaml import records
from synth.runtime.metrics.yaml_values import Unreadable

TEXT = """\
---
# what orders may not do
- rule: bounds   # errors
  name: 'it''s "it"'
  max: 0.05
  dimensions: [LoadBalancer=app/web/0123, "a, b", 'c] #']
  in-a-row: 3

- rule: logs
  pattern: "\\"5\\" ?ERROR\\u00e9"
  note:
  on: true
  off: ~
  half: .5
  url: http://x#y
"""


def test_a_list_of_flat_mappings() -> None:
    first, second = records(TEXT)
    assert {
        "rule": "bounds",
        "name": 'it\'s "it"',
        "max": 0.05,
        "dimensions": ["LoadBalancer=app/web/0123", "a, b", "c] #"],
        "in-a-row": 3,
    } == first.fields
    assert {"rule": "logs", "pattern": '"5" ?ERRORé', "note": None, "on": True, "off": None, "half": 0.5, "url": "http://x#y"} == second.fields
    assert (3, {"rule": 3, "name": 4, "max": 5, "dimensions": 6, "in-a-row": 7}, 9) == (first.line, first.lines, second.line)


def test_json_is_yaml_too() -> None:
    (found,) = records(' [{"rule": "alarm", "alarms": ["a"], "max": 1}]')
    assert ({"rule": "alarm", "alarms": ["a"], "max": 1}, 0) == (found.fields, found.line)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "has no rule"),
        ("rule: bounds", "line 1 is no rule"),
        ("- rule: bounds\n\tmax: 1", "line 2 has a tab"),
        ("- rule: bounds\n   max: 1", "line 2 is indented by 3, the keys of this rule by 2"),
        ("- rule: bounds\n  dimensions:\n    - a", "line 3 is indented by 4, the first rule by 0"),
        ("- rule: a\n - rule: b", "line 2 is indented by 1, the first rule by 0"),
        ("- rule: bounds\n  max: 1\n  max: 2", "line 3 has 'max' a second time in this rule"),
        ("- rule: &x bounds", "line 1 has a value that begins with &"),
        ("- rule: !!str bounds", "line 1 has a value that begins with !"),
        ("- rule: |\n  text", "line 1 has a value that begins with |"),
        ("- rule: {a: b}", "line 1 has a value that begins with {"),
        ("- rule: - a", "line 1 has a value that begins with -"),
        ("- rule: a: b", "line 1 has a value that YAML would read as a mapping"),
        ("- rule: 'a", "line 1 has no closing '"),
        ("- rule: 'a' b", "line 1 goes on after its value"),
        ("- rule: 'a'#b", "line 1 goes on after its value"),
        ("- rule: [a, b", "line 1 begins a list that does not end on the line"),
        ("- rule: [a,, b]", "line 1 has a list with nothing between commas"),
        ("- rule: [a, [b]]", "line 1 has a value that begins with ["),
        ('- rule: ["a" "b"]', "line 1 has a list in which ',' or ']' is missing"),
        ('- rule: "\\x41"', "line 1 has an escape that is not JSON's"),
        ("- rule", "line 1 is not 'key: value'"),
        ("- rule:bounds", "line 1 is not 'key: value'"),
        ("[1]", "is no list of rules"),
        ("{}", "is no list of rules"),
        ("[", "is no JSON"),
        ('[{"a": {}}]', "has 'a' with something within"),
        ('[{"a": 1, "a": 2}]', "is no JSON: an object has a key twice"),
    ],
)
def test_what_is_refused(text: str, message: str) -> None:
    with pytest.raises(Unreadable) as caught:
        records(text)
    assert str(caught.value).startswith(message)


def test_what_is_accepted_is_read_as_yaml_reads_it() -> None:
    """Over texts made of pieces that mean something in YAML; most are refused, and none is misread."""
    random = Random(12)
    pieces = [
        "a",
        "b c",
        "1",
        "-1",
        "0.5",
        "true",
        "~",
        "no",
        "[",
        "]",
        ",",
        " ",
        "  ",
        "#",
        " #",
        ":",
        ": ",
        "'",
        '"',
        "-",
        "- ",
        "?",
        "&",
        "*",
        "|",
        "=",
        "/",
    ]
    pieces += ["é", ".", "1e+3", "@", "%", "{", "}", "\\", "0", ">", "!", "`", "null", "''", "\n  k: ", "\n- k: ", "\n  # ", "\n    "]
    accepted = 0
    for _ in range(6000):
        text = "- a: " + "".join(random.choices(pieces, k=random.randint(1, 6)))
        try:
            ours = [one.fields for one in records(text)]
        except Unreadable:
            continue
        accepted += 1
        try:
            theirs = YAML(typ="safe", pure=True).load(StringIO(text))
        except YAMLError as error:
            pytest.fail(f"{text!r} is no YAML: {error}")
        assert theirs == ours, text
        assert [type(value) for one in theirs for value in one.values()] == [type(value) for one in ours for value in one.values()], text
    assert accepted > 500
