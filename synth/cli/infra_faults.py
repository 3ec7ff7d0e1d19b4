"""What `ghsynth validate` says of templates that lie in a repository: the mistakes that need no definition to be seen."""

from __future__ import annotations

import os

from synth.infra.agreement.checking import faults_in
from synth.infra.reading.files import NEITHER, read
from synth.problems import DefinitionError
from synth.report.checked import Checked


def templates(paths: list[str]) -> tuple[list[Checked], list[str]]:
    """The templates that have something wrong in them, and notes on those that cannot be read. Other files are passed over."""
    checked: list[Checked] = []
    notes: list[str] = []
    for together in _together(paths):
        try:
            found = faults_in(read(together))
        except DefinitionError as error:
            notes += [f"{problem}; its roles were not checked" for problem in error.problems if NEITHER not in problem.message]
            continue
        for file in sorted({one.where.file for one in found if one.where is not None}):
            checked.append(Checked(file, _text(file), tuple([one for one in found if one.where is not None and one.where.file == file])))
    return checked, notes


def _together(paths: list[str]) -> list[list[str]]:
    """The files of one Terraform module or of one folder of policies are read together, any other alone."""
    groups: dict[str, list[str]] = {}
    for path in paths:
        alone = path.endswith((".yml", ".yaml", ".template"))
        groups.setdefault(path if alone else os.path.dirname(path), []).append(path)
    return list(groups.values())


def _text(file: str) -> str:
    with open(file, encoding="utf-8-sig") as opened:
        return opened.read()
