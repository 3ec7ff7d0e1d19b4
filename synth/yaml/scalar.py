"""How one scalar is written, so that YAML 1.1 and 1.2 readers both get the value back.

Plain where that is safe, quoted where it is not, with escapes for what a line cannot hold.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.model import Value

_WORD = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_/$(^\\;")  # may begin a plain scalar
_NUMBER = frozenset("0123456789+.")  # may too, unless a reader would take the whole for a number or a date
_NUMERIC = frozenset("0123456789abcdefABCDEFxXoO_+-.:tTzZ ")  # of numbers in any base, and of dates
# What a reader of 1.1 or 1.2 takes for null, a truth value, a merge or a default key.
_OTHER = frozenset("null Null NULL y Y n N true True TRUE false False FALSE yes Yes YES no No NO on On ON off Off OFF".split())
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_kept: dict[str, str] = {}


def scalar(value: Value) -> str:
    """The value on one line. Raises ValueError for a number that GitHub does not read and TypeError for what is no scalar."""
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
    if isinstance(value, str):
        return _text(str.__str__(value))  # of an enum its value, not its name
    raise TypeError(f"{value!r} ({type(value).__name__}) cannot stand in a workflow file: use text, a number, a truth value, a list or a mapping")


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


def remark(text: str) -> str:
    """The text as a comment, on one line and without what a line cannot hold."""
    line = " ".join(text.split())
    return line if _fits(line) else "".join([c for c in line if _fits(c)])


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
    """Whether some reader of 1.1 or 1.2 might take the text for a number, a base-60 number, a date or the end of a document.

    Says so of more than any reader does, such as `1.2.3`: quotes cost nothing, and a pattern for each reader's rules would.
    """
    return _NUMERIC.issuperset(text) or text.startswith("...") or text.lstrip("+-").lower() in (".inf", ".nan")


def _fits(text: str) -> bool:
    """Whether every character may stand in a line as it is. Says the same under every version of Unicode."""
    return text.isprintable() if text.isascii() else all([_stands(ord(c)) for c in text])


def _stands(code: int) -> bool:
    if code < 0x7F:
        return code >= 0x20
    return code > 0xA0 and not 0xD800 <= code < 0xE000 and code not in (0x2028, 0x2029, 0xFEFF) and code & 0xFFFE != 0xFFFE


def _escape(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
