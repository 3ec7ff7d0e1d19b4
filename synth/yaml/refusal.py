"""What libyaml says of a text that it does not read, in plain words, with what to do."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from yaml.error import MarkedYAMLError

    from synth.yaml.tree import Lines

    Explained: TypeAlias = tuple[int, str, str]
    Explain: TypeAlias = Callable[[Lines, int, int], Explained]

_WORD = re.compile(r"\S*")
_BANG = re.compile(r"(?:^|[-:\[{,]\s+)(!\S*)")
_QUOTE_IT = "put the text in quotes"


def explain(error: MarkedYAMLError, lines: Lines) -> Explained:
    """Where (an offset), what is wrong, and what to do."""
    end = len(lines.text)
    at = min(error.problem_mark.index, end) if error.problem_mark else 0
    begin = min(error.context_mark.index, end) if error.context_mark else at
    said = str(error.problem)
    if said in _EXPLAIN:
        how = _EXPLAIN[said]
        tab = _indenting_tab(lines, begin if how is _no_colon else at)
        return _tab(lines, tab, begin) if how in _OF_INDENTATION and tab >= 0 else how(lines, at, begin)
    message, remedy = _SAID.get(said) or (f"this is no YAML: {said}", f"correct the line, or {_QUOTE_IT}")
    return at, message, remedy


def _token(lines: Lines, at: int, begin: int) -> Explained:
    if lines.text[at : at + 1] == "\t":
        return _tab(lines, at, begin)
    return at, f"no text can begin with '{lines.text[at : at + 1]}'", _QUOTE_IT


def _indenting_tab(lines: Lines, at: int) -> int:
    """The offset of a tab in the indentation of the line that `at` stands on; -1 where there is none."""
    line, column = lines.at(at)
    written = lines.line(line)
    tab = written.find("\t", 0, len(written) - len(written.lstrip()))
    return at - column + 1 + tab if tab >= 0 else -1


def _tab(lines: Lines, at: int, begin: int) -> Explained:
    return at, "a tab stands in the indentation", "indent with spaces"


def _colon(lines: Lines, at: int, begin: int) -> Explained:
    line, column = lines.at(at)
    before = lines.line(line)[: column - 1]
    if ": " in before or before.rstrip().endswith(":"):
        return at, "a second ':' on the line makes a key of the value", "put the whole value in quotes"
    return at, "no key can stand here: the line goes on the value above", "indent it like the keys beside it, or put the whole value in quotes"


def _no_colon(lines: Lines, at: int, begin: int) -> Explained:
    written = lines.line(lines.at(begin)[0]).strip()
    return begin, f"a key is due, and {_short(written)} is none", "write 'key: value', or indent the line deeper than the key whose text it goes on"


def _key(lines: Lines, at: int, begin: int) -> Explained:
    column = lines.at(begin)[1]
    line, here = lines.at(at)
    if lines.line(line)[: here - 1].strip(" "):
        return at, "text stands behind the end of the value", "put the whole value in quotes, and write a quote in it twice"
    if here == column:
        return at, f"a key is due, and {_short(lines.line(line).strip())} is none", "write 'key: value'"
    message = f"the line begins at column {here}, and the keys around it at column {column} (line {lines.at(begin)[0]})"
    return at, message, f"begin it at column {column}, or deeper than the key that it belongs to"


def _dash(lines: Lines, at: int, begin: int) -> Explained:
    line, column = lines.at(begin)
    message = f"the entries of the list begin with '-' at column {column} (line {line}), and this line does not"
    return at, message, f"begin it with '- ' at column {column}, or indent it like what it belongs to"


def _bracket(lines: Lines, at: int, begin: int) -> Explained:
    opening = lines.text[begin : begin + 1]
    closing = "]" if opening == "[" else "}"
    message = f"'{opening}' of line {lines.at(begin)[0]} is still open, and neither ',' nor '{closing}' stands here"
    return at, message, f"write ',' between entries and '{closing}' behind the last one"


def _quote(lines: Lines, at: int, begin: int) -> Explained:
    quote = lines.text[begin : begin + 1]
    inside = "''" if quote == "'" else '\\"'
    return begin, f"the quote {quote} is never closed", f"close it; inside the text write {inside}"


def _content(lines: Lines, at: int, begin: int) -> Explained:
    found = lines.text[at : at + 1]
    if not found.strip():
        return at, "the file ends where a value is due", "write the value, or close the bracket"
    return at, f"'{found}' stands where a value is due", "write the value, or put it in quotes"


def _more(lines: Lines, at: int, begin: int) -> Explained:
    return at, "text stands behind the end of all that the file holds", "indent it like what it belongs to, or put the text above in quotes"


def _escape(lines: Lines, at: int, begin: int) -> Explained:
    escape = lines.text.rfind("\\", 0, at + 1)
    return escape, f"'{lines.text[escape : escape + 2]}' is no escape", "write the backslash twice, or put the text in single quotes"


def _name(lines: Lines, at: int, begin: int) -> Explained:
    line, column = lines.at(begin)
    if bang := _BANG.search(lines.line(line)[: column - 1]):  # as in `if: !cancelled() && x`
        return begin - column + 1 + bang.start(1), f"'{bang[1]}' is a tag, for the text begins with '!'", _QUOTE_IT
    word = _WORD.match(lines.text, begin)
    kind = "alias" if lines.text[begin : begin + 1] == "*" else "anchor"
    return begin, f"{_short(word[0] if word else '')} is no name of an {kind}", f"{_QUOTE_IT}; a name has letters, digits, '-' and '_'"


def _tag(lines: Lines, at: int, begin: int) -> Explained:
    word = _WORD.match(lines.text, begin)
    return begin, f"{_short(word[0] if word else '')} is no tag, and the text begins with '!'", _QUOTE_IT


def _directive(lines: Lines, at: int, begin: int) -> Explained:
    return begin, f"{_short(lines.line(lines.at(begin)[0]).strip())} is no directive of YAML 1.2", f"remove the line, or {_QUOTE_IT}"


def _short(text: str) -> str:
    return f"'{text}'" if len(text) <= 40 else f"'{text[:37]}...'"


_EXPLAIN: dict[str, Explain] = {
    "found character that cannot start any token": _token,
    "found a tab character that violates indentation": _tab,
    "found a tab character where an indentation space is expected": _tab,
    "mapping values are not allowed in this context": _colon,
    "found unexpected ':'": _colon,
    "could not find expected ':'": _no_colon,
    "did not find expected key": _key,
    "did not find expected '-' indicator": _dash,
    "did not find expected ',' or ']'": _bracket,
    "did not find expected ',' or '}'": _bracket,
    "found unexpected end of stream": _quote,
    "found unexpected document indicator": _quote,
    "did not find expected node content": _content,
    "did not find expected <document start>": _more,
    "found unknown escape character": _escape,
    "did not find expected alphabetic or numeric character": _name,
    "did not find expected whitespace or line break": _tag,
    "did not find expected tag URI": _tag,
    "did not find expected '!'": _tag,
    "did not find the expected '>'": _tag,
    "found undefined tag handle": _tag,
    "could not find expected directive name": _directive,
    "found unknown directive name": _directive,
    "found unexpected non-alphabetical character": _directive,
    "did not find expected whitespace": _directive,
    "did not find expected digit or '.' character": _directive,
    "found extremely long version number": _directive,
    "found incompatible YAML document": _directive,
    "found duplicate %YAML directive": _directive,
    "found duplicate %TAG directive": _directive,
}
_OF_INDENTATION = {_colon, _no_colon, _key, _dash, _content, _more}
_SAID: dict[str, tuple[str, str]] = {
    "block sequence entries are not allowed in this context": ("no list can begin here", f"begin each entry on a line of its own, or {_QUOTE_IT}"),
    "mapping keys are not allowed in this context": ("no '? ' can stand here", _QUOTE_IT),
    "did not find expected hexdecimal number": ("an escape lacks digits", "write \\xXX, \\uXXXX or \\UXXXXXXXX, or the backslash twice"),
    "found invalid Unicode character escape code": ("the escape is half a character", "write a character above U+FFFF as \\UXXXXXXXX"),
    "did not find expected comment or line break": ("text stands behind '|' or '>'", "begin the text on the next line"),
    "found an indentation indicator equal to 0": ("an indentation of 0 is none", "write '|' or '>' without '0'"),
}
