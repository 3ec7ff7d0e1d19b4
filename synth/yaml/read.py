"""Text -> tree, as GitHub reads it: YAML 1.2's core schema, no merge keys, keys compared without case, GitHub's limits.

libyaml finds the tokens, by YAML 1.1. What 1.2 reads otherwise is written otherwise before, character for character, so that places stay the same.
"""

from __future__ import annotations

import re
from itertools import chain

from yaml.cyaml import CBaseLoader
from yaml.error import MarkedYAMLError, YAMLError

from synth.yaml.nodes import Builder, RefusedError
from synth.yaml.refusal import explain
from synth.yaml.tree import Document, Lines, Node, YamlProblem

MAX_CHARACTERS = 1024 * 1024  # actions/runner, src/Sdk/WorkflowParser

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ODD = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")  # mere text in YAML 1.2; in 1.1 ends of lines, or refused


def read(text: str, file: str = "") -> Document:
    """The file's tree and what is wrong with it. Never raises. A byte order mark at the beginning is no part of the text."""
    lines = Lines(text.removeprefix("\ufeff"))
    if len(lines.text) > MAX_CHARACTERS:
        message = f"the file has {len(lines.text):,} characters, GitHub reads {MAX_CHARACTERS:,}"
        return Document(file, lines, None, (YamlProblem(1, 1, "yaml-limit", message, "split it"),), [], [])
    builder, root = _Reader(lines).read()
    return Document(file, lines, root, tuple(builder.problems), builder.starts, builder.ends)


def decode(data: bytes) -> str | YamlProblem:
    """The text of a file's bytes, without its byte order mark, or why GitHub does not read them."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = Lines(error.object[: error.start].decode())
        return _bad_character(before, len(before.text), f"the byte 0x{error.object[error.start]:02X} is no UTF-8")
    return _control(Lines(text)) or text


def _control(lines: Lines) -> YamlProblem | None:
    found = _CONTROL.search(lines.text)
    return found and _bad_character(lines, found.start(), f"the control character U+{ord(found[0]):04X} cannot stand in a file")


def _bad_character(lines: Lines, offset: int, message: str) -> YamlProblem:
    return YamlProblem(*lines.at(offset), "yaml-character", message, "remove it, and save the file as UTF-8")


class _Reader:
    """The attempts at one text. `source` is what libyaml gets: the text with a newline at its end, as GitHub adds it."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.source = lines.text if lines.text.endswith("\n") else lines.text + "\n"
        self.stand_ins: dict[int, int] = {}
        self.free = chain(range(0xE000, 0xF900), range(0x10000, 0x10FFFE))  # more than a file has characters
        self.held: set[str] = set()
        if not (self.source.isascii() and "\x7f" not in self.source):
            for odd in sorted(set(_ODD.findall(self.source))):
                self.source = self.source.replace(odd, self.stand_in(odd))

    def stand_in(self, character: str) -> str:
        """A character that the text does not hold, for one that it does."""
        self.held = self.held or set(self.lines.text)
        free = next(code for code in self.free if chr(code) not in self.held)
        self.stand_ins[free] = ord(character)
        return chr(free)

    def read(self) -> tuple[Builder, Node | None]:
        """What became of the text, and its root."""
        last: MarkedYAMLError | None = None
        work = 0
        while True:
            builder = Builder(self.lines, self.stand_ins)
            try:
                builder.consume(iter(CBaseLoader(self.source).get_event, None))
                return builder, builder.roots[0] if builder.roots else None
            except RefusedError:
                pass
            except MarkedYAMLError as error:
                work += len(self.source)
                if work <= MAX_CHARACTERS // 2 and self.replaced_tab(error):
                    last = error
                    continue
                if last and _line(last) == _line(error):
                    error = last
                builder.report("yaml-syntax", *explain(error, self.lines))
            except (YAMLError, UnicodeEncodeError) as error:
                builder.problems.append(self.unreadable(error))
            return builder, None

    def replaced_tab(self, error: MarkedYAMLError) -> bool:
        """Whether libyaml stopped at a tab that YAML 1.2 allows: one that parts two tokens, or is text."""
        at = error.problem_mark.index if error.problem_mark else 0
        if self.source[at : at + 1] != "\t":
            return False
        line, column = self.lines.at(at)
        written = self.lines.line(line)
        in_block = "indentation space" in str(error.problem)
        if not written.strip() or (not in_block and (written[: column - 1].strip() or written.lstrip().startswith("#"))):
            new = " "
        elif in_block and error.context_mark and self.source.startswith("|", error.context_mark.index):  # `>` would fold the line
            new = self.stand_in("\t")
        else:
            return False
        self.source = self.source[:at] + new + self.source[at + 1 :]
        return True

    def unreadable(self, error: YAMLError | UnicodeEncodeError) -> YamlProblem:
        if isinstance(error, UnicodeEncodeError):
            return _bad_character(self.lines, error.start, f"U+{ord(error.object[error.start]):04X} is half a character")
        return _control(self.lines) or YamlProblem(1, 1, "yaml-syntax", f"this is no YAML: {error}", "write the file anew")


def _line(error: MarkedYAMLError) -> int:
    return error.problem_mark.line if error.problem_mark else 0
