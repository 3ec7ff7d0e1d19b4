"""Container images without a container engine: one layer made of a folder, the same bytes and so the same digest each time.

https://github.com/opencontainers/image-spec/blob/main/image-layout.md
"""

from __future__ import annotations

import io
import json
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from tests.cloud.registry.shelf import MANIFEST, digest_of

CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar"
INDEX = "application/vnd.oci.image.index.v1+json"
_BEGAN = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Built:
    """`blobs` are the config and the layers by digest; `manifest` names them."""

    manifest: bytes
    blobs: Mapping[str, bytes]
    media_type: str = MANIFEST

    @property
    def digest(self) -> str:
        return digest_of(self.manifest)


def build(
    folder: Path | Mapping[str, str],
    command: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
    working_directory: str = "/app",
    user: str = "1000",
) -> Built:
    """An image of the files of a folder, or of texts by name, in its working directory, with the command that starts it."""
    layer = _layer(_files(folder), working_directory)
    config = {
        "created": _BEGAN,
        "architecture": "amd64",
        "os": "linux",
        "config": {
            "User": user,
            "Env": [f"{name}={value}" for name, value in sorted((environment or {}).items())],
            "Cmd": list(command),
            "WorkingDir": working_directory,
            "Labels": dict(sorted((labels or {}).items())),
        },
        "rootfs": {"type": "layers", "diff_ids": [digest_of(layer)]},
        "history": [{"created": _BEGAN, "created_by": "tests.cloud.images"}],
    }
    written = json.dumps(config, separators=(",", ":")).encode()
    manifest = {
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": {"mediaType": CONFIG, "digest": digest_of(written), "size": len(written)},
        "layers": [{"mediaType": LAYER, "digest": digest_of(layer), "size": len(layer)}],
    }
    return Built(json.dumps(manifest, separators=(",", ":")).encode(), {digest_of(written): written, digest_of(layer): layer})


def write_layout(built: Built, folder: Path, tag: str = "latest") -> None:
    """An OCI image layout, as `oci:` of skopeo and buildah; in a tar file it is an OCI archive."""
    blobs = folder / "blobs" / "sha256"
    blobs.mkdir(parents=True)
    for digest, content in {**built.blobs, built.digest: built.manifest}.items():
        (blobs / digest.removeprefix("sha256:")).write_bytes(content)
    entry = {"mediaType": built.media_type, "digest": built.digest, "size": len(built.manifest)}
    entry["annotations"] = {"org.opencontainers.image.ref.name": tag}
    (folder / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}')
    (folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": [entry]}))


def write_archive(built: Built, file: Path, tag: str = "latest") -> None:
    """An OCI archive."""
    with tempfile.TemporaryDirectory() as folder:
        write_layout(built, Path(folder), tag)
        with tarfile.open(file, "w", format=tarfile.USTAR_FORMAT) as tar:
            for path in sorted(Path(folder).rglob("*")):
                tar.add(path, str(path.relative_to(folder)), recursive=False, filter=_plain)


def read_archive(file: Path, tag: str | None = None) -> Built:
    """The image of an OCI archive or layout, the first one if no tag is named. Raises KeyError for a tag that is not in it."""
    texts = _layout(file)
    entries = json.loads(texts["index.json"])["manifests"]
    chosen = [one for one in entries if tag in (None, one.get("annotations", {}).get("org.opencontainers.image.ref.name"))]
    if not chosen:
        raise KeyError(f"{file} has no image '{tag}'")

    def content(digest: str) -> bytes:
        return texts["blobs/" + digest.replace(":", "/")]

    manifest = content(chosen[0]["digest"])
    read: dict[str, Any] = json.loads(manifest)
    return Built(manifest, {one["digest"]: content(one["digest"]) for one in [read["config"], *read["layers"]]}, chosen[0]["mediaType"])


def _layout(file: Path) -> dict[str, bytes]:
    if file.is_dir():
        return {path.relative_to(file).as_posix(): path.read_bytes() for path in file.rglob("*") if path.is_file()}
    with tarfile.open(file) as tar:
        return {one.name.removeprefix("./"): extracted.read() for one in tar if (extracted := tar.extractfile(one))}


def _files(folder: Path | Mapping[str, str]) -> dict[str, tuple[bytes, bool]]:
    """Contents by name, and whether each may be executed. Caches of Python are left out: they differ from run to run."""
    if not isinstance(folder, Path):
        return {name: (text.encode(), text.startswith("#!")) for name, text in folder.items()}
    paths = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), bool(path.stat().st_mode & 0o100)) for path in paths}


def _layer(files: Mapping[str, tuple[bytes, bool]], below: str) -> bytes:
    root = PurePosixPath(below.lstrip("/"))
    whole = {str(root / name): content for name, content in files.items()}
    folders = sorted({str(parent) for name in [*whole, str(root / "x")] for parent in PurePosixPath(name).parents if str(parent) != "."})
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=tarfile.USTAR_FORMAT) as tar:  # not compressed: zlib's bytes differ from version to version
        for name in folders:
            entry = tarfile.TarInfo(name)
            entry.type, entry.mode = tarfile.DIRTYPE, 0o755
            tar.addfile(entry)
        for name, (content, executable) in sorted(whole.items()):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o755 if executable else 0o644
            tar.addfile(entry, io.BytesIO(content))
    return held.getvalue()


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.mtime = entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o755 if entry.isdir() else 0o644
    return entry
