"""The parts of the build: what a lock says, which files are kept, what is refused."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

from tests.packaging.conftest import ROOT

sys.path.insert(0, str(ROOT / "packaging"))  # scripts, not a package: one of that name is on PyPI
import papers
import trim
import wheels

sys.path.remove(str(ROOT / "packaging"))

ONE, OTHER = "1" * 64, "2" * 64


def wheel(folder: Path, name: str, **files: str) -> Path:
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in {f"{name}-1.0.dist-info/METADATA": f"Name: {name}\nLicense: MIT\n", **files}.items():
            archive.writestr(file, text)
    return path


def test_a_lock_is_packages_with_hashes() -> None:
    text = f"# made by\nsix==1.17.0 \\\n    --hash=sha256:{ONE} \\\n    --hash=sha256:{OTHER}\n    # via x\na-b==2 \\\n    --hash=sha256:{ONE}\n"
    assert [
        wheels.Locked("six", "1.17.0", frozenset([ONE, OTHER])),
        wheels.Locked("a-b", "2", frozenset([ONE])),
    ] == wheels.locked(text)


@pytest.mark.parametrize("text", ["", "six==1.17.0\n", f"six==1 ; python_version < '3' \\\n    --hash=sha256:{ONE}\n", "-r other.txt\n"])
def test_a_lock_that_says_more_or_less_is_refused(text: str) -> None:
    with pytest.raises(wheels.BuildError, match="the lock has what this script does not read"):
        wheels.locked(text)


def test_wheels_that_are_there_need_no_network(tmp_path: Path) -> None:
    import hashlib

    path = wheel(tmp_path, "six")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    lock = tmp_path / "vendor.lock"
    lock.write_text(f"six==1.0 \\\n    --hash=sha256:{digest}\n")
    assert [wheels.Wheel("six", "1.0", digest, path, "MIT", False)] == wheels.wheels(lock, tmp_path)


def test_a_package_without_a_licence_is_not_passed_on(tmp_path: Path) -> None:
    one = wheels.Wheel("six", "1.0", ONE, tmp_path, "MIT", False)
    with pytest.raises(wheels.BuildError, match=r"six 1.0 has no licence file: it may not be passed on"):
        papers.licences([one], {"six.py": b""}, {"six.py": "six"})


def test_an_expression_stands_as_one_in_the_bill_of_materials(tmp_path: Path) -> None:
    import json

    one = wheels.Wheel("urllib3", "1.0", ONE, tmp_path, "MIT OR Apache-2.0", True)
    assert [{"expression": "MIT OR Apache-2.0"}] == json.loads(papers.bill_of_materials([one]))["components"][0]["licenses"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("botocore/data/ecs/2014-11-13/service-2.json.gz", True),
        ("botocore/data/ecs/2014-11-13/examples-1.json", False),
        ("botocore/data/s3/2006-03-01/service-2.json.gz", False),
        ("botocore/data/endpoints.json", True),
        ("botocore/data/ec2-notes.json", False),
        ("botocore/cacert.pem", True),
        ("boto3/data/ec2/2016-11-15/resources-1.json", False),
        ("boto3/session.py", True),
        ("jmespath-1.1.0.data/scripts/jp.py", False),
        ("six.py", True),
        ("six-1.17.0.dist-info/LICENSE", True),
        ("urllib3-2.8.0.dist-info/licenses/LICENSE.txt", True),
        ("six-1.17.0.dist-info/RECORD", False),
    ],
)
def test_a_file_is_kept_for_its_use_or_its_licence(name: str, kept: bool) -> None:
    assert kept is trim.kept(name)
