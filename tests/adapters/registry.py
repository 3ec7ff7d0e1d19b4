"""A registry on loopback: images by name and tag, tokens for anybody, and what goes wrong."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

INDEX = "application/vnd.oci.image.index.v1+json"


@dataclass
class Registry:
    """`challenge` is the kind of credentials that it wants; none without. `failures` are answered first, each once."""

    host: str = ""
    challenge: str = "Bearer"
    tells_digest: bool = True
    manifests: dict[str, bytes] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    failures: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def push(self, name: str, tag: str = "latest") -> str:
        """An image of that name and tag; gives its digest."""
        manifest = json.dumps({"schemaVersion": 2, "mediaType": INDEX, "manifests": [], "annotations": {"of": f"{name}:{tag}"}}).encode()
        self.manifests[f"/v2/{name}/manifests/{tag}"] = manifest
        return digest(manifest)


def digest(manifest: bytes) -> str:
    return f"sha256:{hashlib.sha256(manifest).hexdigest()}"


@contextmanager
def serving(registry: Registry) -> Iterator[Registry]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            registry.asked.append(f"{self.command} {path}")
            if registry.failures:
                status, headers = registry.failures.pop(0)
                self._send(status, b"", headers)
            elif path == "/token":
                scope = parse_qs(urlsplit(self.path).query)["scope"][0]
                self._send(200, json.dumps({"token": f"for {scope}"}).encode(), {})
            else:
                self._manifest(path)

        do_HEAD = do_GET  # noqa: N815  # as http.server calls it

        def _manifest(self, path: str) -> None:
            name = path.removeprefix("/v2/").partition("/manifests/")[0]
            scope = f"repository:{name}:pull"
            allowed = self.headers.get("Authorization") == f"Bearer for {scope}" and name not in registry.hidden
            found = registry.manifests.get(path)
            if registry.challenge and not allowed:
                realm = f'{registry.challenge} realm="http://{registry.host}/token",service="{registry.host}",scope="{scope}"'
                self._send(401, b'{"errors": [{"code": "UNAUTHORIZED"}]}', {"WWW-Authenticate": realm})
            elif found is None or INDEX not in self.headers.get("Accept", ""):
                self._send(404, b'{"errors": [{"code": "MANIFEST_UNKNOWN"}]}', {})
            else:
                self._send(200, found, {"Content-Type": INDEX} | ({"Docker-Content-Digest": digest(found)} if registry.tells_digest else {}))

        def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body)), "Connection": "close"}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                with suppress(OSError):
                    self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    registry.host = f"127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield registry
    finally:
        server.shutdown()
        server.server_close()
