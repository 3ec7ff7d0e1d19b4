"""The command. The only place that prints, colours and exits. `generate` and `validate` start without typer, which alone would double their time."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """The console script `ghsynth`."""
    name, words = sys.argv[1:2], sys.argv[2:]
    try:
        if name == ["generate"]:
            from synth.cli.options import GENERATE, parsed

            given = parsed(words, GENERATE)
            if given is not None:
                from synth.cli.generate import generate

                sys.exit(generate(**given))
        elif name == ["validate"]:
            from synth.cli.options import VALIDATE, parsed

            given = parsed(words, VALIDATE, paths=True)
            if given is not None:
                from synth.cli.validate import validate

                sys.exit(validate(**given))
    except KeyboardInterrupt:
        sys.exit(130)  # as a shell reports it
    from synth.cli.app import app

    app(prog_name="ghsynth")


def coloured(stream: object) -> bool:
    """Whether to colour: on a terminal, unless NO_COLOR is set (https://no-color.org) or the terminal is dumb."""
    return bool(getattr(stream, "isatty", lambda: False)()) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
