"""Anchors, and how much the aliases of a text stand for: counted as GitHub counts, without filling anything in."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.yaml.tree import Node


class Anchor:
    """An anchored node. While it is open, `events` and `characters` are what stood before it, and `height` is the greatest depth outside it."""

    __slots__ = ("characters", "events", "height", "node")

    def __init__(self, node: Node, events: int, characters: int, height: int) -> None:
        self.node = node
        self.events = events
        self.characters = characters
        self.height = height


class Aliases:
    """The anchors of a text so far. `events` and `characters` are what its aliases add to it, `deepest` is the greatest depth."""

    __slots__ = ("_open", "characters", "deepest", "events", "named")

    def __init__(self) -> None:
        self.named: dict[str, Anchor] = {}
        self.events = 0
        self.characters = 0
        self.deepest = 0
        self._open: list[Anchor] = []

    def name(self, node: Node, anchor: str) -> None:
        """Notes an anchored scalar."""
        self.named[anchor] = Anchor(node, 1, node.end - node.start, 0)

    def begin(self, node: Node, anchor: str, event: int, depth: int) -> None:
        """Notes an anchored collection at its first event."""
        self.named[anchor] = found = Anchor(node, event + self.events, node.start + self.characters, self.deepest)
        self._open.append(found)
        self.deepest = depth

    def finish(self, event: int, depth: int) -> None:
        """The anchored collection that was begun last ends: what an alias to it stands for is known."""
        found = self._open.pop()
        found.events = event + self.events + 1 - found.events
        found.characters = found.node.end + self.characters - found.characters
        deepest = max(self.deepest, found.height)
        found.height = self.deepest - depth + 1
        self.deepest = deepest

    def add(self, found: Anchor, depth: int) -> None:
        """Counts an alias at this depth."""
        self.events += found.events
        self.characters += found.characters
        self.deepest = max(self.deepest, depth + found.height)
