"""Inputs read into a plan, without a process around them."""

from __future__ import annotations

import json
import re

import pytest

from synth.runtime.address import address
from synth.runtime.expectation import Expectation
from synth.runtime.health_inputs import Options, read_options
from synth.runtime.inputs import InputError, Inputs
from synth.runtime.probe import Target
from synth.runtime.verdict import FAIL_ON
from synth.runtime.version import VersionPath
from synth.runtime.watch import Plan


def read(**given: str) -> Options:
    return read_options(Inputs({f"INPUT_{name.upper()}": text for name, text in given.items()}))


def problems(**given: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(**given)
    return caught.value.problems


def test_an_address_is_enough() -> None:
    target = Target(address("http://a.example/"), Expectation(("200",)))
    assert Options(Plan((target,)), FAIL_ON, False, False, ()) == read(url=" http://a.example/ ", expect_version="unused")


def test_everything_has_its_place() -> None:
    options = read(
        urls='["https://a.example/h?key=hidden", "http://b.example"]',
        expect_status="2xx,404",
        expect_json='{"/status": "ok", "": {}}',
        expect_body=" ok ",
        version_path="/version#header:X-Version",
        expect_version="two",
        consecutive="5",
        interval="0.5",
        timeout="2",
        deadline="60",
        p95_ms="250",
        headers='{"Host": "a.internal", "X-Key": "k3y"}',
        redirects="same-host",
        fail_on="failed",
        soft="true",
        dry_run="TRUE",
    )
    expect = Expectation(("2xx", "404"), (("/status", "ok"), ("", {})), re.compile(" ok "))
    version = (VersionPath("/version", "X-Version"), "two")
    headers = (("Host", "a.internal"), ("X-Key", "k3y"))
    targets = tuple([Target(address(url), expect, version, headers, True) for url in ("https://a.example/h?key=hidden", "http://b.example")])
    assert Options(Plan(targets, 5, 0.5, 2, 60, 250), ("failed",), True, True, ("k3y", "key=hidden")) == options


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"deadline": "10"}, "deadline: 10 s are too short for 3 tries, 5 s apart: they take 10 s or more"),
        ({"p95_ms": "9", "deadline": "95"}, "deadline: 95 s are too short for 20 tries, 5 s apart: they take 95 s or more"),
        (
            {"version_path": "/v"},
            "expect-version: is empty, so version-path has nothing to compare with; leave it out for the commit of the run",
        ),
        ({"version_path": "/v", "expect_version": "a\nb"}, "expect-version: holds a control character or a line break"),
        ({"expect_json": "[]"}, 'expect-json: is no JSON object of pointers and values, such as {"/status": "ok"}'),
        ({"expect_json": '{"status": "ok"}'}, "expect-json: 'status' is no JSON pointer: it begins with '/', for example /status"),
        ({"headers": '{"X-Key": "s3cret\\r\\nX: y"}'}, "headers: X-Key is not one line of Latin-1 text"),
        ({"headers": '{"X-Key": 1}'}, "headers: X-Key is not one line of Latin-1 text"),
        ({"headers": '{"a b": "s3cret"}'}, "headers: one name is no header name"),
        ({"headers": '{"Content-Length": "5"}'}, "headers: Content-Length is set by HTTP itself"),
        ({"headers": '{"A": "x", "a": "y"}'}, "headers: one name is there twice"),
        ({"headers": '["s3cret"]'}, 'headers: is no JSON object of names and texts, such as {"Authorization": "Bearer …"}'),
        ({"consecutive": "2.0"}, "consecutive: '2.0' is no whole number from 1 to 1000"),
        ({"consecutive": "٣"}, "consecutive: '٣' is no whole number from 1 to 1000"),
        ({"timeout": "inf"}, "timeout: 'inf' is no number from 0.1 to 600"),
    ],
)
def test_mistakes(given: dict[str, str], problem: str) -> None:
    assert [problem] == problems(url="http://a.example/", **given)


def test_mistakes_in_lists_of_addresses() -> None:
    assert ["urls[1]: is neither http:// nor https://"] == problems(urls='["http://a.example", "ftp://b"]')
    assert ["urls: has 21 addresses; 20 are the most"] == problems(urls=json.dumps(["http://a"] * 21))
    choose = 'url, urls: give one of them: url: https://api.example.com/health, or urls: ["https://…", "https://…"]'
    assert [choose] == problems()
