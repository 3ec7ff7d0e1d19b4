"""The inputs of actions/record-deployment, all wrong ones reported at once."""

from __future__ import annotations

import re
from typing import NamedTuple

from synth.runtime.address import Address, address
from synth.runtime.document import parsed
from synth.runtime.github_api import API_URL
from synth.runtime.inputs import Inputs
from synth.runtime.verdict import outcomes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

SUCCESS = "success"
STATES = (SUCCESS, "failure", "error", "inactive", "in_progress", "queued", "pending")
UNMARKING = ("failure", "error")  # states that take a verified mark away
_FAIL_ON = ("failed", "superseded", "inconclusive")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,255}")
_ARN = r"arn:[a-z-]+:ecs:[a-z0-9-]+:[0-9]{12}:"
_CLUSTER = re.compile(_ARN + r"cluster/[A-Za-z0-9_-]{1,255}")
_SERVICE = re.compile(_ARN + r"service/([A-Za-z0-9_-]{1,255}/)?[A-Za-z0-9_-]{1,255}")
_REVISION = re.compile(_ARN + r"service-revision/[A-Za-z0-9_-]+/[A-Za-z0-9_-]+/[0-9]+")
_DEFINITION = re.compile(_ARN + r"task-definition/[A-Za-z0-9_-]{1,255}:[0-9]{1,9}")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_SHA = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_VERSION = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._+-]{0,127}")
_RUN = re.compile(r"[0-9]{1,20}")
_REPOSITORY = re.compile(r"[A-Za-z0-9-]+/[A-Za-z0-9._-]+")
_ENVIRONMENT = re.compile(r"[^\x00-\x1f\x7f]{1,255}")


class Options(NamedTuple):
    """`token` is empty where GitHub is to be left out, and so is `service` where ECS is."""

    environment: str
    cluster: str
    service: str
    service_revision: str
    task_definition: str
    digests: tuple[str, ...]
    sha: str
    run_id: str
    state: str
    token: str
    repository: str
    api: Address
    url: str
    log_url: str
    fail_on: tuple[str, ...]
    soft: bool
    dry_run: bool
    version: str = ""

    @property
    def release_given(self) -> bool:
        return bool(self.service_revision and self.task_definition)


def read_options(environment: Mapping[str, str]) -> Options:
    """Raises InputError with everything that is wrong."""
    inputs = Inputs(environment)

    def form(name: str, default: str, what: str, *forms: re.Pattern[str]) -> str:
        def parse(text: str) -> str:
            if not any([one.fullmatch(text) for one in forms]):
                raise ValueError(f"'{text}' is not {what}")
            return text

        return inputs.parsed(name, parse, "", inputs.text(name, default))

    def web(name: str) -> str:
        found = inputs.parsed(name, address, None)
        return inputs.text(name) if found else ""

    token = inputs.text("token")
    run_id = form("run-id", environment.get("GITHUB_RUN_ID", ""), "the number of a run", _RUN)
    repository = form("repository", environment.get("GITHUB_REPOSITORY", ""), "owner/name", _REPOSITORY)
    options = Options(
        form("environment", "", "the name of an environment", _ENVIRONMENT),
        form("cluster", "default", "a cluster's name or ARN", _NAME, _CLUSTER),
        form("service", "", "a service's name or ARN", _NAME, _SERVICE),
        form("service-revision-arn", "", "the ARN of a service revision", _REVISION),
        form("task-definition", "", "the ARN of a task definition", _DEFINITION),
        inputs.parsed("digests", _digests, ()),
        form("sha", environment.get("GITHUB_SHA", ""), "the 40 digits of a commit", _SHA),
        run_id,
        inputs.choice("state", SUCCESS, STATES),
        token,
        repository,
        inputs.parsed("api-url", address, address(API_URL), inputs.text("api-url", environment.get("GITHUB_API_URL", ""))),
        web("environment-url"),
        f"{environment['GITHUB_SERVER_URL'].rstrip('/')}/{repository}/actions/runs/{run_id}" if environment.get("GITHUB_SERVER_URL") else "",
        inputs.parsed("fail-on", outcomes, _FAIL_ON),
        inputs.truth("soft"),
        inputs.truth("dry-run"),
        form("version", "", "a version: letters, digits, '.', '_', '+', '-'", _VERSION),
    )
    _check_both(inputs, options)
    inputs.done()
    return options


def _check_both(inputs: Inputs, options: Options) -> None:
    """What belongs together."""
    if not inputs.text("service") and not options.release_given:
        inputs.problem("service", "is empty; name the ECS service, or give service-revision-arn and task-definition to record them in GitHub alone")
    if not inputs.text("service") and not inputs.text("token"):
        inputs.problem("token", "is empty and so is service: there is nothing to write to")
    if options.token:
        for name in ("environment", "repository", "sha"):
            if not inputs.text(name) and not getattr(options, name):
                inputs.problem(name, "is empty; GitHub's deployment needs it, or leave the token out to record in ECS alone")


def _digests(text: str) -> tuple[str, ...]:
    """A JSON list, a JSON object of containers and digests, or digests with commas or blanks between them. Raises ValueError."""
    found = parsed(text) if text[0] in "[{" else re.split(r"[\s,]+", text)
    listed = list(found.values()) if isinstance(found, dict) else found
    wanted = [one for one in listed if one != ""]  # a container whose digest ECS has not resolved
    if wrong := [one for one in wanted if not isinstance(one, str) or not _DIGEST.fullmatch(one)]:
        raise ValueError(f"'{wrong[0]}' is no digest, which is sha256: and 64 digits")
    return tuple(dict.fromkeys(wanted))
