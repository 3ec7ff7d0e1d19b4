"""FilterLogEvents, DescribeLogStreams, DescribeLogGroups."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.simulator.api.ecs_views import Fields
from tests.simulator.api.paging import page
from tests.simulator.errors import ApiError, invalid
from tests.simulator.names import arn
from tests.simulator.world.logs import Line, Stream
from tests.simulator.world.world import World

_TERM = re.compile(r'([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))')


def filter_events(world: World, asked: Fields) -> Fields:
    """Begins with empty pages where the scenario wants some: only the absence of `nextToken` means the end."""
    streams = _group(world, asked)
    token = asked.get("nextToken")
    done = int(token.removeprefix("empty-")) if token and token.startswith("empty-") else 0
    if (token is None or token.startswith("empty-")) and done < world.logs.empty_pages:
        return {"events": [], "searchedLogStreams": [], "nextToken": f"empty-{done + 1}"}
    begin, end = asked.get("startTime", 0), asked.get("endTime", 1 << 62)
    matches = _pattern(asked.get("filterPattern", ""))
    found = sorted(
        (
            line
            for name, stream in streams.items()
            if name in asked.get("logStreamNames", [name]) and name.startswith(asked.get("logStreamNamePrefix", ""))
            for line in stream.lines
            if begin <= line.at <= end and matches(line.message)
        ),
        key=lambda line: (line.at, line.id),
    )
    part, following = page(world, found, None if token is None or token.startswith("empty-") else token, asked.get("limit", 10_000))
    return {"events": [_event(line) for line in part], "searchedLogStreams": []} | ({"nextToken": following} if following else {})


def describe_streams(world: World, asked: Fields) -> Fields:
    by_time = asked.get("orderBy") == "LastEventTime"
    found = [one for one in _group(world, asked).values() if one.name.startswith(asked.get("logStreamNamePrefix", ""))]
    found.sort(key=lambda one: (one.lines[-1].at if by_time and one.lines else 0, one.name), reverse=asked.get("descending", False))
    part, token = page(world, found, asked.get("nextToken"), asked.get("limit", 50))
    return {"logStreams": [_stream(one, asked["logGroupName"]) for one in part]} | ({"nextToken": token} if token else {})


def describe_groups(world: World, asked: Fields) -> Fields:
    names = [name for name in sorted(world.logs.groups) if name.startswith(asked.get("logGroupNamePrefix", ""))]
    part, token = page(world, names, asked.get("nextToken"), asked.get("limit", 50))
    groups = [{"logGroupName": name, "arn": arn("logs", f"log-group:{name}:*")} for name in part]
    return {"logGroups": groups} | ({"nextToken": token} if token else {})


def _group(world: World, asked: Fields) -> dict[str, Stream]:
    if "logGroupName" not in asked:
        raise invalid("The simulator wants logGroupName.")
    if asked["logGroupName"] not in world.logs.groups:
        raise ApiError("ResourceNotFoundException", "The specified log group does not exist.")
    return world.logs.groups[asked["logGroupName"]]


def _pattern(text: str) -> Callable[[str], bool]:
    """Terms, quoted or not: all of them, any of those with `?`, none of those with `-`. Refuses what is not modelled."""
    if text.lstrip().startswith(("{", "[", "%")):
        raise ApiError("InvalidParameterException", "The simulator does not model JSON, space-delimited and regular-expression patterns.", 501)
    terms = [(sign, quoted or plain) for sign, quoted, plain in _TERM.findall(text)]
    must = [word for sign, word in terms if not sign]
    some = [word for sign, word in terms if sign == "?"]
    never = [word for sign, word in terms if sign == "-"]

    def matches(message: str) -> bool:
        return (
            all(word in message for word in must)
            and (not some or any(word in message for word in some))
            and not any(word in message for word in never)
        )

    return matches


def _event(line: Line) -> Fields:
    return {"logStreamName": line.stream, "timestamp": line.at, "message": line.message, "ingestionTime": line.at + 500, "eventId": line.id}


def _stream(one: Stream, group: str) -> Fields:
    fields: Fields = {
        "logStreamName": one.name,
        "creationTime": one.created,
        "arn": arn("logs", f"log-group:{group}:log-stream:{one.name}"),
        "storedBytes": 0,
    }
    if one.lines:
        fields |= {"firstEventTimestamp": one.lines[0].at, "lastEventTimestamp": one.lines[-1].at, "lastIngestionTime": one.lines[-1].at + 500}
    return fields
