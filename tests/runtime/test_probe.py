"""One try: what is asked, and what an answer is held to be."""

from __future__ import annotations

import re

import pytest

from synth.runtime.address import address
from synth.runtime.expectation import Expectation, pattern, statuses
from synth.runtime.ports import Answer, Garbled
from synth.runtime.probe import CUT_SHORT, RIGHT, UNREACHED, WRONG, Observation, Target, observe
from synth.runtime.screen import Screen
from synth.runtime.version import VersionPath, version_path
from tests.runtime.fakes import GOOD, REFUSED, SILENT, FakeClock, FakeHttp, Reply, told

URL = "http://a.example/health?key=k"
TARGET = Target(address(URL))


def once(target: Target, replies: list[Reply], left: float = 100.0) -> tuple[Observation, FakeHttp]:
    clock = FakeClock()
    http = FakeHttp(clock, replies)
    return observe(target, http, clock, Screen(), 7.0, 5.0, left), http


@pytest.mark.parametrize(
    ("reply", "left", "kind", "why"),
    [
        (GOOD, 100, RIGHT, ""),
        (Answer(503, body=b"down"), 100, WRONG, "status is 503, wanted 200 (body begins down)"),
        (REFUSED, 100, UNREACHED, "the connection was refused"),
        (REFUSED, 1, UNREACHED, "the connection was refused"),
        (SILENT, 100, UNREACHED, "no complete answer"),
        (SILENT, 1, CUT_SHORT, "no complete answer"),
        (Garbled("BadStatusLine: SSH"), 100, WRONG, "protocol is BadStatusLine: SSH, wanted HTTP"),
        (GOOD, 0, CUT_SHORT, "no time was left"),
    ],
)
def test_kinds(reply: Reply, left: float, kind: str, why: str) -> None:
    one, _ = once(TARGET, [reply], left)
    assert (kind, why, "http://a.example/health", 7.0) == (one.kind, one.why, one.url, one.at_seconds)


def test_the_version_is_asked_for_beside_the_health_path_in_the_time_that_is_left() -> None:
    target = TARGET._replace(version=(version_path("/about?full#/sha"), "two"))
    one, http = once(target, [GOOD, told({"sha": "two"})])
    assert (RIGHT, "two") == (one.kind, one.version)
    assert [(URL, 5.0), ("http://a.example/about?full", 4.9)] == http.asked


@pytest.mark.parametrize(
    ("reply", "kind", "why"),
    [
        (REFUSED, UNREACHED, "version: the connection was refused"),
        (Garbled("LineTooLong"), WRONG, "version is none: LineTooLong, wanted two"),
        (told({"sha": "two"}, 404), WRONG, "version is none: /about answered 404, wanted two"),
        (told({"sha": None}), WRONG, "version is none: the pointer leads to null, wanted two"),
        (told({}), WRONG, "version is none: the pointer leads to absent, wanted two"),
        (Answer(200, body=b"two"), WRONG, "version is none: no JSON (Expecting value at line 1, column 1), wanted two"),
        (told({"sha": "one"}), WRONG, "version is one, wanted two"),
    ],
)
def test_versions_that_are_not_told(reply: Reply, kind: str, why: str) -> None:
    one, _ = once(TARGET._replace(version=(version_path("/about#/sha"), "two")), [GOOD, reply])
    assert (kind, why, 200) == (one.kind, one.why, one.status)


def test_an_abbreviated_version_is_pointed_out_but_does_not_pass() -> None:
    one, _ = once(TARGET._replace(version=(version_path("/sha"), "0123456789abcdef")), [told({"sha": "0123456"})])
    hint = "the beginning of the version wanted; give expect-version in the same length"
    assert (WRONG, f"version is 0123456, wanted 0123456789abcdef ({hint})") == (one.kind, one.why)


