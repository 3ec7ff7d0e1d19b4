"""Labels of runners, and what steps give to actions."""

from __future__ import annotations

import pytest

from synth.finding import Finding
from synth.settings import Settings
from synth.validate import validate
from tests.checks.reports import job, reported

SHA = "0123456789abcdef0123456789abcdef01234567"


def labels(runs_on: str, matrix: str = "") -> list[tuple[int, str]]:
    strategy = f"strategy: {{matrix: {matrix}}}" if matrix else ""
    text = f"on: push\njobs:\n  a:\n    runs-on: {runs_on}\n    {strategy}\n    steps: [{{run: make}}]\n"
    return [(line, message) for line, _, rule, message in reported(text) if rule == "runner-label"]


@pytest.mark.parametrize(
    ("runs_on", "said"),
    [
        ("ubuntu-24.04", []),
        ("ubuntu-slim", []),
        ("Ubuntu-Latest", []),
        ("windows-11-arm", []),
        ("[self-hosted, anything]", []),
        ("[self-hosted, linux, x64]", []),
        ("{group: large}", []),
        ("${{ vars.RUNNER }}", []),
        ("[ubuntu-24.04, ubuntu-latest]", []),
        ("ubuntu-20.04", ["the image 'ubuntu-20.04' is gone since 2025-04-15"]),
        ("ubuntu-oldest", ["there is no runner with the label 'ubuntu-oldest'; did you mean 'ubuntu-latest'?"]),
        ("my-runner", ["there is no runner with the label 'my-runner'"]),
        ("[ubuntu-latest, windows-latest]", ["no runner is both 'ubuntu-latest' and 'windows-latest'"]),
    ],
)
def test_labels(runs_on: str, said: list[str]) -> None:
    assert said == [message for _, message in labels(runs_on)]


def test_labels_of_a_matrix_are_found_where_they_stand() -> None:
    assert [(5, "the image 'macos-12' is gone since 2024-12-03")] == labels("${{ matrix.os }}", "{os: [ubuntu-24.04, macos-12]}")
    assert [(5, "no runner is both 'linux' and 'windows'")] == labels("[linux, '${{ matrix.os }}']", "{os: [windows, linux]}")
    assert [(5, "the image 'macos-11' is gone since 2024-06-28")] == labels("${{ matrix.os }}", "{include: [{os: macos-11}]}")


def test_labels_of_own_runners_are_named_in_the_settings() -> None:
    text = job().replace("ubuntu-latest", "big-1")
    found = validate(text, "x.yml", settings=Settings(labels=["big-*"]), level="lint")
    assert [] == [finding.message for finding in found if finding.rule == "runner-label"]


def steps(*lines: str) -> str:
    return job(steps="\n".join(lines))


ACTION = """
name: Greet
description: Says hello
inputs:
  who:
    required: true
  tone:
    default: warm
  old-tone:
    deprecationMessage: use tone
  mood:
    required: true
    default: good
    deprecationMessage: use tone
runs:
  using: composite
  steps: []
"""
BESIDE = {".github/actions/greet/action.yml": ACTION, ".github/workflows/other.yml": ""}
GREET = "uses: ./.github/actions/greet"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["  with: {who: you}"], []),
        (["  with: {WHO: you, tone: cold}"], []),
        ([], ["'./.github/actions/greet' needs the input 'who'"]),
        (["  with: {who: you, tome: cold}"], ["'./.github/actions/greet' has no input 'tome'; did you mean 'tone'?"]),
        (["  with: {who: you, old-tone: cold}"], ["the input 'old-tone' of './.github/actions/greet' is deprecated"]),
        (["  with: {who: you, mood: bad}"], ["the input 'mood' of './.github/actions/greet' is deprecated"]),
        (["  with: {who: you, args: x}"], ["'./.github/actions/greet' has no input 'args'; there are: mood, old-tone, tone, who"]),
    ],
)
def test_inputs_of_the_repositorys_own_actions(given: list[str], said: list[str]) -> None:
    text = steps(f"- {GREET}", *given)
    assert said == [message for _, _, rule, message in reported(text, beside=BESIDE) if rule == "action-inputs"]


def test_inputs_of_known_actions() -> None:
    text = steps("- uses: actions/setup-node@v7", "  with:", "    node_version: 24", "    no-such-thing: 1")
    expected = [
        (8, 11, "action-inputs", "actions/setup-node v7.0.0 has no input 'node_version'; did you mean 'node-version'?"),
    ]
    assert expected == reported(text)[:1]


