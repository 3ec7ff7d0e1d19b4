"""What is in a registry and what runs, from what two commands print: `aws ecr describe-images` and `ghsynth whats-deployed --format json`."""

from __future__ import annotations

from synth.lifecycle import PolicyError, Stored
from synth.versions import COMMIT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


def stored_images(text: str) -> list[Stored]:
    """The images of `aws ecr describe-images --output json`. Raises PolicyError for what is none of its answers."""
    content = _json(text, "imageDetails")
    try:
        return [_stored(one) for one in content["imageDetails"]]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PolicyError([f"is no answer of aws ecr describe-images: {type(error).__name__} {error}"]) from None


def needed_images(text: str, images: Sequence[Stored], repository: str = "") -> dict[str, str]:
    """By digest, why it is needed: what runs, what was verified, and where a rollback would go, whose image is found by its commit's tag.

    `repository` leaves out the images of others, as of sidecars. Raises PolicyError for what is no answer of whats-deployed, and for a service
    of which nothing is known.
    """
    tagged = {tag: one.digest for one in images for tag in one.tags}
    content = _json(text, "services")
    found: dict[str, str] = {}
    try:
        for one in content["services"]:
            place = f"{one['service']} in {one['environment'] or one['cluster']}"
            if one.get("trouble"):
                raise PolicyError([f"{place}: {one['trouble']}"])
            own = [
                image["digest"]
                for image in one["images"]
                if not repository or f"/{repository}@" in image["image"] or f"/{repository}:" in image["image"]
            ]
            found |= {digest: f"what {place} runs" for digest in own if digest}
            if len(own) == len(one["images"]):  # a record has digests without names
                for digest in (one["verified"] or {}).get("digests", []):
                    found.setdefault(digest, f"verified as {place}")
            if (good := one.get("last_known_good")) and good["sha"]:
                commit = f"{COMMIT}{good['sha']}"
                found.setdefault(tagged.get(commit, commit), f"where a rollback of {place} would go")
    except (KeyError, TypeError, AttributeError) as error:
        raise PolicyError([f"is no answer of ghsynth whats-deployed --format json: {type(error).__name__} {error}"]) from None
    return found


def _stored(one: Any) -> Stored:
    archived = one.get("imageStatus") == "ARCHIVED"
    pulled, moved = one.get("lastRecordedPullTime"), one.get("lastArchivedAt") if archived else None
    pushed = _seconds(one["imagePushedAt"])
    return Stored(
        one["imageDigest"],
        tuple(one.get("imageTags", ())),
        pushed,
        None if pulled is None else _seconds(pulled),
        (pushed if moved is None else _seconds(moved)) if archived else None,
    )


def _seconds(text: Any) -> float:
    """A time as the AWS command line prints it, as text or, in its first version, as a number."""
    from datetime import datetime

    return float(text) if isinstance(text, (int, float)) else datetime.fromisoformat(text).timestamp()


def _json(text: str, key: str) -> Any:
    import json

    try:
        content = json.loads(text)
    except ValueError as error:
        raise PolicyError([f"is no JSON: {error}"]) from None
    if not isinstance(content, dict) or not isinstance(content.get(key), list):
        raise PolicyError([f"has no list '{key}'"])
    return content
