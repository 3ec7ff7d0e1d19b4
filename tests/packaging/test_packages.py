"""boto3 for an action: prepared, built, installed by an earlier step, installed now; or a clear sentence."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from synth.runtime.inputs import InputError
from synth.runtime.packages import PackagesError, boto3_path, pip_install
from tests.packaging.conftest import ROOT

LOCK = b"boto3==1 \\\n    --hash=sha256:0\n"
NAME = f"ghsynth-packages-{sha256(LOCK).hexdigest()[:16]}"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A runtime with a lock, in a process that has not imported boto3."""
    monkeypatch.delitem(sys.modules, "boto3", raising=False)
    monkeypatch.setattr(sys, "path", list(sys.path))
    folder = tmp_path / "root"
    folder.mkdir()
    (folder / "vendor.lock").write_bytes(LOCK)
    return folder


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    folder = tmp_path / "temp"
    folder.mkdir()
    return folder


class Pip:
    """Stands in for pip. Another step that was faster puts the same folder there meanwhile."""

    def __init__(self, problem: str = "", faster: Path | None = None) -> None:
        self.asked: list[tuple[str, str]] = []
        self._problem, self._faster = problem, faster

    def __call__(self, environment: Mapping[str, str], lock: str, folder: str) -> None:
        self.asked.append((lock, folder))
        (Path(folder) / "boto3").mkdir()
        if self._faster:
            (self._faster / "boto3").mkdir(parents=True)
        if self._problem:
            raise PackagesError(self._problem)


def never(environment: Mapping[str, str], lock: str, folder: str) -> None:
    pytest.fail("nothing is to be installed")


