"""`ghsynth generate`: brings the files of a repository in line with its definition."""

from __future__ import annotations

import os
import sys

from synth.adapters.disk import carry_out, made_by, present
from synth.cli import coloured
from synth.link import ACTIONS
from synth.plan import plan
from synth.problems import DefinitionError, Problem
from synth.project import LOCK, MARKERS, load, render
from synth.updates.bots import DEPENDABOT, RENOVATE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.plan import Change, Plan
    from synth.project import Project

_WORDS = {"create": "32", "update": "33", "keep": "2", "remove": "31"}
PINS_MOVED = 3  # the exit code of --check when nothing but pins differs, as after a bot's update
_DONE = {"create": "created", "update": "updated", "remove": "removed", "keep": "unchanged"}


def generate(directory: str = ".", *, check: bool = False, dry_run: bool = False, adopt: bool = False, format: str = "text") -> int:
    """The exit code: 0 when all is well, 1 when --check found a difference, 2 when something is in the way, 3 when --check found only moved pins."""
    as_json = format == "json"
    try:
        if not os.path.isdir(directory):
            raise DefinitionError([Problem(directory, "is no folder: give the repository's")])
        project = load(directory)
        wanted = render(project)
        found = present(directory, (*wanted, DEPENDABOT, RENOVATE))
        made = plan(wanted, found, made_by(MARKERS, found, LOCK), adopt=adopt)
        if foreign := made.of("foreign"):
            raise DefinitionError([_foreign(c) for c in foreign])
        if not (check or dry_run):
            carry_out(directory, made)
    except DefinitionError as error:
        return _refused(error.problems, as_json)
    except OSError as error:
        return _refused([Problem(error.filename or directory, f"{error.strerror}: mend that and run it again")], as_json, "stopped there.")
    code = 0 if not check or made.is_empty else _only_pins(made)
    if as_json:
        _json(project, made, code, with_diff=check or dry_run)
    else:
        _text(made, show_diff=check or dry_run, done=not (check or dry_run))
        for note in (*(project.notes if made.of("create") else ()), *(() if check else project.reminders)):
            print(f"note: {note}")
        if code == PINS_MOVED:
            print("Only pins were moved: run 'ghsynth adopt' to take them over, or 'ghsynth generate' to put them back.", file=sys.stderr)
        elif code:
            print("The files differ from the definition: run 'ghsynth generate' and commit what it writes.", file=sys.stderr)
    return code


def _only_pins(made: Plan) -> int:
    """The exit code for files that differ: whether somebody moved nothing but pins."""
    from synth.adopt import only_pins_moved

    changed = [change for change in made.changes if change.kind != "keep"]
    moved = [change for change in changed if change.kind == "update" and only_pins_moved(change.after or "", change.before or "")]
    return PINS_MOVED if len(moved) == len(changed) else 1


def _foreign(change: Change) -> Problem:
    return Problem(
        change.path, "is in the way and was not made by ghsynth: move it, or take it over with --adopt (--dry-run shows what would change)"
    )


def _refused(problems: Sequence[Problem], as_json: bool, end: str = "nothing was written.") -> int:
    if as_json:
        import json

        from synth.model import Origin

        def one(problem: Problem) -> dict[str, object]:
            where = problem.where
            place = {"file": where.file, "line": where.line} if isinstance(where, Origin) else {"file": where, "line": None}
            return {**place, "message": problem.message}

        print(json.dumps({"schema": 1, "command": "generate", "exit_code": 2, "problems": [one(p) for p in problems]}, indent=2))
    else:
        for problem in problems:
            print(problem, file=sys.stderr)
        print(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}; {end}", file=sys.stderr)
    return 2


def _json(project: Project, made: Plan, code: int, with_diff: bool) -> None:
    import json

    answer: dict[str, object] = {"schema": 1, "command": "generate", "exit_code": code, "source": project.source}
    answer["changes"] = [{"path": c.path, "change": c.kind} for c in made.changes]
    answer["notes"] = [*project.notes, *project.reminders]
    if with_diff:
        answer["diff"] = made.diff()
    print(json.dumps(answer, indent=2))


def _text(made: Plan, show_diff: bool, done: bool) -> None:
    colour = coloured(sys.stdout)
    if show_diff:
        sys.stdout.write(made.diff(colour))
    for kind, what in _lines(made):
        print(f"\x1b[{_WORDS[kind]}m{kind:7}\x1b[0m {what}" if colour else f"{kind:7} {what}")
    kinds = [change.kind for change in made.changes]
    counts = [(kind, kinds.count(kind)) for kind in _DONE if kind in kinds]
    print(", ".join([f"{n} {_DONE[kind] if done or kind == 'keep' else 'to ' + kind}" for kind, n in counts]) or "nothing to do")


def _lines(made: Plan) -> list[tuple[str, str]]:
    """What happens to each file; a shipped action, whose files all fare alike, is one line."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for change in made.changes:
        folder = "/".join(change.path.split("/")[:3]) + "/" if change.path.startswith(ACTIONS + "/") else change.path
        grouped.setdefault((change.kind, folder), []).append(change.path)
    return [(kind, paths[0] if len(paths) == 1 else f"{folder} ({len(paths)} files)") for (kind, folder), paths in grouped.items()]