@pytest.mark.parametrize(
    ("asked", "location", "followed"),
    [
        (URL, "/next", "http://a.example/next"),
        (URL, "http://A.example/next#part", "http://a.example/next"),
        (URL, "https://a.example/next", "https://a.example/next"),
        (URL, "http://b.example/next", None),
        (URL, "http://a.example:81/next", None),
        (URL, "//b.example/next", None),
        (URL, "http://user@a.example/", None),
        (URL, "file:///etc/passwd", None),
        (URL, "http://[", None),
        ("https://a.example/", "http://a.example/", None),
        ("http://a.example:8080/", "https://a.example/", None),
    ],
)
def test_redirects_that_stay(asked: str, location: str, followed: str | None) -> None:
    moved = Answer(302, (("location", location),))
    one, http = once(Target(address(asked), follow_same_host=True), [moved, GOOD])
    assert ([followed] if followed else [], RIGHT if followed else WRONG) == ([url for url, _ in http.asked[1:]], one.kind)


def test_redirects_end() -> None:
    one, http = once(TARGET._replace(follow_same_host=True), [Answer(307, (("Location", "/again"),))])
    assert (6, WRONG, "status is 307, wanted 200 (redirects to /again, not followed)") == (len(http.asked), one.kind, one.why)


def test_every_expectation_is_held_against_the_answer() -> None:
    expect = Expectation(("2xx", "404"), (("/status", "ok"), ("/checks/0", True), ("/n", 1), ("", {})), re.compile("o.?k"))
    checks = expect.checks(told({"status": "down", "checks": [1], "n": 1.0}, 204), Screen())
    assert [
        ("status", "passed", "204", "2xx or 404"),
        ("json /status", "failed", '"down"', '"ok"'),
        ("json /checks/0", "failed", "1", "true"),
        ("json /n", "passed", "1.0", "1"),
        ("json ", "failed", '{"status": "down", "checks": [1], "n": 1.0}', "{}"),
        ("body", "failed", "no match", "/o.?k/"),
    ] == [check[:4] for check in checks]


def test_a_body_that_was_not_read_to_its_end_is_no_document() -> None:
    (_, check) = Expectation(json=(("/a", 1),)).checks(Answer(200, body=b'{"a": 1}', complete=False), Screen())
    assert ("failed", "longer than is read") == (check.result, check.observed)


@pytest.mark.parametrize("body", [b"9" * 10_000, b"NaN", b'{"a": 1, "a": 1}', b"\xff\xfe", b"", b"[" * 200_000])
def test_a_body_that_is_no_json_fails(body: bytes) -> None:
    (_, check) = Expectation(json=(("/a", 1),)).checks(Answer(200, body=body), Screen())
    assert ("failed", "no JSON (") == (check.result, check.observed[:9])


def test_an_encoded_body_is_called_so() -> None:
    (check,) = Expectation().checks(Answer(500, (("content-encoding", "gzip"),), b"\x1f\x8b"), Screen())
    assert "body is encoded: gzip" == check.evidence


@pytest.mark.parametrize(("text", "wanted"), [("200", ("200",)), ("200, 204,", ("200", "204")), ("2XX,404", ("2xx", "404"))])
def test_statuses(text: str, wanted: tuple[str, ...]) -> None:
    assert wanted == statuses(text)


@pytest.mark.parametrize("text", ["2", "600", "20x", "200-299", ",", "٢٠٠"])
def test_no_statuses(text: str) -> None:
    with pytest.raises(ValueError, match="is no HTTP status"):
        statuses(text)


def test_no_pattern() -> None:
    with pytest.raises(ValueError, match="is no regular expression"):
        pattern("(")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("header:X-Version", VersionPath(None, "X-Version")),
        ("/version", VersionPath(None, steps=("version",))),
        ("/about#/build/sha", VersionPath("/about", steps=("build", "sha"))),
        ("/about#", VersionPath("/about")),
        ("/about#header:X-Version", VersionPath("/about", "X-Version")),
    ],
)
def test_forms_of_a_version_path(text: str, wanted: VersionPath) -> None:
    assert wanted == version_path(text)


@pytest.mark.parametrize(
    "text", ["version", "about#/x", "//b.example#/x", "/a b#/x", "/a\r\nX: y#/x", "header:", "header:a b", "header:a\r\n", "/x#y", "/~2"]
)
def test_no_version_path(text: str) -> None:
    if text == "header:a\r\n":  # blanks around a name are harmless
        assert VersionPath(None, "a") == version_path(text)
        return
    with pytest.raises(ValueError, match="is no "):
        version_path(text)
