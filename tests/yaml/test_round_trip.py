"""Whatever is written is read back as it was, by readers of YAML 1.1 and 1.2."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from synth.yaml.emit import dump
from tests.yaml.hazards import HAZARDS
from tests.yaml.readers import npm, pyyaml, ruamel

MARKS = ":#-?[]{}&*!|>'\"%@` ,~=<.+_/\\0123456789eExXoObBnNyY\t\r\n\x85\u2028\u2029\ufeff\x00\x07\x1b\x7f\xa0é\ue000\ufffd\ufffe😀\U0010ffff"
texts = st.one_of(
    st.sampled_from(HAZARDS),
    st.text(st.sampled_from(MARKS), max_size=8),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.tuples(st.sampled_from(HAZARDS), st.sampled_from(HAZARDS)).map("".join),
    st.tuples(st.sampled_from(HAZARDS), st.sampled_from([" ", ": ", " #", "\n", ", ", "-"]), st.sampled_from(HAZARDS)).map("".join),
)
lines = st.one_of(st.sampled_from(["", " ", "  ", "\t", "a", "  b", "c  ", "\td", "# e", "- f", "g: h", "---", "...", "%YAML", "é😀", "'", '"']), texts)
blocks = st.tuples(st.lists(lines, min_size=2, max_size=6).map("\n".join), st.sampled_from(["", "\n", "\n\n"])).map("".join)
scalars = st.one_of(
    texts,
    blocks,
    st.booleans(),
    st.none(),
    st.integers(-(2**53), 2**53),  # JSON from npm carries no larger ones
    st.floats(allow_nan=False, allow_infinity=False),
)
data = st.recursive(scalars, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)), max_leaves=12)
mappings = st.dictionaries(texts, data, max_size=5)


def fixed(count: int) -> settings:
    return settings(max_examples=count, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))


@fixed(3000)
@given(mappings)
def test_ruamel_and_pyyaml_read_back_what_is_written(tree: dict[str, Any]) -> None:
    text = dump(tree)
    assert [tree, tree] == [ruamel(text), pyyaml(text)]
    assert "\r" not in text
    assert all(line.isascii() or "\x85" not in line for line in text.split("\n"))


def test_npm_yaml_reads_back_what_is_written() -> None:
    trees: list[dict[str, Any]] = []

    @fixed(6000)
    @given(mappings)
    def collect(tree: dict[str, Any]) -> None:
        trees.append(tree)

    collect()
    texts = [dump(tree) for tree in trees]
    wrong = [(tree, text, read) for tree, text, read in zip(trees, texts, npm(texts), strict=True) if tree != read or _types(tree) != _types(read)]
    assert [] == wrong[:3], f"{len(wrong)} of {len(trees)} differ"


def _types(value: Any) -> Any:
    """True is not 1; how a number is called JSON does not say."""
    if isinstance(value, dict):
        return {key: _types(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_types(part) for part in value]
    return "number" if type(value) in (int, float) else type(value).__name__
