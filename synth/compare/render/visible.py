"""Text from files so that all of it can be seen: what hides, reorders or breaks lines is written out."""

from __future__ import annotations

import unicodedata

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_BLANK = {0x00A0, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0}  # spaces that are none, and letters that show nothing
_JOINER, _AS_PICTURE = "\u200d", "\ufe0f"


def visible(text: str, keep: str = "") -> str:
    """The text with each invisible character as its name, such as `⟨U+202E⟩`; those in `keep` stay.

    An opening of an HTML comment loses its bracket: a comment of ours must not hold what looks like the marker of another.
    """
    if not (text.isascii() and text.isprintable()):
        text = "".join([_shown(text, place, keep) for place in range(len(text))])
    return text.replace("<!--", "⟨!--")


def one_line(text: str) -> str:
    """The same with line breaks and tabs as signs."""
    return visible(text.replace("\r\n", "\n").replace("\n", "⏎").replace("\t", "⇥"))


def clipped(text: str, longest: int) -> str:
    """At most that many characters, the last an ellipsis where some are missing."""
    return text if len(text) <= longest else text[: max(longest - 1, 0)] + "…"


def _shown(text: str, place: int, keep: str) -> str:
    letter = text[place]
    if letter in keep or (" " <= letter <= "~"):
        return letter
    if letter in (_JOINER, _AS_PICTURE):
        return letter if _in_emoji(text, place) else _named(letter)
    hidden = unicodedata.category(letter) in _HIDDEN or (letter != " " and unicodedata.category(letter) == "Zs")
    return _named(letter) if hidden or ord(letter) in _BLANK or _is_selector(letter) else letter


def _in_emoji(text: str, place: int) -> bool:
    """Whether the character is part of a picture: then it hides nothing."""
    before = text[place - 1] if place else ""
    after = text[place + 1] if place + 1 < len(text) else ""
    if text[place] == _AS_PICTURE:
        return _pictured(before)
    return (_pictured(before) or before == _AS_PICTURE) and _pictured(after)


def _pictured(letter: str) -> bool:
    return letter != "" and unicodedata.category(letter) in ("So", "Sk")


def _is_selector(letter: str) -> bool:
    """Variation selectors and tags, in which whole messages have been hidden."""
    return "\ufe00" <= letter <= "\ufe0f" or "\U000e0000" <= letter <= "\U000e01ef" or "\u180b" <= letter <= "\u180f"


def _named(letter: str) -> str:
    return chr(0x2400 + ord(letter)) if ord(letter) < 0x20 else f"⟨U+{ord(letter):04X}⟩"
