"""Matrices that GitHub refuses: reported, and nothing of the checks stumbles over them."""

from __future__ import annotations

import pytest

from synth.validate import validate


@pytest.mark.parametrize("value", ["", "~", "1", "true", "text", "{}", "{a: }", "[[]]", "[null]", "${{ x }}", "[${{ x }}]"])
def test_an_axis_of_any_kind(value: str) -> None:
    text = f"""
on: push
jobs:
  build:
    runs-on: ${{{{ matrix.os }}}}
    container: ${{{{ matrix.os }}}}
    strategy:
      matrix:
        os: {value}
        exclude: [{{os: x}}]
    steps: [{{run: make}}]
"""
    assert all(finding.message for finding in validate(text, ".github/workflows/ci.yml"))
