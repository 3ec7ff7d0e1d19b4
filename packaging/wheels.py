"""The wheels that the lock names, held against its hashes: from a folder that has them already, or from the package index."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
import zipfile
from email.parser import HeaderParser
from pathlib import Path
from typing import NamedTuple

_PACKAGE = re.compile(r"^([A-Za-z0-9][\w.-]*)==([\w.!+-]+)((?:\s*\\\n\s+--hash=sha256:[0-9a-f]{64})+)", re.MULTILINE)


class BuildError(Exception):
    """The tree cannot be built; the message says why and what to do."""


class Locked(NamedTuple):
    name: str
    version: str
    hashes: frozenset[str]


class Wheel(NamedTuple):
    """A file of the lock. `licence` is what its metadata says, an SPDX expression where there is one."""

    name: str
    version: str
    sha256: str
    path: Path
    licence: str
    is_expression: bool


def locked(text: str) -> list[Locked]:
    """The packages of a lock, in its order. Raises BuildError where a line says what is not read here, such as a marker."""
    found = [Locked(name, version, frozenset(re.findall(r"sha256:([0-9a-f]{64})", hashes))) for name, version, hashes in _PACKAGE.findall(text)]
    rest = [line for line in _PACKAGE.sub("", text).splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if rest or not found:
        raise BuildError(f"the lock has what this script does not read: {rest[0].strip() if rest else 'nothing'}")
    return found


def wheels(lock: Path, folder: Path) -> list[Wheel]:
    """A wheel for each package of the lock; what `folder` does not have is downloaded into it. Raises BuildError."""
    wanted = locked(lock.read_text("utf-8"))
    found = _held(wanted, folder)
    if len(found) < len(wanted):
        _download(lock, folder)
        found = _held(wanted, folder)
    if missing := [one.name for one in wanted if one.name not in found]:
        raise BuildError(f"no wheel in {folder} has a hash of the lock: {', '.join(missing)}")
    return [found[one.name] for one in wanted]


def _held(wanted: list[Locked], folder: Path) -> dict[str, Wheel]:
    """Wheels for every Python on every system alone: the tree is one for all."""
    by_hash = {one: package for package in wanted for one in package.hashes}
    found: dict[str, Wheel] = {}
    for path in sorted(folder.glob("*-none-any.whl")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if package := by_hash.get(digest):
            found[package.name] = Wheel(package.name, package.version, digest, path, *_licence(path))
    return found


def _licence(path: Path) -> tuple[str, bool]:
    with zipfile.ZipFile(path) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = HeaderParser().parsestr(archive.read(name).decode("utf-8"))
    expression = metadata["License-Expression"]
    return (str(expression), True) if expression else (str(metadata["License"] or "not stated").strip(), False)


def _download(lock: Path, folder: Path) -> None:
    """Each wheel appears under its name when it is whole, so that two builds can share the folder."""
    with tempfile.TemporaryDirectory(prefix="download.", dir=folder) as temporary:
        command = [sys.executable, "-I", "-m", "pip", "download", "--require-hashes", "--no-deps", "--only-binary", ":all:", "--no-input", "--quiet"]
        command += ["--disable-pip-version-check", "--dest", temporary, "--requirement", str(lock)]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode:
            raise BuildError(f"pip could not download the lock's wheels:\n{done.stderr.strip()}")
        for path in Path(temporary).iterdir():
            path.replace(folder / path.name)
