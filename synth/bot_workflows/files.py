"""`Bot` without a definition -> the texts of its files, and the lines that a definition would have."""

from __future__ import annotations

from synth.checks import findings
from synth.link import file_name, link
from synth.problems import DefinitionError, Problem
from synth.yaml.emit import emit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from synth.bot_workflows.values import Bot
    from synth.link.values import Pin

HEADER = "Written by 'ghsynth bot init': run it again to bring this up to date."
MARKER = f"# {HEADER}\n"


def files(bot: Bot, pin: Pin, shipped: Mapping[str, str]) -> dict[str, str]:
    """Each file's path and text. `shipped` are the files of the actions that the bot ships. Raises DefinitionError."""
    made: dict[str, str] = {path: MARKER + text for path, text in shipped.items()}
    problems: list[Problem] = []
    for workflow in bot.workflows():
        linked = link(workflow, pin)
        problems += [Problem(file_name(workflow), f"{f.message}: {f.remedy}") for f in findings(linked) if f.severity == "error"]
        made[file_name(workflow)] = emit(linked, HEADER)
    if problems:
        raise DefinitionError(problems)
    return made


def in_python(bot: Bot) -> str:
    """What stands beside the pipeline in `.github/ghsynth.py`."""
    keys = {"client_id": "vars.BOT_CLIENT_ID", "private_key": "secrets.BOT_KEY"} if bot.forks == "app" else {}
    given = [f'forks="{bot.forks}"'] if bot.forks != "summary" else []
    given += [f'action="{bot.action}"'] if bot.action is not None else []
    given += [f"{name}={value}" for name, value in keys.items()]
    return f"from synth import {'Bot, secrets, vars' if keys else 'Bot'}\n\nbot = Bot({', '.join(given)})\n"


def in_yaml(bot: Bot) -> str:
    """What stands beside the stages in `.github/ghsynth.yml`."""
    lines = [f"forks: {bot.forks}"] if bot.forks != "summary" else []
    lines += [f"action: {bot.action}"] if bot.action is not None else []
    lines += ["client-id: ${{ vars.BOT_CLIENT_ID }}", "private-key: ${{ secrets.BOT_KEY }}"] if bot.forks == "app" else []
    return "bot:\n" + "".join([f"  {line}\n" for line in lines]) if lines else "bot: {}\n"
