"""A client of any OCI registry: push as docker does it, layers first, and pull."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urljoin

from tests.cloud.images import INDEX, Built
from tests.cloud.registry.shelf import MANIFEST, digest_of

_DOCKER = "application/vnd.docker.distribution.manifest"
ACCEPT = f"{MANIFEST}, {INDEX}, {_DOCKER}.v2+json, {_DOCKER}.list.v2+json"


class RegistryError(Exception):
    """`code` is that of the distribution API (DENIED, TAG_INVALID), empty where the registry gave none."""

    def __init__(self, status: int, code: str, message: str) -> None:
        self.status, self.code, self.message = status, code, message
        super().__init__(f"{status} {code}: {message}")


class _Reply(NamedTuple):
    headers: Mapping[str, str]
    content: bytes


class Client:
    """`password` is what GetAuthorizationToken gives, without its `AWS:`; nobody is logged in without."""

    def __init__(self, url: str, password: str | None = None) -> None:
        self._url = url
        encoded = base64.b64encode(f"AWS:{password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {encoded}"} if password is not None else {}

    def push(self, built: Built, repository: str, tag: str) -> str:
        """The digest that the registry says it has. Raises RegistryError."""
        for digest, content in built.blobs.items():
            if not self._has(f"/v2/{repository}/blobs/{digest}"):
                self._upload(repository, digest, content)
        reply = self._ask("PUT", f"/v2/{repository}/manifests/{tag}", built.manifest, {"Content-Type": built.media_type})
        return reply.headers["Docker-Content-Digest"]

    def pull(self, repository: str, reference: str) -> Built:
        """The image for linux/amd64, by tag or digest. Raises RegistryError, also for content that has another digest."""
        reply = self._ask("GET", f"/v2/{repository}/manifests/{reference}", headers={"Accept": ACCEPT})
        if reference.startswith("sha256:"):
            _check(reply.content, reference)
        read: dict[str, Any] = json.loads(reply.content)
        if "manifests" in read:
            fitting = [one["digest"] for one in read["manifests"] if one.get("platform", {}).get("architecture") in ("amd64", None)]
            return self.pull(repository, fitting[0])
        blobs = {one["digest"]: self._blob(repository, one["digest"]) for one in [read["config"], *read["layers"]]}
        return Built(reply.content, blobs, reply.headers["Content-Type"])

    def _blob(self, repository: str, digest: str) -> bytes:
        return _check(self._ask("GET", f"/v2/{repository}/blobs/{digest}").content, digest)

    def _has(self, path: str) -> bool:
        try:
            self._ask("HEAD", path)
        except RegistryError as error:
            if error.status == 404 and error.code in ("", "BLOB_UNKNOWN"):
                return False
            raise
        return True

    def _upload(self, repository: str, digest: str, content: bytes) -> None:
        where = self._ask("POST", f"/v2/{repository}/blobs/uploads/").headers["Location"]
        where = self._ask("PATCH", where, content, {"Content-Type": "application/octet-stream"}).headers["Location"]
        self._ask("PUT", f"{where}{'&' if '?' in where else '?'}digest={digest}", b"")

    def _ask(self, method: str, path: str, content: bytes | None = None, headers: Mapping[str, str] | None = None) -> _Reply:
        request = urllib.request.Request(urljoin(self._url, path), content, {**self._headers, **(headers or {})}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return _Reply(answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                raise _error(error.code, error.read()) from None


def _error(status: int, content: bytes) -> RegistryError:
    try:
        first = json.loads(content)["errors"][0]
    except (ValueError, KeyError, IndexError):
        return RegistryError(status, "", content.decode(errors="replace"))
    return RegistryError(status, first["code"], first["message"])


def _check(content: bytes, digest: str) -> bytes:
    if digest_of(content) != digest:
        raise RegistryError(200, "DIGEST_INVALID", f"{digest} was asked for, {digest_of(content)} came")
    return content
