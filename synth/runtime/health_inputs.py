"""The inputs that say what a healthy release is, read into a Plan."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from synth.runtime.address import Address, address
from synth.runtime.document import parsed, pointer
from synth.runtime.expectation import Expectation, pattern, statuses
from synth.runtime.network import DIRECT, Route
from synth.runtime.probe import Target
from synth.runtime.verdict import FAIL_ON, outcomes
from synth.runtime.version import VersionPath, version_path
from synth.runtime.watch import ENOUGH_SAMPLES, Plan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.inputs import Inputs

MOST_ADDRESSES = 20
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_LINE = re.compile(r"[\t\x20-\x7e\xa0-\xff]*")
_FRAMING = ("connection", "content-length", "expect", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade")


class Options(NamedTuple):
    """`secrets` are the texts that nothing may print: header values and query strings."""

    plan: Plan
    fail_on: tuple[str, ...]
    soft: bool
    dry_run: bool
    secrets: tuple[str, ...]
    route: Route = DIRECT


def read_options(inputs: Inputs) -> Options:
    """Raises InputError with everything that is wrong."""
    options = options_of(inputs)
    inputs.done()
    return options


def options_of(inputs: Inputs, address_needed: bool = True) -> Options:
    """What can be read; what is wrong is left with the inputs."""
    addresses = _addresses(inputs, address_needed)
    json: tuple[tuple[str, Any], ...] = inputs.parsed("expect-json", _pointers, ())
    body: re.Pattern[str] | None = inputs.parsed("expect-body", pattern, None, inputs.raw("expect-body"))
    expect = Expectation(inputs.parsed("expect-status", statuses, ("200",)), json, body)
    version = _version(inputs)
    headers: tuple[tuple[str, str], ...] = inputs.parsed("headers", _headers, ())
    same_host = inputs.choice("redirects", "refuse", ("refuse", "same-host")) == "same-host"
    plan = Plan(
        tuple([Target(one, expect, version, headers, same_host) for one in addresses]),
        consecutive=inputs.whole("consecutive", 3, 1, 1000),
        interval=inputs.number("interval", 5, 0.01, 600),
        timeout=inputs.number("timeout", 5, 0.1, 600),
        deadline=inputs.number("deadline", 300, 0.1, 21_600),
        p95_ms=inputs.number("p95-ms", 0, 1, 600_000) or None,
    )
    _check_time(inputs, plan)
    return Options(
        plan,
        inputs.parsed("fail-on", outcomes, FAIL_ON),
        inputs.truth("soft"),
        inputs.truth("dry-run"),
        tuple([value for name, value in headers if name.lower() != "host"] + [one.query for one in addresses if one.query]),
        Route(inputs.parsed("connect-to", _place, None), inputs.choice("ip-version", "any", ("any", "4", "6"))),
    )


def _addresses(inputs: Inputs, needed: bool) -> list[Address]:
    one = inputs.text("url")
    several: tuple[str, ...] = inputs.parsed("urls", _texts, ())
    if bool(one) == bool(inputs.text("urls")) and (one or needed):
        inputs.problem("url, urls", 'give one of them: url: https://api.example.com/health, or urls: ["https://…", "https://…"]')
    named = [("url", one)] if one else [(f"urls[{number}]", text) for number, text in enumerate(several)]
    found: list[Address | None] = [inputs.parsed(name, address, None, text) for name, text in named]
    return [usable for usable in found if usable is not None]


def _version(inputs: Inputs) -> tuple[VersionPath, str] | None:
    place: VersionPath | None = inputs.parsed("version-path", version_path, None)
    wanted = inputs.text("expect-version")
    if not wanted.isprintable():
        inputs.problem("expect-version", "holds a control character or a line break")
    if place is None:
        return None
    if not wanted:
        inputs.problem("expect-version", "is empty, so version-path has nothing to compare with; leave it out for the commit of the run")
    return place, wanted


def _check_time(inputs: Inputs, plan: Plan) -> None:
    """A plan that cannot pass in its time is a mistake, better found before the deployment than after its deadline."""
    tries = max(plan.consecutive, ENOUGH_SAMPLES if plan.p95_ms else 0)
    least = (tries - 1) * plan.interval
    if least >= plan.deadline and not inputs.problems:
        inputs.problem("deadline", f"{plan.deadline:g} s are too short for {tries} tries, {plan.interval:g} s apart: they take {least:g} s or more")


def _place(text: str) -> tuple[str, int | None]:
    """A host, with or without a port. Raises ValueError for anything else."""
    found = address(f"http://{text}")
    if found.target != "/" or text.endswith("/"):
        raise ValueError(f"'{text}' is no host or host:port")
    return found.host, found.port if text.endswith(f":{found.port}") else None


def _texts(text: str) -> tuple[str, ...]:
    found = parsed(text)
    if not isinstance(found, list) or not found or not all([isinstance(one, str) for one in found]):
        raise ValueError('is no JSON list of addresses, such as ["https://a.example.com/health"]')
    if len(found) > MOST_ADDRESSES:
        raise ValueError(f"has {len(found)} addresses; {MOST_ADDRESSES} are the most")
    return tuple([one.strip() for one in found])


def _pointers(text: str) -> tuple[tuple[str, Any], ...]:
    found = parsed(text)
    if not isinstance(found, dict):
        raise ValueError('is no JSON object of pointers and values, such as {"/status": "ok"}')
    for path in found:
        pointer(path)
    return tuple(found.items())


def _headers(text: str) -> tuple[tuple[str, str], ...]:
    """The messages name headers, never a value."""
    found = parsed(text)
    if not isinstance(found, dict):
        raise ValueError('is no JSON object of names and texts, such as {"Authorization": "Bearer …"}')
    for name, value in found.items():
        if not _TOKEN.fullmatch(name):
            raise ValueError("one name is no header name")
        if name.lower() in _FRAMING:
            raise ValueError(f"{name} is set by HTTP itself")
        if not isinstance(value, str) or not _LINE.fullmatch(value):
            raise ValueError(f"{name} is not one line of Latin-1 text")
    if len({name.lower() for name in found}) < len(found):
        raise ValueError("one name is there twice")
    return tuple(found.items())
