"""The new revision of a task definition, and the images that it names."""

from __future__ import annotations

from synth.runtime.ecs.deployed import Over
from synth.runtime.ecs.ports import AwsError, Conflict, Denied, Expired, Missing, Refused
from synth.runtime.ecs.preflight import repository
from synth.runtime.ecs.preparing import RUN_TAG, SHA_TAG
from synth.runtime.ecs.starting import patiently

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from synth.runtime.commands import Log
    from synth.runtime.ecs.deploy_inputs import Release
    from synth.runtime.ecs.ports import Ecs, Registry
    from synth.runtime.ecs.values import TaskDefinition
    from synth.runtime.ports import Clock

    T = TypeVar("T")


def register(content: dict[str, Any], release: Release, ecs: Ecs, clock: Clock, until: float, log: Log) -> TaskDefinition:
    """With the commit and the run as tags, so that a later run knows what it meets. Raises Over."""
    tags = {name: value for name, value in ((SHA_TAG, release.sha), (RUN_TAG, str(release.run or ""))) if value}
    try:
        return patiently(lambda: ecs.register(content, tags), clock, until, log.say)
    except Denied as error:
        if not tags or "TagResource" not in str(error):
            raise refused(error) from None
        log.annotate("warning", [f"registered without tags, so that a newer run cannot be told from an older: {error}"], "deploy-ecs")
        return wanted_of(lambda: ecs.register(content, {}), clock, until, log.say)
    except (Refused, Missing, Conflict) as error:
        raise refused(error) from None


def wanted_of(call: Callable[[], T], clock: Clock, until: float, say: Callable[[str], None]) -> T:
    """What the call gives. Raises Over where it is refused for good."""
    try:
        return patiently(call, clock, until, say)
    except (Denied, Refused, Missing, Conflict) as error:
        raise refused(error) from None


def refused(error: AwsError) -> Over:
    return Over("failed", f"nothing was deployed: {error}", usage=True)


def find_images(release: Release, registry: Registry, say: Callable[[str], None]) -> None:
    """Raises Over for an image that is not there, before the service is touched. A registry that is not ECR, or may not be asked, is not asked."""
    for reference in dict(release.images).values():
        _, at, digest = reference.partition("@")
        if not at:
            continue
        try:
            stored = registry.image(repository(reference), digest)
        except Expired:
            raise
        except Missing as error:
            raise refused(error) from None
        except AwsError as error:
            say(f"going on without a look at the image: {error}")
            continue
        if stored.status != "ACTIVE":
            raise Over("failed", f"nothing was deployed: {reference} is {stored.status} in the registry", usage=True)
