"""The layers of an image as a folder, and the command that its configuration starts, in terms of that folder and of this machine."""

from __future__ import annotations

import io
import json
import shutil
import sys
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.cloud.images import Built

_WHITEOUT, _OPAQUE = ".wh.", ".wh..wh..opq"
_PROGRAMS = ("usr/local/sbin", "usr/local/bin", "usr/sbin", "usr/bin", "sbin", "bin")


class Unpacked(NamedTuple):
    root: Path
    command: list[str]
    folder: Path
    environment: dict[str, str]
    labels: dict[str, str]


def configuration(built: Built) -> dict[str, Any]:
    """`config` of an image's configuration: Cmd, Env, Labels and so on."""
    read: dict[str, Any] = json.loads(built.blobs[json.loads(built.manifest)["config"]["digest"]])
    found: dict[str, Any] = read.get("config") or {}
    return found


class LayerError(ValueError):
    """A layer that is no tar file, or that wants to write outside of its folder."""


def unpack(built: Built, root: Path) -> None:
    """Lays the layers over each other; owners, times and devices are left out. Raises LayerError."""
    root.mkdir(parents=True)
    for layer in json.loads(built.manifest)["layers"]:
        try:
            with tarfile.open(fileobj=io.BytesIO(built.blobs[layer["digest"]])) as tar:
                for entry in tar:
                    _lay(tar, entry, root)
        except tarfile.TarError as wrong:
            raise LayerError(f"layer {layer['digest']}: {wrong}") from None


def _lay(tar: tarfile.TarFile, entry: tarfile.TarInfo, root: Path) -> None:
    """By hand: older releases of Python 3.11 have no filters of tarfile's own."""
    place = _within(root, entry.name)
    if place.name == _OPAQUE:
        shutil.rmtree(place.parent, ignore_errors=True)
        return
    if place.name.startswith(_WHITEOUT):
        return _remove(place.with_name(place.name.removeprefix(_WHITEOUT)))
    if entry.isdir():
        return place.mkdir(parents=True, exist_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    _remove(place)
    if entry.issym():
        place.symlink_to(entry.linkname)
    elif entry.islnk():
        shutil.copy2(_within(root, entry.linkname), place)
    elif (content := tar.extractfile(entry)) is not None:
        place.write_bytes(content.read())
        place.chmod(0o600 | entry.mode & 0o777)


def environment(config: Mapping[str, Any]) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in config.get("Env") or [])


def in_place(root: Path, words: Sequence[str]) -> list[str]:
    """A command as this machine runs it: files of the image by their real place, Python by the one that runs here where the image has none."""
    first, *rest = words
    return [_program(root, first), *(str(_inside(root, word)) if word.startswith("/") and _inside(root, word).exists() else word for word in rest)]


def _program(root: Path, name: str) -> str:
    if "/" in name:
        return str(_inside(root, name)) if _inside(root, name).exists() else _program(root, Path(name).name)
    for folder in _PROGRAMS:
        if (root / folder / name).is_file():
            return str(root / folder / name)
    if name in ("python", "python3"):
        return sys.executable
    return shutil.which(name) or name


def _within(root: Path, name: str) -> Path:
    """Links that are there already are followed first: one may not lead out."""
    place = root / name.lstrip("/")
    parent = place.parent.resolve()
    if ".." in place.parts or not (parent == root.resolve() or root.resolve() in parent.parents):
        raise LayerError(f"{name} is outside of the image")
    return place


def _inside(root: Path, path: str) -> Path:
    return root / path.lstrip("/")


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
