"""The quick parser of `generate` and `validate` agrees with typer wherever it gives an answer."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations
from typing import Any

import pytest
from typer._click.exceptions import ClickException
from typer.main import get_command

from synth.cli.app import app
from synth.cli.options import ADOPT, CHECK, FORMAT, GENERATE, VALIDATE, Choice, Flag, Several, names_in, parameter, parsed

DEFAULTS: dict[str, Any] = {"directory": ".", "check": False, "dry_run": False, "adopt": False, "format": "text"}


def by_typer(arguments: list[str]) -> Mapping[str, Any] | None:
    """What typer gives the command, or None when it refuses."""
    command = get_command(app).commands["generate"]  # type: ignore[attr-defined]  # a group
    try:
        given: dict[str, Any] = command.make_context("generate", list(arguments)).params
    except ClickException:
        return None
    return given if given["format"] in FORMAT.values else None


ACCEPTED = [
    ([], {}),
    (["."], {}),
    (["examples/orders-api"], {"directory": "examples/orders-api"}),
    (["--check"], {"check": True}),
    (["--dry-run"], {"dry_run": True}),
    (["--adopt"], {"adopt": True}),
    (["--check", "--check"], {"check": True}),
    (["--format", "json"], {"format": "json"}),
    (["--format=json"], {"format": "json"}),
    (["--format", "text"], {}),
    (["--format", "json", "--format", "text"], {}),
    (["--check", "folder", "--format=json"], {"check": True, "directory": "folder", "format": "json"}),
    (["folder", "--adopt", "--dry-run"], {"adopt": True, "dry_run": True, "directory": "folder"}),
]
DECLINED = [
    ["--help"],
    ["-h"],
    ["--chek"],
    ["--check=yes"],
    ["--check="],
    ["--che"],
    ["--format"],
    ["--format", "xml"],
    ["--format="],
    ["--format=xml"],
    ["--format", "--check"],
    ["a", "b"],
    ["-x"],
    ["-"],
    ["--"],
    ["--", "folder"],
    ["--", "--check"],
    ["a=b"],
]


@pytest.mark.parametrize(("arguments", "changed"), ACCEPTED, ids=[" ".join(a) or "none" for a, _ in ACCEPTED])
def test_plain_arguments_are_read_as_typer_reads_them(arguments: list[str], changed: dict[str, Any]) -> None:
    expected = {**DEFAULTS, **changed}
    assert expected == by_typer(arguments)
    assert expected == parsed(arguments, GENERATE)


@pytest.mark.parametrize("arguments", DECLINED, ids=" ".join)
def test_anything_else_is_left_to_typer(arguments: list[str]) -> None:
    assert parsed(arguments, GENERATE) is None


@pytest.mark.parametrize("count", [1, 2, 3])
def test_wherever_the_quick_parser_answers_typer_agrees(count: int) -> None:
    words = ["--check", "--dry-run", "--format", "--format=json", "json", "text", "folder", "", "-", "--", "-h", "--format=", "--check=1"]
    disagreed = [
        (list(given), quick, by_typer(list(given)))
        for given in permutations(words, count)
        if (quick := parsed(list(given), GENERATE)) is not None and quick != by_typer(list(given))
    ]
    assert [] == disagreed


def test_every_option_has_its_parameter_name() -> None:
    assert ["check", "dry_run", "adopt", "format"] == [parameter(option) for option in GENERATE]
    assert [CHECK, ADOPT] == [option for option in GENERATE if isinstance(option, Flag) and option.name != "--dry-run"]


def validate_by_typer(arguments: list[str]) -> Mapping[str, Any] | None:
    """What typer gives `validate`, or None when it or the command refuses."""
    command = get_command(app).commands["validate"]  # type: ignore[attr-defined]  # a group
    try:
        given: dict[str, Any] = command.make_context("validate", list(arguments)).params
    except ClickException:
        return None
    for option in VALIDATE:
        value = given[parameter(option)]
        if isinstance(option, Choice) and value not in option.values:
            return None
        if isinstance(option, Several) and not set(names_in(value)) <= set(option.values):
            return None
    return {**given, "paths": list(given["paths"] or [])}


PLAIN: dict[str, Any] = {"paths": [], "format": "text", "level": "policy", "fail_on": "warning", "called": "", "with_": "", "stdin_name": ""}
PLAIN["no_definition"] = False


@pytest.mark.parametrize(
    ("arguments", "changed"),
    [
        ([], {}),
        (["a.yml", "b"], {"paths": ["a.yml", "b"]}),
        (["-", "--stdin-name", "a.yml"], {"paths": ["-"], "stdin_name": "a.yml"}),
        (["a", "--format=sarif", "b", "--level", "lint"], {"paths": ["a", "b"], "format": "sarif", "level": "lint"}),
        (["--with", "zizmor, jactionlint", "--no-definition"], {"with_": "zizmor, jactionlint", "no_definition": True}),
        (["--called=x", "--fail-on", "error"], {"called": "x", "fail_on": "error"}),
    ],
    ids=lambda value: " ".join(value) or "none" if isinstance(value, list) else "",
)
def test_validate_is_read_as_typer_reads_it(arguments: list[str], changed: dict[str, Any]) -> None:
    assert PLAIN | changed == validate_by_typer(arguments)
    assert PLAIN | changed == parsed(arguments, VALIDATE, paths=True)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_wherever_the_quick_parser_of_validate_answers_typer_agrees(count: int) -> None:
    words = ["a.yml", "-", "--", "-h", "", "--with", "zizmor", "zizmor,x", "--with=", "--called", "--called=x", "--level=lint", "--fail-on", "error"]
    words += ["--no-definition", "--no-definition=1", "--stdin-name", "--lev"]
    disagreed = [
        (list(given), quick, validate_by_typer(list(given)))
        for given in permutations(words, count)
        if (quick := parsed(list(given), VALIDATE, paths=True)) is not None and quick != validate_by_typer(list(given))
    ]
    assert [] == disagreed
