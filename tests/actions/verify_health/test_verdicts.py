"""What the action concludes from real servers, and what it leaves behind."""

from __future__ import annotations

import json
import re
import shutil
import time
from pathlib import Path

import pytest

from tests.actions.verify_health.conftest import Verify
from tests.actions.verify_health.servers import Asked, Reply, certificate, nobody, raw, said, sends, serving

pytestmark = pytest.mark.slow  # each starts the action as a process, which waits for real servers

SHA = "a" * 40


def test_a_healthy_release_passes_and_says_which_version_serves(verify: Verify) -> None:
    with serving(said({"status": "ok", "version": SHA})) as server:
        ran = verify(url=f"{server.url}/health?key=hidden-key", expect_json='{"/status": "ok"}', version_path="/version#/version", expect_version=SHA)
    place = f"{server.url}/health"
    assert ["/health?key=hidden-key", "/version"] * 3 == [one.path for one in server.asked]
    assert (0, "passed", "3 right answers in a row", SHA, "") == (
        ran.code,
        *[ran.outputs[name] for name in ("outcome", "reason", "version-seen", "p95-ms")],
    )
    assert [(place, "status"), (place, "json /status"), (place, "version"), ("", "in a row")] == [
        (check["url"], check["name"]) for check in json.loads(ran.outputs["checks-json"])
    ]
    assert (1, "verify-health", "passed", 3, [place]) == tuple(ran.report[key] for key in ("schema", "action", "outcome", "tries-total", "urls"))
    assert f"Version **{SHA}** serves at {place} (200)" == ran.summary.splitlines()[0].replace("\\", "")
    assert "hidden-key" not in ran.all
    assert [] == ran.commands


def test_the_log_has_a_line_for_each_try(verify: Verify) -> None:
    with serving(lambda asked, before: said({"error": "no database"}, 503) if before < 1 else said({}, 200)) as server:
        ran = verify(url=server.url, consecutive="2")
    told = re.sub(r"\d+\.\d s|\d+ ms|localhost:\d+", "N", ran.log)
    told = re.sub(" +", " ", told)
    assert told == (
        "asking http://N/ until 2 right answers in a row, for at most 10 s\n"
        ' N 503 N http://N/ wrong: status is 503, wanted 200 (body begins {"error": "no database"})\n'
        " N 200 N http://N/ right, 1 of 2 in a row\n"
        " N 200 N http://N/ right, 2 of 2 in a row\n"
        "passed: 2 right answers in a row\n"
    )


@pytest.mark.row("C3d", "a release that answers 500 fails")
def test_a_release_that_answers_500_fails(soon: Verify) -> None:
    with serving(Reply(500, b"boom")) as server:
        ran = soon(url=server.url)
    assert (1, "failed") == ran.ended
    assert f"{server.url}/: status is 500, wanted 200 (body begins boom)" == ran.outputs["reason"]
    assert [f"::error title=verify-health%3A failed::{ran.outputs['reason']}"] == ran.commands


def test_a_service_that_cannot_make_up_its_mind_does_not_pass(soon: Verify) -> None:
    with serving(lambda asked, before: Reply(200 if before % 2 else 503)) as server:
        ran = soon(url=server.url, consecutive="2", deadline="0.6")
    assert (1, "failed") == ran.ended


@pytest.mark.row("C3d", "old answers are lived through until only the new version answers")
def test_a_rolling_deployment_passes_once_only_the_new_version_answers(verify: Verify) -> None:
    versions = ["old", "new", "old", "new", "new", "new"]
    with serving(lambda asked, before: Reply(200, headers={"X-Version": versions[before]})) as server:
        ran = verify(url=server.url, version_path="header:x-version", expect_version="new")
    assert (0, 6, "new") == (ran.code, len(server.asked), ran.outputs["version-seen"])
    assert "version is old, wanted new" in ran.log


def test_the_old_version_until_the_deadline_is_a_failure_that_names_it(soon: Verify) -> None:
    with serving(said({"build": {"sha": "0ld"}})) as server:
        ran = soon(url=server.url, version_path="/build/sha", expect_version="new")
    assert (1, "0ld", True) == (ran.code, ran.outputs["version-seen"], "version is 0ld, wanted new" in ran.outputs["reason"])


