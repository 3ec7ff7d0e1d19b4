"""The options of the commands that start without typer, each said once: typer's help and the quick start both read this table."""

from __future__ import annotations

from synth.record import positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any


@positional
class Flag:
    """An option that is there or not."""

    name: str
    help: str


@positional
class Choice:
    """An option with one of a few values; the first is the default."""

    name: str
    values: tuple[str, ...]
    help: str


CHECK = Flag("--check", "Write nothing; exit with 1 when a file is not what the definition says.")
DRY_RUN = Flag("--dry-run", "Write nothing; show what would change as a unified diff.")
ADOPT = Flag("--adopt", "Take over files in the way that ghsynth did not make.")
FORMAT = Choice("--format", ("text", "json"), "How the plan is printed.")
DIRECTORY = "The repository; its .github/ holds ghsynth.py or ghsynth.yml."
GENERATE = (CHECK, DRY_RUN, ADOPT, FORMAT)


def parsed(arguments: Sequence[str], options: Sequence[Flag | Choice]) -> Mapping[str, Any] | None:
    """The arguments by parameter name, with `directory`; None when they are not plainly these, which typer then explains."""
    found: dict[str, Any] = {parameter(o): o.values[0] if isinstance(o, Choice) else False for o in options}
    found["directory"] = "."
    named = {o.name: o for o in options}
    words = list(arguments)
    positionals = 0
    while words:
        word, equals, value = words.pop(0).partition("=")
        option = named.get(word)
        if isinstance(option, Flag) and not equals:
            found[parameter(option)] = True
        elif isinstance(option, Choice):
            value = value if equals else words.pop(0) if words else ""
            if value not in option.values:
                return None
            found[parameter(option)] = value
        elif option is None and not word.startswith("-") and not equals and not positionals:
            found["directory"] = word
            positionals += 1
        else:
            return None
    return found


def parameter(option: Flag | Choice) -> str:
    return option.name.lstrip("-").replace("-", "_")
