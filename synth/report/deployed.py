"""What services run, as a table for people and as JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from synth.runtime.ecs.last_good import short
from synth.runtime.record.deployed import brief
from synth.runtime.screen import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.runtime.record.deployed import Deployed

_HEAD = ("environment", "service", "commit", "version", "release", "digest", "deployed", "verified", "last known good")


def as_text(found: Sequence[Deployed]) -> str:
    """A table, and below it whatever is not as it should be."""
    rows = [_HEAD, *[_row(one) for one in found]]
    widths = [max([len(row[number]) for row in rows]) for number in range(len(_HEAD))]
    table = "".join(["  ".join([text.ljust(width) for text, width in zip(row, widths, strict=True)]).rstrip() + "\n" for row in rows])
    said = [(one, kind, text) for one in found for kind, texts in _said(one) for text in texts]
    lines = "".join([f"{_name(one)}: {kind}: {printable(text)}\n" for one, kind, text in said])
    return f"{table}\n{lines}" if lines else table


def as_json(found: Sequence[Deployed], notes: Sequence[str], code: int) -> str:
    services = [_content(one) for one in found]
    return json.dumps({"schema": 1, "command": "whats-deployed", "exit_code": code, "services": services, "notes": list(notes)}, indent=2) + "\n"


def _said(one: Deployed) -> list[tuple[str, Sequence[str]]]:
    return [("cannot be seen", [one.trouble] if one.trouble else []), ("drift", one.drift), ("warning", one.warnings)]


def _name(one: Deployed) -> str:
    return "/".join([text for text in (one.place.environment, one.place.service) if text])


def _row(one: Deployed) -> tuple[str, ...]:
    place = one.place
    if one.trouble:
        return (place.environment or "-", place.service, *["?"] * (len(_HEAD) - 2))
    digests = [image.digest for image in one.images if image.digest]
    good = one.last_good
    name = f"{short(good.task_definition)}{f' {good.sha[:12]}' if good.sha else ''} ({good.source})" if good else "none"
    return tuple(
        [
            printable(text)
            for text in (
                place.environment or "-",
                place.service,
                one.sha[:12] or "-",
                one.version or "-",
                short(one.task_definition) or "-",
                (brief(digests[0]) + (f" +{len(digests) - 1}" if len(digests) > 1 else "")) if digests else "-",
                _time(one.since) or "-",
                ("deploying" if one.under_way else "yes" if one.verified else "no") + (", drift" if one.drift else ""),
                name + (", unusable" if good and good.trouble else ""),
            )
        ]
    )


def _content(one: Deployed) -> dict[str, Any]:
    place, mark, good = one.place, one.verified, one.last_good
    where = {"environment": place.environment, "region": place.region, "cluster": place.cluster, "service": place.service}
    if one.trouble:
        return {**where, "trouble": one.trouble}
    return {
        **where,
        "trouble": "",
        "sha": one.sha,
        "version": one.version,
        "task_definition": one.task_definition,
        "service_revision": one.revision,
        "images": [{"container": image.container, "image": image.image, "digest": image.digest} for image in one.images],
        "deployed_at": _time(one.since),
        "under_way": one.under_way,
        "verified": {"at": _time(mark.at), "run_id": mark.run_id, "digests": list(mark.digests)} if mark else None,
        "drift": list(one.drift),
        "last_known_good": {
            "task_definition": good.task_definition,
            "sha": good.sha,
            "at": _time(good.at),
            "source": good.source,
            "trouble": good.trouble,
        }
        if good
        else None,
        "warnings": list(one.warnings),
    }


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M UTC") if seconds else ""
