"""One JSON request to a service that people rely on, tried again where that cannot tell them twice."""

from __future__ import annotations

import json
from typing import NamedTuple

from synth.runtime.clock import chance, full_jitter
from synth.runtime.ports import Garbled, Unreachable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from synth.runtime.address import Address
    from synth.runtime.ports import Answer, Clock, Sender

TIMEOUT_SECONDS = 10.0
LONGEST_WAIT_SECONDS = 60.0
_AGAIN = (429, 500, 502, 503, 504)


class Undelivered(Exception):  # noqa: N818  # an outcome, not a fault of the program
    """No answer that says that it was taken; the message is fit to show after a Screen."""


class Delivery(NamedTuple):
    """How requests are made: `tries` in all, within `deadline` seconds of the first."""

    sender: Sender
    clock: Clock
    tries: int = 4
    deadline: float = 60.0
    random: Callable[[], float] = chance

    def post(self, address: Address, headers: Mapping[str, str], content: Any, safe_to_repeat: bool = True) -> Answer:
        """The first answer that is neither 429 nor 5xx. Raises Undelivered.

        A request that is not `safe_to_repeat` goes again only after 429 and 503, which say that nothing was done with it.
        """
        body = json.dumps(content, ensure_ascii=False).encode()
        all_headers = [("Content-Type", "application/json; charset=utf-8"), ("User-Agent", "ghsynth-notify"), *headers.items()]
        began = self.clock.now()
        why, number = "", 0
        for number in range(1, self.tries + 1):
            asked = 0.0
            try:
                answer = self.sender.send("POST", address, all_headers, body, TIMEOUT_SECONDS)
            except (Unreachable, Garbled) as error:
                why, again = str(error), safe_to_repeat
            else:
                if answer.status not in _AGAIN:
                    return answer
                why, again = f"HTTP {answer.status}", safe_to_repeat or answer.status in (429, 503)
                asked = retry_after(answer)
            wait = max(asked, full_jitter(1.0, number, self.random))
            if not again or number == self.tries or self.clock.now() + wait - began > self.deadline:
                break
            self.clock.sleep(wait)
        raise Undelivered(f"{address.authority}: {why}, after {number} {'try' if number == 1 else 'tries'}")


def retry_after(answer: Answer) -> float:
    """Seconds that the server asks to wait, 0 where it does not say; a minute at the most."""
    text = (answer.header("Retry-After") or "").strip()
    return min(float(text), LONGEST_WAIT_SECONDS) if text.isdigit() else 0.0


def content_of(answer: Answer) -> Any:
    """The JSON of an answer; an empty mapping where it is none."""
    try:
        return json.loads(answer.body)
    except ValueError:
        return {}
