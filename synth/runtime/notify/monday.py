"""Monday: one item of a board for a service in an environment, made once and updated by every promotion.

https://developer.monday.com/api-reference/docs/introduction-to-graphql
"""

from __future__ import annotations

import json
from typing import NamedTuple

from synth.runtime.notify.delivery import Undelivered, content_of
from synth.runtime.notify.event import Told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from synth.runtime.address import Address
    from synth.runtime.notify.delivery import Delivery
    from synth.runtime.notify.event import Happening

API_VERSION = "2025-10"
_FIND = """query ($board: ID!, $name: [String]!) {
  items_page_by_column_values(board_id: $board, limit: 1, columns: [{column_id: "name", column_values: $name}]) { items { id } }
}"""
_MAKE = """mutation ($board: ID!, $group: String, $name: String!, $values: JSON) {
  create_item(board_id: $board, group_id: $group, item_name: $name, column_values: $values, create_labels_if_missing: true) { id }
}"""
_CHANGE = """mutation ($board: ID!, $item: ID!, $values: JSON!) {
  change_multiple_column_values(board_id: $board, item_id: $item, column_values: $values, create_labels_if_missing: true) { id }
}"""
_TELL = "mutation ($item: ID!, $body: String!) { create_update(item_id: $item, body: $body) { id } }"


class Monday(NamedTuple):
    """`columns` maps what is known (status, version, environment, url, date) to the board's column IDs; `item` is one that is known already."""

    api: Address
    token: str
    board: str
    group: str = ""
    item: str = ""
    columns: tuple[tuple[str, str], ...] = ()

    def tell(self, happening: Happening, delivery: Delivery, day: str) -> Told:
        """Makes or changes the item. Raises Undelivered."""
        name = f"{happening.service} · {happening.environment}"
        values = json.dumps(self._values(happening, day), ensure_ascii=False)
        item = self.item or self._found(name, delivery)
        if item:
            if self.columns:
                self._asked(_CHANGE, {"board": self.board, "item": item, "values": values}, delivery, True)
            what = "the item was updated"
        else:
            made = self._asked(_MAKE, {"board": self.board, "group": self.group or None, "name": name, "values": values}, delivery, False)
            item, what = str(made["create_item"]["id"]), "an item was made"
        self._asked(_TELL, {"item": item, "body": _body(happening)}, delivery, False)
        return Told("monday", "sent", what, {"monday-item": item})

    def _found(self, name: str, delivery: Delivery) -> str:
        items = self._asked(_FIND, {"board": self.board, "name": [name]}, delivery, True)["items_page_by_column_values"]["items"]
        return str(items[0]["id"]) if items else ""

    def _values(self, happening: Happening, day: str) -> dict[str, Any]:
        run = {"url": happening.run_url, "text": "Run"}
        known = {
            "status": {"label": happening.kind.replace("-", " ").capitalize()},
            "version": happening.version,
            "environment": happening.environment,
            "url": run if happening.run_url else None,
            "date": {"date": day},
        }
        return {column: known[what] for what, column in self.columns if known.get(what)}

    def _asked(self, query: str, variables: Mapping[str, Any], delivery: Delivery, repeat: bool) -> Any:
        headers = {"Authorization": self.token, "API-Version": API_VERSION}
        answer = delivery.post(self.api, headers, {"query": query, "variables": variables}, safe_to_repeat=repeat)
        found = content_of(answer)
        if answer.status != 200 or not isinstance(found, dict) or found.get("errors") or not found.get("data"):
            errors = [str(one.get("message", "")) for one in found.get("errors", []) if isinstance(one, dict)] if isinstance(found, dict) else []
            said = "; ".join([*errors, str(found.get("error_message") or "") if isinstance(found, dict) else ""]).strip("; ")
            raise Undelivered(f"Monday answered HTTP {answer.status} {said}".rstrip())
        return found["data"]


def _body(happening: Happening) -> str:
    """HTML, which Monday's updates are; text from elsewhere is escaped."""
    lines = [f"{happening.sign} <b>{_escaped(happening.sentence)}</b>"]
    lines += [_escaped(line) for line in happening.details.splitlines()]
    run = (("Run", happening.run_url),) if happening.run_url else ()
    lines += [f'<a href="{_escaped(address)}">{_escaped(title)}</a>' for title, address in run + happening.links]
    return "<br>".join(lines)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
