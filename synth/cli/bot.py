"""`ghsynth bot init`: the workflows that comment on pull requests, or what a definition has to say for them."""

from __future__ import annotations

import json
import os
import sys

from synth.adapters.disk import carry_out, made_by, present
from synth.bindings.lock import merged, read
from synth.bot_workflows.files import MARKER, files, in_python, in_yaml
from synth.bot_workflows.pulls import FILE
from synth.bot_workflows.settings import action_of
from synth.bot_workflows.values import OWN, Bot
from synth.expr.contexts import secrets, vars
from synth.link import WORKFLOWS
from synth.plan import plan
from synth.problems import DefinitionError, Problem
from synth.project import LOCK, PYTHON, YAML, load
from synth.record import replace
from synth.sources.published import published
from synth.vendor import RUNTIME, files_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from synth.plan import Plan


def init(forks: Literal["summary", "sweep", "workflow-run", "app"], *, directory: str = ".", dry_run: bool = False, format: str = "text") -> int:
    """The exit code: 0, or 2 when something is in the way and nothing was written."""
    try:
        if not os.path.isdir(directory):
            raise DefinitionError([Problem(directory, "is no folder: give the repository's")])
        bot = _bot(forks, directory)
        source = next((name for name in (PYTHON, *YAML) if os.path.isfile(os.path.join(directory, name))), None)
        if source is not None:
            _define(bot, source, directory, format)
            return 0
        made = _plan(bot, directory)
        if not dry_run:
            carry_out(directory, made)
    except DefinitionError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        print("nothing was written.", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename or directory}  {error.strerror}: mend that and run it again", file=sys.stderr)
        return 2
    _tell(made, bot.notes(), dry_run, format)
    return 0


def _bot(forks: Literal["summary", "sweep", "workflow-run", "app"], directory: str) -> Bot:
    action = action_of(directory) or published(directory, OWN, [RUNTIME])
    if forks == "app":
        return Bot(forks=forks, action=action, client_id=vars.BOT_CLIENT_ID, private_key=secrets.BOT_KEY)
    return Bot(forks=forks, action=action)


def _plan(bot: Bot, directory: str) -> Plan:
    """What to write; the bot has no definition that files could drift from. Raises DefinitionError for files that somebody else made."""
    path = os.path.join(directory, LOCK)
    lock = None
    if os.path.isfile(path):
        with open(path, encoding="utf-8") as file:
            lock = read(file.read(), LOCK)
    wanted = files(replace(bot, drift=False), merged(lock).pin, files_of(*bot.shipped()))
    there = present(directory, wanted)
    made = plan(wanted, there, made_by(MARKER, there, ""))
    if foreign := made.of("foreign"):
        raise DefinitionError([Problem(change.path, "is in the way and was not made by 'ghsynth bot init': move it") for change in foreign])
    return made


def _define(bot: Bot, source: str, directory: str, format: str) -> None:
    """Says which lines the definition needs. Raises DefinitionError where it cannot be read."""
    has = any([workflow.file == FILE for workflow in load(directory).workflows])
    text = in_python(bot) if source == PYTHON else in_yaml(bot)
    if has:
        text = "" if bot.action is None else f'action="{bot.action}"\n' if source == PYTHON else f"action: {bot.action}\n"
    if format == "json":
        content = {"schema": 1, "command": "bot init", "exit_code": 0, "source": source, "has_bot": has, "lines": text, "notes": bot.notes()}
        print(json.dumps(content, indent=2))
        return
    if text:
        print(f"{'give the Bot in' if has else 'add to'} {source}\n\n{text}")
    print("then run 'ghsynth generate'" if text else f"{source} has a Bot: run 'ghsynth generate'")
    for note in bot.notes():
        print(f"note: {note}")


def _tell(made: Plan, notes: Sequence[str], dry_run: bool, format: str) -> None:
    if format == "json":
        changes = [{"path": change.path, "change": change.kind} for change in made.changes]
        print(json.dumps({"schema": 1, "command": "bot init", "exit_code": 0, "written": not dry_run, "changes": changes, "notes": notes}, indent=2))
        return
    for change in made.changes:
        if change.path.startswith(f"{WORKFLOWS}/") or change.path == f"{OWN}/action.yml":
            print(f"{change.kind:7} {change.path}")
    others = [change for change in made.changes if change.path.startswith(f"{RUNTIME}/") and change.kind != "keep"]
    if others:
        print(f"{'':7} {RUNTIME}/ ({len(others)} files)")
    if dry_run:
        print("nothing was written; this is a dry run")
    for note in notes:
        print(f"note: {note}")