def test_of_an_unknown_release_only_a_misspelling_is_told() -> None:
    text = steps("- uses: slackapi/slack-github-action@v1", "  with:", "    channel_id: 24", "    pay_load: 1", "    web-hook: x")
    found: list[Finding] = [f for f in validate(text, "x.yml", level="lint") if f.rule == "action-inputs"]
    assert {"medium"} >= {f.confidence for f in found}


def test_an_earlier_major_of_an_action_that_gave_up_nothing_is_judged_by_the_last() -> None:
    text = steps("- uses: actions/setup-node@v6", "  with:", "    node_version: 24", "    no-such-thing: 1", "    always-auth: true")
    found: list[Finding] = [f for f in validate(text, "x.yml", level="lint") if f.rule == "action-inputs"]
    assert [8, 9] == [f.where.line for f in found if f.where]


def test_an_action_that_cannot_be_read_is_told_where_it_is_used() -> None:
    beside = {**BESIDE, ".github/actions/greet/action.yml": "name: Greet\ndescription: Says hello\nruns:\n  using: docker\n"}
    said = [message for _, _, rule, message in reported(steps(f"- {GREET}"), beside=beside) if rule == "local-action"]
    assert ["the action './.github/actions/greet' cannot be used: line 4: 'runs' needs 'image'"] == said


def test_a_missing_program_of_an_action_is_told() -> None:
    beside = {**BESIDE, ".github/actions/greet/action.yml": "name: Greet\ndescription: Says hello\nruns:\n  using: node24\n  main: index.js\n"}
    said = [message for _, _, rule, message in reported(steps(f"- {GREET}"), beside=beside) if rule == "local-action"]
    assert ["the action './.github/actions/greet' cannot be used: 'index.js', its 'main', does not exist"] == said


def test_an_action_that_is_not_there_is_worth_a_note() -> None:
    text = steps("- uses: ./.github/actions/other")
    assert [] == reported(text, beside=BESIDE)


@pytest.mark.parametrize(("reference", "is_old"), [("actions/checkout@v3", True), ("actions/checkout@v4", False), (f"actions/checkout@{SHA}", False)])
def test_actions_for_an_old_node(reference: str, is_old: bool) -> None:
    assert is_old == any(rule == "outdated-action" for _, _, rule, _ in reported(steps(f"- uses: {reference}")))


@pytest.mark.parametrize(
    ("used", "given", "said"),
    [
        ("actions/cache@v4", "{keys: a, path: b}", ["needs the input 'key'", "has no input 'keys'; did you mean 'key'?"]),
        ("actions/setup-node@v4", "{always-auth: true}", []),  # gone since, and there was it
        ("actions/cache@v99", "{path: a}", []),  # nobody knows what that takes
        ("actions/cache@main", "{path: a}", []),
        (f"actions/cache@{SHA}", "{path: a}", []),
        (f"actions/cache@{SHA} # v4.2.0", "{path: a}", ["needs the input 'key'"]),
    ],
)
def test_what_steady_actions_took_in_earlier_majors(used: str, given: str, said: list[str]) -> None:
    text = steps(f"- uses: {used}", f"  with: {given}")
    found = [(line, column, message) for line, column, rule, message in reported(text) if rule == "action-inputs"]
    reference = used.replace(f"{SHA} # ", "")
    assert [f"'{reference}' {what}" for what in said] == [message for _, _, message in found]


@pytest.mark.parametrize(("major", "is_told"), [("v2", False), ("v3", True), (f"{SHA} # v3.0.0", True), (SHA, False)])
def test_an_input_is_deprecated_from_a_major_on(major: str, is_told: bool) -> None:
    text = steps(f"- uses: actions/create-github-app-token@{major}", "  with: {app-id: 1, private-key: x}")
    expected = [(7, 16, "deprecated-input", "the input 'app-id' of actions/create-github-app-token is deprecated")]
    assert (expected if is_told else []) == reported(text)


def test_an_action_without_a_later_release_has_no_newer_major_to_name() -> None:
    text = steps("- uses: actions-rs/toolchain@v1", "- uses: Azure/login@v1")
    found = [(f.message, f.remedy) for f in validate(text, "x.yml", level="lint") if f.rule == "outdated-action"]
    assert [
        ("'actions-rs/toolchain@v1' was made for Node 16 or older", "it has no later release: use another action"),
        ("'Azure/login@v1' was made for Node 16 or older", "use v2 or later"),
    ] == found


def test_a_deprecated_input_that_must_be_given_is_given() -> None:
    beside = {
        **BESIDE,
        ".github/actions/greet/action.yml": ACTION.replace(
            "    required: true\n  tone", "    required: true\n    deprecationMessage: no more\n  tone"
        ),
    }
    assert [] == reported(steps(f"- {GREET}", "  with: {who: you}"), beside=beside)
