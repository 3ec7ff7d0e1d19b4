"""`ghsynth infra plan`, `apply` and `check`: GitHub's own settings of the repository against what the definition says."""

from __future__ import annotations

import json
import os
import re
import sys

from synth.adapters.git import remote
from synth.adapters.github_settings import GitHubSettings
from synth.bindings.lock import merged
from synth.build.repository import in_repository
from synth.cli import coloured
from synth.infra.github.applying import Applied, apply
from synth.infra.github.declared import declared
from synth.infra.github.planning import plan
from synth.infra.github.telling import FORMATS, as_text, changed, fields_of
from synth.link import link
from synth.ports import OutsideError
from synth.problems import DefinitionError, Problem
from synth.project import load
from synth.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.infra.github.port import Settings
    from synth.infra.github.values import Change, Declared, Plan

_NAME = re.compile(r"[\w-]+/(?!\.\.?$)[\w.-]+")


@record
class Asked:
    """Which repository, and whether what nobody declared goes. `yes` is for where nobody can be asked."""

    repository: str = ""
    prune: bool = False
    yes: bool = False


def show(asked: Asked, *, directory: str = ".", format: str = "text", check: bool = False) -> int:
    """The exit code: 0; with `check` 1 where something would change or is missing; 2 where something is in the way or could not be seen."""
    try:
        wanted = _declared(directory)
        with _settings(asked, directory) as settings:
            made = _plan(wanted, settings, asked)
    except (DefinitionError, OutsideError) as error:
        return _refused(error)
    sys.stdout.write(as_text(made, coloured(sys.stdout)) if format == "text" else FORMATS[format](made))
    return 2 if check and made.unseen else 1 if check and (made.changes or made.missing) else 0


def carry_out(asked: Asked, *, directory: str = ".", format: str = "text") -> int:
    """The exit code: 0 when all was written, 2 when something is in the way, or somebody said no."""
    try:
        wanted = _declared(directory)
        with _settings(asked, directory) as settings:
            made = _plan(wanted, settings, asked)
            shown = sys.stderr if format == "json" else sys.stdout
            shown.write(as_text(made, coloured(shown)))
            if made.changes and not asked.yes and not _agreed():
                return 2
            done = apply(made, settings, lambda change: print(f"done  {change.what}", file=shown))
    except (DefinitionError, OutsideError) as error:
        return _refused(error)
    if format == "json":
        sys.stdout.write(_as_json(made, done))
    if done.trouble:
        print(done.trouble, file=sys.stderr)
        print(f"{len(done.done)} of {len(made.changes)} changes are made: run 'ghsynth infra apply' again, it goes on from there", file=sys.stderr)
        return 2
    return 0


def _declared(directory: str) -> Declared:
    project = load(directory)
    pin = merged(project.lock).pin
    with in_repository(directory):
        return declared(project.protections, [link(workflow, pin) for workflow in project.workflows], project.pipelines)


def _settings(asked: Asked, directory: str) -> GitHubSettings:
    repository = asked.repository or os.environ.get("GITHUB_REPOSITORY") or remote(directory)
    if not _NAME.fullmatch(repository):
        raise DefinitionError([Problem("infra", "the repository is unknown: name it with --repository owner/name")])
    found = GitHubSettings.from_environment(repository)
    if found is None:
        raise DefinitionError([Problem("infra", "GitHub shows settings to those who may change them: set GH_TOKEN, or run 'gh auth login'")])
    return found


def _plan(wanted: Declared, settings: Settings, asked: Asked) -> Plan:
    """Raises DefinitionError for reviewers whom GitHub does not know: nothing is written before all are."""
    found = settings.found(wanted)
    unknown = [
        Problem(place.where, f"environment '{place.name}': {reason}")
        for place in wanted.environments
        for reason in settings.unknown(place.reviewers).values()
    ]
    if unknown:
        raise DefinitionError(unknown)
    return plan(wanted, found, prune=asked.prune)


def _agreed() -> bool:
    if not sys.stdin.isatty():
        print("nothing was changed: nobody can be asked here, say --yes", file=sys.stderr)
        return False
    print("change this? [y/N] ", end="", flush=True)
    if sys.stdin.readline().strip().lower() in ("y", "yes"):
        return True
    print("nothing was changed", file=sys.stderr)
    return False


def _as_json(made: Plan, done: Applied) -> str:
    def told(changes: tuple[Change, ...]) -> list[dict[str, object]]:
        return [changed(change) for change in changes]

    return json.dumps({**fields_of(made), "done": told(done.done), "left": told(done.left), "trouble": done.trouble}, indent=2) + "\n"


def _refused(error: DefinitionError | OutsideError) -> int:
    for problem in error.problems if isinstance(error, DefinitionError) else (error,):
        print(problem, file=sys.stderr)
    return 2