def test_wrong_json_fails_and_says_what_was_there(soon: Verify) -> None:
    with serving(said({"status": "degraded", "ready": 1})) as server:
        ran = soon(url=server.url, expect_json='{"/status": "ok", "/ready": true, "/gone": null}')
    assert 1 == ran.code
    wanted = 'json /status is "degraded", wanted "ok"; json /ready is 1, wanted true; json /gone is absent, wanted null'
    assert f"{server.url}/: {wanted}" == ran.outputs["reason"]


def test_a_body_is_searched(verify: Verify) -> None:
    with serving(Reply(200, b"all systems\n  nominal")) as server:
        assert (0, "passed") == verify(url=server.url, expect_body=r"systems\s+nominal$").ended
        assert (1, "failed") == verify(url=server.url, expect_body="^nominal", deadline="0.5").ended


def test_only_a_mebibyte_is_read(verify: Verify) -> None:
    with serving(Reply(200, b"fine" + b"x" * (3 << 20) + b"late")) as server:
        assert 0 == verify(url=server.url, expect_body="^fine", consecutive="1").code
        assert 1 == verify(url=server.url, expect_body="late", deadline="0.5").code


def test_a_body_without_end_is_cut(verify: Verify) -> None:
    def pour(connection: object) -> None:
        sends(b"HTTP/1.1 200 OK\r\n\r\n", *[b"x" * 65536] * 1000)(connection)  # type: ignore[arg-type]

    with raw(pour) as url:
        assert (0, "passed") == verify(url=url, deadline="5").ended


def test_redirects_are_answers_unless_they_stay_on_the_host(soon: Verify) -> None:
    with serving(Reply(200)) as other:

        def reply(asked: Asked, before: int) -> Reply:
            moved = {"/here": "/there?token=hidden-token", "/away": f"{other.url}/stolen", "/loop": "/loop"}.get(asked.path)
            return Reply(302, headers={"Location": moved}) if moved else Reply(200)

        with serving(reply) as server:
            refused = soon(url=f"{server.url}/here")
            followed = soon(url=f"{server.url}/here", redirects="same-host")
            away = soon(url=f"{server.url}/away", redirects="same-host", headers='{"Authorization": "Bearer secret-token"}')
            looped = soon(url=f"{server.url}/loop", redirects="same-host")
    assert [1, 0, 1, 1] == [refused.code, followed.code, away.code, looped.code]
    assert f"{server.url}/here: status is 302, wanted 200 (redirects to /there, not followed)" == refused.outputs["reason"]
    assert [] == other.asked
    assert "hidden-token" not in refused.all


def test_nobody_there_is_inconclusive(soon: Verify) -> None:
    url = nobody()
    ran = soon(url=url)
    assert (6, "inconclusive") == ran.ended
    assert f"{url} was never reached: the connection was refused" == ran.outputs["reason"]
    assert f"Nothing answered at {url}" == ran.summary.splitlines()[0].replace("\\", "")


def test_a_name_that_does_not_exist_is_inconclusive(soon: Verify) -> None:
    ran = soon(url="http://nowhere.invalid/")
    assert (6, "inconclusive") == ran.ended


@pytest.mark.parametrize(
    "parts",
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", *[b"x"] * 100),
        tuple(bytes([letter]) for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 100),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", *[b"1\r\nx\r\n"] * 100),
        (b"HTTP/1.1 100 Continue\r\n\r\n",) * 100,
    ],
    ids=["body", "head", "chunks", "100 Continue"],
)
def test_a_server_that_trickles_bytes_does_not_hold_the_probe(parts: tuple[bytes, ...], soon: Verify) -> None:
    with raw(sends(*parts, every_seconds=0.1)) as url:
        start = time.monotonic()
        ran = soon(url=url, timeout="0.3", deadline="0.6")
    assert (6, f"{url}/ was never reached: no complete answer within 0.3 s") == (ran.code, ran.outputs["reason"])
    assert time.monotonic() - start < 2


