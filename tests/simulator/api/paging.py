"""Pages of a list: a token is where the next one begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from tests.simulator.errors import ApiError
from tests.simulator.world.world import World

T = TypeVar("T")
_PREFIX = "next-"


def page(world: World, items: Sequence[T], token: str | None, size: int, error: str = "InvalidParameterException") -> tuple[Sequence[T], str | None]:
    """The page at the token and the token of the next, None after the last. Raises ApiError with that code for a token not given here."""
    start = 0
    if token is not None:
        number = token.removeprefix(_PREFIX)
        if not token.startswith(_PREFIX) or not number.isdigit():
            raise ApiError(error, "Invalid token.")
        start = int(number)
    end = start + min(size, world.page_limit or size)
    return items[start:end], f"{_PREFIX}{end}" if end < len(items) else None
