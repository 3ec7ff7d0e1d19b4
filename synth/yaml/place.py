"""Places in a file that was read: the origin of each part of a model that was made from it."""

from __future__ import annotations

from synth.model import Origin
from synth.yaml.tree import Document, Mapping, Node, Scalar, Sequence


class Spot(Origin):
    """A node of a file. `at` and `key` go down from it by keys and numbers, as far as the file goes."""

    def __init__(self, document: Document, node: Node) -> None:
        self.__dict__.update(file=document.file, line=node.line, column=node.column, document=document, node=node)

    document: Document
    node: Node

    def at(self, *path: str | int) -> Spot:
        return Spot(self.document, self._down(path))

    def key(self, *path: str | int) -> Spot:
        parent = self._down(path[:-1])
        found = parent.key(str(path[-1])) if path and isinstance(parent, Mapping) else None
        return Spot(self.document, found or self._down(path))

    def inside(self, offset: int) -> Spot:
        """The place of a character of a scalar's value; of another node its own."""
        if not isinstance(self.node, Scalar):
            return self
        made = Spot(self.document, self.node)
        line, column = self.document.place(self.node, offset)
        made.__dict__.update(line=line, column=column)
        return made

    def _down(self, path: tuple[str | int, ...]) -> Node:
        node = self.node
        for part in path:
            if isinstance(node, Mapping) and (found := node.get(str(part))) is not None:
                node = found
            elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
                node = node.items[part]
            elif isinstance(node, Scalar):
                break  # a text that stands for a list or mapping
            else:
                break
        return node