def test_a_server_that_is_no_web_server_has_failed(soon: Verify) -> None:
    with raw(sends(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")) as url:
        ran = soon(url=url)
    assert (1, True) == (ran.code, "protocol is BadStatusLine: SSH-2.0-OpenSSH_9.6, wanted HTTP" in ran.outputs["reason"])


def test_a_body_that_breaks_off_has_failed(soon: Verify) -> None:
    with raw(sends(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345")) as url:
        ran = soon(url=url)
    assert (1, True) == (ran.code, "the body broke off 5 bytes before its end" in ran.outputs["reason"])


def test_a_server_that_hangs_up_was_never_reached(soon: Verify) -> None:
    with raw(sends()) as url:
        ran = soon(url=url)
    assert (6, True) == (ran.code, ran.outputs["reason"].endswith("the connection was closed without an answer"))


def test_a_certificate_that_nobody_vouches_for_is_named(soon: Verify, tmp_path: Path) -> None:
    context, _ = certificate(_openssl(), tmp_path, days=90)
    with serving(Reply(200), context) as server:
        ran = soon(url=server.url)
    assert (6, True) == (
        ran.code,
        re.search("was never reached: the certificate is not trusted: self.signed certificate", ran.outputs["reason"]) is not None,
    )
    assert [] == server.asked


def test_a_trusted_certificate_passes_with_a_warning_when_it_will_not_last(verify: Verify, tmp_path: Path) -> None:
    context, file = certificate(_openssl(), tmp_path, days=20)
    with serving(Reply(200), context) as server:
        ran = verify(url=server.url, more={"SSL_CERT_FILE": str(file)})
    assert (0, "passed") == ran.ended
    assert [f"::warning title=verify-health%3A certificate::{server.url}/: the certificate expires in 20 days"] == ran.commands


def test_a_certificate_for_another_name_is_not_trusted(soon: Verify, tmp_path: Path) -> None:
    context, file = certificate(_openssl(), tmp_path, days=90, name="other.example.com")
    with serving(Reply(200), context) as server:
        ran = soon(url=server.url, more={"SSL_CERT_FILE": str(file)})
    assert (6, True) == (ran.code, "Hostname mismatch" in ran.outputs["reason"])


def test_a_tls_handshake_that_hangs_takes_no_longer_than_a_try(soon: Verify) -> None:
    with raw(lambda connection: time.sleep(5)) as url:
        ran = soon(url=url.replace("http:", "https:"), timeout="0.2")
    assert (6, True) == (ran.code, ran.outputs["reason"].endswith("no complete answer within 0.2 s"))


def test_twenty_fast_answers_have_a_95th_percentile(verify: Verify) -> None:
    with serving(lambda asked, before: Reply(after_seconds=0.2 if before == 9 else 0)) as server:
        ran = verify(url=server.url, p95_ms="150", deadline="10")
    assert (0, 20, True) == (ran.code, len(server.asked), float(ran.outputs["p95-ms"]) <= 150)


def test_too_few_answers_for_a_percentile_are_inconclusive(soon: Verify) -> None:
    with serving(Reply(after_seconds=0.05)) as server:
        ran = soon(url=server.url, p95_ms="100", interval="0.05", deadline="1")
    assert (6, True) == (ran.code, ran.outputs["reason"].startswith("inconclusive-not-enough-samples: p95 takes 20 right answers"))


def test_a_dead_address_does_not_use_up_the_time_of_the_others(soon: Verify) -> None:
    with serving(Reply(200)) as good, serving(Reply(503)) as bad:
        ran = soon(urls=json.dumps([bad.url, good.url]))
    assert (1, True) == (ran.code, ran.outputs["reason"].startswith(f"{bad.url}/: status is 503"))
    assert len(good.asked) > 1
    assert len(bad.asked) - len(good.asked) in (0, 1)  # the deadline may come between the two


def _openssl() -> str:
    return shutil.which("openssl") or pytest.skip("the openssl command, which makes the certificate, is not there")
