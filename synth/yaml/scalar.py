"""How one scalar is written, so that YAML 1.1 and 1.2 readers both get the value back.

Plain where that is safe, quoted where it is not, with escapes for what a line cannot hold.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.model import Value

_WORD = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_/$(^\\;")  # may begin a plain scalar
_NUMBER = frozenset("0123456789+.")  # may too, unless a reader would take the whole for a number or a date
# What a reader of 1.1 or 1.2 takes for null, a truth value, a merge or a default key.
_OTHER = frozenset("null Null NULL y Y n N true True TRUE false False FALSE yes Yes YES no No NO on On ON off Off OFF".split())
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_kept: dict[str, str] = {}


def scalar(value: Value) -> str:
    """The value on one line. Raises ValueError for a number that GitHub does not read."""
    if type(value) is str:
        text = _kept.get(value)
        if text is None:
            if len(_kept) > 4096:
                _kept.clear()
            text = _kept[value] = _text(value)
        return text
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            raise ValueError(f"{value} is no number that GitHub reads")
        text = repr(value)  # 1e-07 lacks the point that a reader of YAML 1.1 wants
        return text if "." in text or "e" not in text else text.replace("e", ".0e")
    return _text(str(value))


def block(text: str, indent: str) -> str | None:
    """The text as a `|` block whose lines begin with `indent`; None where only an escaped scalar gives it back."""
    if text[0].isspace() or text.endswith("\n\n") or not _fits(text.replace("\n", "").replace("\t", "")):
        return None
    lines = text.split("\n")
    head = "|-\n"
    if not lines[-1]:
        lines.pop()
        head = "|\n"
    if any([line.isspace() for line in lines]):  # a reader may count such a line's blanks as indent
        return None
    return head + "\n".join([indent + line if line else "" for line in lines])


def _text(text: str) -> str:
    if not _fits(text):
        return '"' + "".join([_ESCAPES.get(c) or (c if _fits(c) else _escape(ord(c))) for c in text]) + '"'
    if _is_plain(text):
        return text
    if "'" in text and '"' not in text and "\\" not in text:
        return f'"{text}"'  # conditions are full of single quotes
    return "'" + text.replace("'", "''") + "'"


def _is_plain(text: str) -> bool:
    first = text[:1]
    if first in _NUMBER:
        if _is_number(text):
            return False
    elif first == "-":
        if text[1:2] in ("", " ", "-") or _is_number(text):
            return False
    elif first not in _WORD and (first.isascii() or not first):
        return False
    return not (text in _OTHER or ": " in text or " #" in text or text[-1] in " :")


def _is_number(text: str) -> bool:
    """Whether a reader of 1.1 or 1.2 could take the text for a number, a base-60 number or a date."""
    from re import fullmatch

    return (
        fullmatch(
            r"[-+]?(?:0[bB][01_]+|0[oO]?[0-7_]+|0[xX][0-9a-fA-F_]+|[0-9][0-9_]*(?::[0-9_]+)*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9_]+)?|\.[0-9_]*(?:[eE][-+]?[0-9]+)?"
            r"|\.(?:inf|Inf|INF|nan|NaN|NAN))|\.\.\..*|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t].*)?",
            text,
        )
        is not None
    )


def _fits(text: str) -> bool:
    """Whether every character may stand in a line as it is. Says the same under every version of Unicode."""
    return text.isprintable() if text.isascii() else all([_stands(ord(c)) for c in text])


def _stands(code: int) -> bool:
    if code < 0x7F:
        return code >= 0x20
    return code > 0xA0 and not 0xD800 <= code < 0xE000 and code not in (0x2028, 0x2029, 0xFEFF) and code & 0xFFFE != 0xFFFE


def _escape(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
