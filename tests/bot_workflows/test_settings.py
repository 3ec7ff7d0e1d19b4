"""`[bot]` of ghsynth.toml and pyproject.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.bot_workflows.settings import action_of
from synth.problems import DefinitionError
from synth.settings import settings_of

ACTION = "acme/mirror/actions/comment-diff@v1"


def refused(root: Path) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        action_of(str(root))
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(("file", "table"), [("ghsynth.toml", "bot"), ("pyproject.toml", "tool.ghsynth.bot")])
def test_the_action(tmp_path: Path, file: str, table: str) -> None:
    (tmp_path / file).write_text(f'[{table}]\naction = "{ACTION}"\n')
    assert ACTION == action_of(str(tmp_path))


@pytest.mark.parametrize("text", ["", "[validate]\n", "[bot]\n", '[other]\nbot = "x"\n'])
def test_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "ghsynth.toml").write_text(text)
    assert None is action_of(str(tmp_path))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[bot]\nactoin = 'x'\n", "ghsynth.toml:1  [bot] has no 'actoin'; did you mean 'action'?"),
        ("\n[bot]\naction = 3\n", "ghsynth.toml:2  [bot] action is 3: write a text in quotes"),
        ("[bot]\naction = 'x'\n", "ghsynth.toml:1  [bot] action is 'x': give owner/repository/path@commit"),
        ("bot = 1\n", 'ghsynth.toml:1  bot is no table: write [bot] and below it action = "owner/repository/path@commit"'),
        ("[bot\n", "ghsynth.toml:1  is no TOML: Expected ']' at the end of a table declaration (at line 1, column 5)"),
    ],
)
def test_what_is_wrong_is_told_at_its_line(tmp_path: Path, text: str, expected: str) -> None:
    (tmp_path / "ghsynth.toml").write_text(text)
    assert [expected] == refused(tmp_path)


def test_two_files_are_two_opinions(tmp_path: Path) -> None:
    (tmp_path / "ghsynth.toml").write_text("[bot]\n")
    (tmp_path / "pyproject.toml").write_text("[tool.ghsynth.bot]\n")
    assert ["ghsynth.toml  has [bot], and so has pyproject.toml: keep one of them"] == refused(tmp_path)


def test_the_settings_of_the_checks_stand_beside_it(tmp_path: Path) -> None:
    (tmp_path / "ghsynth.toml").write_text(f'[bot]\naction = "{ACTION}"\n\n[validate]\nlabels = ["big"]\n')
    assert (("big",), ACTION) == (settings_of(str(tmp_path)).labels, action_of(str(tmp_path)))
