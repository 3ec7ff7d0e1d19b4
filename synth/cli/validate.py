"""`ghsynth validate`: what is wrong with workflow and action files, wherever they came from."""

from __future__ import annotations

import os
import sys

from synth.cli.files import workflow_files
from synth.cli.options import LEVEL, REPORT, SEVERITY, names_in
from synth.problems import DefinitionError, Problem
from synth.report.checked import Checked, fails
from synth.surroundings import Repository, repository_of
from synth.validate import validate as findings_of
from synth.validate import validate_bytes
from synth.yaml.read import decode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from synth.settings import Settings

_MANY = 200  # files, from which on a person would wonder whether anything happens


def validate(
    paths: Sequence[str] = (),
    *,
    format: str = REPORT.values[0],
    level: str = LEVEL.values[0],
    fail_on: str = SEVERITY.values[0],
    called: str = "",
    with_: str = "",
    stdin_name: str = "",
    no_definition: bool = False,
) -> int:
    """The exit code: 0 when nothing that counts was found, 1 when something was, 2 when a path, the settings or a linter is in the way."""
    judges = names_in(with_)
    try:
        if judges and "-" in paths:
            raise DefinitionError([Problem("--with", "looks at files, not at the standard input")])
        checked, problems = _checked(paths, level, called, stdin_name)
        if judges:
            checked = _judged(checked, judges)
        if level == LEVEL.values[0] and not problems:
            checked += _templates(paths)
    except DefinitionError as error:
        return _refused(error.problems)
    if not no_definition:
        checked = _written(checked)
    if checked or not problems:
        _print(_formatted(checked, format, level))
    if problems:
        return _refused(problems)
    return 1 if fails(checked, fail_on) else 0


def _checked(paths: Sequence[str], level: str, called: str, stdin_name: str) -> tuple[list[Checked], list[Problem]]:
    """The files with what our own checks find, and what is wrong with the paths."""
    if called and not os.path.isdir(called):
        raise DefinitionError([Problem(called, "is no folder: --called takes one that holds owner/repository/path")])
    checked: list[Checked] = []
    look = _Look(level, called)
    if "-" in paths:
        if len(paths) > 1:
            raise DefinitionError([Problem("-", "stands for the standard input and is given alone")])
        return [look.at(sys.stdin.buffer.read(), stdin_name.replace(os.sep, "/") or "<stdin>", bool(stdin_name))], []
    files, problems = workflow_files(paths)
    for file in _watched(files):
        try:
            with open(file, "rb") as opened:
                data = opened.read()
        except OSError as error:
            problems.append(Problem(file, f"cannot be read: {error.strerror}"))
            continue
        checked.append(look.at(data, file))
    return checked, problems


def _templates(paths: Sequence[str]) -> list[Checked]:
    """The templates of roles and registries in the folders, or in the repository around this one where no path is given."""
    from synth.cli.files import around
    from synth.infra.reading.files import found

    folders = [path for path in (paths or [around(".")]) if path and os.path.isdir(path)]
    files = list(dict.fromkeys([os.path.relpath(file) for folder in folders for file in found(folder)]))
    if not files:
        return []
    from synth.cli.infra_faults import templates

    checked, notes = templates(files)
    for note in notes:
        print(f"note: {note}", file=sys.stderr)
    return checked


class _Look:
    """Looks at one file after the other; what lies around them is read once per repository."""

    def __init__(self, level: str, called: str) -> None:
        self.level = level
        self.called = called or None
        self._around: dict[str, Repository] = {}  # by folder; those of one repository share theirs
        self._of_root: dict[str, Settings] = {}

    def at(self, data: bytes, file: str, known: bool = True) -> Checked:
        around = self._repository(file) if known else Repository(None, self.called)
        text = decode(data)
        if isinstance(text, str):
            return _kept(file, text, findings_of(text, file, around, self._settings(around), self.level))
        return _kept(file, data.decode(errors="replace"), validate_bytes(data, file, around, self._settings(around), self.level))

    def _settings(self, around: Repository) -> Settings | None:
        if around.root is None:
            return None
        if around.root not in self._of_root:
            from synth.settings import settings_of

            self._of_root[around.root] = settings_of(around.root)
        return self._of_root[around.root]

    def _repository(self, file: str) -> Repository:
        folder = os.path.dirname(file)
        if folder not in self._around:
            found = repository_of(file, self.called)
            same = [other for other in self._around.values() if other.root == found.root]
            self._around[folder] = same[0] if same else found
        return self._around[folder]


def _kept(file: str, text: str, findings: Sequence[Any]) -> Checked:
    return Checked(file, text if findings else "", tuple(findings))


def _judged(checked: list[Checked], judges: Sequence[str]) -> list[Checked]:
    """The files with what the other linters find in them as well."""
    from synth.cli.judges import JudgeError, judged
    from synth.report.place import lines_of

    def text(file: str) -> str:
        with open(file, "rb") as opened:
            return opened.read().decode(errors="replace").removeprefix("\ufeff")

    try:
        found = judged(judges, [one.file for one in checked], lambda file: lines_of(text(file)))
    except JudgeError as error:
        raise DefinitionError([Problem("--with", str(error))]) from None
    return [Checked(one.file, one.text or text(one.file), (*one.findings, *found[one.file])) if one.file in found else one for one in checked]


def _written(checked: list[Checked]) -> list[Checked]:
    """The files, generated ones with the lines of the definition that they come from."""
    if not any([one.text.startswith("# ") for one in checked]):
        return checked  # none has a head that could name a definition, which is work to read
    from synth.report.written import Definitions

    definitions = Definitions()
    made = [Checked(one.file, one.text, definitions.written(one.file, one.text, one.findings)) for one in checked]
    for note in definitions.notes:
        print(f"note: {note}", file=sys.stderr)
    return made


def _formatted(checked: list[Checked], format: str, level: str) -> str:
    if format == "json":
        from synth.report.as_json import as_json

        return as_json(checked)
    if format == "sarif":
        from importlib.metadata import version

        from synth.report.sarif import sarif

        return sarif(checked, level, version("ghsynth"))
    if format == "github":
        from synth.report.commands import commands

        return commands(checked)
    from synth.cli import coloured
    from synth.report.text import text

    return text(checked, coloured=coloured(sys.stdout))


def _watched(files: list[str]) -> Iterable[str]:
    """The files; when there are many, a terminal shows how far it is."""
    if len(files) <= _MANY or not sys.stderr.isatty():
        return files
    from rich.console import Console
    from rich.progress import track

    return track(files, "Checking", console=Console(stderr=True), transient=True)


def _print(text: str) -> None:
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")  # a path may be no text, and a terminal not know every character
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has what it wants: https://docs.python.org/3/library/signal.html#note-on-sigpipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refused(problems: Iterable[Problem]) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    return 2
