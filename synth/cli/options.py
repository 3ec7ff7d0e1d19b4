"""The options of the commands that start without typer, each said once: typer's help and the quick start both read this table."""

from __future__ import annotations

from synth.record import positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, TypeAlias

    Option: TypeAlias = "Flag | Choice | Several | Text"


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


@positional
class Several:
    """An option with some of a few values, joined by commas; none is the default."""

    name: str
    values: tuple[str, ...]
    help: str


@positional
class Text:
    """An option with any value; nothing is the default."""

    name: str
    placeholder: str
    help: str


CHECK = Flag("--check", "Write nothing; exit with 1 when a file is not what the definition says.")
DRY_RUN = Flag("--dry-run", "Write nothing; show what would change as a unified diff.")
ADOPT = Flag("--adopt", "Take over files in the way that ghsynth did not make.")
FORMAT = Choice("--format", ("text", "json"), "How the plan is printed.")
DIRECTORY = "The repository; its .github/ holds ghsynth.py or ghsynth.yml."
REPORT = Choice("--format", ("text", "json", "sarif", "github"), "How the findings are printed; github: as annotations of a run.")
LEVEL = Choice("--level", ("policy", "lint", "grammar"), "How far to look: grammar is what GitHub refuses, lint adds mistakes, policy security.")
SEVERITY = Choice("--fail-on", ("warning", "error"), "The least severity that makes the exit code 1.")
JUDGES = Several("--with", ("zizmor", "jactionlint"), "Also run these linters, joined by commas: pip install 'ghsynth[lint]'.")
CALLED = Text("--called", "DIR", "A folder with files of other repositories, as owner/repository/path.")
STACK = Choice(
    "--stack",
    ("auto", "docker", "go", "gradle", "maven", "npm", "pip", "pnpm", "poetry", "uv", "yarn"),
    "The language's stack; auto: the one that the repository shows.",
)
STDIN_NAME = Text("--stdin-name", "PATH", "The path that the standard input stands for.")
NO_DEFINITION = Flag("--no-definition", "Do not run .github/ghsynth.py to name its lines for findings in generated files.")
DRIFT = Choice("--fail-on", ("nothing", "drift"), "What makes the exit code 1.")
EXPLAINED = Choice("--format", ("text", "json", "markdown", "mermaid", "svg"), "How it is explained; mermaid and svg: as a picture of the jobs.")
CHECKED = Choice("--format", ("text", "json", "markdown"), "How the points are printed.")
COMPARED = Choice("--format", ("text", "markdown", "json", "github"), "How the changes are printed; github: as annotations of a run.")
CHANGED = Choice("--fail-on", ("nothing", "danger", "caution"), "The least severity that makes the exit code 1.")
SIMULATED = Choice("--format", ("text", "json", "mermaid"), "How it is told; mermaid: as a picture of the jobs.")
INFRA_WRITTEN = Choice("--format", ("cloudformation", "terraform", "policies"), "What is written: a template for each account, or policies as JSON.")
INFRA_EXPLAINED = Choice("--format", ("text", "markdown", "json", "mermaid"), "How it is told; mermaid: as a picture.")
FORKS = Choice("--forks", ("summary", "sweep", "workflow-run", "app"), "How pull requests from forks are told of.")
GENERATE = (CHECK, DRY_RUN, ADOPT, FORMAT)
VALIDATE = (REPORT, LEVEL, SEVERITY, CALLED, JUDGES, STDIN_NAME, NO_DEFINITION)


def parsed(arguments: Sequence[str], options: Sequence[Option], paths: bool = False) -> Mapping[str, Any] | None:
    """The arguments by parameter name, with `directory`, or with `paths`; None when they are not plainly these, which typer then explains."""
    found: dict[str, Any] = {parameter(option): _default(option) for option in options}
    named = {option.name: option for option in options}
    given: list[str] = []
    words = list(arguments)
    while words:
        word, equals, value = words.pop(0).partition("=")
        option = named.get(word)
        if isinstance(option, Flag) and not equals:
            found[parameter(option)] = True
        elif isinstance(option, (Choice, Several, Text)):
            if not equals:
                if not words:
                    return None
                value = words.pop(0)
            if not _takes(option, value):
                return None
            found[parameter(option)] = value
        elif option is None and not equals and (not word.startswith("-") or (word == "-" and paths)) and (paths or not given):
            given.append(word)
        else:
            return None
    found.update({"paths": given} if paths else {"directory": given[0] if given else "."})
    return found


def parameter(option: Option) -> str:
    name = option.name.lstrip("-").replace("-", "_")
    return name + "_" if name == "with" else name  # a word of Python


def names_in(value: str) -> list[str]:
    """The names that are joined by commas, each once."""
    return list(dict.fromkeys([name.strip() for name in value.split(",") if name.strip()]))


def _default(option: Option) -> str | bool:
    return option.values[0] if isinstance(option, Choice) else False if isinstance(option, Flag) else ""


def _takes(option: Choice | Several | Text, value: str) -> bool:
    if isinstance(option, Choice):
        return value in option.values
    if isinstance(option, Several):
        return not value.startswith("-") and all([name in option.values for name in names_in(value)])
    return not value.startswith("-")
