"""The typer application: help, completion, and every command that does not need the quick start."""

from __future__ import annotations

from typing import Annotated

import typer

from synth.cli.options import ADOPT, CHECK, DIRECTORY, DRY_RUN, FORMAT

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,  # rich alone would double the time of --help
    pretty_exceptions_enable=False,
    help="Delivery pipelines for GitHub and AWS ECS, described once and proved before they run.",
    epilog="Start with .github/ghsynth.py and 'ghsynth generate --dry-run'.",
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def common(
    version: Annotated[bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=lambda given: _version(given))] = False,
) -> None:
    pass


@app.command()
def generate(
    directory: Annotated[str, typer.Argument(help=DIRECTORY)] = ".",
    check: Annotated[bool, typer.Option(CHECK.name, help=CHECK.help)] = False,
    dry_run: Annotated[bool, typer.Option(DRY_RUN.name, help=DRY_RUN.help)] = False,
    adopt: Annotated[bool, typer.Option(ADOPT.name, help=ADOPT.help)] = False,
    format: Annotated[str, typer.Option(FORMAT.name, help=FORMAT.help, metavar="|".join(FORMAT.values))] = FORMAT.values[0],
) -> None:
    """Write the workflows that .github/ghsynth.py (or ghsynth.yml) describes.

    Examples:

      ghsynth generate                    write what changed

      ghsynth generate --dry-run          show it first

      ghsynth generate --check            in CI: fail when somebody edited a generated file

    Exit codes: 0 fine, 1 --check found a difference, 2 the definition or a file is in the way.
    """
    from synth.cli import generate as command

    if format not in FORMAT.values:
        raise typer.BadParameter(f"'{format}' is none of {', '.join(FORMAT.values)}", param_hint=FORMAT.name)
    raise typer.Exit(command.generate(directory, check=check, dry_run=dry_run, adopt=adopt, format=format))


@app.command()
def schema() -> None:
    """Print the JSON Schema of .github/ghsynth.yml, for editors.

    Example:

      ghsynth schema > .github/ghsynth.schema.json
    """
    import json

    from synth.definition import json_schema

    typer.echo(json.dumps(json_schema(), indent=2))


@app.command("eval")
def evaluate(
    expression: Annotated[str, typer.Argument(help="An expression, with or without ${{ }}.")] = "",
    context: Annotated[str, typer.Option("--context", help="A JSON file with the contexts: {'github': {...}, 'vars': {...}}.", metavar="FILE")] = "",
    batch: Annotated[bool, typer.Option("--batch", help="Answer each JSON line of the standard input with one.")] = False,
) -> None:
    """Say what an expression is, as GitHub's runner computes it.

    Examples:

      ghsynth eval "github.ref_name == 'main' && 'production' || 'staging'" --context github.json

      ghsynth eval --batch < cases.jsonl      lines of {"id", "expr", "contexts"}

    Exit codes: 0 fine, 2 the expression or the context cannot be read or has no value.
    """
    from synth.cli import evaluate as command

    raise typer.Exit(command.batch() if batch else command.evaluate(expression, context))


def _version(given: bool) -> None:
    if given:
        from importlib.metadata import version

        typer.echo(f"ghsynth {version('ghsynth')}")
        raise typer.Exit
