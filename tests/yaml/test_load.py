"""Files that are valid YAML and no workflow: what becomes of the parts."""

from __future__ import annotations

from synth.validate import validate


def test_a_job_whose_key_is_an_expression_is_reported_and_what_is_no_job_is_left_out() -> None:
    text = "on: push\njobs:\n  ${{ github.ref }}:\n    runs-on: ubuntu-24.04\n    steps: [{run: make}]\n  ${{ x }}:\n"
    found = [(one.rule, getattr(one.where, "line", 0)) for one in validate(text, ".github/workflows/ci.yml", level="grammar")]
    assert [("no-expression-here", 3), ("no-expression-here", 6)] == [one for one in found if one[0] == "no-expression-here"]


def test_a_key_that_is_an_expression_keeps_its_value() -> None:
    text = "on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    env:\n      ${{ insert }}: ${{ github.reff }}\n    steps: [{run: make}]\n"
    found = [one.message for one in validate(text, ".github/workflows/ci.yml", level="lint")]
    assert any("reff" in message for message in found), found
