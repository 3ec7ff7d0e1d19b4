"""Schedules, filters and inputs of triggers."""

from __future__ import annotations

import pytest

from synth.checks.cron import cron, shortest_minutes
from synth.checks.glob import path_flaws, ref_flaws
from tests.checks.reports import reported, severities

JOBS = "jobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps: [{run: make}]\n"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("* * * * *", 1),
        ("*/5 * * * *", 5),
        ("0,3 12 * * *", 3),
        ("58 * * * *", 60),
        ("0 0,23 * * *", 60),
        ("5-59/20 * * * *", 20),
        ("30 5 * JAN-mar MON", 1440),
        ("0 3 1 */2 1-5", 1440),
        ("7/20 3 * * *", 20),
    ],
)
def test_cron_gives_the_shortest_time_between_two_runs(text: str, minutes: int) -> None:
    fields = cron(text)
    assert not isinstance(fields, str)
    assert minutes == shortest_minutes(fields)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("0 3 * *", "has 4 fields, where five are expected: minute, hour, day of the month, month, day of the week"),
        ("@daily", "has 1 fields, where five are expected: minute, hour, day of the month, month, day of the week"),
        ("60 * * * *", "has '60' as minute, which goes from 0 to 59"),
        ("0 24 * * *", "has '24' as hour, which goes from 0 to 23"),
        ("0 0 0 * *", "has '0' as day of the month, which goes from 1 to 31"),
        ("0 0 * 13 *", "has '13' as month, which goes from 1 to 12"),
        ("0 0 * * 7", "has '7' as day of the week, which goes from 0 to 6"),
        ("0 0 L * *", "has 'L' as day of the month, which goes from 1 to 31"),
        ("5-1 * * * *", "has '5-1' as minute, which goes from 0 to 59"),
        ("*/0 * * * *", "has '*/0' as minute, which goes from 0 to 59"),
        ("*-5 * * * *", "has '*-5' as minute, which goes from 0 to 59"),
    ],
)
def test_cron_says_what_is_wrong(text: str, wrong: str) -> None:
    assert wrong == cron(text)


def test_a_broken_schedule_is_refused_and_a_frequent_one_is_warned_about() -> None:
    text = f"on:\n  schedule:\n    - cron: 0 3 * *\n    - cron: '*/2 * * * *'\n{JOBS}"
    assert [("cron-syntax", "error", "grammar"), ("cron-interval", "warning", "lint")] == severities(text)
    assert [(3, 13), (4, 13)] == [place[:2] for place in reported(text)]


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Berlin", []),
        ("Europe/Berln", ["there is no time zone 'Europe/Berln'; did you mean 'Europe/Berlin'?"]),
        ("UTC", ["'UTC' is no name of a place"]),
        ("local", ["there is no time zone 'local'"]),
    ],
)
def test_a_time_zone_is_named_after_a_place(zone: str, said: list[str]) -> None:
    text = f"on:\n  schedule:\n    - cron: 0 3 * * *\n      timezone: {zone}\n{JOBS}"
    assert said == [message for _, _, _, message in reported(text)]


@pytest.mark.parametrize(
    ("pattern", "flaws"),
    [
        ("main", []),
        ("release/**", []),
        ("v[0-9]+.[0-9]+", []),
        ("!old", []),
        ("a\\*b", []),
        ("**", []),
        ("v1?", []),
        ("", ["is empty"]),
        ("!", ["is '!' alone: what it excludes has to follow"]),
        ("/main", ["begins with '/', as no ref does"]),
        ("main/", ["ends with '/', as no ref does"]),
        ("a b", ["has a ' ', which no ref may have"]),
        ("a^b", ["has a '^', which no ref may have"]),
        ("a\\d", ["has a '\\' before what needs none: only [ ? * + \\ ! can be escaped"]),
        ("*+", ["has a '+' with nothing before it that it could repeat"]),
        ("?", ["has a '?' with nothing before it that it could repeat"]),
        ("v[0-", ["has a '[' without ']'"]),
        ("v[]", ["has an empty set of characters, '[]'"]),
        ("v[x]", ["has a set of one character, '[x]': write x"]),
        ("v[9-0]", ["has a range that runs backwards, '9-0'"]),
        ("v[a-]", ["has a range without end, '[a-]'"]),
        ("a\nb", ["holds a line break"]),
    ],
)
def test_patterns_of_refs(pattern: str, flaws: list[str]) -> None:
    assert flaws == list(ref_flaws(pattern))


DOTS = "has '.' or '..', which GitHub compares as they are: paths begin at the root of the repository"


@pytest.mark.parametrize(
    ("pattern", "flaws"),
    [
        ("src/**", []),
        ("a b", []),
        ("foo\\bar", []),
        (".github/**", []),
        ("./src", [DOTS]),
        ("../src", [DOTS]),
        ("a/../b", [DOTS]),
        ("!./a", [DOTS]),
        ("..", [DOTS]),
        (" src", ["begins or ends with a space"]),
        ("", ["is empty"]),
    ],
)
def test_patterns_of_paths(pattern: str, flaws: list[str]) -> None:
    assert flaws == list(path_flaws(pattern))


def test_a_pattern_is_found_at_its_place() -> None:
    text = f"on:\n  push:\n    branches:\n      - main\n      - v[x]\n{JOBS}"
    assert [(5, 9, "filter-pattern", "the pattern 'v[x]' has a set of one character, '[x]': write x")] == reported(text)


def test_a_filter_takes_or_leaves_out() -> None:
    text = f"on:\n  push:\n    paths: [a]\n    paths-ignore: [b]\n  pull_request:\n    branches: [a]\n{JOBS}"
    assert [(4, 5, "filter-conflict", "the event 'push' has both 'paths' and 'paths-ignore'")] == reported(text)


def dispatch(*lines: str) -> str:
    inputs = "".join(f"        {line}\n" for line in lines)
    return f"on:\n  workflow_dispatch:\n    inputs:\n      x:\n{inputs}{JOBS}"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["type: choice", "options: [a, b]", "default: b"], []),
        (["type: choice"], ["input 'x' is a choice without options"]),
        (["type: choice", "options: [a, a]"], ["input 'x' has the option 'a' twice"]),
        (["type: choice", "options: [a]", "default: b"], ["the default 'b' of input 'x' is none of its options"]),
        (["type: string", "options: [a]"], ["input 'x' has options and is no choice"]),
        (["options: [a]"], ["input 'x' has options and is no choice"]),
        (["type: number", "default: many"], ["the default 'many' of input 'x' is no number"]),
        (["type: number", "default: 0x10"], []),
        (["type: boolean", "default: true"], []),
        (["type: boolean", "default: 'true'"], ["the default of input 'x' is 'true', a text, where true or false is expected"]),
        (["type: environment", "default: staging"], []),
    ],
)
def test_inputs_of_a_button(lines: list[str], said: list[str]) -> None:
    assert said == [message for _, _, _, message in reported(dispatch(*lines))]


def test_github_takes_25_inputs() -> None:
    many = "".join(f"      i{n}: {{type: string}}\n" for n in range(26))
    text = f"on:\n  workflow_dispatch:\n    inputs:\n{many}{JOBS}"
    assert [(2, 3, "dispatch-input", "workflow_dispatch has 26 inputs, and GitHub takes 25")] == reported(text)


def test_a_required_input_of_a_call_has_no_default() -> None:
    text = f"on:\n  workflow_call:\n    inputs:\n      x: {{type: string, required: true, default: a}}\n{JOBS}"
    assert ["input 'x' is required, so its default is never used"] == [
        message for _, _, rule, message in reported(text) if rule == "call-input-default"
    ]
