"""Container images in ECR: tags, digests, archived and deleted ones."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from tests.simulator.names import REGISTRY
from tests.simulator.world.image import Image


@dataclass(eq=False, slots=True)
class Stored:
    """An image in a repository. While `active_from` is in the future, ECR is bringing it back from the archive."""

    repository: str
    digest: str
    image: Image
    pushed: int
    tags: list[str] = field(default_factory=list)
    archived: int | None = None
    active_from: int | None = None
    deleted: bool = False
    size: int = 50_000_000
    media_type: str = "application/vnd.oci.image.manifest.v1+json"

    def status(self, now: int) -> str:
        if self.archived is None:
            return "ACTIVE"
        if self.active_from is None:
            return "ARCHIVED"
        return "ACTIVE" if now >= self.active_from else "ACTIVATING"

    @property
    def by_tag(self) -> str:
        return f"{REGISTRY}/{self.repository}:{self.tags[-1]}"

    @property
    def by_digest(self) -> str:
        return f"{REGISTRY}/{self.repository}@{self.digest}"


class Registry:
    """`hosts` are the names under which images are referred to; the first is ECR's own."""

    def __init__(self) -> None:
        self.repositories: dict[str, list[Stored]] = {}
        self.hosts = [REGISTRY]

    def push(self, repository: str, tag: str, image: Image, now: int) -> Stored:
        """The same behaviour under another tag is the same digest, as with real layers. A tag moves to the newest push."""
        return self.store(repository, "sha256:" + hashlib.sha256(repr((repository, image)).encode()).hexdigest(), tag, image, now)

    def store(self, repository: str, digest: str, tag: str | None, image: Image, now: int) -> Stored:
        """An image with a digest of its own. A tag moves to it."""
        images = self.repositories.setdefault(repository, [])
        for other in images:
            other.tags = [name for name in other.tags if name != tag]
        stored = next((one for one in images if one.digest == digest), None)
        if stored is None:
            stored = Stored(repository, digest, image, now)
            images.append(stored)
        stored.tags += [tag] if tag else []
        stored.deleted = False
        return stored

    def find(self, repository: str, digest: str | None = None, tag: str | None = None) -> Stored | None:
        for one in self.repositories.get(repository, []):
            if not one.deleted and (digest is None or one.digest == digest) and (tag is None or tag in one.tags) and (digest or tag):
                return one
        return None

    def path(self, reference: str) -> str:
        """The reference without its host."""
        host, _, path = reference.partition("/")
        return path if host in self.hosts else reference

    def resolve(self, reference: str) -> Stored | None:
        """The image that `…/repository@sha256:…` or `…/repository:tag` names; None for one that is not there."""
        path = self.path(reference)
        if "@" in path:
            repository, digest = path.split("@", 1)
            return self.find(repository.split(":")[0], digest=digest)
        repository, _, tag = path.partition(":")
        return self.find(repository, tag=tag or "latest")
