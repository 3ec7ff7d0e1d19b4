"""Slack: one message for a run that is updated as the run goes on, or messages through an incoming webhook, which cannot be updated.

https://docs.slack.dev/reference/methods/chat.postMessage https://docs.slack.dev/reference/methods/chat.update
"""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.notify.delivery import Undelivered, content_of
from synth.runtime.notify.event import Told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.runtime.address import Address
    from synth.runtime.notify.delivery import Delivery
    from synth.runtime.notify.event import Happening

LONGEST_SECTION = 3000
_GONE = ("message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found_for_update")


class Slack(NamedTuple):
    """`api` with a bot's token and a channel, or a `webhook` alone. `message` is the `ts` of the run's earlier message, to be updated."""

    api: Address
    token: str = ""
    channel: str = ""
    message: str = ""
    webhook: Address | None = None

    def tell(self, happening: Happening, delivery: Delivery) -> Told:
        """Raises Undelivered."""
        if self.webhook is not None:
            return self._by_webhook(self.webhook, happening, delivery)
        headers = {"Authorization": f"Bearer {self.token}"}
        content = {"channel": self.channel, "unfurl_links": False, "unfurl_media": False, **message_of(happening)}
        if self.message:
            done = self._called("chat.update", headers, {**content, "ts": self.message}, delivery, True)
            if done.get("ok"):
                if happening.aloud:  # an update makes no sound; what went wrong, or waits for a person, is also said in the thread and the channel
                    reply = {**content, "thread_ts": self.message, "reply_broadcast": True}
                    self._raised(self._called("chat.postMessage", headers, reply, delivery, False))
                return Told("slack", "sent", "the run's message was updated", self._outputs(done, self.message))
            if done.get("error") not in _GONE:
                self._raised(done)
        done = self._raised(self._called("chat.postMessage", headers, content, delivery, False))
        return Told("slack", "sent", "a message was posted", self._outputs(done, str(done.get("ts", ""))))

    def _outputs(self, done: dict[str, Any], message: str) -> dict[str, str]:
        return {"slack-ts": message, "slack-channel": str(done.get("channel", self.channel))}

    def _by_webhook(self, webhook: Address, happening: Happening, delivery: Delivery) -> Told:
        answer = delivery.post(webhook, {}, message_of(happening), safe_to_repeat=False)
        if answer.status != 200:
            raise Undelivered(f"Slack's webhook answered HTTP {answer.status} {answer.body[:80].decode('utf-8', 'replace')}")
        return Told("slack", "sent", "a message was posted through the webhook")

    def _called(self, method: str, headers: dict[str, str], content: dict[str, Any], delivery: Delivery, repeat: bool) -> dict[str, Any]:
        answer = delivery.post(self.api.beside(f"{self.api.path.rstrip('/')}/{method}"), headers, content, safe_to_repeat=repeat)
        found = content_of(answer)
        return found if isinstance(found, dict) and "ok" in found else {"ok": False, "error": f"HTTP {answer.status}"}

    def _raised(self, done: dict[str, Any]) -> dict[str, Any]:
        if not done.get("ok"):
            raise Undelivered(f"Slack says {done.get('error', 'no')}{_advice(str(done.get('error')))}")
        return done


def message_of(happening: Happening) -> dict[str, Any]:
    """Text for notifications, and the blocks that are shown."""
    headline = f"{happening.sign} *{escaped(happening.sentence)}*"
    facts = [f"*{title}* {escaped(value)}" for title, value in (("Repository", happening.repository), ("By", happening.actor)) if value]
    links = [link(title, address) for title, address in ((("Run", happening.run_url),) if happening.run_url else ()) + happening.links]
    blocks: list[dict[str, Any]] = [_section(headline)]
    if happening.details:
        blocks.append(_section(escaped(happening.details)))
    if facts or links:
        blocks.append({"type": "context", "elements": [{"type": "mrkdwn", "text": "  ·  ".join([*facts, *links])[:LONGEST_SECTION]}]})
    return {"text": f"{happening.sign} {escaped(happening.sentence)}", "blocks": blocks}


def escaped(text: str) -> str:
    """Text in which nothing is markup that calls people or links: https://docs.slack.dev/messaging/formatting-message-text#escaping"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def link(title: str, address: str) -> str:
    return f"<{escaped(address).replace('|', '%7C')}|{escaped(title)}>"


def _section(text: str) -> dict[str, Any]:
    shown = text if len(text) <= LONGEST_SECTION else text[: LONGEST_SECTION - 1] + "…"
    return {"type": "section", "text": {"type": "mrkdwn", "text": shown}}


def _advice(error: str) -> str:
    known = {
        "not_in_channel": ": invite the app to the channel",
        "channel_not_found": ": give the channel's ID, and invite the app to it",
        "invalid_auth": ": the token is not valid any more",
        "token_revoked": ": the token is not valid any more",
        "missing_scope": ": give the app the scope chat:write",
    }
    return known.get(error, "")
