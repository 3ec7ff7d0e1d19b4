"""Text from outside (servers, exceptions, inputs) made fit to show: one printable line, secrets hidden, of bounded length."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 200
_SHORTEST_SECRET = 4  # hiding each "on" or "1" of an answer would hide nothing and garble all
_SHORTEST_PART = 8  # the token in "Bearer token", not "Bearer"


class Screen:
    """Hides the given secrets, which are header values and query strings, also where a server sends them back."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        found = {part for secret in secrets for part in _parts(secret)}
        self._secrets = sorted(found, key=len, reverse=True)

    def show(self, text: str, longest: int = LONGEST) -> str:
        """The text on one line, at most that long."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        text = printable(text[: longest + 1])
        return text if len(text) <= longest else text[: longest - 1] + "…"


def printable(text: str) -> str:
    """The text with every control, formatting and line-breaking character written out: an answer can neither break nor repaint a line."""
    return text if text.isprintable() else "".join([c if c.isprintable() else ascii(c)[1:-1] for c in text])


def _parts(secret: str) -> list[str]:
    whole = [secret] if len(secret) >= _SHORTEST_SECRET else []
    return whole + [part for word in secret.split() for part in (word, *word.replace("&", "=").split("=")) if len(part) >= _SHORTEST_PART]
