"""ECR's API over what is really in the registry. What the simulator says of images stays as it is."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from tests.cloud.gate import Gate
from tests.cloud.registry.shelf import MANIFEST, Manifest, Shelf, ShelfError
from tests.simulator.api import ecr
from tests.simulator.errors import ApiError
from tests.simulator.names import ACCOUNT
from tests.simulator.world.world import World

Fields = dict[str, Any]
_ERRORS = {
    "no-repository": "RepositoryNotFoundException",
    "wrong-manifest-digest": "ImageDigestDoesNotMatchException",
    "no-manifest": "InvalidParameterException",
    "no-layer": "LayersNotFoundException",
    "no-image": "ReferencedImagesNotFoundException",
    "fixed-tag": "ImageTagAlreadyExistsException",
    "same-image": "ImageAlreadyExistsException",
}


class Ecr:
    def __init__(self, shelf: Shelf, gate: Gate, host: Callable[[], str]) -> None:
        self._shelf, self._gate, self._host = shelf, gate, host

    def authorization_token(self, world: World, asked: Fields) -> Fields:
        session = self._gate.caller
        token = base64.b64encode(f"AWS:{self._gate.vault.password(session)}".encode()).decode()
        data = {"authorizationToken": token, "expiresAt": session.expires, "proxyEndpoint": f"http://{self._host()}"}
        return {"authorizationData": [data]}

    def describe_repositories(self, world: World, asked: Fields) -> Fields:
        shown = ecr.describe_repositories(world, asked)
        for one in shown["repositories"]:
            name = one["repositoryName"]
            one |= {"repositoryUri": f"{self._host()}/{name}", **self._shelf.check(name).fields()}
        return shown

    def batch_get_image(self, world: World, asked: Fields) -> Fields:
        answer = ecr.batch_get_image(world, asked)
        for one in answer["images"]:
            found = self._shelf.manifest(asked["repositoryName"], one["imageId"]["imageDigest"])
            assert found is not None, "the world and the registry hold the same images"
            one |= {"imageManifest": found.content.decode(), "imageManifestMediaType": found.media_type}
        return answer

    def put_image(self, world: World, asked: Fields) -> Fields:
        content, media_type = asked["imageManifest"].encode(), asked.get("imageManifestMediaType", MANIFEST)
        try:
            made = self._shelf.put_manifest(asked["repositoryName"], content, media_type, asked.get("imageTag"), asked.get("imageDigest"))
        except ShelfError as wrong:
            raise ApiError(_ERRORS[wrong.kind], wrong.message) from None
        return {"image": _shown(made, asked.get("imageTag"))}


def _shown(made: Manifest, tag: str | None) -> Fields:
    return {
        "registryId": ACCOUNT,
        "repositoryName": made.repository,
        "imageId": {"imageDigest": made.digest} | ({"imageTag": tag} if tag else {}),
        "imageManifest": made.content.decode(),
        "imageManifestMediaType": made.media_type,
    }
