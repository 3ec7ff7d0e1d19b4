"""What a repository decides about the checks, and what it gets wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.problems import DefinitionError
from synth.settings import DEFAULTS, Settings, read, settings_of
from synth.validate import validate

WHOLE = """
[tool.other]
a = 1

[tool.ghsynth.validate]
labels = ["arc-*"]
trusted = ["octo-org"]

[tool.ghsynth.validate.rules]
missing-timeout = "off"
unpinned-images = "error"

[tool.ghsynth.validate.ignore]
unpinned-uses = ["experiments/**", "x.yml"]
"*" = [".github/workflows/vendored-*.yml"]
"""
SETTINGS = Settings(
    rules={"missing-timeout": "off", "unpinned-images": "error"},
    ignore={"unpinned-uses": ["experiments/**", "x.yml"], "*": [".github/workflows/vendored-*.yml"]},
    labels=("arc-*",),
    trusted=("octo-org",),
)


def said(text: str, file: str = "pyproject.toml") -> list[str]:
    with pytest.raises(DefinitionError) as raised:
        read(text, file)
    return [str(problem) for problem in raised.value.problems]


def test_both_files_say_the_same() -> None:
    assert SETTINGS == read(WHOLE, "pyproject.toml")
    assert SETTINGS == read(WHOLE.replace("[tool.ghsynth.", "[").replace("[tool.other]\na = 1\n", ""), "ghsynth.toml")


@pytest.mark.parametrize("text", ["", "[project]\nname = 'x'\n", "[tool.ghsynth]\n", "[tool.other]\nvalidate = true\n"])
def test_without_settings_there_are_the_defaults(text: str) -> None:
    assert DEFAULTS == read(text, "pyproject.toml")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("lables = []", ["pyproject.toml:2  [tool.ghsynth.validate] has no 'lables'; did you mean 'labels'?"]),
        ("labels = 'x'", ["pyproject.toml:2  [tool.ghsynth.validate] labels is 'x': write a list of texts, [\"...\"]"]),
        ("labels = [1]", ["pyproject.toml:2  [tool.ghsynth.validate] labels.0 is 1: write a text in quotes"]),
        ("rules = 3", ["pyproject.toml:2  [tool.ghsynth.validate] rules is 3: write a table"]),
        (
            "rules.missing-timeout = 'none'",
            ["pyproject.toml:2  [tool.ghsynth.validate] rules.missing-timeout is 'none': write 'off', 'warning' or 'error'"],
        ),
        ("rules.missing-timeot = 'off'", ["pyproject.toml:2  there is no rule 'missing-timeot'; did you mean 'missing-timeout'?"]),
        ("\nrules = {unknown-needs = 'off'}", ["pyproject.toml:3  'unknown-needs' is a rule of GitHub's own, which no setting changes: take it out"]),
        (
            "\n[tool.ghsynth.validate.ignore]\n'unpined-uses' = ['x']",
            ["pyproject.toml:4  there is no rule 'unpined-uses'; did you mean 'unpinned-uses'?"],
        ),
    ],
)
def test_each_mistake_has_its_line(lines: str, expected: list[str]) -> None:
    assert expected == said(f"[tool.ghsynth.validate]\n{lines}\n")


def test_all_mistakes_are_told_at_once() -> None:
    assert 2 == len(said("[validate]\nlabels = 1\n[validate.rules]\nx = 'off'\n", "ghsynth.toml"))


def test_a_file_that_is_no_toml_is_told_with_its_line() -> None:
    assert said("[validate]\nlabels = [\n= 1\n", "ghsynth.toml")[0].startswith("ghsynth.toml:3  is no TOML: ")


def test_another_name_is_told_with_the_nearest() -> None:
    assert ["ghsynth.toml  has no settings 'validte'; did you mean 'validate'?"] == said("[validte]\nvalidate = 1\n", "ghsynth.toml")
    assert ["pyproject.toml  [tool.ghsynth] has no 'validat'; did you mean 'validate'?"] == said("[tool.ghsynth.validat]\nlabels = ['validate']\n")


def test_settings_are_found_in_the_repository(tmp_path: Path) -> None:
    assert DEFAULTS == settings_of(str(tmp_path))
    (tmp_path / "pyproject.toml").write_text(WHOLE)
    assert SETTINGS == settings_of(str(tmp_path))
    (tmp_path / "ghsynth.toml").write_text("[validate]\nlabels = ['x']\n")
    with pytest.raises(DefinitionError, match="keep one of them"):
        settings_of(str(tmp_path))
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert Settings(labels=("x",)) == settings_of(str(tmp_path))


TEXT = "on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    container: alpine:3\n    needs: nothing\n    steps:\n      - run: make\n"


def severities(settings: Settings, file: str = "a/.github/workflows/x.yml") -> dict[str, str]:
    return {finding.rule: finding.severity for finding in validate(TEXT, file, settings=settings)}


def test_severities_are_changed_and_rules_switched_off() -> None:
    before, after = severities(DEFAULTS), severities(SETTINGS)
    assert {"missing-timeout": "warning", "unpinned-images": "warning", "unknown-needs": "error"}.items() <= before.items()
    assert {**before, "unpinned-images": "error"}.items() - after.items() == {("missing-timeout", "warning")}


@pytest.mark.parametrize(
    ("pattern", "ignored"),
    [
        ("x.yml", True),
        ("*.yml", True),
        ("workflows/*.yml", True),
        (".github/**", True),
        ("**/x.yml", True),
        ("/a/.github/workflows/x.yml", True),
        ("y.yml", False),
        ("github/*.yml", False),
        (".github/*.yml", False),
    ],
)
def test_rules_are_switched_off_in_files(pattern: str, ignored: bool) -> None:
    assert ignored is ("missing-timeout" not in severities(Settings(ignore={"missing-timeout": [pattern]})))
    assert "unknown-needs" in severities(Settings(ignore={"*": [pattern]}))


def test_what_github_refuses_stays() -> None:
    assert {"unknown-needs": "error"} == severities(Settings(ignore={"*": ["*"]}))
