"""`ghsynth comment`: the comment on one pull request, from a person's machine or another CI: what actions/comment-diff does, by PyGithub."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

from synth.bot.ending import Ended, comments_of
from synth.bot.marker import KEY
from synth.bot.posting import Wish, tell
from synth.bot.pulls import pull
from synth.record import record, replace
from synth.runtime.github_api import Declined, GitHubError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from synth.bot.posting import Told
    from synth.bot.values import Pull

_NAME = re.compile(r"[A-Za-z0-9-]+/[A-Za-z0-9._-]+")
_REMOTE = re.compile(r"(?:[a-z+]+://|[\w.-]+@)[^/:]+(?::\d+)?[/:](?P<name>[\w.-]+/[\w.-]+?)(?:\.git)?/?")
_SHA = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
SCHEMA = 1


@record
class Asked:
    """`base` and `head` are commits; without them they are the pull request's own."""

    number: int
    repository: str = ""
    base: str = ""
    head: str = ""
    key: str = "default"
    fail_on: str = "nothing"
    dry_run: bool = False


class MistakeError(Exception):
    """What was asked makes no sense; the message names the option."""


def comment(asked: Asked, *, directory: str = ".", format: str = "text", environment: Mapping[str, str] = os.environ) -> int:
    """The exit code: 0, 1 when --fail-on is reached, 2 when something is in the way."""
    from synth.adapters.github_bot import GitHubBot

    try:
        repository = _checked(asked, directory, environment)
        bot = GitHubBot.from_environment(environment)
        if bot is None:
            raise MistakeError("a comment needs a token: set GH_TOKEN, or run 'gh auth login'")
        with bot as api:
            told = tell(api, _meant(pull(api, repository, asked.number), asked), _wish(asked, environment), asked.head)
    except (MistakeError, GitHubError) as error:
        print(f"{error}{_advice(error, asked)}", file=sys.stderr)
        return 2
    code = _code(told, asked.fail_on)
    sys.stdout.write(_as_json(told, code) if format == "json" else _as_text(told, asked.dry_run))
    if told.refused:
        print(f"no comment was written: {told.refused}", file=sys.stderr)
    return code


def _checked(asked: Asked, directory: str, environment: Mapping[str, str]) -> str:
    """The repository. Raises MistakeError."""
    repository = asked.repository or environment.get("GITHUB_REPOSITORY") or _remote(directory)
    if not _NAME.fullmatch(repository):
        raise MistakeError("--repo: the repository is unknown: give owner/name")
    for name, commit in (("--base", asked.base), ("--head", asked.head)):
        if commit and not _SHA.fullmatch(commit):
            raise MistakeError(f"{name}: '{commit}' is not the 40 digits of a commit: give what 'git rev-parse' says")
    if not KEY.fullmatch(asked.key):
        raise MistakeError(f"--key: '{asked.key}' is no key: letters, digits, '.', '_' and '-', 64 at most")
    return repository


def _meant(found: Pull, asked: Asked) -> Pull:
    """The pull request from the base that was given. What differs is counted from where both sides come from."""
    return replace(found, base=asked.base) if asked.base else found


def _wish(asked: Asked, environment: Mapping[str, str]) -> Wish:
    run, attempt = (environment.get(name, "") for name in ("GITHUB_RUN_ID", "GITHUB_RUN_ATTEMPT"))
    numbers = (int(run), int(attempt)) if run.isdigit() and attempt.isdigit() else (0, 0)
    server = environment.get("GITHUB_SERVER_URL", "https://github.com").rstrip("/")
    return Wish(key=asked.key, run=numbers, server=server, failing=asked.fail_on == "danger", dry_run=asked.dry_run)


def _code(told: Told, fail_on: str) -> int:
    if told.refused:
        return 2
    worst = told.comparison.worst if told.comparison is not None else None
    reached = {"nothing": (), "danger": ("danger",), "caution": ("danger", "caution")}[fail_on]
    return 1 if worst in reached else 0


def _as_text(told: Told, dry_run: bool) -> str:
    if dry_run:
        return told.body if told.body.endswith("\n") else f"{told.body}\n"
    url = f" {told.posted.url}" if told.posted.url else ""
    return "".join([f"{line}{url}\n" for line in Ended(told=(told,)).lines()])


def _as_json(told: Told, code: int) -> str:
    return (
        json.dumps({"schema": SCHEMA, "command": "comment", "exit_code": code, **comments_of(Ended(told=(told,)))[0], "body": told.body}, indent=2)
        + "\n"
    )


def _advice(error: Exception, asked: Asked) -> str:
    if isinstance(error, Declined) and error.status == 404:
        return f": is {asked.number} the number of a pull request, and may the token see the repository?"
    return ""


def _remote(directory: str) -> str:
    """owner/name of the remote `origin`, empty where there is none."""
    try:
        told = subprocess.run(["git", "-C", directory, "remote", "get-url", "origin"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = _REMOTE.fullmatch(told.stdout.strip())
    return found["name"] if found else ""
