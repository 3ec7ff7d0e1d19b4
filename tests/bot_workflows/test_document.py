"""docs/bot.md: its definition generates, its settings are read, its commands and words exist."""

from __future__ import annotations

import re
from pathlib import Path

from typer.testing import CliRunner

from synth import Bot
from synth.bot_workflows.settings import action_of
from synth.bot_workflows.values import FORKS
from synth.cli.app import app
from synth.project import load

PAGE = (Path(__file__).parents[2] / "docs/bot.md").read_text()
COMMIT = "0123456789abcdef0123456789abcdef01234567"


def blocks(language: str) -> list[str]:
    return [text.replace("<commit>", COMMIT) for text in re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)]


def test_the_definition_generates(tmp_path: Path) -> None:
    (definition,) = blocks("python")
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github/ghsynth.py").write_text(definition)
    assert [".github/workflows/ghsynth-diff.yml"] == [f".github/workflows/{workflow.file}" for workflow in load(str(tmp_path)).workflows]


def test_the_settings_are_read(tmp_path: Path) -> None:
    (settings,) = blocks("toml")
    (tmp_path / "ghsynth.toml").write_text(settings)
    assert f"acme/mirror/actions/comment-diff@{COMMIT}" == action_of(str(tmp_path))


def test_the_way_by_commit_is_taken() -> None:
    (line,) = re.findall(r"\nuses: (\S+)\n", PAGE.replace("<commit>", COMMIT))
    assert 1 == len(Bot(action=line).workflows())


def test_each_way_for_forks_has_its_row() -> None:
    assert set(FORKS) == set(re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE)) & set(FORKS)


def test_the_commands_are_known(tmp_path: Path) -> None:
    commands = [line.split()[1:] for text in blocks("sh") for line in text.splitlines()]
    assert [["bot", "init"], ["diff", "HEAD", "--drift", "--fail-on", "caution"]] == commands
    for words in commands:
        assert 0 == CliRunner().invoke(app, [*words, "--help"]).exit_code
