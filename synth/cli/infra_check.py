"""`ghsynth infra check`: roles and repositories as templates have them, held against the jobs that use them."""

from __future__ import annotations

import os
import sys

from synth.bindings.lock import merged
from synth.build.repository import in_repository
from synth.cli import infra
from synth.infra.agreement.checking import agreement, faults_in, ordered
from synth.infra.agreement.numbers import with_numbers
from synth.infra.agreement.telling import as_json, as_markdown, as_text
from synth.infra.github.declared import declared
from synth.infra.infrastructure import infrastructure
from synth.infra.reading.files import found, read
from synth.infra.reading.values import Known
from synth.link import link
from synth.problems import DefinitionError, Problem
from synth.project import load
from synth.record import field, record
from synth.stages.keep import Keep
from synth.stages.push import Push

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.finding import Finding
    from synth.infra.reading.values import Templates
    from synth.infra.values import Github
    from synth.project import Project


@record
class Asked:
    """Which files, or all of the repository that speak of roles; what their parameters are; and which repository on GitHub."""

    paths: Sequence[str] = ()
    account: str = ""
    region: str = ""
    parameters: Sequence[str] = ()
    github: infra.Asked = field(default_factory=infra.Asked)


def check(asked: Asked, *, directory: str = ".", format: str = "text") -> int:
    """The exit code: 0, 1 where something other than a note was found, 2 where a file or the definition is in the way."""
    try:
        written = read(_files(asked.paths, directory), _known(asked), "" if asked.paths else directory)
        problems = findings(load(directory), written, infra.github_of(asked.github, directory), directory)
    except DefinitionError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 2
    code = 1 if any([one.severity != "note" for one in problems]) else 0
    told = {"text": as_text, "markdown": as_markdown}
    sys.stdout.write(as_json(problems, written, code) if format == "json" else told[format](problems, written))
    return code


def findings(project: Project, written: Templates, github: Github, directory: str) -> list[Finding]:
    """Faults, and where the templates disagree with the jobs and with the declared environments. Raises DefinitionError."""
    pin = merged(project.lock).pin
    with in_repository(directory):
        needed = infrastructure(project, with_numbers(github, written))
        settings = declared(project.protections, [link(workflow, pin) for workflow in project.workflows], project.pipelines)
    stages = [stage for pipeline in project.pipelines for stage in pipeline.stages]
    promised = next((stage.retention for stage in stages if isinstance(stage, Push)), None)
    held = any([isinstance(stage, Keep) for stage in stages])
    return ordered([*faults_in(written, promised, held), *agreement(needed, written, settings)])


def _files(paths: Sequence[str], directory: str) -> list[str]:
    """Raises DefinitionError where there is nothing to look at."""
    if not paths:
        there = found(directory)
        if not there:
            raise DefinitionError([Problem(directory, "has no template that speaks of roles: 'ghsynth infra write' writes one, or name the files")])
        return there
    files: list[str] = []
    for path in paths:
        if not os.path.exists(path):
            raise DefinitionError([Problem(path, "is not there: give templates, policies, or a folder of them")])
        if os.path.isdir(path) and not found(path):
            raise DefinitionError([Problem(path, "has no template that speaks of roles")])
        files += found(path) if os.path.isdir(path) else [path]
    return files


def _known(asked: Asked) -> Known:
    parameters: dict[str, str] = {}
    for text in asked.parameters:
        name, equals, value = text.partition("=")
        if not (name and equals):
            raise DefinitionError([Problem("--parameter", f"'{text}' is not NAME=VALUE")])
        parameters[name] = value
    if asked.account and not (asked.account.isdigit() and len(asked.account) == 12):
        raise DefinitionError([Problem("--account", f"'{asked.account}' is no account: twelve digits")])
    return Known(account=asked.account or None, region=asked.region or None, parameters=parameters)
