"""Nested data is read back as it was, and the same text comes out of every process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import OrderedDict, defaultdict
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from synth.model import Job, Permission, Step, Trigger, Uses, Workflow
from synth.yaml.emit import dump, emit
from tests.yaml.hazards import HAZARDS, LINES
from tests.yaml.readers import npm, pyyaml, ruamel

ROOT = Path(__file__).parents[2]
texts = st.one_of(st.sampled_from(HAZARDS), st.text(st.characters(exclude_categories=["Cs"]), max_size=10))
scalars = st.one_of(
    texts,
    st.sampled_from(LINES),
    st.sampled_from([True, False, None, 0, -1, 2**53]),  # JSON from npm carries no larger ones
    st.floats(allow_nan=False, allow_infinity=False),
)
data = st.recursive(scalars, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)), max_leaves=8)


@pytest.mark.slow
def test_three_readers_read_back_nested_data() -> None:
    trees: list[dict[str, Any]] = []

    @settings(max_examples=1500, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.dictionaries(texts, data, min_size=1, max_size=4))
    def check(tree: dict[str, Any]) -> None:
        text = dump(tree)
        assert [_typed(tree)] * 2 == [_typed(pyyaml(text)), _typed(ruamel(text))]
        trees.append(tree)

    check()
    wrong = [(tree, read) for tree, read in zip(trees, npm([dump(tree) for tree in trees]), strict=True) if _typed(tree) != _typed(read)]
    assert [] == wrong[:3], f"{len(wrong)} of {len(trees)} differ"


def _typed(value: Any) -> Any:
    """True is not 1; 1 and 1.0 JSON does not tell apart."""
    if isinstance(value, dict):
        return {key: _typed(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_typed(part) for part in value]
    return ("number", float(value)) if type(value) in (int, float) else value if value is None else (type(value).__name__, value)


class Pair(NamedTuple):
    a: int
    b: int


def test_empty_and_nested_containers() -> None:
    tree: dict[str, Any] = {"a": {}, "b": [], "c": [{}, [], [[]], [{"x": [1, [2]]}], None, ""], "d": {"e": {"f": None}}, "g": ["a\nb\n", ["c\nd"]]}
    expected = """\
a: {}
b: []
c:
  - {}
  - []
  -
    - []
  -
    - x:
        - 1
        -
          - 2
  - null
  - ''
d:
  e:
    f:
g:
  - |
    a
    b
  -
    - |-
      c
      d
"""
    assert expected == dump(tree)
    assert [tree] * 3 == [pyyaml(expected), ruamel(expected), *npm([expected])]
    assert "{}\n" == dump({})


def test_mappings_and_lists_of_other_types() -> None:
    tree = {"a": OrderedDict(x=1), "b": [defaultdict(int, y=2), Pair(3, 4)], "c": MappingProxyType({"z": ()}), "d": Pair(5, 6)}
    assert {"a": {"x": 1}, "b": [{"y": 2}, [3, 4]], "c": {"z": []}, "d": [5, 6]} == pyyaml(dump(tree))


def test_comments_stand_at_the_end_of_the_line() -> None:
    workflow = Workflow(
        name="CI",
        on={"push": Trigger()},
        permissions={"contents": Permission("read", "why\nnot:  #1")},
        jobs={"a": Job(runs_on="ubuntu-24.04", steps=(Step(uses=Uses("actions/checkout@0123", "v4.1")), Step(uses=Uses("./x"), id="on")))},
    )
    expected = """\
# one
# two
name: CI
on:
  push:

permissions:
  contents: read # why not: #1
jobs:
  a:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@0123 # v4.1
      - id: 'on'
        uses: ./x
"""
    assert expected == emit(workflow, "one\ntwo")


def test_the_same_text_in_every_process() -> None:
    program = "import sys; from tests.yaml.test_emit import sample; sys.stdout.write(sample())"
    told = [
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed}, cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("0", "1", "4711")
    ]
    assert [sample()] * 3 == told


def sample() -> str:
    """A workflow with every kind of reference, linked and emitted."""
    from synth import Job, Matrix, Workflow, axis, pull_request, push, run, secrets, text, uses
    from synth import Step as BuildStep
    from synth.link import link

    class Grid(Matrix):
        python = axis("3.12", "3.13")
        os = axis("a", "b")

    def step(i: int) -> BuildStep[Any]:
        scopes = {scope: ("read", scope) for scope in ("issues", "contents", "packages")}
        return uses(f"owner/action{i}@v1", inputs={f"in{k}": k for k in range(5)}, permissions=scopes)

    grid = Grid()
    first = run("x", name="First", outputs=["a", "b"])
    one = Job("One", [first, *[step(i) for i in range(3)]], permissions={"statuses": "write", "checks": "read"})
    two = Job("Two", [run("{b} {a} {c}", b=first.outputs.b, a=first.outputs.a, c=secrets.C)], matrix=grid, runs_on=text("{os}", os=grid.os))
    three = Job("Three", [run("y")], if_=one.failed | two.failed | (first.outputs.a == "x"), needs=[two, one])
    return emit(
        link(Workflow("CI", on=[push(), pull_request(branches=["main", "x"])], jobs=[one, two, three]), lambda reference: Uses(reference, "v1.0"))
    )
