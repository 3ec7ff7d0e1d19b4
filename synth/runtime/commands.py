"""What an action says to the runner: annotations, outputs and the job summary. Text from elsewhere can never become a command.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TextIO

MOST_ANNOTATIONS = 10  # GitHub shows no more of a step


def annotation(level: str, message: str, title: str = "") -> str:
    """The command for an `error`, `warning` or `notice`."""
    properties = f" title={_escaped(title).replace(':', '%3A').replace(',', '%2C')}" if title else ""
    return f"::{level}{properties}::{_escaped(message)}"


def log(line: str, stream: TextIO | None = None) -> None:
    """A line of the log. A leading blank keeps the runner from reading one that begins with `::` as a command."""
    text = printable(line)
    print(f" {text}" if text.lstrip().startswith(("::", "##[")) else text, file=stream or sys.stdout, flush=True)


def write_outputs(path: str, outputs: Mapping[str, str]) -> None:
    """Appends the outputs to $GITHUB_OUTPUT, each between delimiters that its value cannot guess."""
    from secrets import token_hex

    with open(path, "a", encoding="utf-8") as file:
        for name, value in outputs.items():
            end = f"ghsynth_{token_hex(16)}"
            file.write(f"{name}<<{end}\n{value}\n{end}\n")


def append(path: str, text: str) -> None:
    with open(path, "a", encoding="utf-8") as file:
        file.write(text)


def cell(text: str, longest: int = 200) -> str:
    """Text for a cell of a Markdown table: nothing in it is markup, a link or a mention."""
    shown = printable(text)
    shown = shown if len(shown) <= longest else shown[: longest - 1] + "…"
    shown = shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "&#64;")
    for mark in "\\`*_{}[]()#+!|~":
        shown = shown.replace(mark, f"\\{mark}" if mark != "#" else "&#35;")
    return shown.replace("://", ":&#47;&#47;").replace("www.", "www&#46;")


def printable(text: str) -> str:
    """The text on one line, without control characters."""
    return "".join([c if c.isprintable() else " " if c in "\r\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text])


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
