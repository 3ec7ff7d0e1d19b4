"""Hosts that are not reached, keys that are not right, inputs that cannot be used."""

from __future__ import annotations

import pytest

from tests.actions.deploy_ec2.conftest import Machine, free_port

UNTOUCHED = "not reached, nothing was changed there: "


def test_another_host_key_is_refused(machine: Machine) -> None:
    ended = machine.deploy("r1", known_hosts=machine.known("stranger"))
    why = "its host key is not the one in known-hosts, or is not there: compare it on the machine itself before you change the input"
    assert (6, f"127.0.0.1: {UNTOUCHED}{why}") == (ended.code, ended.outputs["reason"])
    assert not machine.directory.exists()


def test_another_user_key_is_refused(machine: Machine) -> None:
    ended = machine.deploy("r1", private_key=(machine.folder / "stranger").read_text())
    assert (6, f"127.0.0.1: {UNTOUCHED}it does not take the private key for this user") == (ended.code, ended.outputs["reason"])
    assert [] == machine.secrets_left()


def test_a_closed_port_is_inconclusive(machine: Machine) -> None:
    port = free_port()
    ended = machine.deploy("r1", port=str(port))
    why = f"ssh: connect to host 127.0.0.1 port {port}: Connection refused"
    assert (6, f"127.0.0.1: {UNTOUCHED}{why}") == (ended.code, ended.outputs["reason"])


def test_the_first_bad_host_ends_it(machine: Machine) -> None:
    ended = machine.deploy("r1", "500", hosts="127.0.0.1, 127.0.0.2")
    assert [("failed", "r1"), ("untouched", "")] == [(one["result"], one["serves"]) for one in ended.report["hosts"]]


def test_hosts_that_are_done_keep_the_release(machine: Machine) -> None:
    ended = machine.deploy("r1", hosts="127.0.0.1, 127.0.0.2")
    assert (6, "; 127.0.0.1 keep r1") == (ended.code, ended.outputs["reason"][-len("; 127.0.0.1 keep r1") :])
    assert ["passed", "inconclusive"] == [one["result"] for one in ended.report["hosts"]]


def test_current_that_is_a_folder_is_not_replaced(machine: Machine) -> None:
    (machine.directory / "current").mkdir(parents=True)
    ended = machine.deploy("r1")
    why = f"{machine.directory}/current is no symbolic link: move it to releases/ and link to it; nothing was changed"
    assert (1, f"127.0.0.1: {why}") == (ended.code, ended.outputs["reason"])


def test_a_dry_run_connects_to_nothing(machine: Machine) -> None:
    ended = machine.deploy("r1", dry_run="true")
    assert (0, "dry run: nothing was changed", False) == (ended.code, ended.outputs["reason"], machine.directory.exists())


def test_the_key_is_in_no_log_and_no_report(machine: Machine) -> None:
    lines = (machine.folder / "user").read_text().splitlines()[1:-1]
    ended = machine.deploy("r1", "500", restart=f"echo '{lines[1]}' >&2; exit 1")
    told = ended.log + repr(ended.outputs) + repr(ended.report)
    assert [] == [line for line in lines if line in told]
    assert "the restart failed: ***" in ended.outputs["reason"]


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("hosts", "-oProxyCommand=sh", "hosts: '-oProxyCommand=sh' is no host name or address"),
        ("user", "a;b", "user: 'a;b' is no user name"),
        ("known_hosts", "yes", "known-hosts: is not as ssh-keyscan writes it, a line for each host: name, kind and key"),
        ("known_hosts", "", "known-hosts: is required"),
        ("private_key", "", "private-key: is required"),
        ("directory", "srv/orders", "directory: is no absolute path of plain names, such as /srv/orders"),
        ("directory", "/srv/../etc", "directory: is no absolute path of plain names, such as /srv/orders"),
        ("release", "../up", "release: '../up' is no name of a release: letters, digits, '.', '_' and '-'"),
        ("file", "/nowhere", "file: there is no such file on the runner: download the artifact in an earlier step"),
        ("file", "", "file, image: give one of them: file: app.tar.gz, or image: registry/name@sha256:…"),
        ("keep", "1", "keep: '1' is no whole number from 2 to 100"),
    ],
)
def test_inputs_that_cannot_be_used(machine: Machine, name: str, value: str, problem: str) -> None:
    ended = machine.deploy("r1", **{name: value})
    assert (2, f"::error title=deploy-ec2%3A bad input::{problem}") == (ended.code, ended.log)
