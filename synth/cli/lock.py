"""`ghsynth lock`: what each action and image stands for, in the lock."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

from synth.bindings.lock import Entry, Lock, is_pinned, merged, read, write
from synth.bindings.outcome import BAD, Line
from synth.cli import coloured
from synth.cli.files import workflow_files
from synth.locking import Locker, key_of
from synth.model import Origin
from synth.pin import references
from synth.plan import plan
from synth.ports import OutsideError
from synth.problems import DefinitionError, Problem
from synth.project import LOCK, MARKER, PYTHON, YAML, load
from synth.project import references as references_of
from synth.record import positional, record
from synth.yaml.read import decode
from synth.yaml.read import read as read_yaml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_COLOURS = {"added": "32", "updated": "33", "kept": "2", "stale": "33", "moved": "31", "refused": "31", "failed": "31"}
_MOST_NOTES = 10


@record
class Asked:
    """What `ghsynth lock` is to do."""

    update: bool = False
    within: str = "major"
    cooldown: int = 7
    check: bool = False
    offline: bool = False
    dry_run: bool = False
    pull_request: str = ""  # the branch of one that is opened or refreshed


@positional
class _GitHubs:
    """What is to be said of GitHub's own lock."""

    said: tuple[str, ...]
    is_stale: bool


def lock(names: Sequence[str], asked: Asked, *, directory: str = ".", format: str = "text") -> int:
    """The exit code: 0 when the lock holds everything, 1 when --check or a reference found something, 2 when the repository is in the way."""
    written = "nothing was written."
    try:
        if asked.pull_request:
            from synth.cli.updates import run_of

            run_of(os.environ)  # raises before anything is asked
        before = text_of(path) if os.path.isfile(path := os.path.join(directory, LOCK)) else ""
        own = own_lock(directory)
        used = _used(directory)
        known = merged(own)
        wanted = {**dict.fromkeys(names if not asked.update else (), Origin(LOCK, 1)), **used}
        missing = {reference: where for reference, where in wanted.items() if not is_pinned(reference) and known.entry(reference) is None}
        if asked.check and asked.offline:
            lines = [
                Line(reference, "failed", None, None, f"is used at {where} and is not locked: run 'ghsynth lock'")
                for reference, where in missing.items()
            ]
            return _told(lines, format, check=True, github=_of_github(directory, known))
        lines = _answered(lambda locker: _work(locker, wanted, known, names, asked), asked.offline)
        if not asked.check and not asked.dry_run:
            _write(directory, _entries(lines, own, known, wanted))
            written = "the lock is written; run it again."
        if asked.pull_request:
            _propose(directory, lines, asked.pull_request, before)
        github = _of_github(directory, merged(own_lock(directory)))
    except OutsideError as error:
        return refused([Problem("pull request", str(error))], written)
    except DefinitionError as error:
        return refused(error.problems, written)
    except OSError as error:
        return refused([Problem(error.filename or directory, f"{error.strerror}: mend that and run it again")], written)
    return _told(lines, format, check=asked.check, github=github)


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


def _used(directory: str) -> dict[str, Origin]:
    """Every action and image that the definition and the files that people wrote name."""
    found: dict[str, Origin] = {}
    if any([os.path.isfile(os.path.join(directory, name)) for name in (PYTHON, *YAML)]):
        found.update(references_of(load(directory)))
    for file in workflow_files([directory])[0] if os.path.isdir(os.path.join(directory, ".github")) else ():
        text = text_of(file)
        if text.startswith(MARKER):
            continue
        for node in references(read_yaml(text, file)):
            reference = node.text.strip().removeprefix("docker://")
            if "${{" not in reference and not reference.startswith(("./", "$/", "../")) and ("@" in reference or ":" in reference):
                found.setdefault(reference, Origin(file, node.line, node.column))
    return {reference: where for reference, where in found.items() if not reference.startswith(("./", "$/"))}


def _of_github(directory: str, known: Lock) -> _GitHubs:
    """What is wrong with GitHub's own lock, where there is one."""
    from synth.updates.github_lock import FILE, parsed, stale

    path = os.path.join(directory, FILE)
    if not os.path.isfile(path):
        return _GitHubs((), False)
    lock = parsed(text_of(path))
    if isinstance(lock, str):
        return _GitHubs((lock,), False)
    folder = os.path.dirname(path)
    used: dict[str, list[str]] = {}
    for name in sorted(os.listdir(folder)):
        if name.endswith((".yml", ".yaml")):
            document = read_yaml(text_of(os.path.join(folder, name)), name)
            used[f"{os.path.dirname(FILE)}/{name}"] = [node.text.strip() for node in references(document) if "${{" not in node.text]
    found = stale(lock, used, known)
    return _GitHubs(tuple(found), bool(found))


def _answered(work: Callable[[Locker], list[Line]], offline: bool) -> list[Line]:
    from synth.adapters.github import GitHub
    from synth.adapters.registry import Registries

    with GitHub.from_environment(offline=offline) as versions, Registries(offline=offline) as images:
        return work(Locker(versions, images, datetime.now(UTC).date().isoformat()))


def own_lock(directory: str) -> Lock | None:
    path = os.path.join(directory, LOCK)
    return read(text_of(path), path) if os.path.isfile(path) else None


def text_of(path: str) -> str:
    with open(path, "rb") as opened:
        text = decode(opened.read())
    if not isinstance(text, str):
        raise DefinitionError([Problem(Origin(path, text.line, text.column), f"{text.message}: {text.remedy}")])
    return text


def _write(directory: str, entries: Sequence[Entry]) -> None:
    from synth.adapters.disk import carry_out

    path = os.path.join(directory, LOCK)
    present = {LOCK: text_of(path)} if os.path.isfile(path) else {}
    if entries or present:
        carry_out(directory, plan({LOCK: write(entries)}, present, [LOCK]))


def _propose(directory: str, lines: Sequence[Line], branch: str, before: str) -> None:
    """Generates with the new lock, and opens or refreshes the pull request with what changed."""
    from synth.cli.updates import propose, regenerated

    files = regenerated(directory)
    text = text_of(os.path.join(directory, LOCK))
    made = propose(lines, {**files, LOCK: text} if text != before else files, branch)
    print(f"pull request #{made.number} {made.kind}: {made.url}" if made else "no pull request: nothing to update", file=sys.stderr)


def _told(lines: Sequence[Line], format: str, check: bool, github: _GitHubs) -> int:
    bad = [line for line in lines if line.kind in BAD]
    code = 1 if bad or (check and (github.is_stale or any([line.kind in ("added", "updated") for line in lines]))) else 0
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

        print(
            json.dumps(
                {"schema": 1, "command": "lock", "exit_code": code, "entries": [shown(line) for line in lines], "github_lock": list(github.said)},
                indent=2,
            )
        )
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
    for note in github.said[:_MOST_NOTES]:
        print(f"{'stale:' if github.is_stale else 'note:'} {note}", file=sys.stderr)
    if len(github.said) > _MOST_NOTES:
        print(f"and {len(github.said) - _MOST_NOTES} more", file=sys.stderr)
    return code


def refused(problems: Sequence[Problem], end: str = "nothing was written.") -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}; {end}", file=sys.stderr)
    return 2
