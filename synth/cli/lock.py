"""`ghsynth lock` and `ghsynth pin`: what each action and image stands for, in the lock and in files that people wrote."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

from synth.bindings.lock import Entry, Lock, is_pinned, merged, read, write
from synth.cli import coloured
from synth.cli.files import workflow_files
from synth.locking import BAD, Line, Locker, key_of
from synth.model import Origin
from synth.pin import pin, references
from synth.plan import Change, Plan, plan
from synth.problems import DefinitionError, Problem
from synth.project import LOCK, MARKER, PYTHON, YAML, load
from synth.project import references as references_of
from synth.record import record
from synth.yaml.read import decode
from synth.yaml.read import read as read_yaml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_COLOURS = {"added": "32", "updated": "33", "kept": "2", "stale": "33", "moved": "31", "refused": "31", "failed": "31"}
_ACTIONS_LOCK = ".github/workflows/actions.lock"


@record
class Asked:
    """What `ghsynth lock` is to do."""

    update: bool = False
    within: str = "major"
    cooldown: int = 7
    check: bool = False
    offline: bool = False
    dry_run: bool = False


def lock(names: Sequence[str], asked: Asked, *, directory: str = ".", format: str = "text") -> int:
    """The exit code: 0 when the lock holds everything, 1 when --check or a reference found something, 2 when the repository is in the way."""
    try:
        own = _own(directory)
        used = _used(directory)
        known = merged(own)
        wanted = {**dict.fromkeys(names if not asked.update else (), Origin(LOCK, 1)), **used}
        missing = {reference: where for reference, where in wanted.items() if not is_pinned(reference) and known.entry(reference) is None}
        if asked.check and asked.offline:
            lines = [
                Line(reference, "failed", None, None, f"is used at {where} and is not locked: run 'ghsynth lock'")
                for reference, where in missing.items()
            ]
            return _told(lines, format, wrote=False)
        lines = _answered(lambda locker: _work(locker, wanted, known, names, asked), asked.offline)
        if not asked.check and not asked.dry_run:
            _write(directory, _entries(lines, own, known, wanted))
    except DefinitionError as error:
        return _refused(error.problems)
    except OSError as error:
        return _refused([Problem(error.filename or directory, f"{error.strerror}: mend that and run it again")])
    return _told(lines, format, wrote=not asked.check and not asked.dry_run, check=asked.check)


def _work(locker: Locker, wanted: Mapping[str, Origin], known: Lock, names: Sequence[str], asked: Asked) -> list[Line]:
    lines = locker.fill([reference for reference in wanted if not is_pinned(reference)], known)
    if not (asked.update or asked.check):
        return lines
    there = [line.after for line in lines if line.kind == "kept" and line.after is not None]
    chosen = [entry for entry in there if not names or any([entry.reference.startswith(name) for name in names])]
    looked = locker.verify(chosen) if asked.check else locker.update(chosen, "minor" if asked.within == "minor" else "major", asked.cooldown)
    newer = {line.reference: line for line in looked}
    return [newer.get(line.reference, line) for line in lines]


def _entries(lines: Sequence[Line], own: Lock | None, known: Lock, wanted: Mapping[str, Origin]) -> list[Entry]:
    """What the new lock holds: what is used, and what is new or was there before and could not be asked for."""
    entries = {line.reference: line.after for line in lines if line.after is not None}
    keys = {key_of(reference) for reference in wanted}
    for reference, entry in (own.entries if own is not None else {}).items():
        if reference in keys:
            entries.setdefault(reference, entry)
    return list(entries.values())


def pins(paths: Sequence[str] = (), *, check: bool = False, dry_run: bool = False, format: str = "text") -> int:
    """The exit code: 0 when all is pinned, 1 when --check found what is not, or something is not in the lock, 2 when a file is in the way."""
    files, problems = workflow_files(paths)
    changes: list[Change] = []
    unknown: list[tuple[Origin, str]] = []
    left: list[tuple[Origin, str]] = []
    try:
        if problems:
            raise DefinitionError(problems)
        for file in files:
            text = _text(file)
            if text.startswith(MARKER):
                continue  # `generate` pins these
            edited = pin(text, file, merged(_own(_root_of(file))))
            changes.append(Change(path=file, kind="keep" if text == edited.text else "update", before=text, after=edited.text))
            unknown += [(use.where, use.reference) for use in edited.uses if use.kind == "unknown"]
            left += [(use.where, use.reference) for use in edited.uses if use.kind == "left"]
        made = Plan(changes=tuple(changes))
        if not (check or dry_run):
            from synth.adapters.disk import carry_out

            carry_out(".", made)
    except DefinitionError as error:
        return _refused(error.problems)
    except OSError as error:
        return _refused([Problem(error.filename or ".", f"{error.strerror}: mend that and run it again")])
    code = 1 if unknown or (check and not made.is_empty) else 0
    if format == "json":
        import json

        def shown(found: Iterable[tuple[Origin, str]]) -> list[dict[str, object]]:
            return [{"file": where.file, "line": where.line, "reference": reference} for where, reference in found]

        changed = [change.path for change in made.of("update")]
        print(
            json.dumps(
                {"schema": 1, "command": "pin", "exit_code": code, "changed": changed, "unknown": shown(unknown), "left": shown(left)}, indent=2
            )
        )
        return code
    if check or dry_run:
        sys.stdout.write(made.diff(coloured(sys.stdout)))
    for where, reference in unknown:
        print(f"{where}  {reference} is not in {LOCK}: run 'ghsynth lock {reference}'", file=sys.stderr)
    for where, reference in left:
        print(f"note: {where}  {reference} is an expression: nobody but the runner knows what it names", file=sys.stderr)
    count = len(made.of("update"))
    print(f"{count} file{'s' * (count != 1)} {'to pin' if check or dry_run else 'pinned'}, {len(made.of('keep'))} unchanged")
    return code


def _used(directory: str) -> dict[str, Origin]:
    """Every action and image that the definition and the files that people wrote name."""
    found: dict[str, Origin] = {}
    if any([os.path.isfile(os.path.join(directory, name)) for name in (PYTHON, *YAML)]):
        found.update(references_of(load(directory)))
    for file in workflow_files([directory])[0] if os.path.isdir(os.path.join(directory, ".github")) else ():
        text = _text(file)
        if text.startswith(MARKER):
            continue
        for node in references(read_yaml(text, file)):
            reference = node.text.strip().removeprefix("docker://")
            if "${{" not in reference and not reference.startswith(("./", "$/", "../")) and ("@" in reference or ":" in reference):
                found.setdefault(reference, Origin(file, node.line, node.column))
    return {reference: where for reference, where in found.items() if not reference.startswith(("./", "$/"))}


def _answered(work: Callable[[Locker], list[Line]], offline: bool) -> list[Line]:
    from synth.adapters.github import GitHub
    from synth.adapters.registry import Registries

    with GitHub.from_environment(offline=offline) as versions, Registries(offline=offline) as images:
        return work(Locker(versions, images, datetime.now(UTC).date().isoformat()))


def _own(directory: str) -> Lock | None:
    path = os.path.join(directory, LOCK)
    return read(_text(path), path) if os.path.isfile(path) else None


def _root_of(file: str) -> str:
    from synth.surroundings import repository_of

    return repository_of(file).root or "."


def _text(path: str) -> str:
    with open(path, "rb") as opened:
        text = decode(opened.read())
    if not isinstance(text, str):
        raise DefinitionError([Problem(Origin(path, text.line, text.column), f"{text.message}: {text.remedy}")])
    return text


def _write(directory: str, entries: Sequence[Entry]) -> None:
    from synth.adapters.disk import carry_out

    path = os.path.join(directory, LOCK)
    present = {LOCK: _text(path)} if os.path.isfile(path) else {}
    if entries or present:
        carry_out(directory, plan({LOCK: write(entries)}, present, [LOCK]))


def _told(lines: Sequence[Line], format: str, wrote: bool, check: bool = False) -> int:
    bad = [line for line in lines if line.kind in BAD]
    code = 1 if bad or (check and any([line.kind in ("added", "updated") for line in lines])) else 0
    if format == "json":
        import json

        def shown(line: Line) -> dict[str, object]:
            before, after = line.before, line.after
            return {
                "reference": line.reference,
                "kind": line.kind,
                "from": before and {"pin": before.pin, "version": before.version},
                "to": after and {"pin": after.pin, "version": after.version, "date": after.date},
                "message": line.message,
            }

        print(json.dumps({"schema": 1, "command": "lock", "exit_code": code, "entries": [shown(line) for line in lines]}, indent=2))
        return code
    colour = coloured(sys.stdout)
    for line in lines:
        if line.kind == "kept" and not line.message:
            continue
        what = (
            f"{line.before.version} -> {line.after.version}"
            if line.kind == "updated" and line.before and line.after
            else line.after.version
            if line.after
            else ""
        )
        word = f"\x1b[{_COLOURS[line.kind]}m{line.kind:8}\x1b[0m" if colour else f"{line.kind:8}"
        print(f"{word} {line.reference} {what}".rstrip() + (f"\n         {line.message}" if line.message else ""))
    counts = [(kind, sum([line.kind == kind for line in lines])) for kind in _COLOURS]
    print(", ".join([f"{count} {kind}" for kind, count in counts if count]) or "nothing is used")
    if os.path.isfile(_ACTIONS_LOCK) and wrote:
        print(f"note: {_ACTIONS_LOCK} is GitHub's own: run 'gh actions-lock' to bring it up to date", file=sys.stderr)
    return code


def _refused(problems: Sequence[Problem]) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}; nothing was written.", file=sys.stderr)
    return 2
