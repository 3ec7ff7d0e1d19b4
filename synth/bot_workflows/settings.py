"""`[bot]` of a repository's ghsynth.toml, or `[tool.ghsynth.bot]` of its pyproject.toml: which action comments, unless the definition says."""

from __future__ import annotations

import os
import re

from synth.bot_workflows.values import wrong_action
from synth.model import Origin
from synth.nearest import nearest
from synth.problems import DefinitionError, Problem
from synth.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.bot_workflows.values import Bot

_PLACES = (("ghsynth.toml", ("bot",)), ("pyproject.toml", ("tool", "ghsynth", "bot")))
_KEYS = ("action",)


def completed(bot: Bot, root: str) -> Bot:
    """The bot with the action of the repository's settings where it names none itself. Raises DefinitionError as `action_of` does."""
    action = None if bot.action is not None else action_of(root)
    return bot if action is None else replace(bot, action=action)


def action_of(root: str) -> str | None:
    """The action that the settings of the repository at `root` name. Raises DefinitionError for what is wrong with them."""
    found = [(file, text, path, table) for file, path in _PLACES if (text := _text(root, file)) and (table := _table(text, file, path)) is not None]
    if not found:
        return None
    file, text, path, table = found[0]
    if len(found) > 1:
        raise DefinitionError([Problem(file, f"has [bot], and so has {found[1][0]}: keep one of them")])
    return _action(table, Origin(file, _line(text, path)), ".".join(path))


def _action(table: Any, where: Origin, name: str) -> str | None:
    if not isinstance(table, dict):
        raise DefinitionError([Problem(where, f'{name} is no table: write [{name}] and below it action = "owner/repository/path@commit"')])
    if unknown := [key for key in table if key not in _KEYS]:
        raise DefinitionError([Problem(where, f"[{name}] has no '{unknown[0]}'{nearest(unknown[0], _KEYS)}")])
    action = table.get("action")
    if action is None:
        return None
    wrong = wrong_action(action) if isinstance(action, str) else ": write a text in quotes"
    if wrong:
        raise DefinitionError([Problem(where, f"[{name}] action is {action!r}{wrong}")])
    return str(action)


def _table(text: str, file: str, path: tuple[str, ...]) -> Any:
    if "bot" not in text:
        return None
    import tomllib

    try:
        found: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise DefinitionError([Problem(Origin(file, int(line[1]) if line else max(text.count("\n"), 1)), f"is no TOML: {error}")]) from None
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _line(text: str, path: tuple[str, ...]) -> int:
    """The line of the table's head, or the first."""
    head = re.compile(r"\s*\[\s*" + r"\s*\.\s*".join(path) + r"\s*\]")
    return next((number for number, line in enumerate(text.splitlines(), 1) if head.match(line)), 1)


def _text(root: str, file: str) -> str:
    try:
        with open(os.path.join(root, file), encoding="utf-8-sig") as opened:
            return opened.read()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        said = getattr(error, "strerror", None) or "is not UTF-8"
        raise DefinitionError([Problem(file, f"cannot be read: {said}")]) from None
