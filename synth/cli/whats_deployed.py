"""`ghsynth whats-deployed`: what each service runs in each environment, against what is recorded of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec

from synth.ports import OutsideError
from synth.problems import DefinitionError, Problem
from synth.record import field, record
from synth.report.deployed import as_json, as_text
from synth.runtime.record.deployed import Deployed, Place, deployed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from synth.adapters.github_records import GitHubRecords

_AT_ONCE = 8
_REMOTE = re.compile(r"(?:https://[^/@]*@?[^/]+/|git@[^:]+:|ssh://git@[^/]+/)(?P<name>[\w.-]+/[\w.-]+?)(?:\.git)?/?")
_NAME = re.compile(r"[\w-]+/[\w.-]+")


@record
class Asked:
    """What to look at: the services of the definition, or one that is named. `profiles` are AWS profiles by environment, '' for all others."""

    environment: str = ""
    cluster: str = ""
    service: str = ""
    region: str = ""
    repository: str = ""
    profiles: Mapping[str, str] = field(default_factory=dict)


def whats_deployed(asked: Asked, *, directory: str = ".", format: str = "text", fail_on: str = "nothing") -> int:
    """The exit code: 0 when all could be seen, 1 for drift where that is asked, 2 when something is in the way or could not be seen."""
    try:
        if find_spec("boto3") is None:
            raise DefinitionError([Problem("whats-deployed", "asks AWS by boto3, which is not installed: pip install 'ghsynth[aws]'")])
        places = _places(asked, directory)
    except DefinitionError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return 2
    notes: list[str] = []
    found = _all(places, asked.profiles, _records(asked, directory, notes), notes)
    code = 2 if any([one.trouble for one in found]) else 1 if fail_on == "drift" and any([one.drift for one in found]) else 0
    sys.stdout.write(as_json(found, notes, code) if format == "json" else as_text(found))
    for note in notes if format != "json" else ():
        print(f"note: {note}", file=sys.stderr)
    return code


def _places(asked: Asked, directory: str) -> list[Place]:
    """Raises DefinitionError where there are none."""
    if asked.service:
        return [Place(asked.environment, asked.region, asked.cluster or "default", asked.service)]
    if asked.cluster or asked.region:
        raise DefinitionError(
            [Problem("whats-deployed", "--cluster and --region go with --service; without it, the definition says where services run")]
        )
    from synth.project import load
    from synth.stages.deploy import Deploy

    project = load(directory)
    deploys = [stage for pipeline in project.pipelines for stage in pipeline.stages if isinstance(stage, Deploy)]
    found = [Place(one.environment.name, one.environment.region, one.environment.cluster, one.service.name) for one in deploys]
    chosen = [one for one in dict.fromkeys(found) if asked.environment in ("", one.environment)]
    if not found:
        raise DefinitionError([Problem(project.source, "has no pipeline with Deploy: name a service with --service, --cluster and --region")])
    if not chosen:
        names = ", ".join(dict.fromkeys([one.environment for one in found]))
        raise DefinitionError([Problem(project.source, f"deploys to no environment '{asked.environment}'; there are {names}")])
    return chosen


def _all(places: Sequence[Place], profiles: Mapping[str, str], records: GitHubRecords | None, notes: list[str]) -> list[Deployed]:
    """All places at once: each is a dozen calls that wait for AWS."""
    import boto3  # noqa: F401  # once, before threads ask for it

    def one(place: Place) -> Deployed:
        return _seen(place, profiles.get(place.environment, profiles.get("", "")), records, notes.append)

    try:
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            return list(threads.map(one, places))
    finally:
        if records is not None:
            records.close()


def _seen(place: Place, profile: str, records: GitHubRecords | None, say: Callable[[str], None]) -> Deployed:
    from synth.adapters.aws.client import Clients
    from synth.adapters.aws.ecs import EcsAdapter
    from synth.adapters.aws.images import EcrAdapter

    recorded = []
    if records is not None and place.environment:
        try:
            recorded = records.verified(place.environment, place.owner)
        except OutsideError as error:
            say(f"{place.environment}: going on without GitHub's record: {error}")
    clients = Clients(place.region, profile=profile)
    try:
        return deployed(place, EcsAdapter(clients), EcrAdapter(clients), recorded)
    finally:
        clients.close()


def _records(asked: Asked, directory: str, notes: list[str]) -> GitHubRecords | None:
    """None where GitHub is not to be asked, which is said."""
    from synth.adapters.github_records import GitHubRecords

    repository = asked.repository or os.environ.get("GITHUB_REPOSITORY") or _remote(directory)
    if not _NAME.fullmatch(repository):
        notes.append("GitHub was not asked: the repository is unknown, name it with --repository owner/name")
        return None
    found = GitHubRecords.from_environment(repository)
    if found is None:
        notes.append("GitHub was not asked: there is no token, set GH_TOKEN or run 'gh auth login'")
    return found


def _remote(directory: str) -> str:
    """owner/name of the remote `origin`, empty where there is none."""
    try:
        told = subprocess.run(["git", "-C", directory, "remote", "get-url", "origin"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = _REMOTE.fullmatch(told.stdout.strip())
    return found["name"] if found else ""
