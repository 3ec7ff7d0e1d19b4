"""Ranges of versions, and what is chosen of them."""

from __future__ import annotations

import pytest

from synth.detect.versions import NODES, PYTHONS, allows, chosen, is_exact


@pytest.mark.parametrize(
    ("spec", "version", "allowed"),
    [
        (">=18", "24", True),
        (">=24.3", "24", True),
        (">24", "24", False),
        (">24.3", "24", True),
        ("<24", "24", False),
        ("<24.3", "24", True),
        ("<=22", "24", False),
        ("^22.4", "22", True),
        ("^22.4", "24", False),
        ("^0.13", "0.14", False),
        ("~22.4", "22", True),
        ("~3.11", "3.12", False),
        ("~=3.11", "3.14", True),
        ("~=3.11.2", "3.12", False),
        ("20.x || 22.x", "22", True),
        ("20.x || 22.x", "24", False),
        ("18 - 22", "20", True),
        ("18 - 22", "24", False),
        (">=3.10,<3.13", "3.12", True),
        (">=3.10,<3.13", "3.13", False),
        (">=3.10,!=3.12", "3.12", False),
        ("==3.11.*", "3.11", True),
        ("==3.11.*", "3.12", False),
        ("*", "24", True),
        ("", "24", True),
        ("latest", "24", True),
    ],
)
def test_a_range_allows_some_release_of_a_version_or_none(spec: str, version: str, allowed: bool) -> None:
    assert allowed is allows(spec, version)


@pytest.mark.parametrize(
    ("spec", "known", "hint", "version"),
    [
        (">=20", NODES, "", "24"),
        (">=20", NODES, "22", "22"),
        (">=24", NODES, "22", "24"),
        ("^16.13", NODES, "", "16.13"),
        ("<23", NODES, "", "22"),
        (">=3.9", PYTHONS, "3.12", "3.12"),
        (">=3.9,<3.13", PYTHONS, "", "3.12"),
        ("^2.7", PYTHONS, "", "2.7"),
    ],
)
def test_the_choice_is_the_hint_then_the_default_then_what_is_named(spec: str, known: tuple[str, ...], hint: str, version: str) -> None:
    assert version == chosen(spec, known, hint)


def test_one_version_is_no_range() -> None:
    assert [True, True, False, False] == [is_exact(text) for text in ("v24.1.0", "3.12", ">=3", "lts/*")]
