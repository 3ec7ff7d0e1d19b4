"""Digests of images from their registries, by the OCI distribution protocol, without credentials.

With requests, which PyGithub brings along anyway: it takes the proxy and the certificates that PyGithub takes, keeps connections, and drops the
Authorization header where a registry redirects to another host, which urllib does not.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from synth.ports import NotFoundError, RateLimitedError, RefusedError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import Mapping

_MANIFESTS = ", ".join(
    [
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json",
    ]
)
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_CHALLENGE = re.compile(r'(\w+)="([^"]*)"')
_DOCKER_HUB = "registry-1.docker.io"
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class Name(NamedTuple):
    """An image's name, whole: Docker's short names stand for Docker Hub, its `library`, and the tag `latest`."""

    registry: str
    repository: str
    tag: str

    @classmethod
    def of(cls, image: str) -> Name:
        image = image.removeprefix("docker://").partition("@")[0]
        first, slash, rest = image.partition("/")
        if not slash or not ("." in first or ":" in first or first == "localhost"):
            first, rest = "docker.io", image
        path, _, tag = rest.partition(":")
        if first in ("docker.io", "index.docker.io"):
            first, path = _DOCKER_HUB, path if "/" in path else f"library/{path}"
        return cls(first, path, tag or "latest")

    @property
    def url(self) -> str:
        """The address of the manifest. Only a registry on this machine may speak plain HTTP, as Docker has it."""
        host = self.registry.rpartition(":")[0] or self.registry
        scheme = "http" if host in _LOOPBACK else "https"
        return f"{scheme}://{self.registry}/v2/{self.repository}/manifests/{self.tag}"


class Registries:
    """`Images` from the registries that their names say, used in `with`, which closes the connections. What was asked once is not asked again."""

    def __init__(self, *, offline: bool = False, within_seconds: float = 20, retries: int = 3, backoff_seconds: float = 0.5) -> None:
        self._offline = offline
        self._within = within_seconds
        self._digests: dict[Name, str] = {}
        self._tokens: dict[tuple[str, str], str] = {}
        self._session = requests.Session()
        patience = Retry(
            total=retries,
            backoff_factor=backoff_seconds,
            status_forcelist=[500, 502, 503, 504],
            respect_retry_after_header=False,
            raise_on_status=False,
        )
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=patience))

    def __enter__(self) -> Registries:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def digest(self, image: str) -> str:
        _, at, given = image.partition("@")
        if at and _DIGEST.fullmatch(given):
            return given
        name = Name.of(image)
        if name not in self._digests:
            self._digests[name] = self._asked(image, name)
        return self._digests[name]

    def _asked(self, image: str, name: Name) -> str:
        if self._offline:
            raise UnreachableError(f"{image} was not asked for, because the network is not to be used: run again without --offline")
        try:
            answer = self._answer("HEAD", image, name)  # Docker Hub counts a GET as a pull, and no HEAD
            found = answer.headers.get("Docker-Content-Digest", "")
            if not _DIGEST.fullmatch(found):
                found = f"sha256:{hashlib.sha256(self._answer('GET', image, name).content).hexdigest()}"
        except (requests.RequestException, OSError) as error:
            raise UnreachableError(
                f"{image}: no answer from {name.registry}: check the name, the network and the proxy, or work with --offline"
            ) from error
        return found

    def _answer(self, method: str, image: str, name: Name) -> requests.Response:
        """The manifest's answer, with a token if the registry wants one."""
        answer = self._send(method, name.url, name)
        if answer.status_code == 401:
            self._tokens[name.registry, name.repository] = self._token(image, name, answer.headers.get("WWW-Authenticate", ""))
            answer = self._send(method, name.url, name)
        _refuse(answer, image, name)
        return answer

    def _send(self, method: str, url: str, name: Name) -> requests.Response:
        token = self._tokens.get((name.registry, name.repository))
        headers = {"Accept": _MANIFESTS} | ({"Authorization": f"Bearer {token}"} if token else {})
        return self._session.request(method, url, headers=headers, timeout=self._within)

    def _token(self, image: str, name: Name, challenge: str) -> str:
        """A token for nobody in particular, from where the registry's challenge says."""
        kind, _, rest = challenge.partition(" ")
        told = dict(_CHALLENGE.findall(rest))
        realm = told.get("realm", "")
        if kind.lower() != "bearer" or not realm:
            raise RefusedError(
                f"{image}: {name.registry} lets nobody in without a password: pin the digest by hand, or copy the image to a public registry"
            )
        if urlsplit(realm).scheme != "https" and urlsplit(realm).hostname not in ("localhost", "127.0.0.1"):
            raise RefusedError(f"{image}: {name.registry} sends clients to {realm} for a token, which is not encrypted: pin the digest by hand")
        scope = told.get("scope") or f"repository:{name.repository}:pull"
        query = {"scope": scope} | ({"service": told["service"]} if "service" in told else {})
        answer = self._session.get(realm, params=query, timeout=self._within)
        _refuse(answer, image, name)
        try:
            given = answer.json()
            token = given.get("token") or given.get("access_token")
        except (ValueError, AttributeError):
            token = None
        if not isinstance(token, str):
            raise RefusedError(f"{image}: {realm} gave no token: pin the digest by hand")
        return token


def _refuse(answer: requests.Response, image: str, name: Name) -> None:
    """Raises the exception of ours that an answer stands for, if it is not what was asked for."""
    match answer.status_code:
        case status if status < 400:
            return
        case 404:
            raise NotFoundError(f"{image} is not on {name.registry}: its tag {name.tag} was deleted or never was, or the name is misspelt")
        case 401 | 403:
            raise RefusedError(
                f"{image}: {name.registry} does not show it to everybody: it does not exist or is private; check the name, or pin the digest by hand"
            )
        case 429:
            until = _until(answer.headers)
            when = f" until {until:%Y-%m-%d %H:%M:%S} UTC" if until else ""
            raise RateLimitedError(f"{image}: {name.registry} answers no more questions{when}: wait, or ask from another address", until)
        case status if status >= 500:
            raise UnreachableError(f"{image}: {name.registry} answered {status}, each time that it was asked: try again later")
        case status:
            raise RefusedError(f"{image}: {name.registry} answered {status} {answer.reason}: pin the digest by hand")


def _until(headers: Mapping[str, str]) -> datetime | None:
    """When asking again helps: Retry-After holds seconds or a date."""
    text = headers.get("Retry-After", "")
    if text.isdigit():
        return datetime.now(UTC) + timedelta(seconds=int(text))
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except ValueError:
        return None
