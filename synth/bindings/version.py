"""Versions in the tags of actions: `v4`, `v4.1`, `v4.1.2`, `0.35.0`."""

from __future__ import annotations


def numbers(tag: str) -> tuple[int, ...] | None:
    """Its one to three numbers; None for what is no version, such as a branch. What comes before a release counts as that release."""
    parts = tag.removeprefix("v").partition("-")[0].split(".")
    if len(parts) > 3 or not all(part.isascii() and part.isdecimal() for part in parts):
        return None
    return tuple([int(part) for part in parts])


def is_moving(version: tuple[int, ...]) -> bool:
    """Whether the tag, as most projects use them, follows the releases that begin so."""
    return len(version) < 3


def same(one: tuple[int, ...], other: tuple[int, ...]) -> bool | None:
    """Whether the versions promise the same (https://semver.org): the same major, before 1.0.0 the same minor. None when one does not say."""
    if not one or not other or one[0] != other[0]:
        return False if one and other else None
    if one[0] > 0:
        return True
    return one[1] == other[1] if len(one) > 1 and len(other) > 1 else None
