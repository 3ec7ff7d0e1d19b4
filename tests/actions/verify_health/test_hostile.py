"""Answers, headers and repositories that want to take over the run, and secrets that want out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.actions.verify_health.conftest import Verify
from tests.actions.verify_health.servers import Asked, Reply, raw, said, sends, serving

pytestmark = pytest.mark.slow  # each starts the action as a process, which waits for real servers

EVIL = "\n::error::pwned\r\n  ::set-output name=outcome::passed\n##[error]pwned %0A::warning::x|<script>`]](http://evil.example)@team \x1b[31m\u202e\u2028"


def test_answers_reach_neither_log_nor_outputs_nor_summary_as_commands_or_markup(soon: Verify) -> None:
    with serving(said({"status": EVIL, "version": EVIL}, 500)) as server:
        ran = soon(url=server.url, expect_json='{"/status": "ok"}', version_path="/version", expect_version="x")
    assert (1, "failed") == ran.ended
    assert [f"::error title=verify-health%3A failed::{server.url}/"] == [line.split(": ")[0] for line in ran.commands]
    assert [] == [mark for mark in ("\x1b", "\r", "\u202e", "\u2028") if mark in ran.log + ran.summary + "".join(ran.outputs.values())]
    assert {6} == {line.replace("\\|", "").count("|") for line in ran.summary.splitlines() if line.startswith("|")}
    assert not [bad for bad in ("<script>", "](http", " @team", "http://evil", "`") if bad in ran.summary.replace("\\`", "")]


def test_bytes_that_are_no_http_cannot_speak_either(soon: Verify) -> None:
    with raw(sends(b"##[stop-commands]x\n::error::pwned\n")) as url:
        ran = soon(url=url)
    assert (1, 1, 0) == (ran.code, len(ran.commands), ran.log.count("##["))


def test_a_redirect_that_leads_into_the_log_stays_an_answer(soon: Verify) -> None:
    with serving(Reply(302, headers={"Location": "##[error]pwned"})) as server:
        ran = soon(url=server.url, redirects="same-host")
    assert (1, 0) == (ran.code, ran.log.count("##["))


def test_header_values_and_queries_are_not_printed_even_when_the_server_sends_them_back(soon: Verify) -> None:
    def echo(asked: Asked, before: int) -> Reply:
        told = {"you": asked.headers["Authorization"], "at": asked.path}
        return Reply(500, json.dumps(told).encode(), {"X-Version": asked.headers["Authorization"], "X-Key": asked.headers["X-Key"]})

    headers = json.dumps({"Authorization": "Bearer s3cret-t0ken", "X-Key": "k3y-k3y"})
    with serving(echo) as server:
        given = {"url": f"{server.url}/?token=hidden-token", "headers": headers, "expect_json": '{"/you": "me", "/at": 1}'}
        ran = soon(**given, version_path="header:X-Version", expect_version="1")
        second = soon(**given, version_path="header:X-Key", expect_version="1")
    assert [1, 1] == [ran.code, second.code]
    assert ("Bearer s3cret-t0ken", "k3y-k3y") == (server.asked[0].headers["Authorization"], server.asked[0].headers["X-Key"])
    assert not [secret for secret in ("s3cret-t0ken", "k3y-k3y", "hidden-token") if secret in ran.all + second.all]


def test_bottomless_json_is_a_wrong_answer(soon: Verify) -> None:
    with serving(Reply(200, b"[" * 200_000)) as server:
        ran = soon(url=server.url, expect_json='{"/status": "ok"}')
    assert (1, True) == (ran.code, "json is no JSON (nested too deeply)" in ran.outputs["reason"])


def test_nothing_of_the_repository_being_deployed_is_imported(verify: Verify, tmp_path: Path) -> None:
    hostile = tmp_path / "repository"
    for name in ("synth/__init__.py", "json.py", "http/__init__.py", "re.py", "socket.py", "sitecustomize.py", "usercustomize.py"):
        path = hostile / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("raise SystemExit(77)\n")
    with serving(Reply(200)) as server:
        codes = [verify(cwd=hostile, python=flags, url=server.url, consecutive="1").code for flags in (("-I",), ("-S", "-I"))]
    assert [0, 0] == codes
