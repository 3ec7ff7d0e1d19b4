"""What there is after a run: what is served, what is in the registry, and who called what."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from fnmatch import fnmatchcase
from pathlib import Path

from tests.cloud.cloud import Cloud
from tests.cloud.journal import Entry
from tests.scenarios.fronts import Front, asked
from tests.scenarios.places import Place

_OURS = ("operator", "ecs", "ecs-execution")


class Seen:
    """`quiet` is the length of the journal when the set was complete."""

    root: Path
    cloud: Cloud
    places: list[Place]
    fronts: dict[str, Front]
    quiet = 0

    def serves(self) -> dict[str, str]:
        """The version that each environment answers, over HTTP."""
        found = {}
        for place in self.places:
            status, body = asked(self.fronts[place.host].server.url, "/version")
            found[place.environment] = json.loads(body)["version"] if status == 200 else str(status)
        return found

    def digests(self) -> dict[str, list[str]]:
        """The digests of the running tasks, by environment."""
        found: dict[str, list[str]] = {}
        for place in self.places:
            ecs = self.cloud.client("ecs")
            arns = ecs.list_tasks(cluster=place.cluster, serviceName=place.service)["taskArns"]
            tasks = ecs.describe_tasks(cluster=place.cluster, tasks=arns)["tasks"]
            found[place.environment] = sorted({one["imageDigest"] for task in tasks if task["lastStatus"] == "RUNNING" for one in task["containers"]})
        return found

    def pushed(self) -> dict[str, str]:
        """The digest of each tag, the first version's excepted."""
        images = self.cloud.client("ecr").describe_images(repositoryName=self.places[0].repository)["imageDetails"]
        return {tag: image["imageDigest"] for image in images for tag in image.get("imageTags", []) if tag != "v1"}

    def called(self, what: str) -> list[Entry]:
        """The journal since the scene was set, without what the scene itself asks."""
        since = self.cloud.journal()[self.quiet :]
        return [one for one in since if fnmatchcase(one.what, what) and one.who not in _OURS]

    def callers(self, what: str) -> list[str]:
        return list(dict.fromkeys(one.who for one in self.called(what)))

    def signed_in(self) -> list[str]:
        """`environment as role` of each exchange of a token that STS made."""
        found = [
            (one.who.rpartition(":")[2], one.on.rpartition("/")[2]) for one in self.called("sts:AssumeRoleWithWebIdentity") if one.result == "ok"
        ]
        return [f"{environment} as {role}" for environment, role in found]

    def scanned(self) -> str:
        """The configuration's digest of the image that the scanner read: its report's ImageID."""
        report = json.loads((self.root.parent / "state/artifacts/trivy/trivy.json").read_text("utf-8"))
        return str(report["Metadata"]["ImageID"])

    def configuration(self, digest: str) -> str:
        """The configuration's digest of an image in the registry."""
        name = self.places[0].repository
        images = self.cloud.client("ecr").batch_get_image(repositoryName=name, imageIds=[{"imageDigest": digest}])["images"]
        return str(json.loads(images[0]["imageManifest"])["config"]["digest"])

    def when(self, what: str, place: str, do: Callable[[], object]) -> None:
        """Does something as soon as a job has called that for the place's service."""
        quiet = len(self.called(what))

        def watch() -> None:
            until = time.monotonic() + 60
            while time.monotonic() < until:
                if any(f"/{place}/" in one.on for one in self.called(what)[quiet:]):
                    do()
                    return
                time.sleep(0.02)

        threading.Thread(target=watch, daemon=True).start()
