"""What a tree holds, as plain values."""

from __future__ import annotations

from typing import Any

from synth.yaml.tree import Mapping, Node, Scalar, Sequence


def values(node: Node | None) -> Any:
    """Lists, dicts and scalars; the key that is null is '', as for GitHub."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [values(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key.text if key.value is not None else "": values(value) for key, value in node.pairs}
    return None


def scalars(node: Node | None) -> list[Scalar]:
    """All scalars, keys too, in the order of the text; those behind aliases once for each."""
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, Sequence):
        return [found for item in node.items for found in scalars(item)]
    if isinstance(node, Mapping):
        return [found for key, value in node.pairs for found in (key, *scalars(value))]
    return []
