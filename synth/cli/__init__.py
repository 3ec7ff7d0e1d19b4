"""The command. The only place that prints, colours and exits. `generate` starts without typer, which alone would double its time."""

from __future__ import annotations

import sys


def main() -> None:
    """The console script `ghsynth`."""
    words = sys.argv[1:]
    if words[:1] == ["generate"]:
        from synth.cli.options import GENERATE, parsed

        given = parsed(words[1:], GENERATE)
        if given is not None:
            from synth.cli.generate import generate

            try:
                sys.exit(generate(**given))
            except KeyboardInterrupt:
                sys.exit(130)  # as a shell reports it
    from synth.cli.app import app

    app(prog_name="ghsynth")
