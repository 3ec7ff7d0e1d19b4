"""For a terminal, for programs, and beside the lines of a pull request."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import jsonschema_rs

from synth.compare.render.annotations import annotations as annotated
from synth.compare.render.as_json import as_json
from synth.compare.render.text import text
from synth.compare.values import Comparison
from tests.compare.render.example import PIPELINE, QUIET
from tests.compare.render.hostile import big, everywhere

DOCUMENTED = Path(__file__).parents[3] / "docs/diff.md"


def test_text(golden: Callable[[str, str], None]) -> None:
    golden("comparison.txt", text(PIPELINE))
    assert "no workflow behaviour change in 1 file\n" == text(QUIET)


def test_the_documented_text() -> None:
    assert text(PIPELINE) in DOCUMENTED.read_text("utf-8")


def test_text_in_colour(golden: Callable[[str, str], None]) -> None:
    golden("coloured.txt", text(PIPELINE, colour=True).replace("\x1b", "␛"))


def test_text_cannot_repaint_a_terminal() -> None:
    shown = text(everywhere("\x1b]0;x\x07\u202e\r"))
    assert "" == "".join([letter for letter in shown if not letter.isprintable() and letter != "\n"])


def test_json(golden: Callable[[str, str], None]) -> None:
    golden("comparison.json", as_json(PIPELINE, exit_code=1))


def test_json_is_as_its_schema_says() -> None:
    schema = json.loads(files("synth.compare.render").joinpath("comparison.schema.json").read_text())
    judge = jsonschema_rs.validator_for(schema)
    for comparison in (PIPELINE, QUIET, Comparison(), big(1), everywhere("\ud800\u202e")):
        document = as_json(comparison)
        assert document.isascii()
        assert [] == [error.message for error in judge.iter_errors(json.loads(document))]


def test_annotations(golden: Callable[[str, str], None]) -> None:
    golden("annotations.txt", annotated(PIPELINE))
    assert "" == annotated(QUIET)


def test_annotations_have_a_line_for_those_left_out() -> None:
    first = annotated(PIPELINE).splitlines(keepends=True)[0]
    assert first + "::warning title=ghsynth diff::4 more changes are in the job's summary\n" == annotated(PIPELINE, most=2)
    assert 10 == len(annotated(big(1)).splitlines())


def test_an_annotation_is_one_command() -> None:
    lines = annotated(everywhere("a\n::error::x,y:z%0A"), most=99).split("\n")
    place = "file=a%0A%3A%3Aerror%3A%3Ax%2Cy%3Az%250A,line=3,title="
    assert {f"::error {place}", f"::warning {place}", ""} == {line.partition("danger")[0].partition("caution")[0] for line in lines}
