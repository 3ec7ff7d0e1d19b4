"""Where boto3 comes from on a runner, which has none: a built tree that a release carries, or a hash-locked installation of the same files."""

from __future__ import annotations

import os
import sys
from os.path import dirname, isdir, isfile, join

from synth.runtime.inputs import InputError
from synth.runtime.screen import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    Install: TypeAlias = Callable[[Mapping[str, str], str, str], None]

BUILT = "build/runtime"
LOCKS = ("vendor.lock", "packaging/vendor.lock")  # of a copy in a user's repository, and of a checkout of ghsynth
INSTALL_SECONDS = 180
_LONGEST_REASON = 300
_ROOT = dirname(dirname(dirname(os.path.abspath(__file__))))
_PASSED_ON = ("path", "home", "userprofile", "systemroot", "tmp", "temp", "tmpdir", "lang", "ssl_cert_file", "ssl_cert_dir", "requests_ca_bundle")


class PackagesError(InputError):
    """boto3 cannot be had, so nothing was asked of AWS and nothing was changed. An action ends as with inputs that cannot be used."""

    def __init__(self, problem: str) -> None:
        super().__init__([problem])


def boto3_path(environment: Mapping[str, str], root: str = _ROOT, install: Install | None = None) -> str:
    """Puts the folder that boto3 is imported from first on sys.path, and returns it; "" where boto3 has been imported already.

    In this order: GHSYNTH_RUNTIME, a folder that somebody prepared; the tree built from the lock; what an earlier step of the job installed; and
    what pip installs now, which takes seconds and a package index. `root` is the folder that has `synth`. Raises PackagesError.
    """
    if "boto3" in sys.modules:
        return ""
    folder = _prepared(environment) or _built(root) or _installed(environment, root, install or pip_install)
    sys.path.insert(0, folder)
    return folder


def _prepared(environment: Mapping[str, str]) -> str:
    folder = environment.get("GHSYNTH_RUNTIME", "")
    if folder and not isdir(join(folder, "boto3")):
        raise PackagesError(f"GHSYNTH_RUNTIME names {printable(folder)}, which has no boto3: build it with packaging/build_runtime.py, or unset it")
    return os.path.abspath(folder) if folder else ""


def _built(root: str) -> str:
    """A tree of another lock is left alone: it is older than the code beside it."""
    folder = join(root, BUILT)
    marker = join(folder, "vendor.lock")
    return folder if isfile(marker) and _read(marker) == _read(_lock(root)) else ""


def _installed(environment: Mapping[str, str], root: str, install: Install) -> str:
    """The folder below RUNNER_TEMP, which the runner empties for each job. Elsewhere a name that can be foretold is not safe: a new one each time."""
    import shutil
    import tempfile
    from hashlib import sha256

    lock = _lock(root)
    temporary = environment.get("RUNNER_TEMP", "")
    try:
        if not temporary:
            folder = tempfile.mkdtemp(prefix="ghsynth-packages-")
            install(environment, lock, folder)
            return folder
        final = join(os.path.abspath(temporary), f"ghsynth-packages-{sha256(_read(lock)).hexdigest()[:16]}")
        if isdir(final):
            return final
        folder = tempfile.mkdtemp(prefix=f"{final}.")
    except OSError as error:
        raise PackagesError(f"boto3 cannot be installed: {error.strerror}: {printable(str(error.filename))}") from None
    try:
        install(environment, lock, folder)
        try:
            os.rename(folder, final)  # whole or not at all: what stands there is complete
        except OSError:
            if not isdir(final):  # else another step was faster, and installed the same files
                raise PackagesError(f"boto3 was installed, but {folder} cannot be renamed to {final}") from None
        return final
    finally:
        if isdir(folder):
            shutil.rmtree(folder, ignore_errors=True)


def pip_install(environment: Mapping[str, str], lock: str, folder: str) -> None:
    """Installs the files that the lock has hashes of, and no others; wheels only, so that nothing of them runs. Raises PackagesError.

    Mirrors and proxies may be set as pip takes them. Nothing else of the job's environment is passed on, credentials least of all.
    """
    import subprocess

    command = [sys.executable, "-I", "-m", "pip", "install", "--require-hashes", "--no-deps", "--only-binary", ":all:", "--target", folder]
    command += ["--no-compile", "--no-input", "--quiet", "--disable-pip-version-check", "--requirement", lock]
    passed_on = {name: value for name, value in environment.items() if _may_see(name.lower())}
    settings = {**passed_on, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}
    try:
        done = subprocess.run(
            command, env=settings, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=INSTALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise PackagesError(f"boto3 could not be installed within {INSTALL_SECONDS} s: look at the package index, or use a release") from None
    except OSError as error:
        raise PackagesError(f"boto3 could not be installed: {error.strerror}: {sys.executable}") from None
    if done.returncode:
        said = _reason(done.stdout.decode("utf-8", "replace"))
        raise PackagesError(f"boto3 could not be installed, pip ended with {done.returncode}: {said}")


def _may_see(name: str) -> bool:
    return name in _PASSED_ON or name.startswith(("pip_", "lc_")) or name.endswith("_proxy")


def _reason(said: str) -> str:
    """pip's first error, or its last line. An address of a mirror may carry a password."""
    import re

    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR:")] or lines[-1:] or ["it said nothing"]
    return printable(re.sub(r"://[^/\s@]*@", "://***@", errors[0].removeprefix("ERROR:").strip()))[:_LONGEST_REASON]


def _lock(root: str) -> str:
    for name in LOCKS:
        if isfile(join(root, name)):
            return join(root, name)
    raise PackagesError(f"there is no {LOCKS[0]} beside synth in {printable(root)}, so boto3 cannot be installed: run 'ghsynth generate' again")


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
