"""How one scalar is written, so that YAML 1.1 and 1.2 readers both get the value back.

Plain where that is safe, single quotes where it is not, double quotes with escapes for what a line cannot hold.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.model import Value

# A first character that opens nothing in YAML, then anything but ': ', ' #' and what is no printable character of one line.
_plain = re.compile(r"(?:[A-Za-z0-9_./$(<+^~\\;=\u00a1-\ud7ff]|-(?=[^\s-]))(?:[!-9;-~\u00a1-\u2027\u202a-\ud7ff]|:(?=[!-~])| (?=[!-~])(?!#))*\Z").match
# What a reader of 1.1 or 1.2 takes for null, a truth value, a number, a date, a base-60 number, a merge or a default key.
_other = re.compile(
    r"""(?:~|null|Null|NULL|y|Y|n|N|true|false|yes|no|on|off|True|False|Yes|No|On|Off|TRUE|FALSE|YES|NO|ON|OFF|=|<<|---|\.\.\.
    |[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+)
    |[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9_]+)(?:[eE][-+]?[0-9]+)?
    |[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?
    |[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)
    |[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t].*)?)\Z""",
    re.VERBOSE,
).match
_line = re.compile("[ -~\u00a1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*\\Z").match
_block = re.compile("[!-~\u00a1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
                    "[\t\n -~\u00a1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*\\Z").match  # fmt: skip
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_kept: dict[str, str] = {}


def scalar(value: Value) -> str:
    """The value on one line. Raises ValueError for a number that YAML or GitHub would not read back."""
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
    if not _block(text) or text.endswith("\n\n") or "\n \n" in text or "\n\t" in text and not indent:
        return None
    lines = text.split("\n")
    head = "|-\n"
    if not lines[-1]:
        lines.pop()
        head = "|\n"
    return head + "\n".join([indent + line if line else "" for line in lines])


def _text(text: str) -> str:
    if _plain(text) and not _other(text):
        return text
    if _line(text):
        if "'" in text and '"' not in text and "\\" not in text:
            return f'"{text}"'  # conditions are full of single quotes
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join([_ESCAPES.get(c) or (c if _line(c) else _escape(ord(c))) for c in text]) + '"'


def _escape(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
