"""`ghsynth pin`: commits and digests in place of tags, in files that people wrote."""

from __future__ import annotations

import sys

from synth.bindings.lock import Lock, merged
from synth.cli import coloured
from synth.cli.files import workflow_files
from synth.cli.lock import own_lock, refused, text_of
from synth.model import Origin
from synth.pin import pin
from synth.plan import Change, Plan
from synth.problems import DefinitionError, Problem
from synth.project import LOCK, MARKER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def pins(paths: Sequence[str] = (), *, check: bool = False, dry_run: bool = False, format: str = "text") -> int:
    """The exit code: 0 when all is pinned, 1 when --check found what is not, or something is not in the lock, 2 when a file is in the way."""
    files, problems = workflow_files(paths)
    changes: list[Change] = []
    unknown: list[tuple[Origin, str]] = []
    left: list[tuple[Origin, str]] = []
    locks: dict[str, Lock] = {}
    try:
        if problems:
            raise DefinitionError(problems)
        for file in files:
            text = text_of(file)
            if text.startswith(MARKER):
                continue  # `generate` pins these
            root = _root_of(file)
            if root not in locks:
                locks[root] = merged(own_lock(root))
            edited = pin(text, file, locks[root])
            changes.append(Change(path=file, kind="keep" if text == edited.text else "update", before=text, after=edited.text))
            unknown += [(use.where, use.reference) for use in edited.uses if use.kind == "unknown"]
            left += [(use.where, use.reference) for use in edited.uses if use.kind == "left"]
        made = Plan(changes=tuple(changes))
        if not (check or dry_run):
            from synth.adapters.disk import carry_out

            carry_out(".", made)
    except DefinitionError as error:
        return refused(error.problems)
    except OSError as error:
        return refused([Problem(error.filename or ".", f"{error.strerror}: mend that and run it again")])
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


def _root_of(file: str) -> str:
    from synth.surroundings import repository_of

    return repository_of(file).root or "."
