"""Which repository's definition is being read. Only what adapts to its files asks."""

from __future__ import annotations

_reading: list[str] = []


class in_repository:  # noqa: N801  # used as `with in_repository(root):`
    """While it lasts, the repository is the one at this folder."""

    def __init__(self, root: str) -> None:
        self.root = root

    def __enter__(self) -> None:
        _reading.append(self.root)

    def __exit__(self, *_: object) -> None:
        _reading.pop()


def repository() -> str | None:
    """The folder of the repository whose definition is being read; None when values are made otherwise."""
    return _reading[-1] if _reading else None
