"""`ghsynth stacks`: what projects a repository holds, how each is checked and tested, and why that was concluded."""

from __future__ import annotations

import json
import os
import sys

from synth.detect.paths import filters
from synth.detect.repository import detect
from synth.detect.tree import Tree
from synth.runtime.screen import printable
from synth.stacks.auto import ROLES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from synth.detect.found import Fact, Findings, Project


def stacks(directory: str = ".", *, format: str = "text") -> int:
    """The exit code: 0 when a project was found, 1 when none was, 2 when the folder is in the way."""
    if not os.path.isdir(directory):
        print(f"{directory}  is no folder: give the repository's", file=sys.stderr)
        return 2
    found = detect(directory)
    code = 0 if found.projects else 1
    paths = filters(Tree(directory), found.projects) if found.projects else {}
    sys.stdout.write(as_json(found, code, paths) if format == "json" else as_text(found, paths))
    return code


def as_text(found: Findings, paths: Mapping[str, Sequence[str]]) -> str:
    """One paragraph for each project: what it is, what was concluded and where it stands, what is missing; of several, their path filters."""
    parts = [_paragraph(one) for one in found.projects] or ["no project of a stack was found\n"]
    if paths:
        lines = [f"  {printable(folder):24}  {printable(json.dumps(list(filter), ensure_ascii=False))}\n" for folder, filter in paths.items()]
        parts.append("Pipeline(paths=...) of each\n" + "".join(lines))
    if found.notes:
        parts.append("".join([f"note  {printable(note.where)}  {printable(note.why)}\n" for note in found.notes]))
    return "\n".join(parts)


def as_json(found: Findings, code: int, paths: Mapping[str, Sequence[str]]) -> str:
    projects = [_content(one) for one in found.projects]
    notes = [{"where": note.where, "why": note.why} for note in found.notes]
    content = {"schema": 1, "command": "stacks", "exit_code": code, "projects": projects, "notes": notes, "paths": paths}
    return json.dumps(content, indent=2) + "\n"


def _paragraph(project: Project) -> str:
    lines = [f"{printable(project.folder)}  {project.kind}  {printable(project.where)}: {printable(project.why)}"]
    for fact in _ordered(project):
        values = _values(fact.value)
        why = f"{printable(fact.where)}  {printable(fact.why)}"
        if len(values) == 1 and len(values[0]) <= 40:
            lines.append(f"  {fact.setting:12}  {printable(values[0]):40}  {why}")
        else:
            lines.append(f"  {fact.setting:12}  {why}")
            lines += [f"{'':16}{printable(line)}" for value in values for line in value.rstrip().split("\n")]
    lines += [f"  {one.setting:12}  -  {printable(one.why)}" for one in project.missing]
    if project.members:
        lines.append(f"  {'members':12}  {printable(', '.join(project.members))}")
    return "\n".join(lines) + "\n"


def _content(project: Project) -> dict[str, Any]:
    facts = [{"setting": one.setting, "value": one.value, "where": one.where, "why": one.why} for one in _ordered(project)]
    missing = [{"setting": one.setting, "why": one.why} for one in project.missing]
    return {
        "stack": project.kind,
        "folder": project.folder,
        "where": project.where,
        "why": project.why,
        "members": list(project.members),
        "facts": facts,
        "missing": missing,
    }


def _ordered(project: Project) -> list[Fact]:
    """Versions and installation first, then the commands in the order in which a person asks for them."""
    return sorted(
        project.facts, key=lambda fact: ROLES.index(fact.setting) if fact.setting in ROLES else len(ROLES) if fact.setting == "coverage" else -1
    )


def _values(value: Any) -> list[str]:
    if isinstance(value, (list, tuple)):
        return [str(one) for one in value] or ["-"]
    return ["-" if value in (None, "") else "yes" if value is True else "no" if value is False else str(value)]
