"""libyaml's events -> nodes, one by one, so that no nesting and no alias costs more than the text is long."""

from __future__ import annotations

import re

from yaml.events import AliasEvent, DocumentStartEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from synth.yaml.aliases import Aliases
from synth.yaml.core import plain, tagged
from synth.yaml.tree import Lines, Mapping, Node, Scalar, Sequence, YamlProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, TypeAlias

    Event: TypeAlias = Any  # the type stubs say that an event may have no place

# actions/runner, src/Sdk/WorkflowParser
MAX_DEPTH = 50
MAX_EVENTS = 1_000_000
MAX_RESULT = 10 * 1024 * 1024  # bytes, at two a character
MAX_PROBLEMS = 100  # more tell nothing new

_TAG = re.compile(r"!\S*")
_DROPPED = Scalar(Lines(""), 0, 0, None, None, "", "")  # the key of a pair that the tree does not keep


class RefusedError(Exception):
    """The last problem is one behind which nothing can be read."""


class Builder:
    """The work on one text. `node`, `items`, `key` and `seen` belong to the collection that is open; those around it wait in `stack`.

    `starts` and `ends` are the offsets of scalars, aliases and closing brackets. `stand_ins` says what characters of the scalars stand for.
    """

    def __init__(self, lines: Lines, stand_ins: dict[int, int]) -> None:
        self.lines = lines
        self.stand_ins = stand_ins
        self.problems: list[YamlProblem] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.roots: list[Node] = []
        self.aliases = Aliases()
        self.node: Sequence | Mapping | None = None
        self.items: list[Node] | None = self.roots
        self.key: Scalar | None = None
        self.seen: dict[str, int] = {}
        self.stack: list[tuple[Sequence | Mapping | None, list[Node] | None, Scalar | None, dict[str, int]]] = []

    def consume(self, events: Iterator[Event]) -> None:
        """Takes the events of the first document. Raises RefusedError where GitHub's limits end, and what the parser raises."""
        for count, event in enumerate(events):
            kind = type(event)
            if kind is ScalarEvent:
                self.scalar(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self.begin(event, count)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self.finish(event, count)
            elif kind is AliasEvent:
                self.alias(event, count)
            elif kind is DocumentStartEvent and self.roots:
                self.report("yaml-documents", event.start_mark.index, "a second document begins here", "keep one, without '---' and what follows")
                return
            if count > MAX_EVENTS:
                self.refuse(event.start_mark.index, f"the file holds more than the {MAX_EVENTS:,} keys and values that GitHub reads", "split it")

    def scalar(self, event: Event) -> None:
        text, style, tag, anchor = event.value, event.style, event.tag, event.anchor
        start, end = event.start_mark.index, event.end_mark.index
        if self.stand_ins:
            text = text.translate(self.stand_ins)
        if style == "|" or style == ">":  # libyaml ends them where the next node begins
            end = start + len(self.lines.text[start:end].rstrip(" \t\r\n"))
        value = self.tagged(text, tag, style, start) if tag is not None else text if style else plain(text)
        node = Scalar(self.lines, start, end, anchor, value, text, style)
        self.starts.append(start)
        self.ends.append(end)
        if anchor is not None:
            self.aliases.name(node, anchor)
        self.attach(node, start, tag)

    def attach(self, node: Node, start: int, tag: str | None = None) -> None:
        """Gives the node its place in the collection that is open. `start` is where it is named, which may be an alias."""
        if self.items is not None:
            self.items.append(node)
        elif self.key is None:
            self.key = self.fit_for_key(node, start, tag)
        else:
            if self.key is not _DROPPED:
                assert isinstance(self.node, Mapping)
                self.node.pairs.append((self.key, node))
            self.key = None

    def fit_for_key(self, node: Node, start: int, tag: str | None) -> Scalar:
        if not isinstance(node, Scalar):
            kind = "list" if isinstance(node, Sequence) else "mapping"
            self.report("yaml-key", start, f"a {kind} stands where a key is due", "write a text as the key: in quotes, if it begins with a bracket")
            return _DROPPED
        text = node.text
        if text == "<<" and not node.style and tag is None:
            self.report("yaml-merge-key", start, "GitHub knows no merge keys", "write the keys out, or let an alias be the whole mapping")
            return _DROPPED
        name = text.lower()
        if name in self.seen and "${{" not in text:
            self.report_duplicate(node, start, self.seen[name])
            return _DROPPED
        self.seen.setdefault(name, start)
        return node

    def report_duplicate(self, key: Scalar, start: int, first: int) -> None:
        if len(self.problems) >= MAX_PROBLEMS:
            return
        message = f"'{key.text}' is already defined on line {self.lines.at(first)[0]}"
        before = self.lines.text[first : first + len(key.text)]
        if before != key.text and before.lower() == key.text.lower():
            message += ": GitHub compares keys without case"
        self.report("yaml-duplicate-key", start, message, "remove or rename one of the two")

    def begin(self, event: Event, count: int) -> None:
        start, anchor = event.start_mark.index, event.anchor
        depth = len(self.stack) + 1
        if depth > MAX_DEPTH:
            self.refuse(start, f"lists and mappings lie deeper here than the {MAX_DEPTH} that GitHub reads", "nest less deep")
        kind = Mapping if type(event) is MappingStartEvent else Sequence
        node = kind(self.lines, start, -1, anchor, bool(event.flow_style))
        if event.tag is not None and event.tag not in ("!", "tag:yaml.org,2002:map" if kind is Mapping else "tag:yaml.org,2002:seq"):
            self.unknown_tag(start)
        if anchor is not None:
            self.aliases.begin(node, anchor, count, depth)
        elif depth > self.aliases.deepest:
            self.aliases.deepest = depth
        self.attach(node, start)
        self.stack.append((self.node, self.items, self.key, self.seen))
        self.node, self.items, self.key, self.seen = node, node.items if isinstance(node, Sequence) else None, None, {}

    def finish(self, event: Event, count: int) -> None:
        node = self.node
        assert node is not None
        if node.flow:
            node.end = event.end_mark.index
            self.starts.append(node.end - 1)
            self.ends.append(node.end)
        else:
            node.end = self.ends[-1]  # libyaml ends them where the next node begins
        if node.anchor is not None:
            self.aliases.finish(count, len(self.stack))
        self.node, self.items, self.key, self.seen = self.stack.pop()

    def alias(self, event: Event, count: int) -> None:
        start, end, name = event.start_mark.index, event.end_mark.index, event.anchor
        self.starts.append(start)
        self.ends.append(end)
        found = self.aliases.named.get(name)
        if found is not None and found.node.end >= 0:
            self.aliases.add(found, len(self.stack))
            self.check_size(start, count)
            self.attach(found.node, start)
            return
        if found is None:
            self.report("yaml-alias", start, f"no anchor '&{name}' stands above this alias", "define it above; if it is text, put it in quotes")
        else:
            self.report("yaml-alias", start, f"the alias lies inside its own anchor '&{name}'", "write the value out")
        self.attach(Scalar(self.lines, start, end, None, f"*{name}", f"*{name}", ""), start)

    def check_size(self, start: int, count: int) -> None:
        """Refuses what would be larger than GitHub reads with the aliases filled in."""
        added = self.aliases
        if count + added.events > MAX_EVENTS:
            limit = f"{MAX_EVENTS:,} keys and values"
        elif 2 * (start + added.characters) > MAX_RESULT:
            limit = f"{MAX_RESULT // 1024 // 1024} MB"
        elif added.deepest > MAX_DEPTH:
            limit = f"{MAX_DEPTH} lists and mappings in one another"
        else:
            return
        self.refuse(start, f"with its aliases filled in, the file holds more than the {limit} that GitHub reads", "use fewer aliases")

    def tagged(self, text: str, tag: str, style: str, start: int) -> str | float | None:
        try:
            return tagged(text, tag, not style)
        except ValueError:
            name = "!!" + tag.rpartition(":")[2]
            self.report("yaml-tag", start, f"'{text}' is no {name}", f"remove '{name}', or write a value that fits")
        except KeyError:
            self.unknown_tag(start)
        return text

    def unknown_tag(self, start: int) -> None:
        found = _TAG.search(self.lines.text, start)  # an anchor may stand before it
        self.report("yaml-tag", start, f"GitHub knows no tag '{found[0] if found else '!'}'", "remove it; if it is text, put it in quotes")

    def report(self, rule: str, offset: int, message: str, remedy: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(YamlProblem(*self.lines.at(offset), rule, message, remedy))

    def refuse(self, offset: int, message: str, remedy: str) -> None:
        self.problems.append(YamlProblem(*self.lines.at(offset), "yaml-limit", message, remedy))
        raise RefusedError
