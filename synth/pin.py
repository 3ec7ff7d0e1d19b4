"""Pins the actions and images of files that people wrote: a full SHA or digest in place of a tag, the version as comment, all else as it was."""

from __future__ import annotations

import re

from synth.bindings.lock import is_action, is_pinned
from synth.model import Origin
from synth.record import Record, positional
from synth.yaml.read import read
from synth.yaml.tree import Mapping, Node, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal, TypeAlias

    from synth.bindings.lock import Lock
    from synth.yaml.tree import Document

    Kind: TypeAlias = Literal["pinned", "kept", "unknown", "left"]

_VERSION = re.compile(r"(?:tag=|ratchet:\S+@|@)?v?\d+(?:\.\d+)*(?:[-+.][\w.]+)?(?=\s|$)")
_OWN = ("./", "$/", "../")


@positional
class Use(Record):
    """An action, reusable workflow or image that a file names, and what became of it.

    `kind`: `pinned` now; `kept`: it was pinned, or is the repository's own; `unknown`: not in the lock; `left`: an expression decides.
    """

    where: Origin
    reference: str
    kind: Kind
    becomes: str = ""


@positional
class Edited(Record):
    """The file's text with its pins, and each thing that it uses."""

    text: str
    uses: tuple[Use, ...]


def pin(text: str, file: str, lock: Lock) -> Edited:
    """Pins what the lock knows. A text that cannot be read stays as it is, and so does all else of one that can."""
    document = read(text, file)
    edits: list[tuple[int, int, str]] = []
    uses = []
    for node in references(document):
        use, made = _pinned(node, document, lock)
        uses.append(use)
        edits += made
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return Edited(text, tuple(uses))


def references(document: Document) -> Iterator[Scalar]:
    """The scalars of the file that name an action, a reusable workflow or an image, each once."""
    seen: set[int] = set()
    for node in _named(document.root):
        if isinstance(node, Scalar) and isinstance(node.value, str) and node.value and node.start not in seen:
            seen.add(node.start)
            yield node


def _named(root: Node | None) -> Iterator[Node | None]:
    for _, job in _pairs(_under(root, "jobs")):
        yield _under(job, "uses")
        container = _under(job, "container")
        yield container if isinstance(container, Scalar) else _under(container, "image")
        for _, service in _pairs(_under(job, "services")):
            yield service if isinstance(service, Scalar) else _under(service, "image")
        yield from _of_steps(_under(job, "steps"))
    runs = _under(root, "runs")
    yield from _of_steps(_under(runs, "steps"))
    image = _under(runs, "image")
    if isinstance(image, Scalar) and image.text.startswith("docker://"):
        yield image


def _of_steps(steps: Node | None) -> Iterator[Node | None]:
    for step in steps.items if isinstance(steps, Sequence) else ():
        yield _under(step, "uses")
        yield from _of_steps(_under(step, "parallel"))


def _under(node: Node | None, key: str) -> Node | None:
    return node.get(key) if isinstance(node, Mapping) else None


def _pairs(node: Node | None) -> list[tuple[Scalar, Node]]:
    return node.pairs if isinstance(node, Mapping) else []


def _pinned(node: Scalar, document: Document, lock: Lock) -> tuple[Use, list[tuple[int, int, str]]]:
    """What becomes of one reference, and the edits that make it so."""
    where = Origin(document.file, node.line, node.column)
    written = node.text.strip()
    prefix = "docker://" if written.startswith("docker://") else ""
    reference = written.removeprefix("docker://")
    if "${{" in written:
        return Use(where, written, "left"), []
    if written.startswith(_OWN):
        return Use(where, written, "kept"), []
    comment = document.comment(node.end_line)
    if is_pinned(reference):
        version = "" if comment or not is_action(reference) else lock.version_of(reference)
        return Use(where, written, "kept", f"{written} # {version}" if version else ""), _comment(node, document, version) if version else []
    entry = lock.pin(reference)
    if entry is None:
        return Use(where, written, "unknown"), []
    edits = [(node.start, node.end, _as_written(document.text[node.start : node.end], node.text, prefix + entry.reference))]
    return Use(where, written, "pinned", f"{prefix}{entry.reference}"), edits + _comment(node, document, entry.version)


def _as_written(source: str, old: str, new: str) -> str:
    """The new text in the manner of the old: quoted as it was, tag or anchor before it."""
    return source.replace(old, new) if source.count(old) == 1 else new


def _comment(node: Scalar, document: Document, version: str) -> list[tuple[int, int, str]]:
    """The edit that puts the version behind the reference: in place of the one that stands there, before what else does, or new."""
    if not version:
        return []
    text = document.text
    end = text.find("\n", node.end)
    end = len(text) if end < 0 else end
    end -= text[:end].endswith("\r")
    rest = text[node.end : end]
    old = document.comment(node.end_line)
    if old:
        start = node.end + rest.rindex(old)
        known = _VERSION.match(old)
        if known is not None:
            return [(start, start + known.end(), version)] if known[0] != version else []
        return [(start, start, f"{version} ")]
    if rest.strip(" ,}]"):
        return []  # a flow mapping that goes on: no room for a comment
    tail = len(rest) - len(rest.rstrip())
    return [(end - tail, end, f" # {version}")]
