"""How long a registry keeps images: the lifecycle policy of an ECR repository, and what is wrong with one that is there.

ECR does not know what ECS runs. A policy that counts images deletes the release that a rollback needs once enough others were pushed after it.
https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
"""

from __future__ import annotations

from math import ceil

from synth.record import record

HELD = "good-"  # the tags of the stage Keep
_NEVER = 1000  # images with such tags: a few for each environment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


@record
class Retention:
    """What to keep. `deployments_a_day` is how many releases a busy day pushes, `rollback_days` how far back a rollback must reach.

    What an environment was verified with last, and the stage Keep has marked, is never taken, however many are pushed after it. Versions are
    counted by themselves, so that no other rule takes them; branches' moving tags belong to images that have a commit's tag, which go with that.
    """

    releases: int = 50
    versions: int = 20
    nightly_days: int = 14
    untagged_days: int = 7
    deployments_a_day: float = 3
    rollback_days: int = 14

    @property
    def window(self) -> int:
        """The fewest releases to keep: all of the window, the one that runs, and the one before the window that may be the last known good."""
        return needed(self.deployments_a_day, self.rollback_days)

    def warnings(self) -> list[str]:
        """What these numbers would lose."""
        if self.releases >= self.window:
            return []
        return [
            f"releases={self.releases} is less than the {self.window} that {self.rollback_days} days of {self.deployments_a_day:g} deployments take: "
            f"write releases={self.window}"
        ]

    def policy(self) -> str:
        """The policy's text, for `aws ecr put-lifecycle-policy --lifecycle-policy-text`. Never keeps fewer releases than the window."""
        import json

        rules = [
            _rule(5, "nothing that an environment may need again", [f"{HELD}*"], ("imageCountMoreThan", _NEVER)),
            _rule(10, "versions", ["v*"], ("imageCountMoreThan", max(self.versions, self.window))),  # a version is a release as well
            _rule(20, "releases, by their commit", ["sha-*"], ("imageCountMoreThan", max(self.releases, self.window))),
            _rule(30, "nightly images", ["nightly-*"], ("sinceImagePushed", self.nightly_days)),
            _rule(40, "what no tag holds", None, ("sinceImagePushed", self.untagged_days)),
        ]
        return json.dumps({"rules": rules}, indent=2) + "\n"


def needed(deployments_a_day: float, rollback_days: int) -> int:
    """How many releases a registry must keep: those of the days, the one that runs, and the one before them."""
    return ceil(deployments_a_day * rollback_days) + 2


def _rule(priority: int, what: str, patterns: list[str] | None, count: tuple[str, int]) -> dict[str, Any]:
    kind, number = count
    selection: dict[str, Any] = {"tagStatus": "untagged"} if patterns is None else {"tagStatus": "tagged", "tagPatternList": patterns}
    selection |= {"countType": kind, "countNumber": number}
    if kind == "sinceImagePushed":
        selection["countUnit"] = "days"
    return {"rulePriority": priority, "description": f"Expire {what}", "selection": selection, "action": {"type": "expire"}}
