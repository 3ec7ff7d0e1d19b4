"""The port Registry over boto3: ECR in the account and region that an image's name tells."""

from __future__ import annotations

import re
from typing import Any

from synth.runtime.ecs.ports import Missing, Refused
from synth.runtime.ecs.values import StoredImage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.adapters.aws.client import Clients

_REPOSITORY = re.compile(r"(?P<account>\d{12})\.dkr[.-]ecr\.(?P<region>[a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)/(?P<name>[^@:]+)")


class EcrAdapter:
    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def image(self, repository: str, digest: str) -> StoredImage:
        answer = self._clients("ecr")("DescribeImages", imageIds=[{"imageDigest": digest}], **_place(repository))
        if not answer["imageDetails"]:
            raise Missing("ecr:DescribeImages", "", f"there is no image {digest} in {repository}")
        one = answer["imageDetails"][0]
        pushed = one.get("imagePushedAt")
        return StoredImage(
            repository, one["imageDigest"], one.get("imageStatus", "ACTIVE"), pushed.timestamp() if pushed else 0.0, tuple(one.get("imageTags", []))
        )

    def restore(self, repository: str, digest: str) -> None:
        self._clients("ecr")("UpdateImageStorageClass", imageId={"imageDigest": digest}, targetStorageClass="STANDARD", **_place(repository))


def _place(repository: str) -> dict[str, Any]:
    found = _REPOSITORY.fullmatch(repository)
    if found is None:
        raise Refused("ecr:DescribeImages", "", f"'{repository}' is no ECR repository, <account>.dkr.ecr.<region>.amazonaws.com/<name>")
    return {"registryId": found["account"], "repositoryName": found["name"]}
