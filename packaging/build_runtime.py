"""Builds the boto3 that a release of the actions carries: a trimmed tree of the lock's wheels, the same bytes for the same lock. See README.md."""

from __future__ import annotations

import argparse
import compileall
import gzip
import io
import os
import py_compile
import shutil
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import papers
from trim import kept
from wheels import BuildError, Wheel, wheels

ROOT = Path(__file__).resolve().parents[1]
LOCK = Path(__file__).resolve().with_name("vendor.lock")
LONG_AGO = 315532800  # 1980: the earliest time that zip files know


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lock", type=Path, default=LOCK, help="the exact versions and hashes (default: %(default)s)")
    parser.add_argument("--wheels", type=Path, default=ROOT / "build/wheels", help="where downloaded wheels are kept (default: %(default)s)")
    parser.add_argument("--out", type=Path, default=ROOT / "build/runtime", help="the tree; replaced when it is there (default: %(default)s)")
    parser.add_argument("--bytecode", action="store_true", help="add bytecode for this Python: starts faster where the folder cannot be written")
    asked = parser.parse_args()
    try:
        asked.wheels.mkdir(parents=True, exist_ok=True)
        files = tree(asked.lock.read_bytes(), wheels(asked.lock, asked.wheels))
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    _write(files, asked.out, asked.bytecode)
    archive = archived(files)
    asked.out.with_name(f"{asked.out.name}.tar.gz").write_bytes(archive)
    size = sum(len(content) for content in files.values())
    print(f"{asked.out}: {len(files)} files, {size / 1e6:.2f} MB; as tar.gz {len(archive) / 1e6:.2f} MB")
    return 0


def tree(lock: bytes, from_wheels: Sequence[Wheel]) -> dict[str, bytes]:
    """Path -> content of every file, sorted."""
    files: dict[str, bytes] = {}
    owners: dict[str, str] = {}
    for wheel in from_wheels:
        with zipfile.ZipFile(wheel.path) as archive:
            for name in archive.namelist():
                if not name.endswith("/") and kept(name):
                    if name in files:
                        raise BuildError(f"{owners[name]} and {wheel.name} both have {name}")
                    files[name], owners[name] = archive.read(name), wheel.name
    legal = papers.licences(from_wheels, files, owners)
    files["LICENSES.txt"] = legal.encode()
    files["sbom.cdx.json"] = papers.bill_of_materials(from_wheels).encode()
    files["vendor.lock"] = lock  # by this the actions know that the tree belongs to them
    files["manifest.json"] = papers.manifest(lock, files).encode()
    return dict(sorted(files.items()))


def archived(files: Mapping[str, bytes]) -> bytes:
    """The tree as tar.gz, without anything of this machine or this moment."""
    packed = io.BytesIO()
    with (
        gzip.GzipFile(filename="", fileobj=packed, mode="wb", mtime=0) as zipped,
        tarfile.open(fileobj=zipped, mode="w", format=tarfile.USTAR_FORMAT) as tar,
    ):
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime, entry.mode = len(content), LONG_AGO, 0o644
            tar.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


def _write(files: Mapping[str, bytes], out: Path, bytecode: bool) -> None:
    """The tree replaces the one before as a whole."""
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f"{out.name}.", dir=out.parent))
    try:
        for name, content in files.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            os.utime(path, (LONG_AGO, LONG_AGO))
        fresh.chmod(0o755)
        if bytecode:
            compileall.compile_dir(fresh, quiet=1, stripdir=str(fresh), invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
        shutil.rmtree(out, ignore_errors=True)
        fresh.rename(out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
