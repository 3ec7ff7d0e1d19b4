"""An http(s) address: parsed once, asked, and shown without its query, which may hold a key."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")


class Address(NamedTuple):
    scheme: str
    host: str
    port: int
    path: str = "/"
    query: str = ""

    @property
    def target(self) -> str:
        """What the request line asks for."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def authority(self) -> str:
        """Host and port as the Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"

    def beside(self, target: str) -> Address:
        """The same server with another path, and only the query that is in it."""
        path, _, query = target.partition("?")
        return self._replace(path=path, query=query)

    def same_host(self, other: Address) -> bool:
        """Whether a redirect to `other` stays with the same server; from http to https on their own ports is no change."""
        upgrade = (self.scheme, self.port, other.scheme, other.port) == ("http", 80, "https", 443)
        return self.host.lower() == other.host.lower() and (upgrade or (self.scheme, self.port) == (other.scheme, other.port))


def address(text: str) -> Address:
    """Raises ValueError, which does not repeat the text, for anything but http(s)://host[:port][/path][?query] in ASCII."""
    if not text.isascii() or not text.isprintable() or " " in text or "\\" in text:
        raise ValueError("holds a blank, a control character, a backslash or a letter beyond ASCII; write it percent-encoded, the host as xn--…")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError("is no address: its host or port cannot be read") from None
    if parts.scheme not in PORTS:
        raise ValueError("is neither http:// nor https://")
    if "@" in parts.netloc:
        raise ValueError("holds a user name or password, which would be logged; send them in headers")
    if not parts.hostname or not _HOST.fullmatch(parts.hostname) or port == 0:
        raise ValueError("names no host, or a port outside 1 to 65535")
    if "#" in text:
        raise ValueError("holds a fragment (#…), which is never sent; remove it")
    return Address(parts.scheme, parts.hostname, port or PORTS[parts.scheme], parts.path or "/", parts.query)


def redirected(asked: Address, location: str) -> Address:
    """Where a Location header leads to. Raises ValueError."""
    return address(urljoin(f"{asked.scheme}://{asked.authority}{asked.target}", location).partition("#")[0])
