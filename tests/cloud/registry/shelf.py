"""What the registry holds: blobs on disk, manifests and tags by repository. It knows no HTTP and no roles."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests.cloud.registry.rules import Repository

MANIFEST = "application/vnd.oci.image.manifest.v1+json"


class ShelfError(Exception):
    """`kind` is a name of ours; the two APIs have their own for each."""

    def __init__(self, kind: str, message: str) -> None:
        self.kind, self.message = kind, message
        super().__init__(f"{kind}: {message}")


class Manifest(NamedTuple):
    repository: str
    digest: str
    media_type: str
    content: bytes

    def read(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self.content)
        return read


class Shelf:
    """`told` is called, outside of the lock, with each manifest that came and its tag."""

    def __init__(self, folder: Path, told: Callable[[Manifest, str | None, int], object]) -> None:
        self._folder, self._told, self._lock = folder, told, threading.RLock()
        self.repositories: dict[str, Repository] = {}
        self._held: set[tuple[str, str]] = set()  # repository and digest: a layer of another repository is not there
        self._manifests: dict[tuple[str, str], Manifest] = {}
        self._tags: dict[tuple[str, str], str] = {}

    def add(self, repository: Repository) -> None:
        with self._lock:
            self.repositories[repository.name] = repository

    def check(self, repository: str) -> Repository:
        """Raises ShelfError where there is none of that name."""
        with self._lock:
            if repository not in self.repositories:
                raise ShelfError("no-repository", f"The repository with name '{repository}' does not exist in the registry")
            return self.repositories[repository]

    def put_blob(self, repository: str, digest: str, content: bytes) -> None:
        """Raises ShelfError where the digest is not the content's."""
        if digest != digest_of(content):
            raise ShelfError("wrong-digest", f"the content has the digest {digest_of(content)}, not {digest}")
        self.check(repository)
        self._path(digest).write_bytes(content)
        with self._lock:
            self._held.add((repository, digest))

    def blob(self, repository: str, digest: str) -> bytes | None:
        self.check(repository)
        with self._lock:
            if (repository, digest) not in self._held:
                return None
        return self._path(digest).read_bytes()

    def manifest(self, repository: str, reference: str) -> Manifest | None:
        """By tag or digest."""
        self.check(repository)
        with self._lock:
            digest = reference if reference.startswith("sha256:") else self._tags.get((repository, reference), "")
            return self._manifests.get((repository, digest))

    def tags(self, repository: str) -> list[str]:
        self.check(repository)
        with self._lock:
            return sorted(tag for name, tag in self._tags if name == repository)

    def put_manifest(self, repository: str, content: bytes, media_type: str, tag: str | None, digest: str | None = None) -> Manifest:
        """Raises ShelfError for a tag that may not move, for what the manifest names and is not there, and for one that is there already."""
        rules, found = self.check(repository), digest_of(content)
        if digest is not None and digest != found:
            raise ShelfError("wrong-manifest-digest", f"the manifest has the digest {found}, not {digest}")
        try:
            read = json.loads(content)
            parts = list(_parts(read))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise ShelfError("no-manifest", "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'") from None
        made = Manifest(repository, found, read.get("mediaType") or media_type, content)
        with self._lock:
            for part, is_manifest in parts:
                there = (repository, part) in (self._manifests if is_manifest else self._held)
                if not there:
                    raise ShelfError("no-image" if is_manifest else "no-layer", f"{part} does not exist in the repository '{repository}'")
            self._check_tag(rules, found, tag)
            self._manifests[repository, found] = made
            if tag is not None:
                self._tags[repository, tag] = found
        self._told(made, tag, len(content) + sum(one.get("size", 0) for one in read.get("layers", [])))
        return made

    def _check_tag(self, rules: Repository, digest: str, tag: str | None) -> None:
        before = self._tags.get((rules.name, tag)) if tag is not None else None
        if before == digest or (tag is None and (rules.name, digest) in self._manifests):
            raise ShelfError("same-image", f"Image with digest '{digest}' and tag '{tag}' already exists in the repository with name '{rules.name}'")
        if before is not None and tag is not None and rules.is_fixed(tag):
            text = f"The image tag '{tag}' already exists in the '{rules.name}' repository and cannot be overwritten because the tag is immutable."
            raise ShelfError("fixed-tag", text)

    def _path(self, digest: str) -> Path:
        return self._folder / digest.removeprefix("sha256:")


def digest_of(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _parts(manifest: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """Digests of what a manifest names, and whether each is a manifest itself."""
    for one in manifest.get("manifests", []):
        yield one["digest"], True
    for one in [*([manifest["config"]] if "config" in manifest else []), *manifest.get("layers", [])]:
        yield one["digest"], False
