"""The inputs of actions/comment-diff, all wrong ones reported at once, and what the event of the run says."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from synth.bot.marker import KEY
from synth.bot.posting import Wish
from synth.bot.pulls import Source
from synth.runtime.address import Address, address
from synth.runtime.github_api import API_URL
from synth.runtime.inputs import Inputs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

ALL = "all"
_SHA = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_NUMBER = re.compile(r"[1-9][0-9]{0,9}")
_REPOSITORY = re.compile(r"[A-Za-z0-9-]+/[A-Za-z0-9._-]+")
_LARGEST_EVENT = 32 << 20


class Options(NamedTuple):
    """One of `number`, `source` and `sweep` says which pull requests are meant; `head` is the commit that a run is about, where one is known."""

    repository: str
    number: int
    source: Source | None
    sweep: bool
    head: str
    fail_on: str
    wish: Wish
    token: str
    api: Address


def read_options(environment: Mapping[str, str]) -> Options:
    """Raises InputError with everything that is wrong."""
    inputs = Inputs(environment)
    event = _event(environment.get("GITHUB_EVENT_PATH", ""))
    asked = inputs.parsed("pull-request", _which, "")
    number, head = (int(asked) if asked not in ("", ALL) else 0), inputs.parsed("head", _sha, "")
    source = None
    if not asked:
        number, head, source = _meant(inputs, event, head)
    fail_on = inputs.choice("fail-on", "none", ("none", "danger"))
    wish = Wish(
        key=inputs.parsed("bot-key", _key, "default"),
        run=(_count(environment, "GITHUB_RUN_ID"), _count(environment, "GITHUB_RUN_ATTEMPT")),
        server=environment.get("GITHUB_SERVER_URL", "https://github.com").rstrip("/"),
        graphs=inputs.truth("graphs", True),
        check=inputs.truth("check-run", True),
        failing=fail_on == "danger",
        dry_run=inputs.truth("dry-run"),
    )
    options = Options(
        inputs.parsed("repository", _repository, "", inputs.text("repository", environment.get("GITHUB_REPOSITORY", ""))),
        number,
        source,
        asked == ALL,
        head,
        fail_on,
        wish,
        inputs.text("token"),
        inputs.parsed("api-url", address, address(API_URL), environment.get("GITHUB_API_URL", "")),
    )
    if not options.token:
        inputs.problem("token", "is empty; without one GitHub cannot be asked")
    if not options.repository and not inputs.problems:
        inputs.problem("repository", "is empty; it is owner/name")
    inputs.done()
    return options


def _meant(inputs: Inputs, event: Any, head: str) -> tuple[int, str, Source | None]:
    """Number, commit and source by the event: a pull request's own, or that of a run of another workflow, whose numbers are not to be trusted."""
    pull, run = event.get("pull_request"), event.get("workflow_run")
    try:
        if isinstance(pull, dict):
            return int(pull["number"]), head or _sha(pull["head"]["sha"]), None
        if isinstance(run, dict):
            source = Source(owner=run["head_repository"]["owner"]["login"], branch=run["head_branch"], head=head or _sha(run["head_sha"]))
            return 0, source.head, source
    except (KeyError, TypeError, ValueError):
        inputs.problem("pull-request", "is empty, and the event that started the run cannot be read")
        return 0, "", None
    inputs.problem("pull-request", f"is empty, and no pull request started the run: give a number, or '{ALL}'")
    return 0, "", None


def _event(path: str) -> Any:
    if not path:
        return {}
    try:
        with open(path, encoding="utf-8") as file:
            found = json.loads(file.read(_LARGEST_EVENT))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _which(text: str) -> str:
    if text != ALL and not _NUMBER.fullmatch(text):
        raise ValueError(f"'{text}' is neither the number of a pull request nor '{ALL}'")
    return text


def _sha(text: str) -> str:
    if not _SHA.fullmatch(text):
        raise ValueError(f"'{text}' is not the 40 digits of a commit")
    return text


def _key(text: str) -> str:
    if not KEY.fullmatch(text):
        raise ValueError(f"'{text}' is no key: letters, digits, '.', '_' and '-', 64 at most")
    return text


def _repository(text: str) -> str:
    if not _REPOSITORY.fullmatch(text):
        raise ValueError(f"'{text}' is not owner/name")
    return text


def _count(environment: Mapping[str, str], name: str) -> int:
    text = environment.get(name, "")
    return int(text) if text.isascii() and text.isdigit() else 0
