"""`ghsynth infra write` and `explain`: roles, who may take them on, and repositories, as files to apply or as a table to read."""

from __future__ import annotations

import json
import os
import re
import sys

from synth.adapters.disk import carry_out, made_by, present
from synth.build.repository import in_repository
from synth.infra.infrastructure import infrastructure
from synth.infra.values import Github
from synth.plan import plan
from synth.ports import OutsideError
from synth.problems import DefinitionError, Problem
from synth.project import MARKER, load
from synth.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from synth.infra.values import Infrastructure
    from synth.plan import Plan

_NAME = re.compile(r"[\w.-]+/[\w.-]+")
_ENDS = (".yml", ".tf", ".json")


@record
class Asked:
    """The repository on GitHub: its name, else what git tells; its numbers, else with `online` what GitHub tells, else none."""

    repository: str = ""
    repository_id: int = 0
    owner_id: int = 0
    online: bool = False


def write(
    asked: Asked, *, directory: str = ".", to: str = "infra", format: str = "cloudformation", check: bool = False, dry_run: bool = False
) -> int:
    """The exit code: 0, 1 where `check` finds another text, 2 when something is in the way and nothing was written."""
    try:
        folder = _inside(to)
        found, source = _found(asked, directory)
        made = _plan(found, source, directory, folder, format)
        if not (check or dry_run):
            carry_out(directory, made)
    except DefinitionError as error:
        return _refused(error, "nothing was written.")
    except OSError as error:
        print(f"{error.filename or directory}  {error.strerror}: mend that and run it again", file=sys.stderr)
        return 2
    for change in made.changes:
        print(f"{change.kind:7} {change.path}")
    if dry_run:
        sys.stdout.write(made.diff())
    for warning in found.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    if check and not made.is_empty:
        print("these files are not what the definition says: run 'ghsynth infra write'", file=sys.stderr)
        return 1
    return 0


def explain(asked: Asked, *, directory: str = ".", format: str = "text") -> int:
    """The exit code: 0, or 2 when the definition or what was asked is in the way."""
    from synth.infra import explain as told

    try:
        found, _ = _found(asked, directory)
    except DefinitionError as error:
        return _refused(error)
    as_wanted = {"text": told.as_text, "markdown": told.as_markdown, "json": told.as_json, "mermaid": told.as_mermaid}
    sys.stdout.write(as_wanted[format](found))
    return 0


def _found(asked: Asked, directory: str) -> tuple[Infrastructure, str]:
    """With the path of the definition. Raises DefinitionError."""
    github = github_of(asked, directory)
    project = load(directory)
    with in_repository(directory):
        found = infrastructure(project, github)
    if not found.accounts:
        why = "".join([f"; {warning}" for warning in found.warnings if "no role is written" in warning])
        raise DefinitionError([Problem(project.source, f"has no job that takes on a role of AWS that is known{why}")])
    return found, project.source


def github_of(asked: Asked, directory: str) -> Github:
    from synth.adapters.git import remote

    name = asked.repository or os.environ.get("GITHUB_REPOSITORY", "") or remote(directory) or ""
    if not _NAME.fullmatch(name):
        raise DefinitionError([Problem("--repository", "the repository on GitHub is unknown: give owner/name")])
    if bool(asked.repository_id) != bool(asked.owner_id):
        missing = "--owner-id" if asked.repository_id else "--repository-id"
        raise DefinitionError([Problem(missing, "the two numbers go together; 'gh api repos/OWNER/NAME' has both, as .id and .owner.id")])
    owner, _, repository = name.partition("/")
    numbers = (asked.owner_id, asked.repository_id) if asked.owner_id else _asked_of_github(name) if asked.online else None
    if numbers is None:
        return Github(owner=owner, name=repository)
    return Github(owner=owner, name=repository, owner_id=numbers[0], repository_id=numbers[1])


def _asked_of_github(name: str) -> tuple[int, int]:
    from synth.adapters.github_numbers import numbers

    try:
        return numbers(name)
    except OutsideError as error:
        raise DefinitionError([Problem("--online", f"{error}; or give --repository-id and --owner-id")]) from None


def _plan(found: Infrastructure, source: str, directory: str, folder: str, format: str) -> Plan:
    """Raises DefinitionError for files that somebody else made."""
    wanted = _texts(found, source, folder, format)
    there = present(directory, [*wanted, *_listed(directory, folder)])
    there = {path: text for path, text in there.items() if path.startswith(f"{folder}/")}
    ours = [*made_by(MARKER, there, ""), *[path for path, text in there.items() if path in wanted and path.endswith(".json") and _policy(text)]]
    made = plan(wanted, there, ours)
    if foreign := made.of("foreign"):
        told = "is in the way and was not made by 'ghsynth infra write': move it, or give --to"
        raise DefinitionError([Problem(change.path, told) for change in foreign])
    return made


def _texts(found: Infrastructure, source: str, folder: str, format: str) -> Mapping[str, str]:
    header = f"{MARKER}{source}. Do not edit: change that file and run 'ghsynth infra write'.\n"
    if format == "policies":
        from synth.infra.policies import policies

        return {f"{folder}/{path}": text for path, text in policies(found).items()}
    if format == "terraform":
        from synth.infra.terraform import terraform

        return {f"{folder}/{path}": header + text for path, text in terraform(found).items()}
    from synth.infra.cloudformation import cloudformation

    return {f"{folder}/{path}": header + text for path, text in cloudformation(found).items()}


def _policy(text: str | None) -> bool:
    """JSON has no comments to mark it by: a policy of the name of ours is ours."""
    try:
        content = json.loads(text or "")
    except ValueError:
        return False
    return isinstance(content, dict) and bool({"Statement", "rules"} & content.keys())


def _listed(directory: str, folder: str) -> list[str]:
    root = os.path.join(directory, folder)
    found = [os.path.join(at, name) for at, _, names in os.walk(root) for name in names if name.endswith(_ENDS)]
    return [os.path.relpath(path, directory).replace(os.sep, "/") for path in sorted(found) if ".terraform" not in path]


def _inside(to: str) -> str:
    """The folder as a path of the repository. Raises DefinitionError for one that leads out."""
    clean = os.path.normpath(to).replace(os.sep, "/")
    if os.path.isabs(to) or clean in (".", "..") or clean.startswith("../"):
        raise DefinitionError([Problem("--to", f"'{to}' is no folder in the repository")])
    return clean


def _refused(error: DefinitionError, more: str = "") -> int:
    for problem in error.problems:
        print(problem, file=sys.stderr)
    if more:
        print(more, file=sys.stderr)
    return 2
