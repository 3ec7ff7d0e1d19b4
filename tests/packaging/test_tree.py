"""The tree that a release carries: the same bytes for the same lock, complete, and usable by every Python of the runners."""

from __future__ import annotations

import hashlib
import json
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.packaging.conftest import ROOT, build
from tests.simulator import Simulator

LOCK = ROOT / "packaging/vendor.lock"
PACKAGES = ["boto3", "botocore", "jmespath", "python-dateutil", "s3transfer", "six", "urllib3"]
SERVICES = ["application-autoscaling", "cloudwatch", "codedeploy", "ecr", "ecs", "elbv2", "logs", "sso", "sso-oidc", "sts"]

ASK = """
import json, sys
sys.path.insert(0, sys.argv[1])
import boto3
session = boto3.Session(region_name="eu-west-1")
known = session.get_available_services()
for name in known:
    session.client(name)
answer = session.client("ecs").describe_services(services=["web"])["services"][0]
print(json.dumps([known, answer["runningCount"], boto3.__file__, session.get_available_resources()]))
"""


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.slow
def test_the_same_lock_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    again = tmp_path / "runtime"
    assert 0 == build(again).returncode
    assert contents(built) == contents(again)
    assert built.with_name("runtime.tar.gz").read_bytes() == again.with_name("runtime.tar.gz").read_bytes()
    assert {315532800} == {int(path.stat().st_mtime) for path in again.rglob("*") if path.is_file()}


def test_the_manifest_has_every_file_and_the_lock(built: Path) -> None:
    files = contents(built)
    manifest = json.loads(files.pop("manifest.json"))
    assert {
        "schema": 1,
        "lock": hashlib.sha256(LOCK.read_bytes()).hexdigest(),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    } == manifest
    assert files["vendor.lock"] == LOCK.read_bytes()


def test_the_archive_has_the_same_files_and_nothing_of_this_machine(built: Path) -> None:
    with tarfile.open(built.with_name("runtime.tar.gz")) as tar:
        entries = tar.getmembers()
        assert contents(built) == {entry.name: (tar.extractfile(entry) or pytest.fail(entry.name)).read() for entry in entries}
    assert {(0, 0, "", "", 0o644, 315532800)} == {(e.uid, e.gid, e.uname, e.gname, e.mode, e.mtime) for e in entries}
    assert built.with_name("runtime.tar.gz").stat().st_size < 2_000_000


def test_the_bill_of_materials_names_each_package_with_a_hash_of_the_lock(built: Path) -> None:
    bill = json.loads((built / "sbom.cdx.json").read_text())
    assert ("CycloneDX", "1.6", PACKAGES) == (bill["bomFormat"], bill["specVersion"], [one["name"] for one in bill["components"]])
    lock = LOCK.read_text()
    for one in bill["components"]:
        assert f"{one['name']}=={one['version']} \\" in lock
        assert f"--hash=sha256:{one['hashes'][0]['content']}" in lock
        assert f"pkg:pypi/{one['name']}@{one['version']}" == one["purl"] == one["bom-ref"]
        assert one["licenses"]


def test_each_package_keeps_its_licence(built: Path) -> None:
    said = (built / "LICENSES.txt").read_text().split("\n\n")[1:]
    assert PACKAGES == [one.split()[0] for one in said]
    for one in said:
        _, *files = one.splitlines()
        assert files
        assert all((built / name.strip()).stat().st_size for name in files)


def test_what_nobody_needs_is_left_out(built: Path) -> None:
    files = contents(built)
    assert SERVICES == sorted({name.split("/")[2] for name in files if name.startswith("botocore/data/") and name.count("/") > 2})
    assert [] == [name for name in files if "examples" in name or name.startswith("boto3/data/") or name.endswith((".pyc", "jp.py", "METADATA"))]


@pytest.mark.slow
def test_every_python_of_the_runners_asks_aws_with_it(built: Path, python: str) -> None:
    with Simulator() as sim:
        sim.service("web")
        done = subprocess.run(
            [python, "-I", "-B", "-W", "error", "-c", ASK, str(built)], env=sim.environment(), capture_output=True, text=True, check=False
        )
        assert (0, "") == (done.returncode, done.stderr)
        assert [SERVICES, 4, str(built / "boto3/__init__.py"), []] == json.loads(done.stdout)
        assert [] == sim.violations


@pytest.mark.slow
def test_bytecode_is_added_when_it_is_asked_for(tmp_path: Path) -> None:
    done = build(tmp_path / "runtime", "--bytecode")
    if "could not download" in done.stderr:
        pytest.skip("no wheels")
    assert 0 == done.returncode, done.stderr
    (compiled,) = (tmp_path / "runtime/boto3/__pycache__").glob("session.*.pyc")
    assert str(tmp_path).encode() not in compiled.read_bytes()
