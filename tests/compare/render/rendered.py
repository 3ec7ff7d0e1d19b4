"""What GitHub's Markdown makes of a comment, and what is wrong with that."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser

import cmarkgfm  # type: ignore[import-untyped]
from cmarkgfm.cmark import Options  # type: ignore[import-untyped]

_TAGS = set("h3 h4 p table thead tbody tr th td code pre strong del a br details summary sub ul li".split())
_VOID = {"br"}
_LINK = re.compile(r"https://github\.com/[\w.-]+/[\w.-]+/(compare|commit|tree|releases/tag)/[\w./+-]+")
_STRAY = re.compile(r"@|#\d|GH-\d|://|www\.|[`<>]|\*\*|~~|!\[|\]\(|:[a-z0-9_+-]+:|\b[0-9a-f]{7,40}\b", re.IGNORECASE)
_MERMAID = re.compile(
    r"flowchart LR|  n\d+(\[\"[\w .-]+\"\]|\{\{\"[\w .-]+<br>[\w .-]+\"\}\})|  n\d+ (-->|-\.->|==>) n\d+|"
    r"  classDef (gone|new) [a-z:#0-9, -]+|  linkStyle \d+(,\d+)* [a-z:#0-9, -]+|  class n\d+(,n\d+)* (gone|new)",
    re.ASCII,
)


def html(markdown: str) -> str:
    return str(cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE))


def faults(markdown: str) -> list[str]:
    """Open fences and elements, links elsewhere, raw HTML, text that GitHub links or repaints, and characters that cannot be seen."""
    page = _Page()
    page.feed(html(markdown))
    page.close()
    found = page.faults + [f"open: {tag}" for tag in page.open]
    if "<!--" in markdown:
        found.append("a comment in HTML: perhaps a marker")
    if _fence_is_open(markdown):
        found.append("an open fence")
    found += [f"hidden character: U+{ord(letter):04X}" for letter in _hidden(markdown)]
    return found


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.faults: list[str] = []
        self._language: str | None = None
        self._cells: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        allowed = {"a": {"href"}, "pre": {"lang"}}.get(tag, set())
        if tag not in _TAGS or given.keys() - allowed:
            self.faults.append(f"raw HTML: {tag} {given}")
        if tag == "a" and not _LINK.fullmatch(given.get("href") or ""):
            self.faults.append(f"link: {given.get('href')}")
        if tag == "pre":
            self._language = given.get("lang")
            if self._language not in ("diff", "mermaid"):
                self.faults.append(f"a block of code that is not ours: {self._language}")
        if tag == "tr":
            self._cells = []
        if tag == "td":
            self._cells.append("")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"closes what is not open: {tag}")
        if tag == "tr" and self._cells and not all([cell.strip() for cell in (*self._cells, "")[:2]]):
            self.faults.append(f"an empty cell: {self._cells}")

    def handle_data(self, data: str) -> None:
        if "td" in self.open and self._cells:
            self._cells[-1] += data
        if "pre" in self.open:
            if self._language == "mermaid":
                self.faults += [f"mermaid: {line}" for line in data.splitlines() if not _MERMAID.fullmatch(line)]
        elif "code" not in self.open and (stray := _STRAY.search(data)):
            self.faults.append(f"{stray.group()!r} in text: {data!r}")

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"comment: {data}")

    def handle_decl(self, decl: str) -> None:
        self.faults.append(f"declaration: {decl}")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"instruction: {data}")

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"declaration: {data}")


def _fence_is_open(markdown: str) -> bool:
    fence = ""
    for line in markdown.split("\n"):
        marks = re.fullmatch(r" {0,3}(`{3,})([^`]*)", line)
        if marks and not fence:
            fence = marks[1]
        elif marks and len(marks[1]) >= len(fence) and not marks[2].strip():
            fence = ""
    return bool(fence)


def _hidden(text: str) -> Iterator[str]:
    """Less those in pictures (one variation selector or joiner behind a symbol)."""
    for before, letter in zip("\n" + text, text, strict=False):
        in_picture = letter in "\ufe0f\u200d" and (unicodedata.category(before) in ("So", "Sk") or before == "\ufe0f")
        if (
            letter not in "\n\t"
            and not in_picture
            and (unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") or letter in "\u00a0\u3164\ufe0f")
        ):
            yield letter
