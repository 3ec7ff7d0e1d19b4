"""Blanks: found at the head of a template, filled by their place, marked where they stay open."""

from __future__ import annotations

import pytest

from synth.problems import DefinitionError
from synth.templates.blanks import Blank, bare, blanks, filled, imported_as_used, source, without

TEXT = '''\
"""Text."""

from synth import Health, Image
from synth.stacks import Auto

STACK = Auto()  # what tests
NAME = "größe # no comment"  # the name
PORT = 8080  # the port
HOSTS = ["a", "b"]  # the hosts
ROLE = f"{NAME}-role"  # the role

health = Health()
LATER = 1  # no blank
'''


def test_blanks_are_the_constants_at_the_head() -> None:
    expected = (
        Blank(name="STACK", value="Auto()", purpose="what tests", kind="code"),
        Blank(name="NAME", value="'größe # no comment'", purpose="the name", kind="text"),
        Blank(name="PORT", value="8080", purpose="the port", kind="number"),
        Blank(name="HOSTS", value="['a', 'b']", purpose="the hosts", kind="texts"),
        Blank(name="ROLE", value="f'{NAME}-role'", purpose="the role", kind="text"),
    )
    assert expected == blanks(TEXT)


def test_what_is_not_filled_is_marked() -> None:
    head = filled(TEXT, {"STACK": "Npm()", "PORT": "9090"}).splitlines()[5:10]
    assert [
        "STACK = Npm()  # what tests",
        'NAME = "größe # no comment"  # TO FILL IN: the name',
        "PORT = 9090  # the port",
        'HOSTS = ["a", "b"]  # TO FILL IN: the hosts',
        'ROLE = f"{NAME}-role"  # TO FILL IN: the role',
    ] == head


def test_imports_follow_what_is_used() -> None:
    text = imported_as_used(filled(TEXT, {"STACK": "Npm()"}), {"Npm": "synth.stacks"})
    assert ["from synth import Health", "from synth.stacks import Npm"] == text.splitlines()[2:4]


def test_many_imports_are_a_line_each() -> None:
    names = [f"Name{number:02}" for number in range(20)]
    text = f"from synth import (\n    {', '.join(names)},\n)\n\nall = [{', '.join(names)}]\n"
    assert ["from synth import (", *[f"    {name}," for name in names], ")", "", f"all = [{', '.join(names)}]"] == imported_as_used(text).splitlines()


def test_a_stage_on_a_line_of_its_own_becomes_a_comment() -> None:
    assert "stages = [\n    # UnitTest(STACK),  # left out: there are none\n]\n" == without(
        "stages = [\n    UnitTest(STACK),\n]\n", "UnitTest", "there are none"
    )


def test_a_stage_among_others_is_taken_out() -> None:
    assert "stages = [Lint(STACK), Build()]\n" == without("stages = [Lint(STACK), UnitTest(STACK), Build()]\n", "UnitTest", "there are none")


def test_an_argument_is_taken_out() -> None:
    assert ('x = [IntegrationTest(STACK, name="é"), 1]\n', True) == bare(
        'x = [IntegrationTest(STACK, name="é", services=[P("1")]), 1]\n', "IntegrationTest", "services"
    )
    assert ("x = IntegrationTest(STACK)\n", False) == bare("x = IntegrationTest(STACK)\n", "IntegrationTest", "services")


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("NAME", ' it\'s "so" \\ ', '"it\'s \\"so\\" \\\\"'),
        ("NAME", "größe", '"größe"'),
        ("PORT", "0443", "443"),
        ("HOSTS", "10.0.0.1, 10.0.0.2,", '["10.0.0.1", "10.0.0.2"]'),
    ],
)
def test_values_are_python(name: str, given: str, expected: str) -> None:
    assert expected == source(next(one for one in blanks(TEXT) if one.name == name), given)


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("PORT", "http", "PORT  'http' is no number"),
        ("PORT", "٣", "PORT  '٣' is no number"),
        ("NAME", " ", "NAME  is empty, or has characters that cannot be printed"),
        ("NAME", "a\x1b[31m", "NAME  is empty, or has characters that cannot be printed"),
        ("NAME", "\udcff", "NAME  is empty, or has characters that cannot be printed"),
        ("STACK", "Npm()", "STACK  is code, and no value of an option: change it in the definition"),
    ],
)
def test_what_is_no_value_is_refused(name: str, given: str, message: str) -> None:
    with pytest.raises(DefinitionError) as raised:
        source(next(one for one in blanks(TEXT) if one.name == name), given)
    assert message == str(raised.value)
