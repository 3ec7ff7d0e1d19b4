"""The inputs that say what happened and whom to tell."""

from __future__ import annotations

from typing import Any, NamedTuple

from synth.runtime.address import Address, address
from synth.runtime.document import parsed
from synth.runtime.github_api import API_URL
from synth.runtime.notify.event import EVENTS, Happening
from synth.runtime.notify.monday import Monday
from synth.runtime.notify.pagerduty import PagerDuty
from synth.runtime.notify.rejection import Record
from synth.runtime.notify.slack import Slack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from synth.runtime.inputs import Inputs

SLACK_API = address("https://slack.com/api")
PAGERDUTY_EVENTS = address("https://events.pagerduty.com/v2")
MONDAY_API = address("https://api.monday.com/v2")
COLUMNS = ("status", "version", "environment", "url", "date")


class Options(NamedTuple):
    """`secrets` are the texts that nothing may print."""

    happening: Happening
    slack: Slack | None
    pagerduty: PagerDuty | None
    monday: Monday | None
    record: Record | None
    fail_on_error: bool
    dry_run: bool
    secrets: tuple[str, ...]


def read_options(inputs: Inputs, environment: Mapping[str, str]) -> Options:
    """Raises InputError with everything that is wrong. A channel without credentials is left out: not every environment has them all."""
    results: tuple[str, ...] = inputs.parsed("results", _results, ())
    happening = Happening(
        inputs.choice("event", "", tuple(EVENTS)),
        inputs.text("service"),
        inputs.text("environment"),
        inputs.text("version"),
        inputs.text("actor", environment.get("GITHUB_ACTOR", "")),
        environment.get("GITHUB_REPOSITORY", ""),
        _run(environment),
        "\n".join(filter(None, [inputs.text("details"), *results])),
        inputs.parsed("links", _links, ()),
    )
    for name in ("event", "service", "environment"):
        if not inputs.text(name):
            inputs.problem(name, f"is missing; {'it is one of ' + ', '.join(EVENTS) if name == 'event' else 'the message is about it'}")
    options = Options(
        happening,
        _slack(inputs),
        _pagerduty(inputs, happening),
        _monday(inputs),
        _record(inputs, environment),
        inputs.truth("fail-on-error"),
        inputs.truth("dry-run"),
        tuple(filter(None, [inputs.text(name) for name in ("slack-token", "slack-webhook-url", "pagerduty-routing-key", "monday-token", "token")])),
    )
    inputs.done()
    return options


def _slack(inputs: Inputs) -> Slack | None:
    token, channel = inputs.text("slack-token"), inputs.text("slack-channel")
    webhook: Address | None = inputs.parsed("slack-webhook-url", address, None)
    if token and not channel:
        inputs.problem("slack-channel", "is missing: slack-token needs the channel's ID, such as C0123456789")
    if not token and not inputs.text("slack-webhook-url"):
        return None
    return Slack(inputs.parsed("slack-api-url", address, SLACK_API), token, channel, inputs.text("slack-ts"), None if token else webhook)


def _pagerduty(inputs: Inputs, happening: Happening) -> PagerDuty | None:
    key = inputs.text("pagerduty-routing-key")
    dedup = inputs.text("dedup-key", "/".join(filter(None, [happening.repository, happening.service, happening.environment])))
    return PagerDuty(inputs.parsed("pagerduty-url", address, PAGERDUTY_EVENTS), key, dedup) if key else None


def _monday(inputs: Inputs) -> Monday | None:
    token, board = inputs.text("monday-token"), inputs.text("monday-board")
    columns: tuple[tuple[str, str], ...] = inputs.parsed("monday-columns", _columns, ())
    for name, value in (("monday-board", board), ("monday-item", inputs.text("monday-item"))):
        if value and not value.isdigit():
            inputs.problem(name, f"'{value}' is no ID, which is a number: the last one in its address")
    if not token:
        return None
    if not board:
        inputs.problem("monday-board", "is missing: monday-token needs the board's ID")
    api = inputs.parsed("monday-url", address, MONDAY_API)
    return Monday(api, token, board, inputs.text("monday-group"), inputs.text("monday-item"), columns)


def _record(inputs: Inputs, environment: Mapping[str, str]) -> Record | None:
    token, run = inputs.text("token"), environment.get("GITHUB_RUN_ID", "")
    api: Address | None = inputs.parsed("token", lambda _: address(environment.get("GITHUB_API_URL") or API_URL), None)
    return Record(api, token, run) if api is not None and run else None


def _run(environment: Mapping[str, str]) -> str:
    server, repository, run = (environment.get(name, "") for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID"))
    return f"{server}/{repository}/actions/runs/{run}" if server and repository and run else ""


def _results(text: str) -> tuple[str, ...]:
    """Which jobs failed, and which were stopped, a line each: `Failed: Lint, Unit tests`."""
    pairs = [line.strip().rpartition(": ") for line in text.splitlines() if line.strip()]
    if wrong := [name or result for name, colon, result in pairs if not colon]:
        raise ValueError(f"has the line '{wrong[0]}', which is not like 'Lint: failure'")
    said = []
    for title, kind in (("Failed", "failure"), ("Stopped", "cancelled")):
        if names := [name for name, _, result in pairs if result == kind]:
            said.append(f"{title}: {', '.join(names)}")
    return tuple(said)


def _links(text: str) -> tuple[tuple[str, str], ...]:
    found = _texts(text, 'such as {"Dashboard": "https://…"}')
    for value in found.values():
        if not value.startswith(("https://", "http://")):
            raise ValueError("has an address that is neither http:// nor https://")
    return tuple(found.items())


def _columns(text: str) -> tuple[tuple[str, str], ...]:
    found = _texts(text, 'such as {"status": "status_1", "version": "text_4"}')
    if wrong := [name for name in found if name not in COLUMNS]:
        raise ValueError(f"'{wrong[0]}' is not known; there are {', '.join(COLUMNS)}")
    return tuple(found.items())


def _texts(text: str, example: str) -> dict[str, str]:
    found: Any = parsed(text)
    if not isinstance(found, dict) or not all([isinstance(one, str) for one in found.values()]):
        raise ValueError(f"is no JSON object of texts, {example}")
    return found
