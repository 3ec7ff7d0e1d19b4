"""The inputs of actions/approval-audit, all wrong ones reported at once."""

from __future__ import annotations

import re
from typing import NamedTuple

from synth.runtime.address import Address, address
from synth.runtime.document import parsed
from synth.runtime.github_api import API_URL
from synth.runtime.inputs import Inputs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

AUDIT, VERIFY, EXPIRE, EVIDENCE = MODES = ("audit", "verify", "expire", "evidence")
_SHA = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_HASH = re.compile(r"[0-9a-f]{64}")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_RUN = re.compile(r"[0-9]{1,20}")
_REPOSITORY = re.compile(r"[A-Za-z0-9-]+/[A-Za-z0-9._-]+")
_LINE = re.compile(r"[^\x00-\x1f\x7f]{1,255}")
_OWNER = re.compile(r"[A-Za-z0-9_-]{1,255}/[A-Za-z0-9_-]{1,255}")


class Options(NamedTuple):
    """`environments` has the one that is deployed to first; what is not given is empty."""

    mode: str
    environments: tuple[str, ...]
    chain: str
    previous: str
    expected_hash: str
    sha: str
    digest: str
    run_id: str
    different: bool
    least: int
    most_hours: float
    workflow: str
    service: str
    k6_summary: str
    smoke: str
    links: Mapping[str, str]
    token: str
    repository: str
    api: Address
    server: str
    dry_run: bool

    @property
    def environment(self) -> str:
        return self.environments[0] if self.environments else ""

    def page(self, rest: str) -> str:
        """The address of a page of the repository."""
        return f"{self.server}/{self.repository}/{rest}"


def read_options(environment: Mapping[str, str]) -> Options:
    """Raises InputError with everything that is wrong."""
    inputs = Inputs(environment)

    def form(name: str, default: str, what: str, one: re.Pattern[str]) -> str:
        def parse(text: str) -> str:
            if not one.fullmatch(text):
                raise ValueError(f"'{text}' is not {what}")
            return text

        return inputs.parsed(name, parse, "", inputs.text(name, default))

    places = tuple([line.strip() for line in inputs.text("environment").splitlines() if line.strip()])
    options = Options(
        inputs.choice("mode", AUDIT, MODES),
        places,
        form("chain", places[0] if places else "", "the name of a chain", _LINE),
        inputs.text("previous"),
        form("expected-hash", "", "the 64 digits of a hash", _HASH),
        form("sha", environment.get("GITHUB_SHA", ""), "the 40 digits of a commit", _SHA),
        form("digest", "", "a digest, which is sha256: and 64 digits", _DIGEST),
        form("run-id", environment.get("GITHUB_RUN_ID", ""), "the number of a run", _RUN),
        inputs.truth("require-different-from-author", True),
        inputs.whole("min-approvers", 1, 1, 10),
        inputs.number("max-wait-hours", 24, 0.01, 720),
        form("workflow", "", "the name of a workflow", _LINE),
        form("service", "", "cluster/service", _OWNER),
        inputs.text("k6-summary"),
        inputs.text("smoke"),
        inputs.parsed("links", _links, {}),
        inputs.text("token"),
        form("repository", environment.get("GITHUB_REPOSITORY", ""), "owner/name", _REPOSITORY),
        inputs.parsed("api-url", address, address(API_URL), inputs.text("api-url", environment.get("GITHUB_API_URL", ""))),
        environment.get("GITHUB_SERVER_URL", "https://github.com").rstrip("/"),
        inputs.truth("dry-run"),
    )
    _check_all(inputs, options)
    inputs.done()
    return options


def _check_all(inputs: Inputs, options: Options) -> None:
    """What each mode needs."""
    needed = {AUDIT: ("environment", "sha", "run_id"), VERIFY: () if options.previous else ("environment",), EVIDENCE: ("environment", "sha")}
    for name in needed.get(options.mode, ()):
        if not getattr(options, name) and not inputs.text(name.replace("_", "-")):
            inputs.problem(name.replace("_", "-"), f"is empty; mode {options.mode} needs it")
    if any([not _LINE.fullmatch(place) for place in options.environments]):
        inputs.problem("environment", "is not the name of an environment")
    if not options.token and not (options.mode == VERIFY and options.previous):
        inputs.problem("token", "is empty; without one GitHub cannot be asked")
    if not options.repository and options.token and not inputs.text("repository"):
        inputs.problem("repository", "is empty; it is owner/name")


def _links(text: str) -> Mapping[str, str]:
    """A JSON object of titles and addresses. Raises ValueError."""
    found = parsed(text)
    if not isinstance(found, dict) or not all([isinstance(one, str) for one in found.values()]):
        raise ValueError("is no JSON object of titles and addresses")
    for one in found.values():
        address(one)
    return found
