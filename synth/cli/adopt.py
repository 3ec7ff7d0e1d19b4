"""`ghsynth adopt`: takes pins that a bot moved in generated files over into the lock."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

from synth.adapters.disk import carry_out, made_by, present
from synth.adopt import moved
from synth.bindings.lock import Lock, merged, write
from synth.plan import plan
from synth.problems import DefinitionError, Problem
from synth.project import LOCK, MARKERS, load, render
from synth.record import replace


def adopt(directory: str = ".", *, dry_run: bool = False) -> int:
    """The exit code: 0 when all is in line afterwards, 1 when more than pins was changed, 2 when the definition or a file is in the way."""
    try:
        if not os.path.isdir(directory):
            raise DefinitionError([Problem(directory, "is no folder: give the repository's")])
        project = load(directory)
        wanted = render(project)
        found = present(directory, wanted)
        entries = moved(wanted, found, merged(project.lock), datetime.now(UTC).date().isoformat())
        own = {**(project.lock.entries if project.lock is not None else {}), **{entry.reference: entry for entry in entries}}
        after = render(replace(project, lock=Lock(own)))
        made = plan(after, found, made_by(MARKERS, found, LOCK))
        other = [change for change in made.changes if change.kind != "keep" and change.path != LOCK]
        if other:
            for change in other:
                print(f"{change.path}  differs in more than its pins: run 'ghsynth generate --check' to see how", file=sys.stderr)
            print(f"{len(other)} file{'s' if len(other) > 1 else ''} in the way; nothing was written.", file=sys.stderr)
            return 1
        if not dry_run and entries:
            carry_out(directory, plan({LOCK: write(own.values())} if LOCK not in after else {LOCK: after[LOCK]}, found, [LOCK]))
    except DefinitionError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename or directory}  {error.strerror}: mend that and run it again", file=sys.stderr)
        return 2
    old = merged(project.lock)
    for entry in entries:
        before = old.entry(entry.reference)
        print(f"adopted  {entry.reference} {before.version if before else ''} -> {entry.version}")
    print(f"{len(entries)} {'to adopt' if dry_run else 'adopted'}; every file is what the definition says" if entries else "nothing to adopt")
    return 0
