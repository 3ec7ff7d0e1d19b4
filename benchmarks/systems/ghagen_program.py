"""`ghagen_program.py N FOLDER` writes 0.yml, 1.yml, ... with ghagen, without its lock file."""

from __future__ import annotations

import sys

from definition import loaded


def main(count: int, folder: str) -> None:
    definition = loaded("ghagen_project/.github/ghagen_workflows.py")
    app = definition.App(root=folder, lockfile=None)
    for i in range(count):
        app.add(definition.workflow(i), f"{i}.yml")
    app.synth()


main(int(sys.argv[1]), sys.argv[2])
