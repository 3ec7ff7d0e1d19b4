"""Deployments that end well, and those that are taken back."""

from __future__ import annotations

import signal

import pytest

from tests.actions.deploy_ec2.conftest import Machine


def place(result: str, serves: str, previous: str, why: str, host: str = "127.0.0.1") -> dict[str, str]:
    return {"host": host, "result": result, "serves": serves, "previous": previous, "why": why}


@pytest.mark.row("C7a", "a release goes over a real SSH server, serves, and is marked")
def test_a_good_release_serves_and_is_marked(machine: Machine) -> None:
    ended = machine.deploy("r1")
    assert (0, "passed", "r1 serves, verified, on 127.0.0.1") == (ended.code, ended.outputs["outcome"], ended.outputs["reason"])
    assert ("releases/r1", "releases/r1", ["r1"]) == (machine.link("current"), machine.link("good"), machine.releases())
    assert [place("passed", "r1", "", "verified")] == ended.report["hosts"]
    assert [] == machine.secrets_left()


def test_a_second_run_for_the_same_release_is_fine(machine: Machine) -> None:
    machine.deploy("r1")
    ended = machine.deploy("r1")
    assert (0, "passed") == (ended.code, ended.outputs["outcome"])
    assert "127.0.0.1: has r1 already" in ended.log


def test_old_releases_go_and_the_current_one_stays(machine: Machine) -> None:
    for release in ("r1", "r2", "r3"):
        machine.deploy(release, keep="2")
    assert ["r2", "r3"] == machine.releases()


@pytest.mark.row("C7b", "a release that answers badly is taken back")
def test_a_bad_release_is_taken_back(machine: Machine) -> None:
    machine.deploy("r1")
    ended = machine.deploy("r2", "500")
    why = f"http://127.0.0.1:{machine.service_port}/health: status is 500, wanted 200 (empty body); r1 serves again, verified"
    assert (3, "rolled-back", f"127.0.0.1: {why}") == (ended.code, ended.outputs["outcome"], ended.outputs["reason"])
    assert ("releases/r1", "releases/r1") == (machine.link("current"), machine.link("good"))
    assert [place("rolled-back", "r1", "r1", why)] == ended.report["hosts"]


def test_a_release_that_does_not_start_is_taken_back(machine: Machine) -> None:
    machine.deploy("r1")
    ended = machine.deploy("r2", "refuse")
    assert (3, "127.0.0.1: the restart failed: cannot start r2; r1 serves again, verified") == (ended.code, ended.outputs["reason"])


def test_silence_after_an_answer_is_a_bad_release(machine: Machine) -> None:
    machine.deploy("r1")
    ended = machine.deploy("r2", "silent")
    assert (3, "rolled-back", "releases/r1") == (ended.code, ended.outputs["outcome"], machine.link("current"))
    assert ended.outputs["reason"].startswith("127.0.0.1: it answered before the deployment: ")


def test_a_first_release_that_is_bad_has_nowhere_to_go(machine: Machine) -> None:
    ended = machine.deploy("r1", "500")
    why = f"http://127.0.0.1:{machine.service_port}/health: status is 500, wanted 200 (empty body); there is no previous release, so r1 was left"
    assert (1, "failed", f"127.0.0.1: {why}") == (ended.code, ended.outputs["outcome"], ended.outputs["reason"])
    assert ("releases/r1", "") == (machine.link("current"), machine.link("good"))


def test_a_previous_release_that_does_not_come_back_is_said(machine: Machine) -> None:
    machine.deploy("r1", "once")
    (machine.directory / "releases/r1/status").write_text("refuse")
    ended = machine.deploy("r2", "refuse")
    why = "127.0.0.1: the restart failed: cannot start r2; r1 could not be restored: the restart failed: cannot start r1"
    assert (4, "rollback-failed", why) == (ended.code, ended.outputs["outcome"], ended.outputs["reason"])


@pytest.mark.row("C7b", "what comes back is the last verified release")
def test_the_last_verified_release_is_restored_not_the_one_left_bad(machine: Machine) -> None:
    machine.deploy("r1")
    machine.deploy("r2")
    (machine.directory / "current").unlink()
    (machine.directory / "current").symlink_to("releases/r1")
    (machine.directory / "good").unlink()
    (machine.directory / "good").symlink_to("releases/r2")
    ended = machine.deploy("r3", "500")
    assert (3, "releases/r2", "r2") == (ended.code, machine.link("current"), ended.outputs["previous"])


def test_an_image_reaches_the_restart_command(machine: Machine) -> None:
    image = "registry.example.com/orders@sha256:" + "a" * 64
    seen = machine.folder / "seen"
    restart = f'echo "$RELEASE $IMAGE" > {seen}; exit 1'
    ended = machine.deploy("r1", file="", image=image, restart=restart)
    assert (1, f"r1 {image}\n") == (ended.code, seen.read_text())


def test_a_cancelled_deployment_says_who_has_to_see_to_it(machine: Machine) -> None:
    machine.deploy("r1")
    process = machine.process("r2", "500", deadline="60")
    assert process.stdout is not None
    log = ""
    for line in process.stdout:
        log += line
        if "wrong: status is 500" in line:
            break
    process.send_signal(signal.SIGTERM)
    rest, _ = process.communicate(timeout=30)
    ended = machine.ended(process.returncode, log + rest)
    why = "cancelled while r2 on 127.0.0.1 was not verified: nothing watches it now; whoever cancelled has to deploy again, or go back to r1"
    assert (6, "inconclusive", why) == (ended.code, ended.outputs["outcome"], ended.outputs["reason"])
    assert ("releases/r2", "releases/r1", []) == (machine.link("current"), machine.link("good"), machine.secrets_left())
