"""The registry's HTTP API, with ECR's login, errors and permissions.

https://github.com/opencontainers/distribution-spec/blob/main/spec.md
"""

from __future__ import annotations

import base64
import json
import re
import secrets
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from tests.cloud.gate import Gate
from tests.cloud.loopback import Loopback
from tests.cloud.needs import Need, repository_arn
from tests.cloud.registry.shelf import Shelf, ShelfError
from tests.cloud.roles import Session
from tests.simulator.errors import ApiError
from tests.simulator.wire.message import Answer, Request

_NAME = r"(?P<name>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)"
_ROUTES = [
    ("tags", re.compile(rf"/v2/{_NAME}/tags/list")),
    ("manifest", re.compile(rf"/v2/{_NAME}/manifests/(?P<reference>[\w:.-]+)")),
    ("upload", re.compile(rf"/v2/{_NAME}/blobs/uploads/(?P<reference>[\w-]*)")),
    ("blob", re.compile(rf"/v2/{_NAME}/blobs/(?P<reference>sha256:[0-9a-f]{{64}})")),
]
ACTIONS = {
    ("tags", "GET"): "ecr:ListImages",
    ("manifest", "GET"): "ecr:BatchGetImage",
    ("manifest", "HEAD"): "ecr:BatchGetImage",
    ("manifest", "PUT"): "ecr:PutImage",
    ("upload", "POST"): "ecr:InitiateLayerUpload",
    ("upload", "PATCH"): "ecr:UploadLayerPart",
    ("upload", "PUT"): "ecr:CompleteLayerUpload",
    ("blob", "GET"): "ecr:GetDownloadUrlForLayer",
    ("blob", "HEAD"): "ecr:BatchCheckLayerAvailability",
}
_ERRORS = {
    "no-repository": (404, "NAME_UNKNOWN"),
    "wrong-digest": (400, "DIGEST_INVALID"),
    "wrong-manifest-digest": (400, "DIGEST_INVALID"),
    "no-manifest": (400, "MANIFEST_INVALID"),
    "no-layer": (400, "MANIFEST_BLOB_UNKNOWN"),
    "no-image": (400, "MANIFEST_BLOB_UNKNOWN"),
    "fixed-tag": (400, "TAG_INVALID"),
}


class Asked(NamedTuple):
    kind: str
    repository: str
    reference: str
    query: dict[str, list[str]]


