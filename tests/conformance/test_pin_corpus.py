"""Real files, pinned: nothing but the pins changes in meaning, only their lines change in text, and a second time changes nothing."""

from __future__ import annotations

from typing import Any

import pytest

from synth.bindings.lock import Entry, Lock, is_action, is_pinned
from synth.pin import pin, references
from synth.yaml.read import decode, read
from synth.yaml.tree import Mapping, Node, Scalar, Sequence
from tests.conformance.corpus import current, needs_corpus, shown_name

pytestmark = [pytest.mark.slow, needs_corpus]


def plain(node: Node | None, named: set[int]) -> Any:
    """The tree as data, without what is pinned."""
    if isinstance(node, Scalar):
        return "pinned" if node.start in named else node.value
    if isinstance(node, Sequence):
        return [plain(item, named) for item in node.items]
    return [(key.text, plain(value, named)) for key, value in node.pairs] if isinstance(node, Mapping) else None


def test_pinning_changes_pins_alone() -> None:
    pinned = 0
    for row, data in current():
        text, name = decode(data), shown_name(row)
        assert isinstance(text, str)
        document = read(text, name)
        found = {node.text.strip().removeprefix("docker://") for node in references(document)}
        lock = Lock(
            {
                reference: Entry(reference, "a" * 40 if is_action(reference) else f"sha256:{'b' * 64}", "v9.9.9", "2026-11-21")
                for reference in found
                if not is_pinned(reference) and "${{" not in reference and not reference.startswith(("./", "$/"))
            }
        )
        edited = pin(text, name, lock)
        assert edited.text == pin(edited.text, name, lock).text, name
        if edited.text == text:
            continue
        pinned += 1
        lines = {use.where.line for use in edited.uses if use.kind == "pinned" or use.becomes}
        before, after = text.splitlines(), edited.text.splitlines()
        assert len(before) == len(after), name
        assert {n for n, (old, new) in enumerate(zip(before, after, strict=True), 1) if old != new} <= lines, name
        again = read(edited.text, name)
        old, new = ({node.start for node in references(one)} for one in (document, again))
        assert plain(document.root, old) == plain(again.root, new), name
    assert pinned > 300