def test_what_is_imported_already_stays(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", object())
    before = list(sys.path)
    assert ("", before) == (boto3_path({}, str(root), never), sys.path)


def test_a_prepared_folder_comes_first(root: Path, tmp_path: Path) -> None:
    (tmp_path / "mine/boto3").mkdir(parents=True)
    (root / "build/runtime").mkdir(parents=True)
    (root / "build/runtime/vendor.lock").write_bytes(LOCK)
    found = boto3_path({"GHSYNTH_RUNTIME": str(tmp_path / "mine"), "RUNNER_TEMP": str(tmp_path)}, str(root), never)
    assert str(tmp_path / "mine") == found == sys.path[0]


def test_a_prepared_folder_without_boto3_is_refused(root: Path, tmp_path: Path) -> None:
    with pytest.raises(PackagesError) as refused:
        boto3_path({"GHSYNTH_RUNTIME": f"{tmp_path}/none\n"}, str(root), never)
    assert [
        f"GHSYNTH_RUNTIME names {tmp_path}/none\\n, which has no boto3: build it with packaging/build_runtime.py, or unset it"
    ] == refused.value.problems


def test_the_built_tree_of_this_lock_needs_no_installation(root: Path, temporary: Path) -> None:
    (root / "build/runtime").mkdir(parents=True)
    (root / "build/runtime/vendor.lock").write_bytes(LOCK)
    assert str(root / "build/runtime") == boto3_path({"RUNNER_TEMP": str(temporary)}, str(root), never) == sys.path[0]


def test_the_built_tree_of_another_lock_is_left_alone(root: Path, temporary: Path) -> None:
    (root / "build/runtime").mkdir(parents=True)
    (root / "build/runtime/vendor.lock").write_bytes(b"older\n")
    pip = Pip()
    assert str(temporary / NAME) == boto3_path({"RUNNER_TEMP": str(temporary)}, str(root), pip)
    assert 1 == len(pip.asked)


def test_the_first_step_installs_and_the_next_ones_find_it(root: Path, temporary: Path) -> None:
    pip = Pip()
    assert str(temporary / NAME) == boto3_path({"RUNNER_TEMP": str(temporary)}, str(root), pip) == sys.path[0]
    assert str(temporary / NAME) == boto3_path({"RUNNER_TEMP": str(temporary)}, str(root), never)
    ((lock, folder),) = pip.asked
    assert (str(root / "vendor.lock"), True) == (lock, folder.startswith(str(temporary / f"{NAME}.")))
    assert [NAME] == os.listdir(temporary)


def test_a_step_that_was_faster_wins(root: Path, temporary: Path) -> None:
    (temporary / NAME).parent.mkdir(exist_ok=True)
    assert str(temporary / NAME) == boto3_path({"RUNNER_TEMP": str(temporary)}, str(root), Pip(faster=temporary / NAME))
    assert [NAME] == os.listdir(temporary)


def test_half_an_installation_is_never_found(root: Path, temporary: Path) -> None:
    with pytest.raises(PackagesError, match="no index"):
        boto3_path({"RUNNER_TEMP": str(temporary)}, str(root), Pip(problem="no index"))
    assert [] == os.listdir(temporary)


def test_without_a_runner_the_folder_is_a_new_one_that_is_ours_alone(root: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    found = [boto3_path({}, str(root), Pip()) for _ in range(2)]
    assert 2 == len(set(found))
    assert {0o700} == {stat.S_IMODE(os.stat(folder).st_mode) for folder in found}


def test_a_place_that_cannot_be_written_is_said(root: Path, temporary: Path) -> None:
    with pytest.raises(PackagesError, match=r"boto3 cannot be installed: No such file or directory: .*/absent/ghsynth-packages-"):
        boto3_path({"RUNNER_TEMP": str(temporary / "absent")}, str(root), never)


def test_a_copy_without_a_lock_is_said(root: Path, temporary: Path) -> None:
    (root / "vendor.lock").unlink()
    with pytest.raises(
        PackagesError, match=r"there is no vendor.lock beside synth in .*, so boto3 cannot be installed: run 'ghsynth generate' again"
    ):
        boto3_path({"RUNNER_TEMP": str(temporary)}, str(root), never)


def test_actions_take_it_as_an_input_that_cannot_be_used() -> None:
    assert issubclass(PackagesError, InputError)


def finished(monkeypatch: pytest.MonkeyPatch, code: int, said: bytes = b"") -> list[tuple[list[str], dict[str, str]]]:
    """What pip was started with; it ends at once."""
    seen: list[tuple[list[str], dict[str, str]]] = []

    def run(command: list[str], *, env: dict[str, str], **_: object) -> subprocess.CompletedProcess[bytes]:
        seen.append((command, env))
        return subprocess.CompletedProcess(command, code, said)

    monkeypatch.setattr(subprocess, "run", run)
    return seen


def test_pip_gets_the_lock_and_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = finished(monkeypatch, 0)
    harmless = {
        "PATH": "/bin",
        "HOME": "/root",
        "PIP_INDEX_URL": "https://mirror.example.com",
        "HTTPS_PROXY": "http://proxy:3128",
        "https_proxy": "x",
    }
    secret = {
        "AWS_SECRET_ACCESS_KEY": "s",
        "GITHUB_TOKEN": "s",
        "INPUT_HEADERS": "s",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "s",
        "PYTHONPATH": "/repository",
    }
    pip_install({**harmless, **secret, "PIP_USER": "1"}, "/x/vendor.lock", "/t/folder")
    ((command, environment),) = seen
    assert [
        sys.executable,
        "-I",
        "-m",
        "pip",
        "install",
        "--require-hashes",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--target",
        "/t/folder",
    ] == command[:11]
    assert ["--requirement", "/x/vendor.lock"] == command[-2:]
    assert {**harmless, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"} == environment


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (b"WARNING: x\nERROR: No matching distribution for boto3==1\nERROR: more\n", "No matching distribution for boto3==1"),
        (b"ERROR: https://user:hunter2@mirror.example.com/simple is gone\n", "https://***@mirror.example.com/simple is gone"),
        (b"/usr/bin/python3: No module named pip\n", "/usr/bin/python3: No module named pip"),
        (b"ERROR: \x1b[31m::error::no\n", "\\x1b[31m::error::no"),
        (b"", "it said nothing"),
    ],
)
def test_pip_s_reason_is_passed_on_without_passwords(monkeypatch: pytest.MonkeyPatch, said: bytes, reason: str) -> None:
    finished(monkeypatch, 1, said)
    with pytest.raises(PackagesError) as failed:
        pip_install({}, "/x/vendor.lock", "/t/folder")
    assert [f"boto3 could not be installed, pip ended with 1: {reason}"] == failed.value.problems


def test_an_installation_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **_: object) -> None:
        raise subprocess.TimeoutExpired(command, 180)

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(PackagesError, match="boto3 could not be installed within 180 s: look at the package index, or use a release"):
        pip_install({}, "/x/vendor.lock", "/t/folder")


@pytest.mark.slow
def test_a_hash_that_differs_installs_nothing(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "six-1.0-py3-none-any.whl", "w") as archive:
        archive.writestr("six-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: six\nVersion: 1.0\n")
        archive.writestr("six-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr("six-1.0.dist-info/RECORD", "")
        archive.writestr("six.py", "")
    (tmp_path / "vendor.lock").write_text(f"six==1.0 --hash=sha256:{'0' * 64}\n")
    (tmp_path / "out").mkdir()
    environment = {"PATH": os.environ["PATH"], "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path), "PIP_CONFIG_FILE": os.devnull}
    with pytest.raises(PackagesError, match=r"pip ended with 1: THESE PACKAGES DO NOT MATCH THE HASHES"):
        pip_install(environment, str(tmp_path / "vendor.lock"), str(tmp_path / "out"))
    assert [] == os.listdir(tmp_path / "out")


@pytest.mark.slow
def test_pip_installs_what_the_tree_is_made_of(built: Path, tmp_path: Path) -> None:
    wheels = ROOT / "build/wheels"
    environment = {"PATH": os.environ["PATH"], "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PIP_CONFIG_FILE": os.devnull}
    pip_install(environment, str(ROOT / "packaging/vendor.lock"), str(tmp_path))
    same = [
        path for path in built.rglob("*") if path.is_file() and path.name not in ("LICENSES.txt", "sbom.cdx.json", "vendor.lock", "manifest.json")
    ]
    assert [] == [str(path) for path in same if path.read_bytes() != (tmp_path / path.relative_to(built)).read_bytes()]
