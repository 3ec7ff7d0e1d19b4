"""`yamloom_program.py N FOLDER` writes 0.yml, 1.yml, ... with yamloom, which validates each of them unless told otherwise."""

from __future__ import annotations

import sys
from pathlib import Path

from definition import loaded


def main(count: int, folder: Path) -> None:
    definition = loaded("yamloom_project/.yamloom.py")
    for i in range(count):
        definition.workflow(i).dump(folder / f"{i}.yml")


main(int(sys.argv[1]), Path(sys.argv[2]))