class Distribution:
    """Every answer is in the journal under the ECR action that it needs, and under the role whose password was shown."""

    def __init__(self, shelf: Shelf, gate: Gate, port: int = 0) -> None:
        self._shelf, self._gate = shelf, gate
        self._uploads: dict[str, bytes] = {}
        self.server = Loopback(self.answer, port)
        self._answers: dict[str, Callable[[Request, Asked], Answer]] = {
            "tags": self._tags,
            "manifest": self._manifest,
            "upload": self._upload,
            "blob": self._blob,
        }

    def answer(self, request: Request) -> Answer:
        asked = _asked(request.path)
        action = ACTIONS.get((asked.kind, request.method), "") if asked else "ecr:Login"
        session = self._session(request)
        on = f"{asked.repository}:{asked.reference}" if asked and asked.kind == "manifest" else asked.repository if asked else ""
        reply, why = self._answered(request, asked, action, session)
        result = "ok" if reply.status < 400 else f"{reply.status}: {why}" if why else str(reply.status)
        self._gate.journal.note(session.role.name if session else "nobody", action or f"registry:{request.method}", on, result)
        return reply

    def _answered(self, request: Request, asked: Asked | None, action: str, session: Session | None) -> tuple[Answer, str]:
        if session is None:
            headers = {"Www-Authenticate": f'Basic realm="{self.server.url}/",service="ecr.amazonaws.com"'}
            return _error(401, "UNAUTHORIZED", "no basic auth credentials", headers), "no login"
        if asked is None:
            return (Answer(200, {}, b"") if request.path.rstrip("/") == "/v2" else _error(404, "NAME_UNKNOWN", "not found")), ""
        if not action:
            return _error(405, "UNSUPPORTED", f"{request.method} is not supported"), ""
        try:
            self._gate.allow(session, Need(action, repository_arn(asked.repository), {}))
            return self._answers[asked.kind](request, asked), ""
        except ApiError as denied:
            return _error(403, "DENIED", denied.message), denied.message
        except ShelfError as wrong:
            status, code = _ERRORS[wrong.kind]
            return _error(status, code, wrong.message), wrong.message

    def _session(self, request: Request) -> Session | None:
        kind, _, encoded = request.headers.get("authorization", "").partition(" ")
        try:
            user, _, password = base64.b64decode(encoded).decode().partition(":")
        except ValueError:
            return None
        return self._gate.vault.logged_in(password) if kind.lower() == "basic" and user == "AWS" else None

    def _tags(self, request: Request, asked: Asked) -> Answer:
        return _json(200, {"name": asked.repository, "tags": self._shelf.tags(asked.repository)})

    def _manifest(self, request: Request, asked: Asked) -> Answer:
        if request.method == "PUT":
            return self._put(request, asked)
        found = self._shelf.manifest(asked.repository, asked.reference)
        if found is None:
            return _error(404, "MANIFEST_UNKNOWN", "Requested image not found")
        return Answer(200, {"Content-Type": found.media_type, "Docker-Content-Digest": found.digest}, found.content)

    def _put(self, request: Request, asked: Asked) -> Answer:
        by_digest = asked.reference.startswith("sha256:")
        tag, digest = (None, asked.reference) if by_digest else (asked.reference, None)
        try:
            made = self._shelf.put_manifest(asked.repository, request.body, request.headers.get("content-type", ""), tag, digest).digest
        except ShelfError as same:
            if same.kind != "same-image":
                raise
            known = self._shelf.manifest(asked.repository, asked.reference)  # a second push of the same is none
            assert known is not None
            made = known.digest
        return Answer(201, {"Location": f"/v2/{asked.repository}/manifests/{made}", "Docker-Content-Digest": made}, b"")

    def _blob(self, request: Request, asked: Asked) -> Answer:
        content = self._shelf.blob(asked.repository, asked.reference)
        if content is None:
            return _error(404, "BLOB_UNKNOWN", "blob unknown to registry")
        return Answer(200, {"Content-Type": "application/octet-stream", "Docker-Content-Digest": asked.reference}, content)

    def _upload(self, request: Request, asked: Asked) -> Answer:
        """POST begins, PATCH adds, PUT ends with the digest; POST with a digest does all at once."""
        self._shelf.check(asked.repository)
        upload = asked.reference or secrets.token_hex(16)
        if not asked.reference:
            self._uploads[upload] = b""
        elif upload not in self._uploads:
            return _error(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry")
        self._uploads[upload] += request.body
        digest = asked.query.get("digest", [""])[0]
        if digest and "mount" not in asked.query:
            self._shelf.put_blob(asked.repository, digest, self._uploads.pop(upload))
            return Answer(201, {"Location": f"/v2/{asked.repository}/blobs/{digest}", "Docker-Content-Digest": digest}, b"")
        headers = {"Location": f"/v2/{asked.repository}/blobs/uploads/{upload}", "Docker-Upload-UUID": upload}
        return Answer(202, headers | {"Range": f"0-{max(len(self._uploads[upload]) - 1, 0)}"}, b"")


def _asked(path: str) -> Asked | None:
    url = urlsplit(path)
    for kind, pattern in _ROUTES:
        if found := pattern.fullmatch(url.path):
            return Asked(kind, found["name"], found.groupdict().get("reference", ""), parse_qs(url.query))
    return None


def _json(status: int, value: object, headers: dict[str, str] | None = None) -> Answer:
    return Answer(status, {"Content-Type": "application/json", **(headers or {})}, json.dumps(value).encode())


def _error(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Answer:
    return _json(status, {"errors": [{"code": code, "message": message}]}, headers)
