"""Which repository's definition is being read. Only what adapts to its files asks."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    T = TypeVar("T")

_reading: list[in_repository] = []


class in_repository:  # noqa: N801  # used as `with in_repository(root):`
    """While it lasts, the repository is the one at this folder."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.known: dict[str, object] = {}

    def __enter__(self) -> None:
        _reading.append(self)

    def __exit__(self, *_: object) -> None:
        _reading.pop()


def repository() -> str | None:
    """The folder of the repository whose definition is being read; None when values are made otherwise."""
    return _reading[-1].root if _reading else None


def once(name: str, make: Callable[[], T]) -> T:
    """What `make` gives, which is made once while a definition is read."""
    if not _reading:
        return make()
    known = _reading[-1].known
    if name not in known:
        known[name] = make()
    return known[name]  # type: ignore[return-value]  # kept under the name of its maker
