"""Whom a pipeline tells what happens to a release: Slack, PagerDuty, Monday. Each is an account, and the name of the secret that opens it.

A destination gives the inputs of the action notify, by which the job that tells it is the only one to read its secret.
"""

from __future__ import annotations

import json
from typing import Protocol

from synth.expr import secrets
from synth.record import field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from synth.build.steps import Text


class Destination(Protocol):
    """Somebody to tell."""

    @property
    def secret(self) -> str:
        """The name of the secret."""
        ...

    def inputs(self) -> Mapping[str, Any]:
        """What the action notify needs to tell it."""
        ...


@record
class Slack:
    """A channel, by its ID, and a bot that has `chat:write` there. A run is one message, which is updated as the run goes on.

    What went wrong, and what waits for a person, is also said in the message's thread and in the channel, because an update makes no sound.
    """

    channel: Text = field(kw_only=False)
    token: str = "SLACK_BOT_TOKEN"

    @property
    def secret(self) -> str:
        return self.token

    def inputs(self) -> Mapping[str, Any]:
        return {"slack-token": secrets[self.token], "slack-channel": self.channel}


@record
class SlackWebhook:
    """An incoming webhook, whose address is the secret. Its messages cannot be updated: each event is one of its own."""

    url: str = field(default="SLACK_WEBHOOK_URL", kw_only=False)

    @property
    def secret(self) -> str:
        return self.url

    def inputs(self) -> Mapping[str, Any]:
        return {"slack-webhook-url": secrets[self.url]}


@record
class PagerDuty:
    """A service's integration key of Events API v2. `environments` are those that people are woken for, the one deployed to last unless given.

    A deployment that failed or was rolled back opens an incident; the next one that succeeds there resolves it, and is a change event. `eu` is for
    accounts in PagerDuty's European region.
    """

    key: str = field(default="PAGERDUTY_KEY", kw_only=False)
    environments: Sequence[str] = ()
    eu: bool = False

    @property
    def secret(self) -> str:
        return self.key

    def inputs(self) -> Mapping[str, Any]:
        region = {"pagerduty-url": "https://events.eu.pagerduty.com/v2"} if self.eu else {}
        return {"pagerduty-routing-key": secrets[self.key], **region}


@record
class Monday:
    """A board, by its ID, with an item for each environment, made by the first promotion and updated by each one after it.

    `columns` maps status, version, environment, url and date to the board's column IDs; `group` is the ID of the group for new items.
    """

    board: str = field(kw_only=False)
    token: str = "MONDAY_TOKEN"
    group: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def secret(self) -> str:
        return self.token

    def inputs(self) -> Mapping[str, Any]:
        group = {"monday-group": self.group} if self.group is not None else {}
        columns = {"monday-columns": json.dumps(dict(self.columns), sort_keys=True)} if self.columns else {}
        return {"monday-token": secrets[self.token], "monday-board": self.board, **group, **columns}
