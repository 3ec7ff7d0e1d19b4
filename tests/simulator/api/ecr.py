"""DescribeImages, BatchGetImage, UpdateImageStorageClass, DescribeRepositories."""

from __future__ import annotations

import json

from tests.simulator.api.ecs_views import Fields
from tests.simulator.api.paging import page
from tests.simulator.clock import START
from tests.simulator.errors import ApiError
from tests.simulator.names import ACCOUNT, REGISTRY, arn
from tests.simulator.world.registry import Stored
from tests.simulator.world.world import World

MANIFEST = "application/vnd.oci.image.manifest.v1+json"


def describe_images(world: World, asked: Fields) -> Fields:
    """All images, or those asked for. Raises ImageNotFoundException where one of those is gone."""
    images = _repository(world, asked)
    if "imageIds" in asked:
        found = [_wanted(world, asked["repositoryName"], one) for one in asked["imageIds"]]
    else:
        wanted = asked.get("filter", {}).get("imageStatus", "ANY")
        found = [one for one in images if not one.deleted and wanted in ("ANY", one.status(world.now))]
    part, token = page(world, [_detail(one, world.now) for one in found], asked.get("nextToken"), asked.get("maxResults", 100))
    return {"imageDetails": part} | ({"nextToken": token} if token else {})


def batch_get_image(world: World, asked: Fields) -> Fields:
    _repository(world, asked)
    images, failures = [], []
    for wanted in asked["imageIds"]:
        stored = world.registry.find(asked["repositoryName"], wanted.get("imageDigest"), wanted.get("imageTag"))
        if stored is None:
            failures.append({"imageId": wanted, "failureCode": "ImageNotFound", "failureReason": "Requested image not found"})
        elif stored.status(world.now) != "ACTIVE":
            failures.append({"imageId": wanted, "failureCode": "ImageInaccessible", "failureReason": "Requested image is archived"})
        else:
            manifest = json.dumps({"schemaVersion": 2, "mediaType": MANIFEST, "config": {"digest": stored.digest}, "layers": []})
            images.append(
                {
                    "registryId": ACCOUNT,
                    "repositoryName": stored.repository,
                    "imageId": {"imageDigest": stored.digest} | ({"imageTag": wanted["imageTag"]} if "imageTag" in wanted else {}),
                    "imageManifest": manifest,
                    "imageManifestMediaType": MANIFEST,
                }
            )
    return {"images": images, "failures": failures}


def update_storage_class(world: World, asked: Fields) -> Fields:
    """Archives at once; bringing back takes a while, in which the image is ACTIVATING."""
    _repository(world, asked)
    stored = _wanted(world, asked["repositoryName"], asked["imageId"])
    if asked["targetStorageClass"] == "ARCHIVE":
        stored.archived, stored.active_from = world.now, None
    elif stored.status(world.now) == "ARCHIVED":
        stored.active_from = world.now + world.profile.image_activation
    return {
        "registryId": ACCOUNT,
        "repositoryName": stored.repository,
        "imageId": {"imageDigest": stored.digest},
        "imageStatus": stored.status(world.now),
    }


def describe_repositories(world: World, asked: Fields) -> Fields:
    names = asked.get("repositoryNames") or list(world.registry.repositories)
    for name in names:
        _repository(world, {"repositoryName": name})
    shown = [
        {"repositoryArn": arn("ecr", f"repository/{name}"), "registryId": ACCOUNT, "repositoryName": name, "repositoryUri": f"{REGISTRY}/{name}"}
        for name in names
    ]
    part, token = page(world, shown, asked.get("nextToken"), asked.get("maxResults", 100))
    return {"repositories": part} | ({"nextToken": token} if token else {})


def _repository(world: World, asked: Fields) -> list[Stored]:
    name = asked["repositoryName"]
    if name not in world.registry.repositories:
        raise ApiError("RepositoryNotFoundException", f"The repository with name '{name}' does not exist in the registry with id '{ACCOUNT}'")
    return world.registry.repositories[name]


def _wanted(world: World, repository: str, wanted: Fields) -> Stored:
    stored = world.registry.find(repository, wanted.get("imageDigest"), wanted.get("imageTag"))
    if stored is None:
        raise ApiError("ImageNotFoundException", f"The image with imageId {wanted} does not exist within the repository with name '{repository}'")
    return stored


def _detail(one: Stored, now: int) -> Fields:
    fields: Fields = {
        "registryId": ACCOUNT,
        "repositoryName": one.repository,
        "imageDigest": one.digest,
        "imageSizeInBytes": one.size,
        "imagePushedAt": START + one.pushed,
        "imageManifestMediaType": one.media_type,
        "imageStatus": one.status(now),
    }
    times = {"lastArchivedAt": one.archived, "lastActivatedAt": one.active_from if one.status(now) == "ACTIVE" else None}
    return fields | ({"imageTags": one.tags} if one.tags else {}) | {name: START + at for name, at in times.items() if at is not None}
