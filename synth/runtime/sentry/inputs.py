"""The inputs of actions/sentry-release, all wrong ones reported at once."""

from __future__ import annotations

import re
import time
from typing import NamedTuple

from synth.runtime.address import address
from synth.runtime.sentry.release import Marking

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from synth.runtime.inputs import Inputs

URL = address("https://sentry.io")
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_VERSION = re.compile(r"(?!\.{1,2}$)[^\s/\\]{1,200}")  # Sentry's own rules for a release's name
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_REPOSITORY = re.compile(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)+")
_ENVIRONMENT = re.compile(r"[^\s/]{1,64}")


class Options(NamedTuple):
    marking: Marking
    fail_on_error: bool
    dry_run: bool


def read_options(inputs: Inputs, environment: Mapping[str, str], now: float) -> Options:
    """Raises InputError with everything that is wrong. `now` is in seconds since 1970."""

    def form(name: str, form: re.Pattern[str], what: str, default: str = "", required: bool = False) -> str:
        def parse(text: str) -> str:
            if not form.fullmatch(text):
                raise ValueError(f"'{text}' is no {what}")
            return text

        given = inputs.text(name, default)
        if required and not given:
            inputs.problem(name, f"is missing: give the {what}")
        return inputs.parsed(name, parse, "", given)

    token = inputs.text("auth-token")
    if not token:
        inputs.problem("auth-token", "is missing: an organization token of Sentry, or one with the scope project:releases")
    elif not token.isascii() or not token.isprintable() or " " in token:
        inputs.problem("auth-token", "holds what no token of Sentry does: a blank, a line break or a letter beyond ASCII")
    with_commits = inputs.truth("set-commits", True)
    commit = form("commit", _COMMIT, "commit of 40 digits", environment.get("GITHUB_SHA", ""))
    marking = Marking(
        inputs.parsed("url", address, URL),
        token,
        form("organization", _SLUG, "organization's slug", required=True),
        inputs.parsed("projects", _projects, ()),
        form("version", _VERSION, "release's name, which has neither blanks nor slashes", f"sha-{commit}" if commit else "", required=True),
        form("environment", _ENVIRONMENT, "environment's name, which has neither blanks nor slashes", required=True),
        form("repository", _REPOSITORY, "owner/name", environment.get("GITHUB_REPOSITORY", "")) if with_commits and commit else "",
        commit,
        inputs.parsed("started-at", _time, ""),
        time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now)),
        _run(environment),
    )
    if not inputs.text("projects"):
        inputs.problem("projects", "is missing: the slugs of the projects, one a line or separated by commas")
    options = Options(marking, inputs.truth("fail-on-error"), inputs.truth("dry-run"))
    inputs.done()
    return options


def _projects(text: str) -> tuple[str, ...]:
    found = [one for one in re.split(r"[,\s]+", text) if one]
    if wrong := [one for one in found if not _SLUG.fullmatch(one)]:
        raise ValueError(f"'{wrong[0]}' is no project's slug")
    return tuple(dict.fromkeys(found))


def _time(text: str) -> str:
    try:
        time.strptime(text, "%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        raise ValueError(f"'{text}' is no time such as 2026-01-31T12:00:00Z") from None
    return text


def _run(environment: Mapping[str, str]) -> str:
    server, repository, run = (environment.get(name, "") for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID"))
    return f"{server}/{repository}/actions/runs/{run}" if server and repository and run else ""
