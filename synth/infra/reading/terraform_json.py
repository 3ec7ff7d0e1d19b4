"""Terraform's JSON syntax -> the same blocks as its own language.

https://developer.hashicorp.com/terraform/language/syntax/json
"""

from __future__ import annotations

from synth.infra.reading.hcl import Block, Expression
from synth.infra.reading.hcl import blocks as parsed
from synth.infra.reading.tree import Placed

_LABELS = {"resource": 2, "data": 2, "variable": 1, "output": 1, "provider": 1, "module": 1}
_NESTED = ("statement", "principals", "not_principals", "condition", "inline_policy", "image_tag_mutability_exclusion_filter")


def blocks(tree: Placed) -> Block:
    """The file as a block without words."""
    made: list[Block] = []
    for word, below in tree.items.items():
        for one in below.listed:
            made += _labelled((word,), one, _LABELS.get(word, 0))
    return Block((), {}, tuple(made), tree.origin)


def _labelled(words: tuple[str, ...], tree: Placed, labels: int) -> list[Block]:
    if labels:
        return [block for name, below in tree.items.items() for one in below.listed for block in _labelled((*words, name), one, labels - 1)]
    return [_block(words, tree)]


def _block(words: tuple[str, ...], tree: Placed) -> Block:
    nested = [_block((name,), one) for name, below in tree.items.items() if name in _NESTED for one in below.listed]
    attributes = {name: _expression(below) for name, below in tree.items.items() if name not in _NESTED}
    return Block(words, attributes, tuple(nested), tree.origin)


def _expression(tree: Placed) -> Expression:
    if isinstance(tree.value, dict):
        return Expression("mapping", {name: _expression(one) for name, one in tree.value.items()}, tree.origin)
    if isinstance(tree.value, list):
        return Expression("list", tuple([_expression(one) for one in tree.value]), tree.origin)
    if isinstance(tree.value, str) and "${" in tree.value:
        escaped = tree.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        found = parsed(f'a = "{escaped}"\n', tree.origin.file).attributes["a"]
        alone = found.kind == "template" and len(found.parts) == 1
        return Expression(found.parts[0].kind if alone else found.kind, found.parts[0].parts if alone else found.parts, tree.origin)
    return Expression("text", tree.value, tree.origin)
